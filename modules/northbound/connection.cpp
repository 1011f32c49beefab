// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/connection.h"

#include "modbus/certificaterole.h"
#include "trust/peertrust.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QtEndian>

#include <array>

namespace mws::northbound
{

namespace
{

constexpr int kSendBuffer = 16 * 1024; ///< of the kernel

QByteArray headOf(const modbus::MbapFrame &frame, qsizetype pduSize)
{
    QByteArray head(7, '\0');
    qToBigEndian<quint16>(frame.transaction, head.data());
    qToBigEndian<quint16>(quint16(pduSize + 1), head.data() + 4);
    head[6] = char(frame.unit);
    return head;
}

/// 0 and 255 stand for the server itself (MODBUS Messaging on TCP/IP V1.0b, section 4.4.1.2).
bool reaches(int unit, int own)
{
    return unit == own || unit == 0 || unit == 255;
}

} // namespace

QString plainAddress(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 mapped = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(mapped).toString() : address.toString();
}

Connection::Connection(std::unique_ptr<QSslSocket> socket, Plant &plant, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_plant(plant)
    , m_address(plainAddress(m_socket->peerAddress()))
    , m_rate(plant.settings.requestsPerSecond, plant.settings.requestsPerSecond)
{
    for (QTimer *timer : {&m_throttle, &m_deadline, &m_idle, &m_drain})
        timer->setSingleShot(true);
    m_drain.setInterval(kDrain);
    m_idle.setInterval(std::chrono::seconds(plant.settings.idleTimeoutS));
    connect(&m_throttle, &QTimer::timeout, this, &Connection::pump);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        if (m_responder)
            close(tr("began a request and did not end it"));
        else
            close(tr("took too long for the TLS handshake"), true);
    });
    connect(&m_idle, &QTimer::timeout, this, [this] {
        if (!m_isBusy)
            close(tr("sent no request for too long"));
    });
    connect(&m_drain, &QTimer::timeout, this, [this] { close(tr("did not take its answers")); });

    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, kSendBuffer);
    connect(m_socket.get(), &QIODevice::readyRead, this, &Connection::pump);
    connect(m_socket.get(), &QIODevice::bytesWritten, this, &Connection::onWritten);
    connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &Connection::onWritten);
    connect(m_socket.get(), &QAbstractSocket::errorOccurred, this, &Connection::onFailed);
    connect(m_socket.get(), &QAbstractSocket::disconnected, this, [this] { close({}); });
    connect(m_socket.get(), &QSslSocket::encrypted, this, &Connection::onEncrypted);
}

void Connection::start()
{
    if (!m_plant.settings.tls) {
        begin(m_plant.settings.writeRole, {});
        return;
    }
    m_deadline.start(kHandshake);
    m_socket->startServerEncryption();
}

Connection::~Connection()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void Connection::onEncrypted()
{
    checkPeer();
    if (m_isClosed)
        return;
    const QSslCertificate certificate = m_socket->peerCertificate();
    const QString name = certificate.subjectInfo(QSslCertificate::CommonName).value(0);
    m_deadline.stop();
    begin(modbus::modbusRole(certificate), name);
}

void Connection::checkPeer()
{
    if (!m_plant.trust || !m_socket->isEncrypted())
        return;
    if (const auto good = m_plant.trust->check(*m_socket, SystemClock().now()); !good)
        close(good.error().detail, true);
}

void Connection::begin(const QString &role, const QString &name)
{
    constexpr qsizetype kMostOfName = 64;
    const bool isRole = m_plant.services.project->role(role) != nullptr;
    QString actor = QStringLiteral("modbus:") + m_address;
    if (!name.isEmpty())
        actor += QStringLiteral(" (%1)").arg(name.left(kMostOfName));
    m_session
        = std::make_unique<Session>(m_plant.services, m_plant.model, Origin::Modbus, m_address);
    m_session->actAs(actor, isRole ? role : QString());
    m_responder = std::make_unique<Responder>(m_plant, *m_session, m_address);
    m_idle.start();
    pump();
}

void Connection::pump()
{
    while (m_responder && !isHeldUp()) {
        if (const auto frame = m_reader.next()) {
            take(*frame);
            continue;
        }
        if (m_reader.isBroken()) {
            close(tr("sent bytes that are no Modbus"));
            return;
        }
        if (m_socket->bytesAvailable() == 0) {
            if (m_reader.hasPart() && !m_deadline.isActive())
                m_deadline.start(kFrame);
            return;
        }
        m_reader.feed(m_socket->read(kReadBuffer));
    }
}

bool Connection::isHeldUp()
{
    if (m_isClosed || m_isBusy || m_throttle.isActive() || unsent() > kWriteBuffer)
        return true;
    const Milliseconds wait = m_rate.wait(m_plant.services.clock.monotonic());
    if (wait > Milliseconds(0))
        m_throttle.start(wait);
    return wait > Milliseconds(0);
}

void Connection::take(const modbus::MbapFrame &frame)
{
    m_deadline.stop();
    (void)m_rate.take(m_plant.services.clock.monotonic());
    m_isBusy = true;
    if (reaches(frame.unit, m_plant.settings.unit)) {
        m_responder->handle(frame.pdu, [this, frame](const QByteArray &pdu) { send(frame, pdu); });
        return;
    }
    ++m_plant.status.requests;
    ++m_plant.status.exceptions;
    send(frame, exceptionPdu(frame.pdu, Exception::TargetFailed));
}

void Connection::send(const modbus::MbapFrame &frame, const QByteArray &pdu)
{
    m_isBusy = false;
    if (m_isClosed)
        return;
    m_idle.start();
    m_socket->write(headOf(frame, pdu.size()) + pdu);
    if (unsent() > 0 && !m_drain.isActive())
        m_drain.start();
    // The loop of pump() goes on by itself; after a write somebody must begin it again.
    QMetaObject::invokeMethod(this, &Connection::pump, Qt::QueuedConnection);
}

void Connection::onWritten()
{
    if (unsent() == 0)
        m_drain.stop();
    pump();
}

void Connection::onFailed()
{
    if (m_socket->error() == QAbstractSocket::RemoteHostClosedError && m_responder)
        close({});
    else if (m_responder)
        close(m_socket->errorString());
    else
        close(tr("TLS handshake: %1").arg(m_socket->errorString()), true);
}

qint64 Connection::unsent() const
{
    return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void Connection::close(const QString &reason, bool wasRefused)
{
    if (std::exchange(m_isClosed, true))
        return;
    for (QTimer *timer : {&m_throttle, &m_deadline, &m_idle, &m_drain})
        timer->stop();
    m_socket->abort();
    Q_EMIT closed(reason.isEmpty() ? QString() : m_address + QStringLiteral(": ") + reason,
                  wasRefused);
}

} // namespace mws::northbound
