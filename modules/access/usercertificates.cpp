// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/usercertificates.h"

#include "storage/statement.h"

#include <QCoreApplication>
#include <QSslCertificate>

#include <algorithm>

namespace mws
{

namespace
{

constexpr qint64 kMaxPerUser = 8;

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

Result<void> checkName(const QString &name)
{
    constexpr qsizetype kMaxName = 100;
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (name.trimmed().isEmpty() || name.size() > kMaxName
        || std::any_of(name.cbegin(), name.cend(), isControl))
        return Error{
            ErrorCode::Invalid,
            AccessText::tr("The name of a certificate is one line of 1 to 100 characters.")};
    return {};
}

/// Whether there is such a user, who may have one more.
Result<void> checkRoom(QSqlDatabase &db, const QString &user)
{
    Statement row(db,
                  QStringLiteral("SELECT (SELECT count(*) FROM users WHERE name = ?), "
                                 "(SELECT count(*) FROM user_certificate WHERE user = ?)"));
    if (auto ran = row.bind(user).bind(user).run(); !ran)
        return ran;
    if (!row.next() || row.number(0) == 0)
        return Error{ErrorCode::NotFound, AccessText::tr("There is no such user.")};
    if (row.number(1) >= kMaxPerUser)
        return Error{ErrorCode::Conflict,
                     AccessText::tr("The user has too many certificates; remove some first.")};
    return {};
}

} // namespace

QString fingerprintText(const QByteArray &fingerprint)
{
    return QString::fromLatin1(fingerprint.toHex(':').toUpper());
}

QByteArray fingerprintFrom(const QString &text)
{
    constexpr qsizetype kDigits = 64;
    const QByteArray digits = text.toLatin1().replace(':', "");
    const QByteArray bytes = QByteArray::fromHex(digits);
    return digits.size() == kDigits && bytes.size() == kDigits / 2 ? bytes : QByteArray();
}

Result<UserCertificate> completed(const UserCertificate &given, const QByteArray &pem)
{
    if (auto named = checkName(given.name); !named)
        return named.error();
    const QList<QSslCertificate> all = QSslCertificate::fromData(pem, QSsl::Pem);
    if (all.size() != 1 || all.first().isNull())
        return Error{ErrorCode::Invalid,
                     AccessText::tr("This is not one certificate as a PEM text.")};
    UserCertificate certificate = given;
    certificate.fingerprint = all.first().digest(QCryptographicHash::Sha256);
    certificate.ends = fromMsSinceEpoch(all.first().expiryDate().toMSecsSinceEpoch());
    return certificate;
}

Result<QList<UserCertificate>> readCertificates(QSqlDatabase &db)
{
    Statement rows(db,
                   QStringLiteral("SELECT fingerprint, user, name, ends, added, added_by "
                                  "FROM user_certificate ORDER BY added, fingerprint"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<UserCertificate> all;
    while (rows.next())
        all.append({rows.bytes(0), rows.text(1), rows.text(2), fromMsSinceEpoch(rows.number(3)),
                    fromMsSinceEpoch(rows.number(4)), rows.text(5)});
    return all;
}

Result<void> insertCertificate(QSqlDatabase &db, const UserCertificate &certificate)
{
    if (auto room = checkRoom(db, certificate.user); !room)
        return room;
    Statement known(db, QStringLiteral("SELECT 1 FROM user_certificate WHERE fingerprint = ?"));
    if (auto ran = known.bind(certificate.fingerprint).run(); !ran)
        return ran;
    if (known.next())
        return Error{ErrorCode::Conflict,
                     AccessText::tr("This certificate is somebody's already.")};
    Statement row(db, QStringLiteral("INSERT INTO user_certificate VALUES (?, ?, ?, ?, ?, ?)"));
    return row.bind(certificate.fingerprint)
        .bind(certificate.user)
        .bind(certificate.name)
        .bind(toMsSinceEpoch(certificate.ends))
        .bind(toMsSinceEpoch(certificate.added))
        .bind(certificate.addedBy)
        .run();
}

Result<void> removeCertificate(QSqlDatabase &db, const QString &user, const QByteArray &fingerprint)
{
    Statement row(
        db, QStringLiteral("DELETE FROM user_certificate WHERE user = ? AND fingerprint = ?"));
    if (auto ran = row.bind(user).bind(fingerprint).run(); !ran)
        return ran;
    if (row.changedRows() != 1)
        return Error{ErrorCode::NotFound, AccessText::tr("The user has no such certificate.")};
    return {};
}

} // namespace mws
