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
Field<T> textField(const QString &title, const QString &hint, Get get,
                   FieldKind kind = FieldKind::Text)
{
    return {title,
            hint,
            [get](const T &item) { return get(const_cast<T &>(item)); },
            [get](T &item, const QString &text) {
                get(item) = text.trimmed();
                return QString();
            },
            {},
            kind};
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
            {},
            FieldKind::Number};
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
            {},
            FieldKind::Whole};
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
            {},
            FieldKind::Number};
}

template <typename T, typename Get>
Field<T> flagField(const QString &title, const QString &hint, Get get)
{
    const QStringList words{QStringLiteral("no"), QStringLiteral("yes")};
    return {title,
            hint,
            [get, words](const T &item) { return words[get(const_cast<T &>(item)) ? 1 : 0]; },
            [get, words](T &item, const QString &text) {
                const qsizetype found = words.indexOf(text.trimmed().toLower());
                if (found < 0)
                    return FieldText::tr("wants yes or no");
                get(item) = found == 1;
                return QString();
            },
            words,
            FieldKind::Word};
}

/// For an enumeration whose values count up from 0 as words do.
template <typename T, typename Get>
Field<T> wordField(const QString &title, const QString &hint, const QStringList &words, Get get)
{
    using E = std::remove_reference_t<decltype(get(std::declval<T &>()))>;
    return {title,
            hint,
            [get, words](const T &item) { return words[int(get(const_cast<T &>(item)))]; },
            [get, words](T &item, const QString &text) {
                const qsizetype found = words.indexOf(text.trimmed());
                if (found < 0)
                    return FieldText::tr("wants one of: %1").arg(words.join(QStringLiteral(", ")));
                get(item) = E(found);
                return QString();
            },
            words,
            FieldKind::Word};
}

/// A text that names a file.
template <typename T, typename Get>
Field<T> fileIdField(const QString &title, const QString &hint, Get get)
{
    Field<T> field = textField<T>(title, hint, get);
    field.setText = [get](T &item, const QString &text) {
        if (!isFileId(text.trimmed()))
            return FieldText::tr("wants a-z, 0-9, _ and -, such as pump-1");
        get(item) = text.trimmed();
        return QString();
    };
    return field;
}

/// The field, for those items only.
template <typename T, typename Applies> Field<T> onlyFor(Applies applies, Field<T> field)
{
    field.applies = applies;
    return field;
}

/// The field, with a text that says "not given".
template <typename T> Field<T> withUnset(const QString &unset, Field<T> field)
{
    field.unset = unset;
    return field;
}

/// The field as a part of something that can be off: then it is empty and takes nothing, because
/// a rule that is off is not saved.
template <typename T, typename IsOn>
Field<T> partOf(IsOn isOn, const QString &needed, Field<T> field)
{
    field.applies = isOn;
    field.text = [isOn, inner = field.text](const T &item) {
        return isOn(item) ? inner(item) : QString();
    };
    field.setText = [isOn, needed, inner = field.setText](T &item, const QString &text) {
        if (isOn(item))
            return inner(item, text);
        return text.trimmed().isEmpty() ? QString() : needed;
    };
    return field;
}

/// A list in one line: fromText gives no list when the text does not have the form.
template <typename T, typename Get, typename ToText, typename FromText>
Field<T> listField(const QString &title, const QString &hint, Get get, ToText toText,
                   FromText fromText)
{
    return {title,
            hint,
            [get, toText](const T &item) { return toText(get(const_cast<T &>(item))); },
            [get, fromText, hint](T &item, const QString &text) {
                const auto list = fromText(text);
                if (!list)
                    return FieldText::tr("wants the form %1").arg(hint);
                get(item) = *list;
                return QString();
            },
            {}};
}

} // namespace mws::editor
