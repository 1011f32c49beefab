// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyages.h"

#include "access/vault.h"
#include "audit/stationkey.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace mws::ctl
{

namespace
{

constexpr std::chrono::days kVaultLasts{2 * 365}; // symmetric key of data: two years at most
constexpr std::chrono::days kStationLasts{3 * 365}; // private key of signatures: one to three

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

void addAge(QList<KeyAge> &all, const QString &file, std::chrono::days recommended, bool isChanging)
{
    const QFileInfo info(file);
    if (info.exists())
        all.append({info.fileName(), fromMsSinceEpoch(info.lastModified().toMSecsSinceEpoch()),
                    recommended, isChanging});
}

} // namespace

QString vaultFileIn(const QString &folder)
{
    return folder + QStringLiteral("/vault.key");
}

QList<KeyAge> keyAgesIn(const QString &folder)
{
    QList<KeyAge> all;
    const auto vault = Vault::fromFile(vaultFileIn(folder));
    addAge(all, vaultFileIn(folder), kVaultLasts, vault && vault->isChanging());
    const auto keys = StationKey::loadAll(folder);
    addAge(all, folder + QStringLiteral("/station-key.pem"), kStationLasts,
           keys && keys->size() > 1);
    return all;
}

QList<Finding> keyFindings(const QString &folder, Timestamp now)
{
    QList<Finding> found;
    for (const KeyAge &age : keyAgesIn(folder)) {
        const auto days = std::chrono::floor<std::chrono::days>(now - age.since).count();
        const QString text = age.isChanging
            ? CtlText::tr("%1: a change was cut off; 'mwsctl key rotate' ends it").arg(age.name)
            : CtlText::tr("%1 is %2 days old").arg(age.name).arg(days);
        const bool isOld = now - age.since > age.recommended;
        found.append(finding(isOld || age.isChanging ? Finding::Level::Warning : Finding::Level::Ok,
                             "keys", text));
    }
    return found;
}

} // namespace mws::ctl
