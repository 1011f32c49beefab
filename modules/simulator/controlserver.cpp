// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/controlserver.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>

namespace mws::simulator
{

namespace
{

constexpr qint64 kLongestLine = 4096;

}

ControlServer::ControlServer(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

Result<void> ControlServer::listen(const QString &path)
{
    if (m_server.listen(path))
        return {};
    QLocalSocket probe;
    probe.connectToServer(path);
    if (m_server.serverError() == QAbstractSocket::AddressInUseError
        && !probe.waitForConnected(200)) {
        QLocalServer::removeServer(path);
        if (m_server.listen(path))
            return {};
    }
    return Error{ErrorCode::Unavailable,
                 QStringLiteral("cannot listen on the control socket: ") + m_server.errorString()};
}

void ControlServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void ControlServer::read(QLocalSocket *socket)
{
    while (socket->canReadLine()) {
        const QString line = QString::fromUtf8(socket->readLine(kLongestLine)).trimmed();
        socket->write(QJsonDocument(m_handler(line)).toJson(QJsonDocument::Compact)
                      + QByteArray("\n"));
    }
    if (socket->bytesAvailable() > kLongestLine)
        socket->abort();
}

} // namespace mws::simulator
