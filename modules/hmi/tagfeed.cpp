// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/tagfeed.h"

namespace mws
{

TagFeed::TagFeed(LiveModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    connect(&model, &LiveModel::changed, this, &TagFeed::deliver);
}

void TagFeed::listen(TagIndex tag, QObject *owner, Listener listener)
{
    m_entries.insert(tag, {owner, std::move(listener)});
    connect(owner, &QObject::destroyed, this, &TagFeed::forget, Qt::UniqueConnection);
}

void TagFeed::forget(QObject *owner)
{
    m_entries.removeIf([owner](const std::pair<const TagIndex &, Entry &> &item) {
        return !item.second.owner || item.second.owner == owner;
    });
}

void TagFeed::deliver(const ValueBatch &batch)
{
    for (const TagSample &sample : batch) {
        // A copy: a listener may make or remove others.
        const QList<Entry> entries = m_entries.values(sample.tag);
        for (const Entry &entry : entries) {
            if (entry.owner)
                entry.listener(sample.now);
        }
    }
}

} // namespace mws
