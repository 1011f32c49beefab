// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/tagbook.h"

#include "hmi/hmicontext.h"
#include "hmi/tagitem.h"

namespace mws
{

TagBook::TagBook(HmiContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
{
}

TagBook *TagBook::create(QQmlEngine *engine, QJSEngine *)
{
    return lend(&HmiContext::of(engine)->tags());
}

TagItem *TagBook::item(const QString &tagId)
{
    // Widgets without a tag, and wrong projects, share one item.
    const bool known = m_context.feed().project().indexOf(tagId) != kNoTag;
    TagItem *&item = m_items[known ? tagId : QString()];
    if (!item) {
        item = lend(new TagItem(this));
        item->setTagId(tagId);
        item->attach(m_context);
    }
    return item;
}

} // namespace mws
