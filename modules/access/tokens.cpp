// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/tokens.h"

#include "access/password.h"
#include "storage/statement.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace mws
{

namespace
{

constexpr int kIdBytes = 9; // 12 characters of base64
constexpr qsizetype kIdLength = 12;
constexpr int kSecretBytes = 32;
constexpr qint64 kMaxPerUser = 32;
constexpr QByteArrayView kPrefix = "mws_";

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

QByteArray hashOf(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256);
}

QString jsonOf(const QStringList &texts)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

QStringList textsIn(const QString &json)
{
    QStringList texts;
    for (const QJsonValue &text : QJsonDocument::fromJson(json.toUtf8()).array())
        texts.append(text.toString());
    return texts;
}

QString text(const QString &string)
{
    return string.isEmpty() ? QStringLiteral("") : string; // a null string would be SQL's NULL
}

/// An address that IPv6 wraps is meant as the IPv4 address that it is.
QHostAddress plain(const QString &address)
{
    const QHostAddress host(address);
    bool isIpv4 = false;
    const quint32 inner = host.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(inner) : host;
}

Error noSuchToken()
{
    return {ErrorCode::NotFound, AccessText::tr("There is no such token.")};
}

} // namespace

QPair<StoredToken, QByteArray> makeToken(const Token &token)
{
    StoredToken made{token, {}};
    do // a command line would take it for an option
        made.token.id = randomToken(kIdBytes);
    while (made.token.id.startsWith('-'));
    const QByteArray text = kPrefix.toByteArray() + made.token.id + '_' + randomToken(kSecretBytes);
    made.hash = hashOf(text);
    return {made, text};
}

QByteArray tokenIdIn(const QByteArray &text)
{
    constexpr qsizetype kMaxLength = 128;
    const qsizetype end = kPrefix.size() + kIdLength;
    if (!text.startsWith(kPrefix) || text.size() > kMaxLength || text.size() <= end + 1
        || text.at(end) != '_')
        return {};
    return text.mid(kPrefix.size(), kIdLength);
}

bool proves(const QByteArray &text, const StoredToken &token)
{
    return constantTimeEqual(hashOf(text), token.hash);
}

Result<void> checkToken(const Token &token, Timestamp now, const QStringList &areas)
{
    constexpr qsizetype kMaxName = 100;
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (token.name.trimmed().isEmpty() || token.name.size() > kMaxName
        || std::any_of(token.name.cbegin(), token.name.cend(), isControl))
        return Error{ErrorCode::Invalid,
                     AccessText::tr("The name of a token is one line of 1 to 100 characters.")};
    if (token.expires <= now)
        return Error{ErrorCode::Invalid, AccessText::tr("A token must end, and later than now.")};
    for (const QString &area : token.areas) {
        if (area.size() > kMaxName || (!areas.isEmpty() && !areas.contains(area)))
            return Error{ErrorCode::Invalid,
                         AccessText::tr("There is no area '%1'.").arg(area.left(kMaxName))};
    }
    if (!token.network.isEmpty() && QHostAddress::parseSubnet(token.network).first.isNull())
        return Error{ErrorCode::Invalid,
                     AccessText::tr("'%1' is no network such as 192.0.2.0/24.").arg(token.network)};
    return {};
}

bool isAllowedFrom(const Token &token, const QString &address)
{
    return token.network.isEmpty()
        || plain(address).isInSubnet(QHostAddress::parseSubnet(token.network));
}

Permissions verbsOf(const Token &token)
{
    return token.mayWrite ? Permission::View | Permission::Write : Permissions(Permission::View);
}

Result<QList<StoredToken>> readTokens(QSqlDatabase &db)
{
    Statement rows(db,
                   QStringLiteral("SELECT id, secret_hash, user, name, may_write, areas, network, "
                                  "created, expires, last_used FROM token ORDER BY created, id"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<StoredToken> all;
    while (rows.next()) {
        Token token;
        token.id = rows.text(0).toLatin1();
        token.user = rows.text(2);
        token.name = rows.text(3);
        token.mayWrite = rows.number(4) != 0;
        token.areas = textsIn(rows.text(5));
        token.network = rows.text(6);
        token.created = fromMsSinceEpoch(rows.number(7));
        token.expires = fromMsSinceEpoch(rows.number(8));
        token.lastUsed = fromMsSinceEpoch(rows.number(9));
        all.append({token, rows.bytes(1)});
    }
    return all;
}

Result<void> insertToken(QSqlDatabase &db, const StoredToken &stored)
{
    const Token &token = stored.token;
    Statement others(db, QStringLiteral("SELECT count(*) FROM token WHERE user = ?"));
    if (auto ran = others.bind(token.user).run(); !ran)
        return ran;
    if (others.next() && others.number(0) >= kMaxPerUser)
        return Error{ErrorCode::Conflict,
                     AccessText::tr("The user has too many tokens; remove some first.")};
    Statement row(
        db,
        QStringLiteral("INSERT INTO token (id, secret_hash, user, name, may_write, areas, "
                       "network, created, expires, last_used) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"));
    return row.bind(QString::fromLatin1(token.id))
        .bind(stored.hash)
        .bind(token.user)
        .bind(token.name)
        .bind(token.mayWrite)
        .bind(jsonOf(token.areas))
        .bind(text(token.network))
        .bind(toMsSinceEpoch(token.created))
        .bind(toMsSinceEpoch(token.expires))
        .run();
}

Result<void> removeToken(QSqlDatabase &db, const QByteArray &id)
{
    Statement row(db, QStringLiteral("DELETE FROM token WHERE id = ?"));
    if (auto ran = row.bind(QString::fromLatin1(id)).run(); !ran)
        return ran;
    return row.changedRows() == 1 ? Result<void>() : Result<void>(noSuchToken());
}

Result<void> storeTokenUse(QSqlDatabase &db, const QByteArray &id, Timestamp time)
{
    Statement row(db, QStringLiteral("UPDATE token SET last_used = ? WHERE id = ?"));
    return row.bind(toMsSinceEpoch(time)).bind(QString::fromLatin1(id)).run();
}

} // namespace mws
