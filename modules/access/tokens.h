// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

QT_BEGIN_NAMESPACE
class QSqlDatabase;
QT_END_NAMESPACE

namespace mws
{

/// A token with what proves it.
struct StoredToken {
    Token token;
    QByteArray hash; ///< SHA-256 of the secret
};

/// Makes id and secret; the second is the text "mws_<id>_<secret>", the only copy of the secret.
[[nodiscard]] QPair<StoredToken, QByteArray> makeToken(const Token &token);
/// The id within such a text; empty: it has not that form.
[[nodiscard]] QByteArray tokenIdIn(const QByteArray &text);
/// Takes the same time wherever the secrets differ.
[[nodiscard]] bool proves(const QByteArray &text, const StoredToken &token);

/// Why a token cannot be made as it is described. areas: those that there are; none: not known.
[[nodiscard]] Result<void> checkToken(const Token &token, Timestamp now, const QStringList &areas);
[[nodiscard]] bool isAllowedFrom(const Token &token, const QString &address);
/// All that the token may, if its user may it too.
[[nodiscard]] Permissions verbsOf(const Token &token);

// The table of tokens; each call inside Store::read or Store::write.

Result<QList<StoredToken>> readTokens(QSqlDatabase &db);
Result<void> insertToken(QSqlDatabase &db, const StoredToken &token); ///< Conflict: has too many
Result<void> removeToken(QSqlDatabase &db, const QByteArray &id); ///< NotFound: no such token
Result<void> storeTokenUse(QSqlDatabase &db, const QByteArray &id, Timestamp time);

} // namespace mws
