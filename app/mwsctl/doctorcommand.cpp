// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "findings.h"
#include "forwardcheck.h"
#include "keyages.h"
#include "revocationfindings.h"
#include "softwareversions.h"

#include "access/accesscontrol.h"
#include "access/notice.h"
#include "access/vaultchange.h"
#include "audit/auditlog.h"
#include "audit/stationkey.h"
#include "common/forwardoptions.h"
#include "http/certificate.h"
#include "modbus/devicenetworks.h"
#include "project/projectstore.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QStorageInfo>
#include <algorithm>
#include <unistd.h>

namespace mws::ctl
{

namespace
{

constexpr qint64 kMiB = 1024 * 1024;
constexpr qint64 kLittleSpace = 1024 * kMiB;
constexpr qint64 kNoSpace = 100 * kMiB;
constexpr std::chrono::days kSoon{14};
constexpr std::chrono::days kLongUnused{90};
constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

using Findings = QList<Finding>;
using Level = Finding::Level;

Finding versions()
{
    const QList<SoftwareVersion> all = softwareVersions();
    const bool isOld = std::any_of(all.cbegin(), all.cend(),
                                   [](const SoftwareVersion &one) { return one.isTooOld(); });
    const QString text = QStringLiteral("mwsctl " MWS_VERSION ", ") + describe(all);
    return finding(isOld ? Level::Fault : Level::Ok, "versions",
                   isOld ? CtlText::tr("too old: %1").arg(text) : text);
}

/// Certificates, revocation lists and the locks are no secret.
QFile::Permissions forbiddenOf(const QFileInfo &file)
{
    static const QStringList open{QStringLiteral("certificate.pem"), QStringLiteral("ca.pem"),
                                  QStringLiteral("certificate.lock"),
                                  QStringLiteral("station.lock")};
    const bool isOpen = open.contains(file.fileName()) || file.suffix() == QLatin1String("crl");
    return isOpen ? QFile::WriteGroup | QFile::WriteOther : kOthers;
}

/// All that a station keeps is its own alone.
Findings checkFolder(const QString &data)
{
    Findings found;
    const QFileInfo folder(data);
    if ((folder.permissions() & kOthers) != 0)
        found.append(
            finding(Level::Fault, "folder",
                    CtlText::tr("others may enter '%1'; its mode should be 0700").arg(data)));
    QDirIterator all(data, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QFileInfo file(all.next());
        if (!file.isSymLink() && (file.permissions() & forbiddenOf(file)) != 0)
            found.append(finding(
                Level::Fault, "folder",
                CtlText::tr("others may open '%1'; its mode should be 0600").arg(file.filePath())));
        if (file.ownerId() != folder.ownerId())
            found.append(finding(Level::Fault, "folder",
                                 CtlText::tr("'%1' does not belong to the owner of the folder")
                                     .arg(file.filePath())));
    }
    if (found.isEmpty())
        found.append(finding(Level::Ok, "folder", CtlText::tr("open to its owner only")));
    return found;
}

Finding checkSpace(const QString &data)
{
    const qint64 available = QStorageInfo(data).bytesAvailable();
    const QString text = CtlText::tr("%1 MiB are free").arg(available / kMiB);
    const Level level = available < kNoSpace ? Level::Fault
        : available < kLittleSpace           ? Level::Warning
                                             : Level::Ok;
    return finding(level, "space", text);
}

/// Records are worth as much as the clock that they are stamped with.
Finding checkClock()
{
    switch (clockSync()) {
    case ClockSync::Synchronised:
        return finding(Level::Ok, "clock", CtlText::tr("synchronised"));
    case ClockSync::Alone:
        return finding(Level::Warning, "clock", CtlText::tr("not synchronised (NTP)"));
    case ClockSync::Unknown:
        break;
    }
    return finding(Level::Warning, "clock", CtlText::tr("the kernel does not say its state"));
}

/// What browsers are shown; none: the first start makes one.
Finding checkCertificate(const QString &data, Timestamp now)
{
    const http::CertificateFiles files = http::certificateFilesIn(data);
    if (!QFile::exists(files.certificate))
        return finding(Level::Ok, "certificate", CtlText::tr("none yet"));
    const auto pem = http::readPem(files);
    const auto tls = pem ? http::tlsFrom(*pem) : Result<QSslConfiguration>(pem.error());
    if (!tls)
        return finding(Level::Fault, "certificate", tls.error().detail);
    const http::CertificateInfo info = http::infoOf(*tls);
    const QString end = toIsoString(info.ends);
    if (info.ends <= now)
        return finding(Level::Fault, "certificate", CtlText::tr("has ended: %1").arg(end));
    return finding(http::endsSoon(info, now) ? Level::Warning : Level::Ok, "certificate",
                   CtlText::tr("ends %1").arg(end));
}

/// What a project may name; see modbus::DeviceNetworks.
Finding checkNetworks(const modbus::DeviceNetworks &networks)
{
    if (networks.names().isEmpty())
        return finding(
            Level::Warning, "networks",
            CtlText::tr("who may change the project may have the station connect to "
                        "anything; name the networks of the devices (--device-network)"));
    return finding(Level::Ok, "networks",
                   CtlText::tr("connections lead to %1 only")
                       .arg(networks.names().join(QStringLiteral(", "))));
}

Finding checkDatabase(Store &store)
{
    const auto answer = store
                            .read<QString>([](QSqlDatabase &db) -> Result<QString> {
                                Statement query(db, QStringLiteral("PRAGMA quick_check(1)"));
                                if (const auto ran = query.run(); !ran)
                                    return ran.error();
                                return query.next() ? query.text(0) : QString();
                            })
                            .result();
    if (!answer)
        return finding(Level::Fault, "database", answer.error().detail);
    const bool isWhole = *answer == QLatin1String("ok");
    return finding(isWhole ? Level::Ok : Level::Fault, "database",
                   isWhole ? CtlText::tr("whole") : *answer);
}

Finding checkAudit(Store &store, const Clock &clock, const QString &data)
{
    AuditLog log(store, clock);
    const auto own = StationKey::load(data);
    if (own)
        log.trust(own->publicKey());
    else if (own.error().code != ErrorCode::NotFound)
        return finding(Level::Fault, "audit", own.error().detail);
    const auto rows = log.verify().result();
    if (!rows)
        return finding(Level::Fault, "audit", rows.error().detail);
    return finding(Level::Ok, "audit", CtlText::tr("%1 row(s), the chain fits").arg(*rows));
}

/// An account that nobody needs is one that nobody watches.
Findings checkUnused(const AccessControl &access, Timestamp now)
{
    Findings found;
    for (const User &user : access.users()) {
        const bool isUsed = user.lastSignIn == Timestamp{} || user.lastSignIn + kLongUnused > now;
        if (user.enabled && !isUsed)
            found.append(finding(
                Level::Warning, "accounts",
                CtlText::tr("%1 has not signed in for 90 days and is enabled").arg(user.name)));
    }
    return found;
}

Findings checkAccounts(Store &store, const Clock &clock)
{
    AccessControl access(store, clock);
    if (const auto loaded = access.load(); !loaded)
        return {finding(Level::Fault, "accounts", loaded.error().detail)};
    Findings found = checkUnused(access, clock.now());
    if (!access.hasAdministrator())
        found.append(finding(Level::Warning, "accounts",
                             CtlText::tr("no enabled administrator: the web answers this computer "
                                         "only")));
    for (const Token &token : access.tokens()) {
        if (token.expires < clock.now() + kSoon)
            found.append(finding(Level::Warning, "tokens",
                                 CtlText::tr("token %1 of %2 ends within 14 days, or has ended")
                                     .arg(QString::fromLatin1(token.id), token.user)));
    }
    if (found.isEmpty())
        found.append(finding(Level::Ok, "accounts", CtlText::tr("there is an administrator")));
    return found;
}

/// Second factors are worth nothing without the key that they are sealed with.
Finding checkFactors(Store &store, const QString &data)
{
    const auto factors = store.read<QHash<QString, SecondFactor>>(readFactors).result();
    if (!factors)
        return finding(Level::Fault, "factors", factors.error().detail);
    if (factors->isEmpty())
        return finding(Level::Ok, "factors", CtlText::tr("nobody has a second factor"));
    const auto vault = Vault::fromFile(vaultFileIn(data));
    const QStringList locked = lockedFactors(*factors, vault ? &*vault : nullptr);
    if (locked.isEmpty())
        return finding(Level::Ok, "factors", CtlText::tr("vault.key opens them"));
    return finding(Level::Fault, "factors",
                   CtlText::tr("vault.key is lost or another one: %1 can sign in with recovery "
                               "codes only. Bring it back from a backup with keys, or turn the "
                               "second factor off (mwsctl user no-factor)")
                       .arg(locked.join(QStringLiteral(", "))));
}

Findings checkStore(const QString &data, const forward::Options &forwarding)
{
    if (!QFile::exists(databaseIn(data)))
        return {finding(Level::Fault, "database", CtlText::tr("the folder holds no database"))};
    Store store;
    if (const auto opened = store.open(databaseIn(data)); !opened)
        return {finding(Level::Fault, "database", opened.error().detail)};
    const SystemClock clock;
    return Findings{checkDatabase(store), checkAudit(store, clock, data), checkFactors(store, data)}
    + checkAccounts(store, clock) + checkForwarding(store, forwarding);
}

Findings checkPorts(const ProjectData &project)
{
    Findings found;
    for (const Connection &connection : project.connections) {
        const QByteArray port = QFile::encodeName(connection.serialPort);
        if (connection.isSerial() && ::access(port.constData(), R_OK | W_OK) != 0)
            found.append(finding(Level::Warning, "ports",
                                 CtlText::tr("'%1' cannot be opened for reading and writing by "
                                             "this user")
                                     .arg(connection.serialPort)));
    }
    return found;
}

/// Addresses only: names are looked up, and judged, at each connect.
Findings checkHosts(const ProjectData &project, const modbus::DeviceNetworks &networks)
{
    Findings found;
    for (const Connection &connection : project.connections) {
        for (const QString &host : {connection.host, connection.standbyHost}) {
            const QHostAddress address(host);
            if (!connection.isSerial() && !address.isNull() && !networks.permits(address))
                found.append(finding(
                    Level::Fault, "networks",
                    CtlText::tr("%1: %2 is not permitted by this host").arg(connection.id, host)));
        }
    }
    return found;
}

Findings checkProject(const QString &folder, const modbus::DeviceNetworks &networks)
{
    const LoadedProject project = loadProject(folder);
    Findings found;
    for (const Problem &problem : project.problems) {
        const bool isWarning = problem.severity == Problem::Severity::Warning;
        found.append(
            finding(isWarning ? Level::Warning : Level::Fault, "project", toString(problem)));
    }
    if (found.isEmpty())
        found.append(finding(Level::Ok, "project", CtlText::tr("valid")));
    return found + checkPorts(project.data) + checkHosts(project.data, networks);
}

/// One that cannot be shown is shown to nobody.
Findings checkNotice(const QString &data)
{
    const auto text = readNotice(noticeFileIn(data));
    return text ? Findings() : Findings{finding(Level::Fault, "notice", text.error().detail)};
}

Exit examine(const QCommandLineParser &parser)
{
    const auto data = dataFolder(parser);
    if (!data)
        return exitFor(data.error());
    const auto forwarding = app::forwardOptions(parser);
    if (!forwarding)
        return exitFor(forwarding.error());
    Findings findings{versions()};
    findings += checkFolder(*data);
    const auto networks = modbus::DeviceNetworks::load(*data);
    findings << checkSpace(*data) << checkClock() << checkCertificate(*data, SystemClock().now())
             << checkNetworks(networks);
    findings += keyFindings(*data, SystemClock().now());
    findings += checkStore(*data, *forwarding);
    findings += checkNotice(*data);
    findings += revocationFindings(*data, SystemClock().now());
    if (const QString project = parser.value(QStringLiteral("project")); !project.isEmpty())
        findings += checkProject(project, networks);
    return tell(findings, parser);
}

} // namespace

Command doctorCommand()
{
    return {QStringLiteral("doctor"), CtlText::tr("Examines a station and says what is wrong."),
            [](QCommandLineParser &parser) {
                declareData(parser);
                parser.addOption({QStringLiteral("project"),
                                  CtlText::tr("The project folder, to examine it too."),
                                  CtlText::tr("folder")});
                app::declareForwardOptions(parser);
                declareJson(parser);
            },
            examine};
}

} // namespace mws::ctl
