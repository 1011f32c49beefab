// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/transport.h"
#include "support/fakeclock.h"

#include <QMap>
#include <QSet>
#include <functional>
#include <optional>

namespace mws
{

struct SentRequest {
    int unit = 0;
    QByteArray pdu;
    Milliseconds at{0};
    [[nodiscard]] int function() const { return uchar(pdu.at(0)); }
    [[nodiscard]] int address() const { return uchar(pdu.at(1)) << 8 | uchar(pdu.at(2)); }
    [[nodiscard]] int count() const { return word(3); }
    [[nodiscard]] int word(int i) const { return uchar(pdu.at(i)) << 8 | uchar(pdu.at(i + 1)); }
};

/// A transport over a wire of nothing: units with 1000 registers and coils each, that answer, keep
/// silent or refuse as the test says, in the time of a FakeClock. Every request leaves at once, so
/// nobody is asked whether it may.
class FakeLine final : public modbus::Transport
{
    Q_OBJECT

public:
    using Override = std::function<std::optional<modbus::TransportReply>(const SentRequest &)>;

    explicit FakeLine(FakeClock &clock);

    void open() override;
    void close() override;
    modbus::RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout,
                           const MayGo &mayGo) override;

    [[nodiscard]] QString detail() const override;

    /// Lets the open or the request that ends first come to its end. With a window of 1 it lets the
    /// time pass until then. False when nothing waits, or its time has not come.
    bool step();
    /// When step() has something to do; with a window of 1 that is at once.
    [[nodiscard]] Milliseconds endsAt() const;
    void breakLink();

    [[nodiscard]] const QList<SentRequest> &sent() const { return m_sent; }
    [[nodiscard]] QList<SentRequest> sentTo(int unit) const;
    void forget() { m_sent.clear(); }
    [[nodiscard]] int inFlight() const { return int(m_waiting.size()); }
    [[nodiscard]] int opens() const { return m_opens; }
    [[nodiscard]] bool isOpen() const { return m_open; }

    QMap<int, QList<quint16>> registers; ///< by unit, holding and input alike
    QMap<int, QList<bool>> coils;
    QSet<int> silent; ///< units that do not answer
    QSet<int> unknown; ///< functions that no unit has
    QMap<int, Milliseconds> slow; ///< latency of units that have one of their own
    std::optional<Milliseconds> writeLatency; ///< when it is another
    int window = 1; ///< requests it takes at once
    bool forgetful = false; ///< a request makes its unit forget those before it
    int mostInFlight = 0; ///< at any time
    bool reachable = true; ///< open() succeeds
    Milliseconds latency{2};
    Override override; ///< asked first; after LinkLost the link is broken for all in flight

private:
    struct Waiting {
        modbus::RequestId id = 0;
        SentRequest request;
        modbus::TransportReply reply; ///< with a window of 1 it is decided at the end
        Milliseconds timeout{0};
        Milliseconds endsAt{0};
    };

    void decide(Waiting &waiting);
    static void drop(Waiting &waiting);
    [[nodiscard]] modbus::TransportReply replyTo(const SentRequest &request);
    [[nodiscard]] modbus::TransportReply answered(const SentRequest &request);
    [[nodiscard]] QByteArray written(const SentRequest &request);
    [[nodiscard]] QByteArray masked(const SentRequest &request);
    void writeWords(const SentRequest &request, int address, int at);
    [[nodiscard]] QByteArray readBits(const SentRequest &request);
    [[nodiscard]] QByteArray readWords(const SentRequest &request);

    FakeClock &m_clock;
    QList<SentRequest> m_sent;
    QList<Waiting> m_waiting;
    modbus::RequestId m_lastId = 0;
    bool m_open = false;
    bool m_opening = false;
    int m_opens = 0;
};

} // namespace mws
