// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>

/// The part of JSON Schema 2020-12 that the OpenAPI document uses: type, properties, required,
/// additionalProperties, items, prefixItems, enum, const, oneOf, bounds, lengths, pattern, $ref.
class Schema final
{
public:
    explicit Schema(QJsonObject document);

    /// Empty when value fits, else what is wrong and where. An unknown keyword is an error.
    [[nodiscard]] QString check(const QJsonObject &schema, const QJsonValue &value,
                                const QString &where = QStringLiteral("$")) const;
    [[nodiscard]] QJsonValue resolve(const QString &reference) const;
    /// The schema of a response; follows a reference to a shared one.
    [[nodiscard]] QJsonObject response(const QString &path, const QString &method,
                                       int status) const;
    /// The schema of what such a request carries; empty: it carries nothing, or is not described.
    [[nodiscard]] QJsonObject request(const QString &target, const QString &method) const;
    [[nodiscard]] const QJsonObject &document() const { return m_document; }

private:
    QJsonObject m_document;
};
