// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/hangup.h"
#include "modbus/transport.h"

#include <QTimer>

class QModbusRtuSerialClient;
class QSerialPort;

namespace mws::modbus
{

/// Modbus RTU over QModbusRtuSerialClient. The client sends and keeps the times of the line; the
/// answer is found in the same bytes by findResponse(), because the client gives up at the first
/// wrong byte. After a failure the line must be quiet before the next request; an adapter that is
/// pulled out closes the port at once.
class RtuTransport final : public Transport
{
    Q_OBJECT

public:
    explicit RtuTransport(Connection connection);
    ~RtuTransport() override;

    void open() override;
    void close() override;
    /// The client keeps the bytes for the pause between frames, after mayGo was asked.
    RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout,
                   const MayGo &mayGo) override;

private:
    struct Request {
        int unit = 0;
        QByteArray pdu;
        Milliseconds timeout{0};
        MayGo mayGo = {};
    };

    void makeClient();
    void transmit();
    void withhold();
    void onReplyFinished();
    void tellStrays();
    void onReadyRead();
    void fail(const QString &reason);
    void finish(const TransportReply &reply);

    Connection m_connection;
    QModbusRtuSerialClient *m_client = nullptr;
    QSerialPort *m_port = nullptr; ///< the client's
    HangUp m_hangUp;
    QTimer m_quiet; ///< runs while the line has to be silent
    QTimer m_stuck; ///< a line that is never quiet, or an adapter that does not send
    bool m_waiting = false; ///< a request is in flight
    bool m_sent = false; ///< and the client has it
    bool m_clientBusy = false; ///< the client has not come to the end of its request
    QByteArray m_heard; ///< since the request went to the client
    Request m_request;
    quint64 m_generation = 0; ///< counts clients
};

} // namespace mws::modbus
