// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QObject>
#include <QTimer>
#include <memory>

class QSocketNotifier;

namespace mws::simulator
{

class Responder;
struct Reply;

/// CRC of the serial line specification V1.02, section 2.5.1.2; goes low byte first onto the wire.
[[nodiscard]] quint16 rtuCrc(const QByteArray &frame);

/// The units of a serial line behind a pseudo-terminal that this object makes; a symbolic link may
/// give it a fixed name. There is no baud rate: a frame ends by its length or by a silence.
class RtuServer final : public QObject
{
    Q_OBJECT

public:
    RtuServer(QString connection, Responder &responder, QObject *parent = nullptr);
    ~RtuServer() override;

    /// Empty link: only the name that the system gives.
    Result<void> open(const QString &link = {});
    [[nodiscard]] QString endpoint() const { return m_link.isEmpty() ? m_terminal : m_link; }
    /// Lets the next program open the terminal although one died that had it for itself.
    void release();

private:
    Result<void> makeTerminal();
    Result<void> makeLink(const QString &link);
    void read();
    bool takeFrame();
    void endOfFrame();
    void handle(const QByteArray &frame);
    void send(int unit, const Reply &reply);

    QString m_connection;
    Responder &m_responder;
    QString m_terminal;
    QString m_link;
    int m_master = -1;
    int m_slave = -1; ///< kept open so that the master never sees a hang-up
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_silence;
    QByteArray m_buffer;
};

} // namespace mws::simulator
