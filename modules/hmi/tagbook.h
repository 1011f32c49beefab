// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hmi/tagitem.h"

#include <QHash>
#include <QObject>
#include <QtQml/qqmlregistration.h>

class QJSEngine;
class QQmlEngine;

namespace mws
{

class HmiContext;

/// The tag items of all widgets: one per tag, made when first asked for and kept as long as the
/// panel runs, so that no widget ever outlives its tag.
class TagBook final : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Tags)
    QML_SINGLETON

public:
    explicit TagBook(HmiContext &context, QObject *parent = nullptr);
    static TagBook *create(QQmlEngine *engine, QJSEngine *);

    /// Never null; an unknown tag gives an item that does not exist().
    Q_INVOKABLE mws::TagItem *item(const QString &tagId);

private:
    HmiContext &m_context;
    QHash<QString, TagItem *> m_items;
};

} // namespace mws
