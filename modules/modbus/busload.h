// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/planner.h"
#include "project/project.h"

#include <chrono>

namespace mws::modbus
{

/// What a forecast has to assume of devices and network.
struct BusAssumptions {
    std::chrono::microseconds roundTrip{20000}; ///< network: from request to answer
    std::chrono::microseconds reaction{
        0}; ///< serial line: of a device, beside the silence it needs
};

/// Bytes and time that one read costs a connection.
struct ReadCost {
    qsizetype requestBytes = 0; ///< with the frame of the protocol, without those of the network
    qsizetype answerBytes = 0;
    std::chrono::microseconds time{0}; ///< until the next request may be sent, with a full window
};

/// The reads of one device that have the same period.
struct RoundForecast {
    QString device; ///< Device::id
    QStringList classes; ///< PollClass::id of those that have the period
    Milliseconds period{0};
    QList<ReadBlock> reads;
    double latePercent = 0; ///< rounds that cannot take place in time
};

/// What polling will do to one connection when all devices answer.
struct BusForecast {
    QList<RoundForecast> rounds; ///< of the enabled devices, in their order, fast ones first
    double requestsPerSecond = 0; ///< that the poll classes ask for
    double sentPerSecond = 0; ///< bytes to the devices
    double receivedPerSecond = 0; ///< bytes from the devices
    double utilisation = 0; ///< of the time of the line or of the one request in flight; 1 is all
};

/// Frames after MODBUS over Serial Line V1.02 and the Messaging on TCP/IP Implementation Guide
/// V1.0b: 11 bits per character of RTU, with the silence of t3.5 before request and answer.
[[nodiscard]] ReadCost costOf(const ReadBlock &read, const Connection &connection,
                              const BusAssumptions &assumptions);

/// Plans as the scheduler does, and lets its order run through ten minutes or 100 000 requests
/// without any device, to find the classes that come late.
[[nodiscard]] BusForecast forecast(const Project &project, const Connection &connection,
                                   const BusAssumptions &assumptions);

} // namespace mws::modbus
