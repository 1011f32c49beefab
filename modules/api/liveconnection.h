// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/encode.h"
#include "api/livemessage.h"
#include "http/server.h"
#include "session/session.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <memory>

namespace mws::api
{

class LiveChannel;
class LiveFeed;

/// One client of the live feed: its socket, its session, its subscriptions. Every message, and
/// twice a second every connection, is checked against the session's present state.
class LiveConnection final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kMaxSubscriptions = 64;
    static constexpr int kMaxViolations = 3;
    static constexpr int kMaxWrites = 16; ///< waiting for their result
    static constexpr qint64 kCongestedBytes = 256 * 1024;

    LiveConnection(LiveFeed &feed, std::unique_ptr<http::Socket> socket,
                   std::unique_ptr<Session> session, QObject *parent = nullptr);
    ~LiveConnection() override;

    void sendHello();
    void send(const QByteArray &text);
    void sendDevices(const QByteArray &members);
    /// The requests for approval that it may see, when they are others than it was told last.
    void sendApprovals();
    [[nodiscard]] bool isCongested() const;
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] QString user() const { return m_session->identity().user; }
    /// What the client sees; it does not change while the connection is open.
    [[nodiscard]] const PlantView &view() const { return *m_view; }
    [[nodiscard]] Addresses addresses() const { return addressesFor(*m_session); }

    /// Closes with 4401 when the session has ended, with 4403 when other tags may be seen now than
    /// at its beginning; touch counts as use.
    bool checkSession(bool touch = false);
    void close(int code, const QString &reason);

Q_SIGNALS:
    void closed();

private:
    void receive(const QByteArray &text);
    void violate(const LiveMessageResult &result);
    void handle(const LiveMessage &message);
    void subscribe(const LiveMessage &message);
    void subscribeDevices(qint64 id);
    void unsubscribe(qint64 id);
    void resync(qint64 id);
    void write(const LiveMessage &message);
    void refuseWrite(const LiveMessage &message, const QString &problem, const QString &detail);
    void finishWrite(qint64 id, const WriteReply &reply);
    [[nodiscard]] bool mayAdd(qint64 id);
    void drop(qint64 id);
    void dropAll();
    void catchUp();
    void sendError(std::optional<qint64> id, const QString &code, const QString &detail);

    LiveFeed &m_feed;
    std::unique_ptr<http::Socket> m_socket;
    std::unique_ptr<Session> m_session;
    PlantViewPtr m_view;
    QHash<qint64, LiveChannel *> m_channels; ///< by subscription id; the feed owns them
    QSet<qint64> m_deviceIds;
    QByteArray m_approvals; ///< JSON; as it was told last
    int m_violations = 0;
    int m_writes = 0;
    bool m_open = true;
};

} // namespace mws::api
