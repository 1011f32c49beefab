// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "project/project.h"
#include "simulator/controlserver.h"
#include "simulator/responder.h"
#include "simulator/tagdriver.h"
#include "simulator/waterworks.h"
#include "simulator/writelog.h"

#include <QMap>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <vector>

namespace mws::simulator
{

class RtuServer;
class TcpServer;

/// What a simulator is made of; empty texts mean "not wanted".
struct Options {
    QMap<QString, QString> listen; ///< connection: "host:port"; the others use the project's
    QMap<QString, QString> terminals; ///< connection: path of the link to its pseudo-terminal
    QString controlSocket;
    QString writeLog;
    QStringList faults; ///< commands of the control socket, carried out at the start
    double speed = 1; ///< plant seconds per second
    bool ramp = false; ///< moves numeric read-only tags that the model does not drive
};

/// A running simulated plant: the model, its registers, a server per connection, faults on demand.
/// Runs in the thread that makes it.
class Simulator final : public QObject
{
    Q_OBJECT

public:
    Simulator(ProjectPtr project, Options options, const Clock &clock, QObject *parent = nullptr);
    ~Simulator() override;

    /// Opens servers, sockets and files and starts the plant's time.
    Result<void> start();
    /// Lets plant time pass at once, for tests; the timer does it otherwise.
    void step(double seconds) { m_driver.step(seconds); }
    /// Carries out a line of the control socket: drop, delay, exception, garbage, close, clear,
    /// set, get, state. The answer holds "ok", and "error" when that is false.
    QJsonObject command(const QString &line);

    /// connection: "127.0.0.1:41234" or a terminal.
    [[nodiscard]] QMap<QString, QString> endpoints() const;
    [[nodiscard]] Waterworks &plant() { return m_plant; }
    [[nodiscard]] TagDriver &tags() { return m_driver; }

private:
    Result<void> startServer(const Connection &connection);
    Result<void> startTcp(const Connection &connection);
    Result<void> startRtu(const Connection &connection);
    Result<void> startFaults();
    void tick();

    Result<QJsonObject> run(const QString &line);
    Result<QJsonObject> unitFault(const QStringList &words);
    Result<QJsonObject> closeConnection(const QStringList &words);
    Result<QJsonObject> setTag(const QString &rest);
    Result<QJsonObject> getTag(const QString &rest);
    QJsonObject state() const;
    void clear();

    ProjectPtr m_project;
    Options m_options;
    Waterworks m_plant;
    Responder m_responder;
    TagDriver m_driver;
    WriteLog m_log;
    ControlServer m_control;
    std::map<QString, std::unique_ptr<TcpServer>> m_tcp;
    std::map<QString, std::unique_ptr<RtuServer>> m_rtu;
    QTimer m_timer;
};

} // namespace mws::simulator
