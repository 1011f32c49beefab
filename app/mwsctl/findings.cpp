// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

QString wordOf(Finding::Level level)
{
    switch (level) {
    case Finding::Level::Ok:
        return QStringLiteral("ok");
    case Finding::Level::Warning:
        return QStringLiteral("warning");
    case Finding::Level::Fault:
        break;
    }
    return QStringLiteral("fault");
}

QString lineOf(const Finding &found)
{
    return QStringLiteral("%1  %2  %3")
        .arg(wordOf(found.level), -7)
        .arg(found.check, -9)
        .arg(found.text);
}

QString jsonOf(const QList<Finding> &findings)
{
    QJsonArray list;
    for (const Finding &found : findings)
        list.append(QJsonObject{{QStringLiteral("level"), wordOf(found.level)},
                                {QStringLiteral("check"), found.check},
                                {QStringLiteral("text"), found.text}});
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace

Finding finding(Finding::Level level, const char *check, const QString &text)
{
    return {level, QLatin1String(check), text};
}

void declareJson(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("json"), CtlText::tr("Prints the findings as JSON.")});
}

Exit tell(const QList<Finding> &findings, const QCommandLineParser &parser)
{
    if (parser.isSet(QStringLiteral("json"))) {
        print(jsonOf(findings));
    } else {
        for (const Finding &found : findings)
            print(lineOf(found));
    }
    const bool isIll = std::any_of(findings.cbegin(), findings.cend(), [](const Finding &found) {
        return found.level == Finding::Level::Fault;
    });
    return isIll ? Exit::Failed : Exit::Done;
}

} // namespace mws::ctl
