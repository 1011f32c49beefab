// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/northface.h"

#include "common/console.h"
#include "northbound/server.h"

#include <QCoreApplication>

#include <utility>

namespace mws::app
{

NorthFace::NorthFace(const Services &services, const StationOptions &options)
    : m_services(services)
    , m_dataFolder(options.station.dataFolder)
{
    qRegisterMetaType<NorthboundStatus>();
    m_thread.setObjectName(QStringLiteral("northbound"));
}

NorthFace::~NorthFace()
{
    stop();
}

void NorthFace::start()
{
    const auto &settings = m_services.project->data().northbound;
    if (!settings || !settings->enabled)
        return;
    m_context.moveToThread(&m_thread);
    m_thread.start();
    const auto build = [this] {
        northbound::Server::Config config;
        config.dataFolder = m_dataFolder;
        config.identification
            = {"Modbus Web Server", "mws", QCoreApplication::applicationVersion().toLatin1()};
        m_server = std::make_unique<northbound::Server>(m_services, config);
        connect(m_server.get(), &northbound::Server::statusChanged, this, &NorthFace::show);
        m_server->start();
    };
    QMetaObject::invokeMethod(&m_context, build, Qt::BlockingQueuedConnection);
}

void NorthFace::stop()
{
    if (!m_thread.isRunning())
        return;
    const auto tearDown = [this] {
        m_server.reset();
        m_context.moveToThread(QCoreApplication::instance()->thread());
    };
    QMetaObject::invokeMethod(&m_context, tearDown, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void NorthFace::show(const NorthboundStatus &status)
{
    const NorthboundStatus before = std::exchange(m_shown, status);
    const bool isNew = status.state != before.state || status.address != before.address;
    if (isNew && status.state == NorthboundStatus::State::Listening)
        print(tr("Modbus server: %1 port %2").arg(status.address).arg(status.port));
    else if (isNew && status.state == NorthboundStatus::State::Failed)
        print(tr("The Modbus server does not listen: %1").arg(status.lastError));
    Q_EMIT statusChanged(status);
}

} // namespace mws::app
