// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "version/version.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>
#include <openssl/crypto.h>

namespace mws::app
{

bool hasPrintedVersion(const QString &database)
{
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments != QStringList({QStringLiteral("--version"), QStringLiteral("--json")}))
        return false;
    QJsonObject all{
        {QStringLiteral("program"), QCoreApplication::applicationName()},
        {QStringLiteral("version"), QCoreApplication::applicationVersion()},
        {QStringLiteral("build"), QStringLiteral(MWS_BUILD_TYPE)},
        {QStringLiteral("qt"), QLatin1String(qVersion())},
        {QStringLiteral("openssl"), QLatin1String(OpenSSL_version(OPENSSL_VERSION_STRING))}};
    if (!database.isEmpty())
        all.insert(QStringLiteral("sqlite"), database);
    std::puts(QJsonDocument(all).toJson(QJsonDocument::Compact).constData());
    return true;
}

} // namespace mws::app
