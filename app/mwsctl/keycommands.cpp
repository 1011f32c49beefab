// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"
#include "keyages.h"

#include "access/vaultchange.h"
#include "audit/keychange.h"

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

/// A station that nothing else has to do with meanwhile.
struct StoppedStation {
    QString folder;
    std::unique_ptr<QLockFile> lock;
    Store store;
    SystemClock clock;
    AuditLog audit{store, clock};

    Result<void> open(const QCommandLineParser &parser);
};

Result<void> StoppedStation::open(const QCommandLineParser &parser)
{
    const auto found = dataFolder(parser);
    if (!found)
        return found.error();
    folder = *found;
    if (!QFile::exists(databaseIn(folder)))
        return Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")};
    if (auto owned = actAsOwnerOf(folder); !owned)
        return owned;
    auto locked = lockData(folder);
    if (!locked)
        return locked.error();
    lock = std::move(locked).value();
    return store.open(databaseIn(folder));
}

Result<void> rotateVault(StoppedStation &station)
{
    const auto record = [&station](qsizetype factors) -> Result<void> {
        AuditEntry row = ownRow(QStringLiteral("vaultKey.change"), QStringLiteral("vault.key"));
        row.outcome = QStringLiteral("ok");
        row.detail = QStringLiteral("%1 second factors sealed anew").arg(factors);
        const auto recorded = station.audit.append(row).result();
        return recorded ? Result<void>() : recorded.error();
    };
    return changeVaultKey(station.store, vaultFileIn(station.folder), record);
}

/// What does not fit is not signed anew: the record is checked first. In the middle of a change
/// there is no one key to check it with.
Result<void> checkRecord(StoppedStation &station)
{
    const auto keys = StationKey::loadAll(station.folder);
    if (!keys)
        return keys.error();
    if (keys->size() > 1)
        return {};
    station.audit.trust(keys->constFirst().publicKey());
    const auto rows = station.audit.verify().result();
    return rows ? Result<void>() : rows.error();
}

Result<void> rotateStation(StoppedStation &station)
{
    if (auto fits = checkRecord(station); !fits)
        return fits;
    if (auto begun = beginKeyChange(station.folder); !begun)
        return begun;
    const auto ended = endKeyChange(station.store, station.audit, station.folder, ownRow({}, {}),
                                    station.clock.now());
    return ended ? Result<void>() : ended.error();
}

Exit rotate(const QCommandLineParser &parser)
{
    const auto which = argument(parser, 0, 1);
    if (!which)
        return exitFor(which.error());
    const bool isVault = *which == QLatin1String("vault");
    if (!isVault && *which != QLatin1String("station"))
        return exitFor(
            Error{ErrorCode::Invalid, CtlText::tr("the keys are 'vault' and 'station'")});
    StoppedStation station;
    if (auto opened = station.open(parser); !opened)
        return exitFor(opened);
    const Result<void> done = isVault ? rotateVault(station) : rotateStation(station);
    if (!done)
        return finish(station.audit,
                      isVault ? QStringLiteral("vaultKey.change")
                              : QStringLiteral("stationKey.change"),
                      *which, done, {});
    if (isVault)
        print(CtlText::tr("vault.key is a new one"));
    else if (const auto key = StationKey::load(station.folder))
        print(CtlText::tr("the station is now %1").arg(key->publicKey().id()));
    print(CtlText::tr("make a backup with keys: older ones belong to the old key"));
    return Exit::Done;
}

Exit list(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    for (const KeyAge &age : keyAgesIn(*folder))
        print(CtlText::tr("%1 since %2").arg(age.name, toIsoString(age.since)));
    const auto own = StationKey::load(*folder);
    if (!own)
        return exitFor(own.error());
    const auto old = oldStationKeys(*folder, own->publicKey());
    if (!old)
        return exitFor(old.error());
    print(CtlText::tr("station %1").arg(own->publicKey().id()));
    for (const OldStationKey &one : *old)
        print(CtlText::tr("station %1 until %2").arg(one.key.id(), toIsoString(one.until)));
    return Exit::Done;
}

void declareRotate(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addPositionalArgument(QStringLiteral("key"),
                                 CtlText::tr("'vault', which seals second factors, or 'station', "
                                             "which signs the record."));
}

} // namespace

QList<Command> keyCommands()
{
    return {
        {QStringLiteral("key list"),
         CtlText::tr("Tells how old the keys are, and which ones the station had before."),
         declareData, list},
        {QStringLiteral("key rotate"),
         CtlText::tr("Puts a new key in the place of one; stop the station first."), declareRotate,
         rotate},
    };
}

} // namespace mws::ctl
