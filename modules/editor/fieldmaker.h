// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

#include <QCoreApplication>
#include <QLocale>
#include <optional>

namespace mws::editor
{

/// Where the translations of the fields live.
class FieldText
{
    Q_DECLARE_TR_FUNCTIONS(mws::editor::FieldText)
};

// Makers of fields for the members of T. get is a callable that gives a reference to the member.

template <typename T, typename Get>
Field<T> textField(const QString &title, const QString &hint, Get get)
{
    return {title,
            hint,
            [get](const T &item) { return get(const_cast<T &>(item)); },
            [get](T &item, const QString &text) {
                get(item) = text.trimmed();
                return QString();
            },
            {}};
}

template <typename T, typename Get>
Field<T> numberField(const QString &title, const QString &hint, Get get)
{
    return {title,
            hint,
            [get](const T &item) {
                return QLocale::c().toString(get(const_cast<T &>(item)), 'g',
                                             QLocale::FloatingPointShortest);
            },
            [get](T &item, const QString &text) {
                bool isNumber = false;
                const double number = QLocale::c().toDouble(text.trimmed(), &isNumber);
                if (!isNumber)
                    return FieldText::tr("wants a number, such as 0.1");
                get(item) = number;
                return QString();
            },
            {}};
}

template <typename T, typename Get>
Field<T> integerField(const QString &title, const QString &hint, Get get)
{
    return {title,
            hint,
            [get](const T &item) { return QString::number(get(const_cast<T &>(item))); },
            [get](T &item, const QString &text) {
                bool isNumber = false;
                const int number = text.trimmed().toInt(&isNumber);
                if (!isNumber)
                    return FieldText::tr("wants a whole number");
                get(item) = number;
                return QString();
            },
            {}};
}

template <typename T, typename Get>
Field<T> limitField(const QString &title, const QString &hint, Get get)
{
    return {title,
            hint,
            [get](const T &item) {
                const std::optional<double> &limit = get(const_cast<T &>(item));
                return limit ? QLocale::c().toString(*limit, 'g', QLocale::FloatingPointShortest)
                             : QString();
            },
            [get](T &item, const QString &text) {
                if (text.trimmed().isEmpty()) {
                    get(item).reset();
                    return QString();
                }
                bool isNumber = false;
                const double number = QLocale::c().toDouble(text.trimmed(), &isNumber);
                if (!isNumber)
                    return FieldText::tr("wants a number, or nothing");
                get(item) = number;
                return QString();
            },
            {}};
}

template <typename T, typename Get>
Field<T> flagField(const QString &title, const QString &hint, Get get)
{
    const QStringList words{QStringLiteral("no"), QStringLiteral("yes")};
    return {title, hint,
            [get, words](const T &item) { return words[get(const_cast<T &>(item)) ? 1 : 0]; },
            [get, words](T &item, const QString &text) {
                const qsizetype found = words.indexOf(text.trimmed().toLower());
                if (found < 0)
                    return FieldText::tr("wants yes or no");
                get(item) = found == 1;
                return QString();
            },
            words};
}

/// For an enumeration whose values count up from 0 as words do.
template <typename T, typename Get>
Field<T> wordField(const QString &title, const QString &hint, const QStringList &words, Get get)
{
    using E = std::remove_reference_t<decltype(get(std::declval<T &>()))>;
    return {title, hint,
            [get, words](const T &item) { return words[int(get(const_cast<T &>(item)))]; },
            [get, words](T &item, const QString &text) {
                const qsizetype found = words.indexOf(text.trimmed());
                if (found < 0)
                    return FieldText::tr("wants one of: %1").arg(words.join(QStringLiteral(", ")));
                get(item) = E(found);
                return QString();
            },
            words};
}

} // namespace mws::editor
