// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/contents.h"

#include "backup/backuptext.h"

#include <QRegularExpression>
#include <algorithm>

namespace mws::backup
{

namespace
{

constexpr qsizetype kMaxShown = 80;

/// As the ids of a project are.
const QString &idPattern()
{
    static const QString id = QStringLiteral("[a-z0-9][a-z0-9_-]{0,63}");
    return id;
}

bool matches(const QRegularExpression &pattern, const QString &name)
{
    return pattern.match(name).hasMatch();
}

bool isOfProject(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\Aproject/(project|northbound|(connections|tags|screens|templates)/%1)"
                       "\\.json\\z")
            .arg(idPattern()));
    return matches(pattern, name);
}

bool isOfData(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral(
        "\\Adata/"
        "(station\\.db|history\\.journal|(devices|writers|lockout)\\.json|notice\\.txt)\\z"));
    return matches(pattern, name);
}

bool leadsOut(const QString &name)
{
    const QStringList parts = name.split(u'/');
    return parts.contains(QStringLiteral("..")) || name.contains(QChar(0x5c));
}

} // namespace

bool isKey(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral(
            "\\Adata/((certificate|key|station-key)\\.pem|vault\\.key|old-station-keys\\.json"
            "|(modbus-tls/%1|northbound-tls|web-clients)/%1\\.(pem|crl))\\z")
            .arg(idPattern()));
    return matches(pattern, name);
}

bool isKnown(const QString &name)
{
    return isOfData(name) || isOfProject(name) || isKey(name);
}

QString shown(const QString &name)
{
    QString text = name.left(kMaxShown);
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return c < u' ' || c > u'~'; }, QChar(u'?'));
    return text;
}

Result<void> NameCheck::add(const QString &name)
{
    const QString before = m_seen.value(name.toLower());
    if (name.startsWith(u'/'))
        return refused(BackupText::tr("'%1' is an absolute path.").arg(shown(name)));
    if (leadsOut(name))
        return refused(BackupText::tr("'%1' leads out of the folder.").arg(shown(name)));
    if (before == name && !name.isEmpty())
        return refused(BackupText::tr("'%1' is there twice.").arg(shown(name)));
    if (!before.isEmpty())
        return refused(
            BackupText::tr("'%1' and '%2' differ by case only.").arg(shown(before), shown(name)));
    if (m_seen.size() > kMaxFiles)
        return refused(BackupText::tr("It holds more than %1 files.").arg(kMaxFiles));
    if (!isKnown(name) && name != manifestName())
        return refused(BackupText::tr("'%1' is no file of a station.").arg(shown(name)));
    m_seen.insert(name.toLower(), name);
    return {};
}

} // namespace mws::backup
