// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "northbound/budget.h"
#include "northbound/pdu.h"
#include "northbound/servedmap.h"
#include "session/northboundstatus.h"
#include "session/session.h"

#include <functional>

namespace mws
{
class PeerTrust;
}

namespace mws::northbound
{

/// What all clients share. Lives as long as the Server.
struct Plant {
    const Services &services;
    const Northbound &settings;
    const ServedMap &map;
    LiveModel &model;
    Identification identification;
    Budget budget;
    NorthboundStatus status;
    PeerTrust *trust = nullptr; ///< of clients; null: without TLS
};

/// Answers the request PDUs of one client, one after the other. Lives in the server's thread.
class Responder final : public QObject
{
    Q_OBJECT

public:
    using Answered = std::function<void(const QByteArray &)>;

    /// session stands for the client: its role, and its address in records.
    Responder(Plant &plant, Session &session, QString address, QObject *parent = nullptr);

    /// Calls answered exactly once: at once, or when the write has come to its end; never after
    /// this object is gone.
    void handle(const QByteArray &pdu, const Answered &answered);

private:
    using Writes = QList<Session::TagWrite>;
    using Prepared = std::variant<Writes, Exception>;

    /// Of the clients with certificates those whose role has Permission::View; of others all
    /// (MODBUS/TCP Security Protocol Specification, R-23 and R-31).
    [[nodiscard]] bool mayRead() const;
    /// Clients with certificates see what their role may see, others the whole map.
    [[nodiscard]] bool seesAll(const QList<const Served *> &served) const;
    /// What a request covers; empty: nothing, a part of a value, or something that is not seen.
    [[nodiscard]] QList<const Served *> covered(Table table, int address, int count);
    /// The answer then. What a role may not have is refused by exception 1, and so is what
    /// is not there to one that sees a part only: it cannot tell them apart.
    [[nodiscard]] Exception notThere() const;
    /// In the audit, once for each client: it may ask ten times a second, for weeks.
    void noteUnread();
    [[nodiscard]] QByteArray answerOf(const QByteArray &pdu, Exception code);
    [[nodiscard]] QByteArray read(const QByteArray &pdu, const Request &request);
    void write(const QByteArray &pdu, const Request &request, const Answered &answered);
    [[nodiscard]] Prepared prepare(const Request &request);
    [[nodiscard]] Prepared prepareMask(const Request &request, const Served &served);
    [[nodiscard]] Exception refused(Exception code, const QString &target, const QString &why);
    void finishWrite(const QByteArray &pdu, const Request &request,
                     const QList<WriteReply> &replies, const Answered &answered);

    Plant &m_plant;
    Session &m_session;
    QString m_address;
    bool m_isUnreadNoted = false;
};

/// The exception that tells a client what became of its write; none: it was carried out. Exception
/// 6 invites it to send the same again (MODBUS Application Protocol V1.1b3, section 7), so what a
/// newer value has superseded is 4: sent again, it would undo that one.
[[nodiscard]] std::optional<Exception> exceptionFor(const WriteReply &reply);

} // namespace mws::northbound
