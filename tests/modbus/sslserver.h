// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/pki.h"

#include <QProcess>
#include <QRegularExpression>

namespace mws
{

/// openssl s_server at a free port.
class SslServer
{
public:
    SslServer(const Pki &pki, const QStringList &arguments)
    {
        const QString device = QStringLiteral("device");
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral("openssl"),
                        QStringList{QStringLiteral("s_server"), QStringLiteral("-accept"),
                                    QStringLiteral("127.0.0.1:0"), QStringLiteral("-cert"),
                                    pki.certificate(device), QStringLiteral("-key"),
                                    pki.key(device)}
                            + arguments);
        static const QRegularExpression accept(QStringLiteral("ACCEPT 127\\.0\\.0\\.1:(\\d+)"));
        while (!accept.match(said()).hasMatch() && m_process.waitForReadyRead(10000)) { }
        m_port = accept.match(said()).captured(1).toUShort();
    }
    ~SslServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(SslServer)
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString said()
    {
        m_said += QString::fromUtf8(m_process.readAll());
        return m_said;
    }

private:
    QProcess m_process;
    QString m_said;
    quint16 m_port = 0;
};

} // namespace mws
