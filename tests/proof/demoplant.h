// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/apiserver.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QTemporaryDir>

namespace mws
{

/// The demo project whole: its simulated devices, which note every write, the station that polls
/// them, and its web server on loopback.
class DemoPlant
{
public:
    DemoPlant() = default;
    ~DemoPlant();

    /// The folder of the project.
    [[nodiscard]] static QString projectFolder();

    /// One user may write so many values a minute; 0: as the project says.
    Result<void> startStation(int writesPerMinute = 0);
    /// Who is to come has been added.
    Result<void> openWeb();
    void closeWeb();
    /// One JSON object for each write that came to a device.
    [[nodiscard]] QList<QByteArray> writesSeen() const;

    [[nodiscard]] Station &station() { return *m_station; }
    [[nodiscard]] http::Server &server() { return *m_server; }
    [[nodiscard]] ApiServer &api() { return *m_api; }

private:
    /// The folder of the project, or of a copy that differs in nothing else.
    [[nodiscard]] Result<QString> folderWith(int writesPerMinute) const;
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_devices;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<http::Server> m_server;
    std::unique_ptr<ApiServer> m_api;
};

} // namespace mws
