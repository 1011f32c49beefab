// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"
#include "modbus/planner.h"
#include "modbus/transport.h"

#include <optional>

namespace mws::modbus
{

/// One request of a link: what for, how it is to be sent, and how it was.
struct Job {
    enum class Purpose { Poll, Probe, PreRead, Write, ReadBack, Identity, Diagnose, Scan };

    RequestId id = 0; ///< by the transport
    Purpose purpose = Purpose::Poll;
    int unit = 0; ///< number of the unit on its link; of a Scan also -1: of no device
    int unitId = 0; ///< of a Scan: whom it asks, 0 to 255
    int block = 0; ///< PollPlan::Poll::id
    bool excused = false; ///< PollPlan::Poll::excused
    bool alone = false; ///< nothing else of the unit may be in flight
    bool shared = false; ///< something else of the unit was in flight
    bool isRepeat = false; ///< it has failed before
    bool solo = false; ///< nothing else of the link may be in flight
    bool isFirst = false; ///< of its link
    QList<TagIndex> outdated = {}; ///< their scale factor has changed since it was sent
    ReadBlock read; ///< of a Write what it sets
    QByteArray request;
    int retries = 0;
    QList<FieldWrite> writes = {}; ///< one for PreRead and ReadBack, one or more for Write
    Milliseconds sentAt{0}; ///< by the clock that is monotonic

    [[nodiscard]] bool isPoll() const
    {
        return purpose == Purpose::Poll || purpose == Purpose::Probe;
    }
    /// While it is in flight nothing else of its unit may be.
    [[nodiscard]] bool isExclusive() const { return alone || !isPoll(); }
};

/// How a request ended.
struct Answer {
    enum class Ending {
        Data,
        Exception,
        Silence, ///< nothing came, or nothing that is an answer
        Lost, ///< the link broke
        Sent, ///< and nobody answers: a broadcast
    };

    /// What the reply says to that request, see checkResponse().
    [[nodiscard]] static Answer of(const QByteArray &request, const TransportReply &reply);

    /// The device did not answer; a gateway may say so for it (exceptions 10 and 11).
    [[nodiscard]] bool isFailure() const;
    /// It is the device that answered, and not with what was asked for.
    [[nodiscard]] bool isRefusal() const { return ending == Ending::Exception && !isFailure(); }

    Ending ending = Ending::Silence;
    quint8 exception = 0;
    QByteArray pdu; ///< of Data
    QString detail; ///< for people
    bool invalid = false; ///< Silence, but rubbish came
    std::optional<StrayReason> fault = {}; ///< of an answer that is rubbish
};

} // namespace mws::modbus
