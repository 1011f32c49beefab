// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/reader.h"

#include "project/names.h"
#include "project/pointer.h"
#include "project/projecttext.h"
#include "project/tagfaults.h"

#include <algorithm>
#include <climits>
#include <cmath>

namespace mws
{

Reader::Reader(QJsonObject object, QString file, QString pointer, QList<Problem> &problems)
    : m_object(std::move(object))
    , m_file(std::move(file))
    , m_pointer(std::move(pointer))
    , m_problems(problems)
{
}

void Reader::text(const char *key, QString &field, int /*maxLength*/, const QString & /*fallback*/)
{
    const QJsonValue value = take(key);
    if (value.isString())
        field = value.toString();
    else
        wantKind(value, key, "a text");
}

void Reader::texts(const char *key, QStringList &field)
{
    const QJsonArray items = array(key);
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (items[i].isString())
            field.append(items[i].toString());
        else
            note(joinPointer(pointerTo(key), i), ProjectText::tr("must be a text"));
    }
}

void Reader::flag(const char *key, bool &field, bool /*fallback*/)
{
    const QJsonValue value = take(key);
    if (value.isBool())
        field = value.toBool();
    else
        wantKind(value, key, "true or false");
}

void Reader::required(const char *key, int &field, int min, int max)
{
    if (!m_object.contains(QLatin1String(key)))
        note(pointerTo(key), ProjectText::tr("is missing"));
    integer(key, field, field, min, max);
}

void Reader::requiredUnless(const char *key, int &field, int min, int max, const char *other,
                            bool isGiven)
{
    if (!isGiven) {
        required(key, field, min, max);
        return;
    }
    if (m_object.contains(QLatin1String(key)))
        note(pointerTo(key),
             ProjectText::tr("must not be there beside %1").arg(QLatin1String(other)));
    (void)take(key);
}

void Reader::integer(const char *key, int &field, int fallback, int /*min*/, int /*max*/)
{
    qint64 number = fallback; // that of port follows the kind
    whole(key, number);
    constexpr qint64 kFar = 1'000'000'000; // out of every range that the checker knows
    field = int(std::clamp<qint64>(number, -kFar, kFar));
}

void Reader::whole(const char *key, qint64 &field)
{
    constexpr double kExact = 9007199254740992.0;
    const QJsonValue value = take(key);
    const double number = value.toDouble();
    if (value.isDouble() && number == std::trunc(number) && std::abs(number) <= kExact)
        field = value.toInteger();
    else
        wantKind(value, key, "a whole number");
}

void Reader::number(const char *key, double &field, double /*fallback*/)
{
    const QJsonValue value = take(key);
    if (value.isDouble())
        field = value.toDouble();
    else
        wantKind(value, key, "a number");
}

void Reader::limit(const char *key, std::optional<double> &field)
{
    const QJsonValue value = take(key);
    if (value.isDouble())
        field = value.toDouble();
    else
        wantKind(value, key, "a number");
}

void Reader::map(const char *key, QMap<QString, QString> &field)
{
    const QJsonValue value = take(key);
    if (!value.isObject()) {
        wantKind(value, key, "an object");
        return;
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.value().isString())
            field.insert(it.key(), it.value().toString());
        else
            note(joinPointer(pointerTo(key), it.key()), ProjectText::tr("must be a text"));
    }
}

void Reader::object(const char *key, QJsonObject &field)
{
    const QJsonValue value = take(key);
    if (value.isObject())
        field = value.toObject();
    else
        wantKind(value, key, "an object");
}

void Reader::permissions(const char *key, Permissions &field)
{
    for (const int found : indexesOfWords(key, namesOfPermissions()))
        field.setFlag(Permission(1 << found));
}

void Reader::origins(const char *key, QList<Origin> &field)
{
    for (const int found : indexesOfWords(key, namesOfOrigins()))
        field.append(Origin(found));
}

QList<int> Reader::indexesOfWords(const char *key, const QStringList &names)
{
    QStringList words;
    texts(key, words);
    QList<int> indexes;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const qsizetype found = names.indexOf(words[i]);
        if (found >= 0)
            indexes.append(int(found));
        else
            note(joinPointer(pointerTo(key), i),
                 ProjectText::tr("must be one of: %1").arg(names.join(QLatin1String(", "))));
    }
    return indexes;
}

void Reader::finish()
{
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_known.contains(it.key()))
            m_problems.append({Problem::Severity::Error, m_file, joinPointer(m_pointer, it.key()),
                               ProjectText::tr("is not a known key")});
    }
}

Reader Reader::at(const QJsonValue &item, const char *key, qsizetype i)
{
    const QString pointer = joinPointer(pointerTo(key), i);
    if (!item.isObject())
        note(pointer, ProjectText::tr("must be %1").arg(QLatin1String("an object")));
    return Reader(item.toObject(), m_file, pointer, m_problems);
}

QJsonArray Reader::array(const char *key)
{
    const QJsonValue value = take(key);
    if (!value.isArray())
        wantKind(value, key, "a list");
    return value.toArray();
}

QJsonValue Reader::take(const char *key)
{
    const QString name = QLatin1String(key);
    m_known.insert(name);
    return m_object.value(name);
}

QString Reader::pointerTo(const char *key) const
{
    return joinPointer(m_pointer, QLatin1String(key));
}

int Reader::indexOfWord(const char *key, const QStringList &names)
{
    const QJsonValue value = take(key);
    const int found = value.isString() ? int(names.indexOf(value.toString())) : -1;
    if (found < 0 && !value.isUndefined())
        note(pointerTo(key),
             ProjectText::tr("must be one of: %1").arg(names.join(QLatin1String(", "))));
    return found;
}

void Reader::note(const QString &pointer, const QString &reason)
{
    m_problems.append({severityAt(pointer), m_file, pointer, reason});
}

void Reader::wantKind(const QJsonValue &value, const char *key, const char *kind)
{
    if (!value.isUndefined())
        note(pointerTo(key), ProjectText::tr("must be %1").arg(QLatin1String(kind)));
}

} // namespace mws
