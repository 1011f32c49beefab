// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "northbound/responder.h"
#include "session/livemodel.h"
#include "trust/peertrust.h"

#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>
#include <memory>
#include <optional>

namespace mws
{
class IpNetwork;
}

namespace mws::northbound
{

class Connection;

/// The Modbus server of a station, as northbound.json says. Until there is an administrator it
/// listens on loopback only. What keeps it from listening (a port in use, missing files of TLS) is
/// told in the status and tried again. Lives in a thread of its own; the station outlives it.
class Server final : public QObject
{
    Q_OBJECT

public:
    struct Config {
        QString dataFolder; ///< with northbound-tls in it
        Identification identification;
        std::optional<quint16> port; ///< instead of the project's; 0: any free one
    };

    Server(const Services &services, Config config, QObject *parent = nullptr);
    ~Server() override;

    /// Listens, now or as soon as it can; nothing when the project does not want it.
    void start();
    /// Closes all; also by the destructor.
    void close();
    [[nodiscard]] const NorthboundStatus &status() const { return m_plant.status; }

Q_SIGNALS:
    /// At most every half second; at once when the state changes.
    void statusChanged(const mws::NorthboundStatus &status);

private:
    class Listener;
    void look();
    [[nodiscard]] Result<void> listen(const QHostAddress &address);
    [[nodiscard]] QHostAddress wantedAddress() const;
    void accept(qintptr descriptor);
    [[nodiscard]] bool isAllowed(const QHostAddress &address) const;
    void refuse(const QHostAddress &address, const QString &why);
    void onClosed(Connection *connection, const QString &reason, bool wasRefused);
    void note(const QString &error);
    void checkPeers();
    void setState(NorthboundStatus::State state);
    void tell();

    const Services m_services;
    Config m_config;
    Northbound m_settings;
    ServedMap m_map;
    LiveModel m_model;
    PeerTrust m_trust;
    Plant m_plant;
    QList<IpNetwork> m_allow;
    std::optional<QSslConfiguration> m_tls;
    std::unique_ptr<Listener> m_listener;
    QHostAddress m_listening; ///< what the listener was asked for
    QList<Connection *> m_connections;
    QTimer m_look; ///< until it listens where it should
    QTimer m_tell;
    QTimer m_checkPeers; ///< with TLS
    NorthboundStatus m_told;
    RateLimit m_logging{0.2, 20};
};

} // namespace mws::northbound
