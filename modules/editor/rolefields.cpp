// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/rolefields.h"

#include "editor/fieldmaker.h"
#include "editor/listtext.h"
#include "project/names.h"

namespace mws::editor
{

namespace
{

QString joined(const QStringList &words)
{
    return words.join(QStringLiteral(", "));
}

/// The numbers of the words; none: one is not known.
std::optional<QList<qsizetype>> placesOf(const QString &text, const QStringList &known)
{
    QList<qsizetype> places;
    for (const QString &word : wordsFrom(text)) {
        const qsizetype place = known.indexOf(word);
        if (place < 0)
            return std::nullopt;
        places.append(place);
    }
    return places;
}

QString verbsText(const Permissions &verbs)
{
    QStringList words;
    const QStringList all = namesOfPermissions();
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (verbs.toInt() & (1 << i))
            words.append(all[i]);
    }
    return joined(words);
}

std::optional<Permissions> verbsFrom(const QString &text)
{
    const auto places = placesOf(text, namesOfPermissions());
    if (!places)
        return std::nullopt;
    Permissions verbs;
    for (const qsizetype place : *places)
        verbs.setFlag(Permission(1 << place));
    return verbs;
}

QString originsText(const QList<Origin> &origins)
{
    QStringList words;
    for (const Origin origin : origins)
        words.append(nameOf(origin));
    return joined(words);
}

std::optional<QList<Origin>> originsFrom(const QString &text)
{
    const auto places = placesOf(text, namesOfOrigins());
    if (!places)
        return std::nullopt;
    QList<Origin> origins;
    for (const qsizetype place : *places)
        origins.append(Origin(place));
    return origins;
}

template <typename T, typename Get>
Field<T> wordsField(const QString &title, const QString &hint, Get get)
{
    return listField<T>(title, hint, get, joined,
                        [](const QString &text) { return std::optional(wordsFrom(text)); });
}

template <typename T, typename Get> Field<T> verbsField(Get get)
{
    return listField<T>(FieldText::tr("Verbs"), joined(namesOfPermissions()), get, verbsText,
                        verbsFrom);
}

template <typename T, typename Get> Field<T> areasField(Get get)
{
    return wordsField<T>(FieldText::tr("Areas"),
                         FieldText::tr("beginnings of paths, such as pumping, intake/well1; "
                                       "nothing: everywhere"),
                         get);
}

/// Of the other kind of line.
template <typename T> Field<T> noField(const QString &title)
{
    return {title,
            {},
            [](const T &) { return QString(); },
            [](T &, const QString &text) {
                return text.trimmed().isEmpty() ? QString() : FieldText::tr("is not of this line");
            },
            {},
            FieldKind::Text,
            [](const T &) { return false; }};
}

} // namespace

const QList<Field<Role>> &roleFields()
{
    using R = Role;
    static const QList<Field<R>> fields{
        fileIdField<R>(FieldText::tr("Role"), FieldText::tr("id; what refers to it follows"),
                       [](R &r) -> QString & { return r.id; }),
        textField<R>(FieldText::tr("Name"), {}, [](R &r) -> QString & { return r.name; }),
        wordsField<R>(FieldText::tr("Inherits"),
                      FieldText::tr("roles whose grants it has, too, such as viewer, doser"),
                      [](R &r) -> QStringList & { return r.inherits; }),
        verbsField<R>([](R &r) -> Permissions & { return r.permissions; }),
        areasField<R>([](R &r) -> QStringList & { return r.areas; }),
        noField<R>(FieldText::tr("Tags")),
        noField<R>(FieldText::tr("From")),
        noField<R>(FieldText::tr("Networks")),
    };
    return fields;
}

const QList<Field<Grant>> &grantFields()
{
    using G = Grant;
    static const QList<Field<G>> fields{
        noField<G>(FieldText::tr("Role")),
        noField<G>(FieldText::tr("Name")),
        noField<G>(FieldText::tr("Inherits")),
        verbsField<G>([](G &g) -> Permissions & { return g.verbs; }),
        areasField<G>([](G &g) -> QStringList & { return g.areas; }),
        wordsField<G>(FieldText::tr("Tags"), FieldText::tr("ids of tags; nothing: all"),
                      [](G &g) -> QStringList & { return g.tags; }),
        listField<G>(
            FieldText::tr("From"), joined(namesOfOrigins()),
            [](G &g) -> QList<Origin> & { return g.origins; }, originsText, originsFrom),
        wordsField<G>(FieldText::tr("Networks"),
                      FieldText::tr("such as 10.1.0.0/16, 192.0.2.7; nothing: all"),
                      [](G &g) -> QStringList & { return g.networks; }),
    };
    return fields;
}

int roleColumnOf(const QString &pointer)
{
    static const QStringList ofRole{QStringLiteral("id"), QStringLiteral("name"),
                                    QStringLiteral("inherits"), QStringLiteral("permissions"),
                                    QStringLiteral("areas")};
    static const QStringList ofGrant{QStringLiteral("verbs"), QStringLiteral("areas"),
                                     QStringLiteral("tags"), QStringLiteral("origins"),
                                     QStringLiteral("networks")};
    constexpr qsizetype kFirstOfGrant = 3;
    const QString list = pointer.section(u'/', 0, 0);
    if (list != QLatin1String("grants"))
        return int(qMax<qsizetype>(0, ofRole.indexOf(list)));
    return int(kFirstOfGrant + qMax<qsizetype>(0, ofGrant.indexOf(pointer.section(u'/', 2, 2))));
}

} // namespace mws::editor
