// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QSerialPort;
class QSocketNotifier;

namespace mws::modbus
{

/// Notices that the adapter behind an open serial port is gone. QSerialPort of Qt 6.8 does not: it
/// reads the end of the file again and again. That of Qt 6.4 reports an error, which may come
/// first.
class HangUp final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// From when the port is open.
    void start(const QSerialPort &port);
    /// Before the port is closed, or its descriptor is watched for the next who gets the number.
    void stop();

Q_SIGNALS:
    /// Once after each start(), for people.
    void noticed(const QString &reason);

private:
    QSocketNotifier *m_notifier = nullptr; ///< a child, from start() until stop()
};

} // namespace mws::modbus
