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

Result<QString> DemoPlant::folderWith(int writesPerMinute) const
{
    if (writesPerMinute == 0)
        return projectFolder();
    ProjectData data = loadProject(projectFolder()).data;
    data.writesPerMinute = writesPerMinute;
    const QString copy = path("project");
    if (const auto saved = saveProject(data, copy); !saved)
        return saved.error();
    return copy;
}

Result<void> DemoPlant::startStation(int writesPerMinute)
{
    const auto folder = folderWith(writesPerMinute);
    if (!folder)
        return folder.error();
    const auto project = openProject(*folder);
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
        Station::Options{*folder, m_devices->endpoints(), path("data")}, m_clock);
    return m_station->start();
}

Result<void> DemoPlant::openWeb()
{
    http::Server::Config config;
    config.port = 0;
    config.limits.socketMessagesPerSecond = 10000; // for those who try everything
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
