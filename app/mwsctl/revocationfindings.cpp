// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "revocationfindings.h"

#include "trust/revocationlist.h"

#include <QCoreApplication>
#include <QDir>

namespace mws::ctl
{

namespace
{

constexpr std::chrono::days kSoon{7};

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

/// Where lists may lie, below the data folder.
QStringList foldersIn(const QString &data)
{
    QStringList folders{QStringLiteral("web-clients"), QStringLiteral("northbound-tls")};
    const QStringList links = QDir(data + QStringLiteral("/modbus-tls"))
                                  .entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &link : links)
        folders.append(QStringLiteral("modbus-tls/") + link);
    return folders;
}

Finding findingOf(const QString &folder, const RevocationList &list, Timestamp now)
{
    const QString place = folder + u'/' + list.file;
    const QString next = toIsoString(list.next);
    if (isOutOfDate(list, now))
        return finding(Finding::Level::Fault, "revocation",
                       CtlText::tr("%1 of '%2' is out of date: nobody of that authority is let in; "
                                   "bring a new one")
                           .arg(place, list.issuer));
    if (isOutOfDate(list, now + kSoon))
        return finding(
            Finding::Level::Warning, "revocation",
            CtlText::tr("%1 of '%2' is good until %3 only").arg(place, list.issuer, next));
    return finding(Finding::Level::Ok, "revocation",
                   CtlText::tr("%1 of '%2': %3 certificate(s) revoked")
                       .arg(place, list.issuer)
                       .arg(list.revoked));
}

} // namespace

QList<Finding> revocationFindings(const QString &data, Timestamp now)
{
    QList<Finding> found;
    for (const QString &folder : foldersIn(data)) {
        const auto lists = revocationListsIn(data + u'/' + folder);
        if (!lists) {
            found.append(finding(Finding::Level::Fault, "revocation",
                                 folder + QStringLiteral(": ") + lists.error().detail));
            continue;
        }
        for (const RevocationList &list : *lists)
            found.append(findingOf(folder, list, now));
    }
    return found;
}

} // namespace mws::ctl
