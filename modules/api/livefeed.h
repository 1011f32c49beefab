// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/encode.h"
#include "api/guard.h"
#include "api/livemessage.h"
#include "core/result.h"
#include "http/server.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <unordered_map>

namespace mws::api
{

class LiveChannel;
class LiveConnection;

/// All clients of the live feed: hands changes of the plant to the channels that carry them, beats,
/// and closes the sockets of sessions that have ended.
class LiveFeed final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kMaxSocketsPerUser = 8;
    static constexpr Milliseconds kBeat{2000};
    static constexpr Milliseconds kSessionCheck{300};
    static constexpr Milliseconds kDeviceInterval{500}; ///< states are sent at most this often

    LiveFeed(const Services &services, LiveModel &model, QObject *parent = nullptr);
    ~LiveFeed() override;

    [[nodiscard]] int clients() const { return int(m_connections.size()); }
    [[nodiscard]] bool isFull(const QString &user) const;
    void add(std::unique_ptr<http::Socket> socket, std::unique_ptr<Session> session);

    /// The channel that carries what of view a subscribe message asks for. NotFound: unknown screen
    /// or tag, or one that is not in view.
    Result<LiveChannel *> channelFor(const LiveMessage &message, const PlantView &view);
    /// Drops a channel that nobody listens to any more.
    void release(LiveChannel *channel);
    [[nodiscard]] QByteArray deviceMembers(const PlantView &view, Addresses addresses);
    /// {"type":…,"time":…}
    [[nodiscard]] QByteArray timed(QByteArrayView type) const;
    /// Of malformed messages; of a user, over all connections that it ever had.
    [[nodiscard]] DenialBudget &denials() { return m_denials; }

public Q_SLOTS:
    void checkSessions();

private:
    Result<QList<TagIndex>> tagsOf(const LiveMessage &message, const PlantView &view) const;
    Result<QList<TagIndex>> tagsOfScreen(const QString &id, const PlantView &view) const;
    void devicesChanged();
    void sendDevices();
    /// To each those that it may see, where they have changed.
    void sendApprovals();
    [[nodiscard]] QByteArray beatText(const PlantView &view) const;
    void distribute(const ValueBatch &batch);
    void beat();
    void remove(LiveConnection *connection);

    const Services &m_services;
    LiveModel &m_model;
    DenialBudget m_denials;
    QList<QByteArray> m_keys; ///< `"id":` by TagIndex, encoded once
    std::unordered_map<std::string, std::unique_ptr<LiveChannel>> m_channels;
    QList<QList<LiveChannel *>> m_channelsOf; ///< by TagIndex
    QList<LiveConnection *> m_connections; ///< children
    QTimer m_beatTimer;
    QTimer m_sessionTimer;
    QTimer m_deviceTimer;
    StationState m_state; ///< as all were told last
};

} // namespace mws::api
