// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/checker.h"

#include "project/pointer.h"
#include "project/projecttext.h"
#include "project/tagfaults.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace mws
{

namespace
{

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

} // namespace

Checker::Checker(QString file, QString pointer, QList<Problem> &problems)
    : m_file(std::move(file))
    , m_pointer(std::move(pointer))
    , m_problems(problems)
{
}

void Checker::id(const char *key, const QString &field)
{
    static const QRegularExpression kId(QStringLiteral("\\A[a-z0-9][a-z0-9_-]{0,63}\\z"));
    if (field.isEmpty())
        note(key, ProjectText::tr("is missing"));
    else if (!kId.match(field).hasMatch())
        note(key,
             ProjectText::tr(
                 "must be 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or digit"));
}

void Checker::tagId(const char *key, const QString &field)
{
    static const QRegularExpression kId(QStringLiteral("\\A[a-z0-9][a-z0-9_.-]{0,127}\\z"));
    if (field.isEmpty())
        note(key, ProjectText::tr("is missing"));
    else if (!kId.match(field).hasMatch())
        note(key,
             ProjectText::tr(
                 "must be 1 to 128 of a-z, 0-9, _, - and ., and begin with a letter or digit"));
}

void Checker::text(const char *key, const QString &field, int maxLength,
                   const QString & /*fallback*/)
{
    if (field.size() > maxLength)
        note(key, ProjectText::tr("is longer than %1 characters").arg(maxLength));
    if (hasControlCharacter(field))
        note(key, ProjectText::tr("must not contain control characters"));
}

void Checker::texts(const char *key, const QStringList &field)
{
    QSet<QString> seen;
    for (qsizetype i = 0; i < field.size(); ++i) {
        if (field[i].isEmpty() || field[i].size() > 128 || hasControlCharacter(field[i]))
            noteElement(key, i,
                        ProjectText::tr("must be 1 to 128 characters without control characters"));
        if (seen.contains(field[i]))
            noteElement(key, i, ProjectText::tr("is there twice"));
        seen.insert(field[i]);
    }
}

void Checker::required(const char *key, int field, int min, int max)
{
    integer(key, field, field, min, max);
}

void Checker::integer(const char *key, int field, int /*fallback*/, int min, int max)
{
    if (field < min || field > max)
        note(key, ProjectText::tr("must be %1 to %2").arg(min).arg(max));
}

void Checker::number(const char *key, double field, double /*fallback*/)
{
    if (!std::isfinite(field))
        note(key, ProjectText::tr("must be a number"));
}

void Checker::limit(const char *key, const std::optional<double> &field)
{
    if (field)
        number(key, *field, 0);
}

void Checker::map(const char *key, const QMap<QString, QString> &field)
{
    for (auto it = field.begin(); it != field.end(); ++it) {
        if (it.value().size() > 120 || hasControlCharacter(it.value())
            || it.value().contains(u'/')) {
            append(
                Problem::Severity::Error, joinPointer(pointerTo(key), it.key()),
                ProjectText::tr("must be at most 120 characters, no / and no control character"));
        }
    }
}

void Checker::note(const char *key, const QString &reason, Problem::Severity severity)
{
    append(severity, pointerTo(key), reason);
}

void Checker::noteElement(const char *key, qsizetype i, const QString &reason)
{
    append(Problem::Severity::Error, elementPointer(key, i), reason);
}

void Checker::append(Problem::Severity severity, const QString &pointer, const QString &reason)
{
    if (severity == Problem::Severity::Error)
        severity = severityAt(pointer);
    m_problems.append({severity, m_file, pointer, reason});
}

Checker Checker::element(const char *key, qsizetype i) const
{
    return Checker(m_file, elementPointer(key, i), m_problems);
}

Checker Checker::member(const char *key) const
{
    return Checker(m_file, pointerTo(key), m_problems);
}

QString Checker::pointerTo(const char *key) const
{
    return joinPointer(m_pointer, QLatin1String(key));
}

QString Checker::elementPointer(const char *key, qsizetype i) const
{
    return joinPointer(pointerTo(key), i);
}

} // namespace mws
