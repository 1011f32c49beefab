// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demoplant.h"

#include "project/projectstore.h"

#include <QFile>

namespace mws
{

DemoPlant::~DemoPlant()
{
    closeWeb();
}

QString DemoPlant::projectFolder()
{
    return QStringLiteral(MWS_RESOURCES "/demo/waterworks");
}

Result<void> DemoPlant::startStation()
{
    const auto project = openProject(projectFolder());
    if (!project)
        return project.error();
    simulator::Options options;
    options.listen = {{QStringLiteral("plc"), QStringLiteral("127.0.0.1:0")},
                      {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
    options.terminals = {{QStringLiteral("line"), path("line")}};
    options.writeLog = path("writes");
    m_devices = std::make_unique<simulator::Simulator>(*project, options, m_clock);
    if (auto started = m_devices->start(); !started)
        return started;
    m_station = std::make_unique<Station>(
        Station::Options{projectFolder(), m_devices->endpoints(), path("data")}, m_clock);
    return m_station->start();
}

Result<void> DemoPlant::openWeb()
{
    http::Server::Config config;
    config.port = 0;
    m_server = std::make_unique<http::Server>(config);
    m_api = std::make_unique<ApiServer>(m_station->services(), *m_server);
    return m_server->listen();
}

void DemoPlant::closeWeb()
{
    if (m_server)
        m_server->close();
    m_api.reset();
    m_server.reset();
}

QList<QByteArray> DemoPlant::writesSeen() const
{
    QFile file(path("writes"));
    QList<QByteArray> lines;
    if (file.open(QIODevice::ReadOnly))
        lines = file.readAll().split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

} // namespace mws
