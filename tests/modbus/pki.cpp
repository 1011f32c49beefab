// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/pki.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QStandardPaths>

namespace mws
{

namespace
{

const QStringList kNewKey{QStringLiteral("-newkey"), QStringLiteral("ec"),
                          QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
                          QStringLiteral("-nodes")};

void openssl(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("openssl: %s", process.readAll().constData());
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(path));
    return file.readAll();
}

} // namespace

bool Pki::isPossible()
{
    return QSslSocket::supportsSsl()
        && !QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty();
}

Pki::Pki()
{
    makeAuthority(QStringLiteral("ca"));
    makeAuthority(QStringLiteral("otherCa"));
    make(QStringLiteral("device"), {});
    make(QStringLiteral("station"), {});
}

void Pki::makeAuthority(const QString &name) const
{
    openssl(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-keyout"),
                        key(name), QStringLiteral("-out"), certificate(name),
                        QStringLiteral("-subj"), QStringLiteral("/CN=") + name}
            + kNewKey);
}

void Pki::make(const QString &name, const Wish &wish) const
{
    QStringList request{QStringLiteral("req"),
                        QStringLiteral("-keyout"),
                        key(name),
                        QStringLiteral("-out"),
                        file(QStringLiteral("request")),
                        QStringLiteral("-subj"),
                        QStringLiteral("/CN=") + name,
                        QStringLiteral("-addext"),
                        QStringLiteral("subjectAltName=") + wish.names};
    for (const QString &extension : wish.extensions)
        request += {QStringLiteral("-addext"), extension};
    openssl(request + kNewKey);
    QStringList sign{QStringLiteral("x509"),
                     QStringLiteral("-req"),
                     QStringLiteral("-in"),
                     file(QStringLiteral("request")),
                     QStringLiteral("-out"),
                     certificate(name),
                     QStringLiteral("-days"),
                     QString::number(wish.days),
                     QStringLiteral("-copy_extensions"),
                     QStringLiteral("copy")};
    if (wish.authority.isEmpty())
        sign += {QStringLiteral("-signkey"), key(name)};
    else
        sign += {QStringLiteral("-CA"), certificate(wish.authority), QStringLiteral("-CAkey"),
                 key(wish.authority)};
    openssl(sign);
}

void Pki::makeList(const QString &path, const QString &authority, const QStringList &revoked,
                   const QString &until, const QByteArray &extension) const
{
    QTemporaryDir work;
    const QString settings = work.filePath(QStringLiteral("ca.cnf"));
    QFile index(work.filePath(QStringLiteral("index")));
    QFile text(settings);
    if (!index.open(QIODevice::WriteOnly) || !text.open(QIODevice::WriteOnly))
        qFatal("cannot write the settings of an authority");
    text.write("[ca]\ndefault_ca=own\n[own]\ndefault_md=sha256\ndefault_crl_days=1\ndatabase="
               + index.fileName().toUtf8() + '\n');
    if (!extension.isEmpty())
        text.write("crl_extensions=list\n[list]\n" + extension + '\n');
    text.close();
    const QStringList begin{
        QStringLiteral("ca"),   QStringLiteral("-config"),  settings,      QStringLiteral("-cert"),
        certificate(authority), QStringLiteral("-keyfile"), key(authority)};
    for (const QString &name : revoked)
        openssl(begin + QStringList{QStringLiteral("-revoke"), certificate(name)});
    const QString made = work.filePath(QStringLiteral("made"));
    QStringList make = begin + QStringList{QStringLiteral("-gencrl"), QStringLiteral("-out"), made};
    if (!until.isEmpty())
        make += {QStringLiteral("-crl_lastupdate"), QStringLiteral("20100101000000Z"),
                 QStringLiteral("-crl_nextupdate"), until};
    openssl(make);
    QFile::remove(path);
    if (!QFile::rename(made, path))
        qFatal("cannot write %s", qPrintable(path));
}

QString Pki::list(const QString &name) const
{
    return file(name + QStringLiteral(".crl"));
}

QString Pki::certificate(const QString &name) const
{
    return file(name + QStringLiteral(".pem"));
}

QString Pki::key(const QString &name) const
{
    return file(name + QStringLiteral(".key"));
}

QSslConfiguration Pki::server(const QString &name) const
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(QSslCertificate::fromPath(certificate(name)));
    tls.setPrivateKey(QSslKey(contentOf(key(name)), QSsl::Ec));
    tls.setCaCertificates(QSslCertificate::fromPath(certificate(QStringLiteral("ca"))));
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    return tls;
}

QString Pki::stationFolder(const QString &id, const QString &ca, const QString &own) const
{
    static int count = 0;
    const QString folder = file(QStringLiteral("station%1").arg(++count));
    const QString inner = folder + u'/' + id;
    QDir().mkpath(inner);
    QFile::copy(certificate(ca), inner + QStringLiteral("/ca.pem"));
    QFile::copy(certificate(own), inner + QStringLiteral("/certificate.pem"));
    QFile::copy(key(own), inner + QStringLiteral("/key.pem"));
    QFile::setPermissions(inner + QStringLiteral("/key.pem"), QFile::ReadOwner | QFile::WriteOwner);
    return folder;
}

QString Pki::fingerprint(const QString &name) const
{
    const auto chain = QSslCertificate::fromPath(certificate(name));
    return QString::fromLatin1(chain.first().digest(QCryptographicHash::Sha256).toHex());
}

} // namespace mws
