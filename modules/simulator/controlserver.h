// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QLocalServer>
#include <functional>

class QLocalSocket;

namespace mws::simulator
{

/// The socket through which tests and people steer the simulator: a line in, a line of JSON out.
class ControlServer final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<QJsonObject(const QString &line)>;

    explicit ControlServer(Handler handler, QObject *parent = nullptr);
    /// Path of a Unix socket that only the own user may use; a dead one is replaced.
    Result<void> listen(const QString &path);

private:
    void accept();
    void read(QLocalSocket *socket);

    Handler m_handler;
    QLocalServer m_server;
};

} // namespace mws::simulator
