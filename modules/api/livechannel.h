// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/livemodel.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <optional>
#include <vector>

namespace mws::api
{

class LiveConnection;

/// The values of one set of tags at one rate, for all clients that asked for exactly that. Collects
/// changes, latest wins, and encodes each message once however many listen. A snapshot that is too
/// large for one message goes on in deltas.
class LiveChannel final : public QObject
{
    Q_OBJECT

public:
    /// keys holds `"id":` of every tag of the project, and outlives this.
    LiveChannel(const LiveModel &model, const Clock &clock, const QList<QByteArray> &keys,
                QList<TagIndex> tags, int maxRate, QObject *parent = nullptr);

    /// So that a message on top of a queue that is not congested stays below the socket's limit.
    static constexpr qsizetype kMaxBody = 700 * 1024;

    [[nodiscard]] const QList<TagIndex> &tags() const { return m_tags; }

    /// The value of a tag of this channel changed.
    void mark(TagIndex tag);

    /// Adds a listener under the id that it chose, and gives it a snapshot.
    void add(LiveConnection *listener, qint64 id);
    void remove(LiveConnection *listener, qint64 id);
    [[nodiscard]] bool isIdle() const { return m_listeners.isEmpty(); }

    /// A snapshot now, or as soon as the listener's queue is short enough.
    void resync(LiveConnection *listener, qint64 id);
    /// The listener's queue is short again: what it missed comes as a snapshot.
    void catchUp(LiveConnection *listener);

private:
    struct Listener {
        LiveConnection *connection = nullptr;
        qint64 id = 0;
        qint64 sequence = 0; ///< of the last message
        std::optional<qsizetype> next; ///< position in m_tags where the snapshot goes on
        bool behind = false; ///< missed a delta; wants a new snapshot
    };
    /// A message without its head, and the position of the first tag that had no room in it.
    struct Part {
        QByteArray body;
        qsizetype end = 0;
    };

    void flush();
    void sendDelta(const QByteArray &body);
    void beginSnapshot(Listener &listener);
    void continueSnapshot(Listener &listener);
    [[nodiscard]] Part part(const QList<TagIndex> &tags, qsizetype begin) const;
    [[nodiscard]] const Part &firstPart();

    const LiveModel &m_model;
    const Clock &m_clock;
    const QList<QByteArray> &m_keys;
    QList<TagIndex> m_tags;
    QList<Listener> m_listeners;
    std::vector<bool> m_isChanged; ///< by TagIndex
    QList<TagIndex> m_changed;
    Part m_first; ///< of the last snapshot; without body when values have changed since
    int m_intervalMs;
    QElapsedTimer m_sinceFlush;
    QTimer m_timer;
};

} // namespace mws::api
