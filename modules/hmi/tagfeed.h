// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "session/livemodel.h"

#include <QMultiHash>
#include <QObject>
#include <QPointer>
#include <functional>

namespace mws
{

/// Hands each changed value to those who show it, so that a batch costs what is on the screen and
/// not what is in the project. GUI thread.
class TagFeed final : public QObject
{
    Q_OBJECT

public:
    using Listener = std::function<void(const TagValue &)>;

    explicit TagFeed(LiveModel &model, QObject *parent = nullptr);

    [[nodiscard]] const Project &project() const { return m_model.project(); }
    [[nodiscard]] const TagValue &value(TagIndex tag) const { return m_model.value(tag); }

    /// Calls listener on every change until owner is gone or forget() is called.
    void listen(TagIndex tag, QObject *owner, Listener listener);
    void forget(QObject *owner);

private:
    struct Entry {
        QPointer<QObject> owner;
        Listener listener;
    };
    void deliver(const ValueBatch &batch);

    LiveModel &m_model;
    QMultiHash<TagIndex, Entry> m_entries;
};

} // namespace mws
