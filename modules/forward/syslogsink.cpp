// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/syslogsink.h"

#include <QCoreApplication>
#include <QFile>
#include <QSslKey>

#include <algorithm>
#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace mws::forward
{

namespace
{

constexpr qint64 kLargestFile = 1 << 20;
constexpr Milliseconds kConnectLimit{10'000};
/// A server that refuses the station's certificate says so only after the handshake (TLS 1.3).
constexpr Milliseconds kSettle{500};
constexpr Milliseconds kFirstPause{1000};
constexpr Milliseconds kLongestPause{60'000};

/// Where the translations of this file's messages live.
class ForwardText
{
    Q_DECLARE_TR_FUNCTIONS(Forward)
};

Result<QByteArray> contentOf(QFile &file)
{
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound,
                     ForwardText::tr("%1: %2").arg(file.fileName(), file.errorString())};
    return file.read(kLargestFile);
}

Result<QList<QSslCertificate>> certificatesIn(const QString &path)
{
    QFile file(path);
    const auto pem = contentOf(file);
    if (!pem)
        return pem.error();
    const QList<QSslCertificate> list = QSslCertificate::fromData(*pem);
    if (list.isEmpty())
        return Error{ErrorCode::Invalid, ForwardText::tr("%1 holds no certificate.").arg(path)};
    return list;
}

Result<QSslKey> keyIn(const QString &path)
{
    constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
        | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QFile file(path);
    const auto pem = contentOf(file);
    if (!pem)
        return pem.error();
    if ((file.permissions() & kOthers) != 0)
        return Error{ErrorCode::Denied,
                     ForwardText::tr("%1 is open to others; set its mode to 0600.").arg(path)};
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey key(*pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return Error{ErrorCode::Invalid,
                 ForwardText::tr("%1 holds no key, or one with a passphrase.").arg(path)};
}

} // namespace

Result<QSslConfiguration> tlsOf(const SyslogTarget &target)
{
    const auto authorities = certificatesIn(target.caFile);
    if (!authorities)
        return authorities.error();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setCaCertificates(*authorities);
    if (target.certificateFile.isEmpty())
        return tls;
    const auto own = certificatesIn(target.certificateFile);
    if (!own)
        return own.error();
    const auto key = keyIn(target.keyFile);
    if (!key)
        return key.error();
    tls.setLocalCertificateChain(*own);
    tls.setPrivateKey(*key);
    return tls;
}

SyslogSink::SyslogSink(SyslogTarget target, RowSource source, const Clock &clock)
    : m_target(std::move(target))
    , m_source(std::move(source))
    , m_clock(clock)
{
}

QString SyslogSink::name() const
{
    const bool isBare6 = m_target.host.contains(u':');
    return QStringLiteral("syslog %1:%2")
        .arg(isBare6 ? u'[' + m_target.host + u']' : m_target.host)
        .arg(m_target.port);
}

bool SyslogSink::open()
{
    const Milliseconds now = m_clock.monotonic();
    if (!m_socket) {
        if (now >= m_retryAt)
            connectNow();
        return false;
    }
    if (m_encrypted)
        return m_socket->state() == QAbstractSocket::ConnectedState
            && now - *m_encrypted >= kSettle;
    if (now - m_began >= kConnectLimit)
        close(ForwardText::tr("The syslog server does not answer."));
    return false;
}

void SyslogSink::connectNow()
{
    const auto tls = tlsOf(m_target);
    if (!tls) {
        close(tls.error().detail);
        return;
    }
    m_began = m_clock.monotonic();
    m_socket = new QSslSocket(this);
    m_socket->setSslConfiguration(*tls);
    connect(m_socket, &QSslSocket::encrypted, this, [this] { m_encrypted = m_clock.monotonic(); });
    connect(m_socket, &QSslSocket::sslErrors, this, &SyslogSink::onErrors);
    // Not from within the socket, which close() aborts.
    const auto end = [this, socket = m_socket] {
        if (socket == m_socket)
            close(m_problem.isEmpty() ? socket->errorString() : m_problem);
    };
    connect(m_socket, &QSslSocket::errorOccurred, this, end, Qt::QueuedConnection);
    connect(m_socket, &QSslSocket::disconnected, this, end, Qt::QueuedConnection);
    // It has nothing to say.
    connect(m_socket, &QSslSocket::readyRead, this, [this] { m_socket->readAll(); });
    m_problem.clear();
    m_encrypted.reset();
    m_socket->connectToHostEncrypted(m_target.host, m_target.port);
}

void SyslogSink::onErrors(const QList<QSslError> &errors)
{
    m_problem = ForwardText::tr("The syslog server's certificate is not accepted: %1")
                    .arg(errors.constFirst().errorString());
}

qsizetype SyslogSink::send(const QList<HashedEntry> &rows)
{
    for (const HashedEntry &row : rows)
        m_socket->write(framed(syslogMessage(row, m_source, m_target.text)));
    return rows.size();
}

bool SyslogSink::isThrough()
{
    int unacknowledged = 0;
    const bool isThrough = m_socket && m_socket->bytesToWrite() == 0
        && m_socket->encryptedBytesToWrite() == 0
        && ::ioctl(int(m_socket->socketDescriptor()), SIOCOUTQ, &unacknowledged) == 0
        && unacknowledged == 0;
    if (isThrough)
        m_pause = {};
    return isThrough;
}

void SyslogSink::close(const QString &why)
{
    drop();
    m_problem = why;
    m_pause = std::clamp(2 * m_pause, kFirstPause, kLongestPause);
    m_retryAt = m_clock.monotonic() + m_pause;
}

void SyslogSink::drop()
{
    if (!m_socket)
        return;
    QSslSocket *old = std::exchange(m_socket, nullptr);
    old->disconnect(this);
    old->abort();
    old->deleteLater();
}

} // namespace mws::forward
