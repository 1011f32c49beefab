// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"

#include "audit/auditlog.h"
#include "http/certificate.h"
#include "http/certificatecheck.h"

#include <QCoreApplication>
#include <QFile>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Exit show(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    const auto pem = http::readPem(http::certificateFilesIn(*folder));
    if (!pem)
        return exitFor(pem.error());
    const auto tls = http::tlsFrom(*pem);
    if (!tls)
        return exitFor(tls.error());
    const http::CertificateInfo info = http::infoOf(*tls);
    print(CtlText::tr("Subject: %1").arg(info.subject));
    print(info.selfSigned ? CtlText::tr("Signed by the station itself")
                          : CtlText::tr("Signed by: %1").arg(info.issuer));
    print(CtlText::tr("Names: %1").arg(info.names.join(QLatin1Char(' '))));
    print(
        CtlText::tr("Good from %1 until %2").arg(toIsoString(info.begins), toIsoString(info.ends)));
    print(CtlText::tr("SHA-256: %1").arg(info.fingerprint));
    return Exit::Done;
}

Result<http::CertificateInfo> put(const QString &folder, const http::CertificateFiles &files)
{
    const auto pem = http::readPem(files);
    if (!pem)
        return pem.error();
    const auto tls = http::tlsFrom(*pem);
    if (!tls)
        return tls.error();
    if (const auto fit = http::checkCertificate(*tls, SystemClock().now()); !fit)
        return fit.error();
    if (const auto owned = actAsOwnerOf(folder); !owned)
        return owned.error();
    const auto lock = http::CertificateLock::take(folder);
    if (!lock)
        return lock.error();
    if (const auto installed = http::installPem(*lock, http::pemOf(*tls)); !installed)
        return installed.error();
    return http::infoOf(*tls);
}

Exit record(const QString &folder, const Result<http::CertificateInfo> &installed)
{
    const Result<void> result = installed ? Result<void>() : Result<void>(installed.error());
    // Before its first start a station has no record, and none is made for it here.
    if (!QFile::exists(databaseIn(folder)))
        return exitFor(result);
    Store store;
    if (const auto opened = store.open(databaseIn(folder)); !opened)
        return exitFor(opened);
    const SystemClock clock;
    AuditLog audit(store, clock);
    return finish(
        audit, QStringLiteral("certificate"), installed ? installed->fingerprint : QString(),
        result,
        installed ? QStringLiteral("installed: '%1' by '%2', until %3")
                        .arg(installed->subject, installed->issuer, toIsoString(installed->ends))
                  : QString());
}

void declareInstall(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addPositionalArgument(
        QStringLiteral("certificate"),
        CtlText::tr(
            "PEM file: the server's certificate, then each one that signed the one before."));
    parser.addPositionalArgument(QStringLiteral("key"),
                                 CtlText::tr("PEM file with its key (mode 0600, no passphrase)."));
}

Exit install(const QCommandLineParser &parser)
{
    const auto certificate = argument(parser, 0, 2);
    if (!certificate)
        return exitFor(certificate.error());
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    const auto installed = put(*folder, {*certificate, *argument(parser, 1, 2)});
    if (installed) {
        print(CtlText::tr("SHA-256: %1").arg(installed->fingerprint));
        print(CtlText::tr("A running station takes it on SIGHUP (systemctl reload mws-server), or "
                          "when an administrator tells it so over the API."));
    }
    return record(*folder, installed);
}

} // namespace

QList<Command> certificateCommands()
{
    return {
        {QStringLiteral("certificate show"),
         CtlText::tr("Shows the web's certificate with its SHA-256."), declareData, show},
        {QStringLiteral("certificate install"),
         CtlText::tr("Checks a certificate with its key and puts it into the data folder."),
         declareInstall, install},
    };
}

} // namespace mws::ctl
