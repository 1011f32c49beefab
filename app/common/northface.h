// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/stationoptions.h"
#include "session/northboundstatus.h"
#include "session/services.h"

#include <QObject>
#include <QThread>
#include <memory>

namespace mws::northbound
{
class Server;
}

namespace mws::app
{

/// The Modbus server of a running station on a thread of its own, if the project wants one. Lives
/// in the main thread; the station outlives it.
class NorthFace final : public QObject
{
    Q_OBJECT

public:
    NorthFace(const Services &services, const StationOptions &options);
    ~NorthFace() override;

    /// Does not fail: what keeps the server from listening is told by statusChanged().
    void start();
    /// Blocking; also by the destructor.
    void stop();

Q_SIGNALS:
    void statusChanged(const mws::NorthboundStatus &status);

private:
    void show(const NorthboundStatus &status);

    Services m_services;
    QString m_dataFolder;
    QThread m_thread;
    QObject m_context; ///< for calls into the thread
    std::unique_ptr<northbound::Server> m_server; ///< in the thread only
    NorthboundStatus m_shown;
};

} // namespace mws::app
