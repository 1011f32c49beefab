// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "forward/options.h"
#include "modbus/devicenetworks.h"
#include "session/services.h"

#include <QMap>
#include <QString>
#include <memory>

namespace mws
{

class Store;

/// One running plant: builds the parts from a project, starts them on their threads and stops them
/// in order. Lives in the main thread.
class Station
{
public:
    struct Options {
        QString projectFolder;
        QMap<QString, QString>
            endpoints; ///< Connection::id → "host:port" or device path, instead of the project's
        QString dataFolder; ///< database, journal, certificate, setup code; made with mode 0700
        int auditDays = 730; ///< audit rows older than that are cut off; 0: none
        int historyDays = 730; ///< history older than that is removed; 0: none
        modbus::DeviceNetworks deviceNetworks{}; ///< where the links may lead
        forward::Options forward{}; ///< where audit rows go besides
    };

    Station(Options options, const Clock &clock);
    ~Station();

    /// Loads the project, opens the data, begins to poll. Blocking.
    Result<void> start();
    /// Stops polling, then history, then the store; nothing recorded is lost. Blocking.
    void stop();

    /// Only between start() and stop().
    [[nodiscard]] const Services &services() const;
    [[nodiscard]] const Options &options() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mws
