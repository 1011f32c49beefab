// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <utility>

namespace mws
{

/// Calls done with the result, in owner's thread, unless owner is gone by then. QFuture::then()
/// with a context fails when the context dies first (Qt 6.4); a watcher does not.
template <typename T, typename Done> void whenDone(QFuture<T> future, QObject *owner, Done done)
{
    auto *watcher = new QFutureWatcher<T>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner,
                     [watcher, done = std::move(done)] {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             done(watcher->result());
                     });
    watcher->setFuture(std::move(future));
}

} // namespace mws
