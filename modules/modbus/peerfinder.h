// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/devicenetworks.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QHostInfo;
QT_END_NAMESPACE

namespace mws::modbus
{

/// Finds the addresses of a host, and lets through only those that this host permits. Who connects
/// does so to these addresses and never to the name: another lookup may give others.
class PeerFinder final : public QObject
{
    Q_OBJECT

public:
    explicit PeerFinder(DeviceNetworks networks, QObject *parent = nullptr);
    ~PeerFinder() override;

    /// One of the signals follows at a later turn of the event loop, unless it is cancelled or
    /// called again. An address is not behind lookups that hang.
    void find(const QString &host, quint16 port);
    void cancel();

Q_SIGNALS:
    /// In the order of the resolver; never empty.
    void found(const QList<QHostAddress> &peers);
    /// Why there is none, for people.
    void failed(const QString &reason);

private:
    void onLookup(const QHostInfo &info);
    void judge(const QList<QHostAddress> &peers);

    DeviceNetworks m_networks;
    QString m_host;
    quint16 m_port = 0;
    int m_lookup = -1; ///< the name is being looked up
    quint64 m_turn = 0; ///< counts find() and cancel()
};

} // namespace mws::modbus
