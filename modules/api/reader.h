// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/message.h"

#include <QJsonObject>
#include <QStringList>
#include <optional>

namespace mws::api
{

/// Reads the parameters of one request target strictly: unknown names, repeated names and values
/// out of range are refused, and the sentence names the parameter.
class QueryReader final
{
public:
    QueryReader(const http::Request &request, const QStringList &known);

    /// A decimal whole number in [min, max], or fallback when it is not there.
    qint64 integer(const QString &name, qint64 fallback, qint64 min, qint64 max);
    /// At most maxLength characters; empty when it is not there.
    QString text(const QString &name, qsizetype maxLength);

    /// 400 for the first thing that was wrong.
    [[nodiscard]] std::optional<http::Response> refusal() const;
    void refuse(const QString &detail);

private:
    QUrlQuery m_query;
    QString m_problem;
};

/// Reads one JSON object strictly: unknown keys, missing keys and wrong types are refused, and the
/// sentence names the key.
class ObjectReader final
{
public:
    ObjectReader(QJsonObject object, const QStringList &known);
    /// The body of a request; it must be a JSON object.
    ObjectReader(const http::Request &request, const QStringList &known);

    [[nodiscard]] bool has(const QString &key) const { return m_object.contains(key); }
    QString text(const QString &key, qsizetype minLength, qsizetype maxLength);
    QString optionalText(const QString &key, qsizetype maxLength);
    bool optionalFlag(const QString &key);
    qint64 integer(const QString &key, qint64 min, qint64 max);
    QStringList texts(const QString &key, qsizetype maxItems);
    QJsonValue value(const QString &key);

    [[nodiscard]] const QString &problem() const { return m_problem; }
    [[nodiscard]] std::optional<http::Response> refusal() const;
    void refuse(const QString &detail);

private:
    void checkKeys(const QStringList &known);
    [[nodiscard]] QJsonValue required(const QString &key);

    QJsonObject m_object;
    QString m_problem;
};

} // namespace mws::api
