// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"
#include "modbustarget.h"

#include "core/clock.h"
#include "field/diagnosis.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonObject>
#include <memory>

namespace mws::modbus
{
class Transport;
struct TransportReply;
}

namespace mws::ctl
{

/// What became of one request.
struct CallAnswer {
    enum class Outcome {
        Data, ///< pdu has been compared with the request
        Exception,
        Silence, ///< no answer in time, or none that is valid
        NoLink, ///< the link cannot be opened, or broke
        Interrupted, ///< somebody wants the program to end
    };
    Outcome outcome = Outcome::Silence;
    QByteArray pdu;
    quint8 exception = 0;
    QString detail; ///< for people: why there is no data
};

/// Asks the devices behind one connection, one request after the other. SIGINT and SIGTERM end the
/// request that waits and are not deadly while there is a caller; one per program.
class Caller final
{
public:
    Caller(const Connection &connection, const ModbusTarget &target);
    ~Caller();
    Q_DISABLE_COPY_MOVE(Caller)

    /// Opens the link first where it is not open. Blocks in an event loop.
    CallAnswer ask(int unit, const QByteArray &pdu);
    /// The same, but every answer is Data as it came, for requests that nobody here knows.
    CallAnswer askRaw(int unit, const QByteArray &pdu);
    struct Interviewed {
        CallAnswer last;
        QList<Finding> findings; ///< also of a part, where last is no Data
    };
    Interviewed interview(int unit, const Inquiry &inquiry);
    /// Lets the time pass, less when interrupted.
    void pause(Milliseconds time);
    [[nodiscard]] bool isInterrupted() const { return m_interrupted; }

private:
    [[nodiscard]] bool open();
    void onFinished(const modbus::TransportReply &reply);
    void onInterrupt();
    void wait();

    Connection m_connection;
    std::unique_ptr<modbus::Transport> m_transport;
    QEventLoop m_loop;
    bool m_waiting = false;
    bool m_isOpen = false;
    bool m_interrupted = false;
    int m_signals = -1; ///< file descriptor
    bool m_raw = false;
    QByteArray m_request;
    CallAnswer m_answer;
    QString m_linkProblem;
};

/// The option --yes, and whether it is given; complains when it is not.
void declareConfirmation(QCommandLineParser &parser);
bool isConfirmed(const QCommandLineParser &parser);

/// Done; NoAnswer, Refused or Interrupted otherwise, after complaining.
Exit exitFor(const CallAnswer &answer);

/// How far long work is, over the last one, on standard error; only where that is a terminal.
void progress(const QString &text);
/// The progress is not shown any more.
void endProgress();

[[nodiscard]] QJsonArray jsonOf(const QList<Finding> &findings);
/// "vendor name: …"
void printFindings(const QList<Finding> &findings);
void printJson(const QJsonObject &object);

} // namespace mws::ctl
