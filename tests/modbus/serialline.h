// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/farend.h"
#include "modbus/framing.h"
#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QSignalSpy>
#include <QTest>

namespace mws::modbus
{

inline const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
inline const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");
inline const QByteArray kOtherPdu = QByteArray::fromHex("0304deadbeef");
inline constexpr Milliseconds kShort{150};
inline constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests

inline Connection connectionTo(const QString &path, bool ascii)
{
    Connection connection;
    connection.kind = ascii ? ConnectionKind::Ascii : ConnectionKind::Rtu;
    connection.serialPort = path;
    connection.baudRate = 115200;
    return connection;
}

/// A serial transport, its far end and everything it says.
struct SerialLine {
    explicit SerialLine(bool isAscii, bool localEcho = false, int quietTimeMs = 100)
        : ascii(isAscii)
    {
        if (ascii)
            framing = std::make_unique<AsciiFraming>();
        else
            framing = std::make_unique<RtuFraming>();
        Connection connection = connectionTo(far.path, ascii);
        connection.localEcho = localEcho;
        connection.quietTimeMs = quietTimeMs;
        transport = makeTransport(connection);
        opened = std::make_unique<QSignalSpy>(transport.get(), &Transport::opened);
        closed = std::make_unique<QSignalSpy>(transport.get(), &Transport::closed);
        finished = std::make_unique<QSignalSpy>(transport.get(), &Transport::finished);
        stray = std::make_unique<QSignalSpy>(transport.get(), &Transport::strayFrame);
        const qsizetype size = framing->frameSize(kTwoRegisters.size());
        far.isWhole = [size](const QByteArray &bytes) { return bytes.size() >= size; };
        answerWith(good());
    }
    [[nodiscard]] QByteArray good(int unit = 1) const { return framing->frame(unit, kGoodPdu); }
    [[nodiscard]] QByteArray other(int unit = 1) const { return framing->frame(unit, kOtherPdu); }
    [[nodiscard]] QByteArray damaged() const
    {
        QByteArray bytes = good();
        bytes[6] = char(bytes[6] ^ 1);
        return bytes;
    }
    void answerWith(const QByteArray &bytes)
    {
        far.answer = [bytes](const QByteArray &) { return bytes; };
    }
    [[nodiscard]] bool open() const
    {
        transport->open();
        return opened->wait();
    }
    [[nodiscard]] TransportReply last() const
    {
        return finished->last().first().value<TransportReply>();
    }
    [[nodiscard]] TransportReply ask(Milliseconds timeout = kShort,
                                     const QByteArray &request = kTwoRegisters) const
    {
        const auto before = finished->size();
        transport->send(1, request, timeout);
        return finished->size() > before || finished->wait()
            ? last()
            : TransportReply{TransportReply::Status::LinkLost, {}, QStringLiteral("no end")};
    }

    bool ascii;
    FarEnd far;
    std::unique_ptr<Framing> framing;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QSignalSpy> opened;
    std::unique_ptr<QSignalSpy> closed;
    std::unique_ptr<QSignalSpy> finished;
    std::unique_ptr<QSignalSpy> stray;
};

/// Global data of a test class: both framings.
inline void addFramings()
{
    QTest::addColumn<bool>("ascii");
    QTest::newRow("RTU") << false;
    QTest::newRow("ASCII") << true;
}

inline bool ascii()
{
    QFETCH_GLOBAL(bool, ascii);
    return ascii;
}

} // namespace mws::modbus
