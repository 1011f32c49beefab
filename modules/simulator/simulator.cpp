// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulator.h"

#include "simulator/rtuserver.h"
#include "simulator/tcpserver.h"

#include <QJsonArray>

namespace mws::simulator
{

namespace
{

constexpr int kTickMs = 100;

struct HostAndPort {
    QHostAddress host;
    int port = -1;
};

HostAndPort hostAndPort(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QString host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (host == QLatin1String("localhost"))
        host = QStringLiteral("127.0.0.1");
    bool ok = false;
    const int port = QStringView(text).mid(colon + 1).toInt(&ok);
    return {QHostAddress(host), ok && colon > 0 && port <= 65535 ? port : -1};
}

/// What "drop plc/1", "delay plc/1 500" and so on do to a unit; none: not understood.
std::function<void(UnitFault &)> faultChange(const QStringList &words)
{
    const QString verb = words.value(0);
    bool isNumber = false;
    const int number = words.value(2).toInt(&isNumber);
    if (words.size() == 2 && verb == QLatin1String("drop"))
        return [](UnitFault &fault) { fault.dropped = true; };
    if (words.size() == 2 && verb == QLatin1String("garbage"))
        return [](UnitFault &fault) { fault.garbage = true; };
    if (words.size() != 3 || !isNumber || number < 0)
        return {};
    if (verb == QLatin1String("delay"))
        return [number](UnitFault &fault) { fault.delayMs = number; };
    if (verb == QLatin1String("exception") && number <= 255)
        return [number](UnitFault &fault) { fault.exception = number; };
    return {};
}

QStringView firstWord(const QString &line)
{
    return QStringView(line).left(line.indexOf(u' ') < 0 ? line.size() : line.indexOf(u' '));
}

} // namespace

Simulator::Simulator(ProjectPtr project, Options options, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_project(std::move(project))
    , m_options(std::move(options))
    , m_driver(*m_project, m_responder, m_plant)
    , m_log(clock)
    , m_control([this](const QString &line) { return command(line); })
{
    m_driver.setRamping(m_options.ramp);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &Simulator::tick);
    connect(&m_responder, &Responder::writeReceived, this,
            [this](const QString &connection, int unit, const WriteRequest &request) {
                m_log.append(connection, unit, request);
            });
}

Simulator::~Simulator() = default;

Result<void> Simulator::start()
{
    if (!m_options.writeLog.isEmpty()) {
        if (auto opened = m_log.open(m_options.writeLog); !opened)
            return opened;
    }
    for (const Connection &connection : m_project->connections()) {
        if (auto started = startServer(connection); !started)
            return started;
    }
    if (!m_options.controlSocket.isEmpty()) {
        if (auto listening = m_control.listen(m_options.controlSocket); !listening)
            return listening;
    }
    m_timer.start();
    return startFaults();
}

Result<void> Simulator::startServer(const Connection &connection)
{
    if (connection.kind == ConnectionKind::Tcp)
        return startTcp(connection);
    if (connection.kind == ConnectionKind::Rtu)
        return startRtu(connection);
    return Error{ErrorCode::Invalid,
                 connection.id + QStringLiteral(": the simulator plays tcp and rtu only")};
}

Result<void> Simulator::startTcp(const Connection &connection)
{
    const QString own = connection.host + u':' + QString::number(connection.port);
    const QString wanted = m_options.listen.value(connection.id, own);
    const HostAndPort where = hostAndPort(wanted);
    if (where.host.isNull() || where.port < 0)
        return Error{ErrorCode::Invalid,
                     connection.id + QStringLiteral(": no address to listen on: ") + wanted};
    auto server = std::make_unique<TcpServer>(connection.id, m_responder);
    if (auto listening = server->listen(where.host, where.port); !listening)
        return listening;
    m_tcp[connection.id] = std::move(server);
    return {};
}

Result<void> Simulator::startRtu(const Connection &connection)
{
    auto server = std::make_unique<RtuServer>(connection.id, m_responder);
    if (auto opened = server->open(m_options.terminals.value(connection.id)); !opened)
        return opened;
    m_rtu[connection.id] = std::move(server);
    return {};
}

Result<void> Simulator::startFaults()
{
    for (const QString &fault : std::as_const(m_options.faults)) {
        if (auto done = run(fault); !done)
            return done.error();
    }
    return {};
}

void Simulator::tick()
{
    m_driver.step(kTickMs / 1000.0 * m_options.speed);
    for (auto &[id, server] : m_rtu)
        server->release();
}

QMap<QString, QString> Simulator::endpoints() const
{
    QMap<QString, QString> endpoints;
    for (const auto &[id, server] : m_tcp)
        endpoints[id] = server->endpoint();
    for (const auto &[id, server] : m_rtu)
        endpoints[id] = server->endpoint();
    return endpoints;
}

QJsonObject Simulator::command(const QString &line)
{
    const Result<QJsonObject> done = run(line);
    if (!done)
        return {{QStringLiteral("ok"), false}, {QStringLiteral("error"), done.error().detail}};
    QJsonObject answer = *done;
    answer[QLatin1String("ok")] = true;
    return answer;
}

Result<QJsonObject> Simulator::run(const QString &line)
{
    const QStringView verb = firstWord(line);
    const QString rest = line.mid(verb.size() + 1);
    const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
    if (verb == QLatin1String("set"))
        return setTag(rest);
    if (verb == QLatin1String("get"))
        return getTag(rest);
    if (verb == QLatin1String("state"))
        return state();
    if (verb == QLatin1String("close"))
        return closeConnection(words);
    if (verb != QLatin1String("clear"))
        return unitFault(words);
    clear();
    return QJsonObject();
}

Result<QJsonObject> Simulator::unitFault(const QStringList &words)
{
    const QString where = words.value(1);
    const QString connection = where.section(u'/', 0, -2);
    bool isUnit = false;
    const int unit = where.section(u'/', -1).toInt(&isUnit);
    const auto change = faultChange(words);
    if (!change || !isUnit || !m_responder.find(connection, unit))
        return Error{ErrorCode::Invalid,
                     QStringLiteral("unknown command, unit or number: ") + words.join(u' ')};
    change(m_responder.faults.edit(connection, unit));
    return QJsonObject();
}

Result<QJsonObject> Simulator::closeConnection(const QStringList &words)
{
    const QString id = words.value(1);
    const auto tcp = m_tcp.find(id);
    if (tcp == m_tcp.end() && !m_rtu.contains(id))
        return Error{ErrorCode::NotFound, QStringLiteral("no connection ") + id};
    m_responder.faults.close(id);
    if (tcp != m_tcp.end())
        tcp->second->close();
    return QJsonObject();
}

Result<QJsonObject> Simulator::setTag(const QString &rest)
{
    const QString path = m_driver.pathAtStartOf(rest);
    if (path.isEmpty())
        return Error{ErrorCode::NotFound, QStringLiteral("no tag in: ") + rest};
    if (auto done = m_driver.setValue(path, rest.mid(path.size() + 1)); !done)
        return done.error();
    return QJsonObject();
}

Result<QJsonObject> Simulator::getTag(const QString &rest)
{
    const Result<Value> value = m_driver.value(rest);
    if (!value)
        return value.error();
    return QJsonObject{{QStringLiteral("value"), value->toJson()}};
}

void Simulator::clear()
{
    m_responder.faults.clear();
    m_driver.release();
    for (auto &[id, server] : m_tcp)
        server->reopen();
}

QJsonObject Simulator::state() const
{
    QJsonObject connections;
    const QMap<QString, QString> all = endpoints();
    for (auto it = all.begin(); it != all.end(); ++it)
        connections[it.key()] = it.value();
    int clients = 0;
    for (const auto &[id, server] : m_tcp)
        clients += server->clients();
    return {{QStringLiteral("endpoints"), connections},
            {QStringLiteral("faults"), m_responder.faults.toJson()},
            {QStringLiteral("held"), QJsonArray::fromStringList(m_driver.held())},
            {QStringLiteral("clients"), clients},
            {QStringLiteral("requests"), qint64(m_responder.requests())},
            {QStringLiteral("plantSeconds"), m_plant.time()}};
}

} // namespace mws::simulator
