// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/field.h"

#include "editor/fieldmaker.h"
#include "project/names.h"

namespace mws::editor
{

namespace
{

bool isNetwork(const Connection &connection)
{
    return !connection.isSerial();
}

bool isSerial(const Connection &connection)
{
    return connection.isSerial();
}

bool isSwitched(const Connection &connection)
{
    return connection.isSerial() && connection.rs485 != Rs485::None;
}

bool hasBackend(const Connection &connection)
{
    return connection.hasBackend();
}

bool mayStandBy(const Connection &connection)
{
    return !connection.isSerial() && connection.kind != ConnectionKind::Udp;
}

bool isTls(const Connection &connection)
{
    return connection.kind == ConnectionKind::Tls;
}

bool hasTransactions(const Connection &connection)
{
    return !connection.hasSerialFrames();
}

bool isAscii(const Connection &connection)
{
    return connection.kind == ConnectionKind::Ascii;
}

bool hasSerialFrames(const Connection &connection)
{
    return connection.hasSerialFrames();
}

QList<Field<Connection>> endpointFields()
{
    using C = Connection;
    return {
        fileIdField<C>(FieldText::tr("Id"), FieldText::tr("names the file"),
                       [](C &c) -> QString & { return c.id; }),
        textField<C>(FieldText::tr("Name"), {}, [](C &c) -> QString & { return c.name; }),
        wordField<C>(FieldText::tr("Kind"), {}, namesOfConnectionKinds(),
                     [](C &c) -> ConnectionKind & { return c.kind; }),
        onlyFor<C>(isNetwork,
                   textField<C>(FieldText::tr("Host"), FieldText::tr("name or address"),
                                [](C &c) -> QString & { return c.host; })),
        onlyFor<C>(isNetwork,
                   integerField<C>(FieldText::tr("Port"),
                                   FieldText::tr("by standard 502, with tls 802"),
                                   [](C &c) -> int & { return c.port; })),
        onlyFor<C>(mayStandBy,
                   textField<C>(FieldText::tr("Standby host"),
                                FieldText::tr("tried in turn with the host"),
                                [](C &c) -> QString & { return c.standbyHost; })),
        onlyFor<C>(mayStandBy,
                   integerField<C>(FieldText::tr("Standby port"), FieldText::tr("0: as the port"),
                                   [](C &c) -> int & { return c.standbyPort; })),
        onlyFor<C>(isTls,
                   textField<C>(FieldText::tr("Server name"),
                                FieldText::tr("in the device's certificate; empty: the host"),
                                [](C &c) -> QString & { return c.serverName; })),
        onlyFor<C>(isTls,
                   textField<C>(FieldText::tr("Pin"),
                                FieldText::tr("SHA-256 of the device's certificate"),
                                [](C &c) -> QString & { return c.pin; })),
    };
}

QList<Field<Connection>> lineFields()
{
    using C = Connection;
    return {
        onlyFor<C>(isSerial,
                   textField<C>(FieldText::tr("Serial port"),
                                FieldText::tr("such as /dev/serial/by-id/…"),
                                [](C &c) -> QString & { return c.serialPort; })),
        onlyFor<C>(isSerial,
                   integerField<C>(FieldText::tr("Baud rate"), FieldText::tr("300 to 4000000"),
                                   [](C &c) -> int & { return c.baudRate; })),
        onlyFor<C>(isSerial,
                   wordField<C>(FieldText::tr("Parity"), {}, namesOfParities(),
                                [](C &c) -> SerialParity & { return c.parity; })),
        onlyFor<C>(isAscii,
                   integerField<C>(FieldText::tr("Data bits"), FieldText::tr("7 or 8"),
                                   [](C &c) -> int & { return c.dataBits; })),
        onlyFor<C>(isSerial,
                   integerField<C>(FieldText::tr("Stop bits"), FieldText::tr("1 or 2"),
                                   [](C &c) -> int & { return c.stopBits; })),
        onlyFor<C>(isSerial,
                   flagField<C>(FieldText::tr("Local echo"),
                                FieldText::tr("the adapter hears what it sends"),
                                [](C &c) -> bool & { return c.localEcho; })),
        onlyFor<C>(isSerial,
                   wordField<C>(FieldText::tr("RS-485"),
                                FieldText::tr("who switches the transmitter: the adapter (none), "
                                              "its driver (kernel), or we by RTS (rts)"),
                                namesOfRs485(), [](C &c) -> Rs485 & { return c.rs485; })),
        onlyFor<C>(isSwitched,
                   integerField<C>(FieldText::tr("RTS before"),
                                   FieldText::tr("ms from RTS on to the first byte, 0 to 100"),
                                   [](C &c) -> int & { return c.rtsBeforeMs; })),
        onlyFor<C>(isSwitched,
                   integerField<C>(FieldText::tr("RTS after"),
                                   FieldText::tr("ms from the last byte to RTS off, 0 to 100"),
                                   [](C &c) -> int & { return c.rtsAfterMs; })),
        onlyFor<C>(hasBackend,
                   wordField<C>(FieldText::tr("Backend"), FieldText::tr("who drives the line"),
                                namesOfBackends(),
                                [](C &c) -> LinkBackend & { return c.backend; })),
    };
}

QList<Field<Connection>> timeFields()
{
    using C = Connection;
    return {
        integerField<C>(FieldText::tr("Connect timeout"), FieldText::tr("ms, 100 to 60000"),
                        [](C &c) -> int & { return c.connectTimeoutMs; }),
        integerField<C>(FieldText::tr("Response timeout"), FieldText::tr("ms, 20 to 60000"),
                        [](C &c) -> int & { return c.responseTimeoutMs; }),
        onlyFor<C>(hasSerialFrames,
                   integerField<C>(FieldText::tr("Inter-byte timeout"),
                                   FieldText::tr("ms of silence that end an answer as damaged, 1 "
                                                 "to 5000; 0: as the protocol has it"),
                                   [](C &c) -> int & { return c.interByteTimeoutMs; })),
        integerField<C>(FieldText::tr("Retries"),
                        FieldText::tr("of reads, 0 to 5; for writes see Idempotent"),
                        [](C &c) -> int & { return c.retries; }),
        integerField<C>(FieldText::tr("Request gap"),
                        FieldText::tr("ms between two requests, 0 to 5000"),
                        [](C &c) -> int & { return c.requestGapMs; }),
        integerField<C>(FieldText::tr("Pause after connect"),
                        FieldText::tr("ms; nothing is sent before, 0 to 30000"),
                        [](C &c) -> int & { return c.pauseAfterConnectMs; }),
        integerField<C>(FieldText::tr("Idle close"),
                        FieldText::tr("s without anything to send, 1 to 86400; 0: stays open"),
                        [](C &c) -> int & { return c.idleCloseS; }),
        flagField<C>(FieldText::tr("Close after poll"),
                     FieldText::tr("as soon as nothing is due, so that others can have the device"),
                     [](C &c) -> bool & { return c.closeAfterPoll; }),
        onlyFor<C>(isSerial,
                   integerField<C>(FieldText::tr("Turnaround"),
                                   FieldText::tr("ms after a broadcast, 100 to 5000"),
                                   [](C &c) -> int & { return c.turnaroundMs; })),
        onlyFor<C>(hasTransactions,
                   integerField<C>(FieldText::tr("Requests in flight"),
                                   FieldText::tr("that wait for their answers, 1 to 16"),
                                   [](C &c) -> int & { return c.maxInFlight; })),
        onlyFor<C>(hasSerialFrames,
                   integerField<C>(FieldText::tr("Quiet time"),
                                   FieldText::tr("ms of silence after a timeout"),
                                   [](C &c) -> int & { return c.quietTimeMs; })),
    };
}

} // namespace

int connectionRowOf(const QString &key)
{
    static const QStringList keys
        = QStringLiteral(
              "id name kind host port standbyHost standbyPort serverName pin serialPort "
              "baudRate parity dataBits stopBits localEcho rs485 rtsBeforeMs rtsAfterMs "
              "backend connectTimeoutMs responseTimeoutMs interByteTimeoutMs retries "
              "requestGapMs pauseAfterConnectMs idleCloseS closeAfterPoll turnaroundMs maxInFlight "
              "quietTimeMs")
              .split(u' ');
    return int(keys.indexOf(key));
}

const QList<Field<Connection>> &connectionFields()
{
    static const QList<Field<Connection>> fields = endpointFields() + lineFields() + timeFields();
    return fields;
}

} // namespace mws::editor
