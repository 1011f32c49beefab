// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/reader.h"

#include <QJsonArray>
#include <QSet>
#include <cmath>

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxShownName = 40;

QString shown(const QString &name)
{
    return name.left(kMaxShownName);
}

http::Response badRequest(const QString &code, const QString &detail)
{
    return http::Response::problem(400, code, detail);
}

} // namespace

QueryReader::QueryReader(const http::Request &request, const QStringList &known)
    : m_query(request.query)
{
    QSet<QString> seen;
    const auto items = m_query.queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (!known.contains(name))
            refuse(QStringLiteral("unknown parameter \"%1\"").arg(shown(name)));
        else if (seen.contains(name))
            refuse(QStringLiteral("parameter \"%1\" comes more than once").arg(name));
        seen.insert(name);
    }
}

void QueryReader::refuse(const QString &detail)
{
    if (m_problem.isEmpty())
        m_problem = detail;
}

std::optional<http::Response> QueryReader::refusal() const
{
    if (m_problem.isEmpty())
        return std::nullopt;
    return badRequest(QStringLiteral("invalidParameter"), m_problem);
}

qint64 QueryReader::integer(const QString &name, qint64 fallback, qint64 min, qint64 max)
{
    if (!m_query.hasQueryItem(name))
        return fallback;
    bool ok = false;
    const qint64 number = m_query.queryItemValue(name, QUrl::FullyDecoded).toLongLong(&ok);
    if (ok && number >= min && number <= max)
        return number;
    refuse(QStringLiteral("parameter \"%1\" must be a whole number from %2 to %3")
               .arg(name)
               .arg(min)
               .arg(max));
    return fallback;
}

QString QueryReader::text(const QString &name, qsizetype maxLength)
{
    const QString value = m_query.queryItemValue(name, QUrl::FullyDecoded);
    if (value.size() <= maxLength)
        return value;
    refuse(
        QStringLiteral("parameter \"%1\" is longer than %2 characters").arg(name).arg(maxLength));
    return {};
}

ObjectReader::ObjectReader(QJsonObject object, const QStringList &known)
    : m_object(std::move(object))
{
    checkKeys(known);
}

ObjectReader::ObjectReader(const http::Request &request, const QStringList &known)
{
    const auto document = request.json();
    if (!document) {
        refuse(document.error().detail);
        return;
    }
    if (!document->isObject()) {
        refuse(QStringLiteral("the body must be a JSON object"));
        return;
    }
    m_object = document->object();
    checkKeys(known);
}

void ObjectReader::checkKeys(const QStringList &known)
{
    for (auto it = m_object.constBegin(); it != m_object.constEnd(); ++it) {
        if (!known.contains(it.key()))
            refuse(QStringLiteral("unknown key \"%1\"").arg(shown(it.key())));
    }
}

void ObjectReader::refuse(const QString &detail)
{
    if (m_problem.isEmpty())
        m_problem = detail;
}

std::optional<http::Response> ObjectReader::refusal() const
{
    if (m_problem.isEmpty())
        return std::nullopt;
    return badRequest(QStringLiteral("invalidBody"), m_problem);
}

QJsonValue ObjectReader::required(const QString &key)
{
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined())
        refuse(QStringLiteral("key \"%1\" is missing").arg(key));
    return value;
}

QJsonValue ObjectReader::value(const QString &key)
{
    return required(key);
}

QString ObjectReader::text(const QString &key, qsizetype minLength, qsizetype maxLength)
{
    const QJsonValue value = required(key);
    if (!value.isString())
        refuse(QStringLiteral("key \"%1\" must be a text").arg(key));
    const QString text = value.toString();
    if (text.size() < minLength || text.size() > maxLength)
        refuse(QStringLiteral("key \"%1\" must have %2 to %3 characters")
                   .arg(key)
                   .arg(minLength)
                   .arg(maxLength));
    return text;
}

QString ObjectReader::optionalText(const QString &key, qsizetype maxLength)
{
    return has(key) ? text(key, 0, maxLength) : QString();
}

bool ObjectReader::optionalFlag(const QString &key)
{
    if (has(key) && !m_object.value(key).isBool())
        refuse(QStringLiteral("key \"%1\" must be true or false").arg(key));
    return m_object.value(key).toBool();
}

qint64 ObjectReader::integer(const QString &key, qint64 min, qint64 max)
{
    const QJsonValue value = required(key);
    const double number = value.toDouble(std::nan(""));
    if (number == std::floor(number) && number >= double(min) && number <= double(max))
        return qint64(number);
    refuse(QStringLiteral("key \"%1\" must be a whole number from %2 to %3")
               .arg(key)
               .arg(min)
               .arg(max));
    return min;
}

QStringList ObjectReader::texts(const QString &key, qsizetype maxItems)
{
    const QJsonValue value = required(key);
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.isEmpty() || array.size() > maxItems)
        refuse(QStringLiteral("key \"%1\" must be a list of 1 to %2 texts").arg(key).arg(maxItems));
    QStringList texts;
    for (const QJsonValue &item : array) {
        if (!item.isString())
            refuse(QStringLiteral("key \"%1\" must hold texts only").arg(key));
        texts.append(item.toString());
    }
    return texts;
}

} // namespace mws::api
