// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/faultbook.h"
#include "simulator/pdu.h"
#include "simulator/registerimage.h"

#include <QObject>
#include <map>

namespace mws::simulator
{

/// What comes back for a request, and when.
struct Reply {
    enum class Kind { Silence, Answer, Garbage };
    Kind kind = Kind::Silence;
    QByteArray pdu; ///< of an answer
    int delayMs = 0;
};

/// The units of all connections: finds the one that is asked, applies its faults, tells of writes.
class Responder final : public QObject
{
    Q_OBJECT

public:
    /// Unit numbers are those of the project; makes the unit if there is none.
    RegisterImage &unit(const QString &connection, int unit);
    [[nodiscard]] RegisterImage *find(const QString &connection, int unit);

    /// Answers a request. A unit that does not exist is answered like a gateway would (exception
    /// 11) if `gateway`, else with silence. On a serial line unit 0 reaches every unit and is not
    /// answered.
    [[nodiscard]] Reply handle(const QString &connection, int unit, const QByteArray &pdu,
                               bool gateway);

    [[nodiscard]] quint64 requests() const { return m_requests; }

    FaultBook faults;

Q_SIGNALS:
    /// A write request has reached the unit, whether or not it is carried out.
    void writeReceived(const QString &connection, int unit,
                       const mws::simulator::WriteRequest &request);

private:
    void broadcast(const QString &connection, const QByteArray &pdu);
    void report(const QString &connection, int unit, const QByteArray &pdu);

    std::map<std::pair<QString, int>, RegisterImage> m_units;
    quint64 m_requests = 0;
};

} // namespace mws::simulator
