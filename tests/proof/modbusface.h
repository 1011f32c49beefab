// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/pki.h"
#include "northbound/server.h"
#include "permissionoracle.h"
#include "session/services.h"

#include <QMap>
#include <QSslSocket>
#include <QTemporaryDir>

/// The station's Modbus server with all tags of the oracle in its map, over Modbus/TCP Security,
/// and one client after the other with a role in its certificate. Each role comes from addresses of
/// its own, so that none uses up what another may leave in the record, and from the next one before
/// an address has written as much as one may at once.
class ModbusFace final
{
public:
    ModbusFace(const mws::Services &services, const QStringList &roles,
               const QList<OracleTag> &tags);

    /// A new connection with the certificate of the role; "" is a certificate without one. From
    /// another address where one is given. False: there is no connection.
    [[nodiscard]] bool enter(const QString &role, const QString &from = {});
    /// As records call the client.
    [[nodiscard]] QString actor() const { return m_actor; }
    /// The exception of the answer; 0: the write was carried out.
    [[nodiscard]] int write(const OracleTag &tag);
    /// Whether a read is answered, be it by exception 4 because the value is not good.
    [[nodiscard]] bool sees(const OracleTag &tag);

private:
    [[nodiscard]] static mws::Services withMap(const mws::Services &services,
                                               const QList<OracleTag> &tags);
    /// The PDU of the answer.
    [[nodiscard]] QByteArray ask(const QByteArray &pdu);
    /// Address and count of the registers, as in a PDU.
    [[nodiscard]] QByteArray placeOf(const OracleTag &tag) const;
    [[nodiscard]] bool connectFrom(const QString &address);
    [[nodiscard]] QString addressOf(const QString &role) const;
    void changeAddress();

    mws::Pki m_pki;
    QTemporaryDir m_folder;
    mws::Services m_services;
    QStringList m_roles;
    std::unique_ptr<mws::northbound::Server> m_server;
    std::unique_ptr<QSslSocket> m_socket;
    QMap<QString, int> m_places; ///< by tag id, in the map of the server
    QString m_role; ///< that is in
    QString m_actor;
    int m_written = 0; ///< since enter()
    quint16 m_transaction = 0;
};
