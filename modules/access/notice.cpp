// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/notice.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>
#include <QStringDecoder>

#include <algorithm>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

Error invalid(const QString &why)
{
    return {ErrorCode::Invalid, why};
}

/// Format characters could turn the direction of what stands around them.
bool isPlain(QChar c)
{
    return c == u'\n' || c == u'\t'
        || (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format);
}

} // namespace

QString noticeFileIn(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/notice.txt");
}

Result<QString> noticeFrom(const QByteArray &utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(utf8);
    if (decoder.hasError())
        return invalid(AccessText::tr("The notice is not UTF-8 text."));
    text = text.remove(u'\r').trimmed();
    if (text.isEmpty() || text.size() > kMostOfNotice)
        return invalid(AccessText::tr("A notice has 1 to %1 characters.").arg(kMostOfNotice));
    if (!std::all_of(text.cbegin(), text.cend(), isPlain))
        return invalid(AccessText::tr("The notice has control characters."));
    return text;
}

Result<QString> readNotice(const QString &file)
{
    QFile text(file);
    if (!text.exists())
        return QString();
    if (!text.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound,
                     AccessText::tr("The notice cannot be read: %1").arg(text.errorString())};
    return noticeFrom(text.read(kMostOfNotice * 4 + 1));
}

Result<void> writeNotice(const QString &file, const QString &text)
{
    if (text.isEmpty()) {
        if (!QFile::exists(file) || QFile::remove(file))
            return {};
        return Error{ErrorCode::Unavailable, AccessText::tr("The notice cannot be removed.")};
    }
    const QByteArray utf8 = text.toUtf8() + '\n';
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || !out.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || out.write(utf8) != utf8.size() || !out.commit())
        return Error{ErrorCode::Unavailable,
                     AccessText::tr("The notice cannot be written: %1").arg(out.errorString())};
    return {};
}

} // namespace mws
