// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/screencheck.h"

#include "project/describe.h"
#include "project/files.h"
#include "project/pointer.h"
#include "project/projecttext.h"
#include "project/widgetregistry.h"

#include <QRect>

namespace mws
{

namespace
{

constexpr int kColumns = 12;

template <typename T> QRect areaOf(const T &item)
{
    return {item.x, item.y, item.w, item.h};
}

/// Nothing may reach over the right edge or lie on its neighbour.
template <typename T>
void checkGrid(const Checker &check, const char *key, const QList<T> &items, int columns)
{
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (items[i].x + items[i].w > columns)
            check.element(key, i).note(
                "w", ProjectText::tr("reaches beyond column %1").arg(columns - 1));
        for (qsizetype j = 0; j < i; ++j) {
            if (areaOf(items[i]).intersects(areaOf(items[j])))
                check.element(key, i).note("x", ProjectText::tr("lies on %1").arg(items[j].id));
        }
    }
}

bool fits(const QJsonValue &value, const WidgetProperty &property, const ProjectScope &scope)
{
    if (property.type == QLatin1String("text"))
        return value.isString() && value.toString().size() <= describe::kNameLength;
    if (property.type == QLatin1String("bool"))
        return value.isBool();
    if (property.type == QLatin1String("screen"))
        return scope.screens.contains(value.toString());
    const double number = value.toDouble();
    const bool whole
        = property.type != QLatin1String("integer") || number == double(qint64(number));
    return value.isDouble() && whole && number >= property.min.value_or(number)
        && number <= property.max.value_or(number);
}

void checkProperties(const Checker &check, const Widget &widget, const WidgetType &type,
                     const ProjectScope &scope)
{
    Checker inner = check.member("properties");
    for (auto it = widget.properties.begin(); it != widget.properties.end(); ++it) {
        const QByteArray key = it.key().toUtf8();
        const auto property = type.properties.find(it.key());
        if (property == type.properties.end())
            inner.note(key, ProjectText::tr("is no property of %1").arg(widget.type));
        else if (!fits(it.value(), *property, scope))
            inner.note(key, ProjectText::tr("is not a valid %1").arg(property->type));
    }
    for (auto it = type.properties.begin(); it != type.properties.end(); ++it) {
        if (it->required && !widget.properties.contains(it.key()))
            inner.note(it.key().toUtf8(), ProjectText::tr("is missing"));
    }
}

void checkTagsOf(Checker &check, const Widget &widget, const WidgetType &type,
                 const QHash<QString, Value::Kind> &tags)
{
    if (widget.tags.size() < type.minTags || widget.tags.size() > type.maxTags)
        check.note(
            "tags",
            type.minTags == type.maxTags
                ? ProjectText::tr("must name %1 tags").arg(type.minTags)
                : ProjectText::tr("must name %1 to %2 tags").arg(type.minTags).arg(type.maxTags));
    for (qsizetype i = 0; i < widget.tags.size(); ++i) {
        const auto tag = tags.find(widget.tags[i]);
        if (tag == tags.end())
            check.noteElement("tags", i, ProjectText::tr("there is no tag %1").arg(widget.tags[i]));
        else if (!type.shows(*tag))
            check.noteElement(
                "tags", i, ProjectText::tr("%1 cannot show this kind of value").arg(widget.type));
    }
}

void checkWidget(Checker check, const Widget &widget, const ProjectScope &scope,
                 const QHash<QString, Value::Kind> &tags)
{
    const WidgetRegistry &registry = WidgetRegistry::instance();
    const WidgetType *type = registry.type(widget.type);
    if (!type) {
        check.note("type", ProjectText::tr("is no known widget"));
        return;
    }
    checkProperties(check, widget, *type, scope);
    checkTagsOf(check, widget, *type, tags);
}

} // namespace

void checkScreen(const Screen &screen, const ProjectScope &scope,
                 const QHash<QString, Value::Kind> &tags, QList<Problem> &problems)
{
    Checker check(files::screen(screen.id), {}, problems);
    describe::screen(check, screen);
    if (screen.title.isEmpty())
        check.note("title", ProjectText::tr("is missing"));
    if (!screen.icon.isEmpty() && !WidgetRegistry::instance().icons().contains(screen.icon))
        check.note("icon", ProjectText::tr("is no known icon"));
    checkGrid(check, "groups", screen.groups, kColumns);
    QSet<QString> ids;
    for (qsizetype g = 0; g < screen.groups.size(); ++g) {
        const WidgetGroup &group = screen.groups[g];
        const Checker inner = check.element("groups", g);
        checkGrid(inner, "widgets", group.widgets, group.w);
        for (qsizetype i = 0; i < group.widgets.size(); ++i) {
            if (ids.contains(group.widgets[i].id))
                inner.element("widgets", i).note("id", ProjectText::tr("is used twice"));
            ids.insert(group.widgets[i].id);
            checkWidget(inner.element("widgets", i), group.widgets[i], scope, tags);
        }
    }
}

} // namespace mws
