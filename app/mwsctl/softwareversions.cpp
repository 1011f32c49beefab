// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "softwareversions.h"

#include "storage/store.h"

#include <QStringList>
#include <openssl/crypto.h>

namespace mws::ctl
{

QList<SoftwareVersion> softwareVersions()
{
    // Those of Debian 12.
    return {{QStringLiteral("Qt"), QVersionNumber::fromString(QLatin1String(qVersion())),
             QVersionNumber(6, 4, 2)},
            {QStringLiteral("OpenSSL"),
             QVersionNumber::fromString(QLatin1String(OpenSSL_version(OPENSSL_VERSION_STRING))),
             QVersionNumber(3, 0, 0)},
            {QStringLiteral("SQLite"), QVersionNumber::fromString(Store::engineVersion()),
             QVersionNumber(3, 40, 1)}};
}

QString describe(const QList<SoftwareVersion> &all)
{
    QStringList texts;
    for (const SoftwareVersion &one : all)
        texts.append(QStringLiteral("%1 %2 (>= %3)")
                         .arg(one.name, one.found.toString(), one.least.toString()));
    return texts.join(QStringLiteral(", "));
}

} // namespace mws::ctl
