// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/tls.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>

namespace mws::northbound
{

namespace
{

/// Where the translations of this file's messages live.
class NorthboundText
{
    Q_DECLARE_TR_FUNCTIONS(mws::northbound::Text)
};

Error unusable(const QString &file, const QString &why)
{
    return {ErrorCode::Unavailable, QStringLiteral("northbound-tls/%1: %2").arg(file, why)};
}

Result<QByteArray> readFile(const QString &folder, const QString &name)
{
    QFile file(folder + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(name, file.errorString());
    return file.readAll();
}

Result<QList<QSslCertificate>> readCertificates(const QString &folder, const QString &name)
{
    const auto bytes = readFile(folder, name);
    if (!bytes)
        return bytes.error();
    const auto certificates = QSslCertificate::fromData(*bytes, QSsl::Pem);
    if (certificates.isEmpty())
        return unusable(name, NorthboundText::tr("holds no certificate"));
    return certificates;
}

Result<QSslKey> readKey(const QString &folder)
{
    const QString name = QStringLiteral("key.pem");
    constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
        | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    const auto bytes = readFile(folder, name);
    if (!bytes)
        return bytes.error();
    if (QFileInfo(folder + u'/' + name).permissions() & kOthers)
        return unusable(name, NorthboundText::tr("others may read it; want mode 0600"));
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        const QSslKey key(*bytes, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return unusable(name, NorthboundText::tr("holds no RSA or EC key without a passphrase"));
}

} // namespace

Result<QSslConfiguration> serverTls(const QString &dataFolder)
{
    const QString folder = dataFolder + QStringLiteral("/northbound-tls");
    const auto authorities = readCertificates(folder, QStringLiteral("ca.pem"));
    if (!authorities)
        return authorities.error();
    const auto chain = readCertificates(folder, QStringLiteral("certificate.pem"));
    if (!chain)
        return chain.error();
    const auto key = readKey(folder);
    if (!key)
        return key.error();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setCaCertificates(*authorities);
    tls.setLocalCertificateChain(*chain);
    tls.setPrivateKey(*key);
    tls.setSslOption(QSsl::SslOptionDisableCompression, true);
    tls.setSslOption(QSsl::SslOptionDisableLegacyRenegotiation, true);
    // Every connection shows its certificate anew.
    tls.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    tls.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    return tls;
}

} // namespace mws::northbound
