// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/store.h"

namespace mws
{

namespace
{

Migration firstSchema()
{
    return {1,
            QStringLiteral("users, audit and history"),
            {
                QStringLiteral("CREATE TABLE users ("
                               "name TEXT PRIMARY KEY NOT NULL, "
                               "display_name TEXT NOT NULL, "
                               "role TEXT NOT NULL, "
                               "enabled INTEGER NOT NULL, "
                               "password TEXT NOT NULL, "
                               "pin TEXT NOT NULL, "
                               "generation INTEGER NOT NULL, "
                               "last_sign_in INTEGER NOT NULL)"),
                QStringLiteral("CREATE TABLE audit ("
                               "id INTEGER PRIMARY KEY AUTOINCREMENT, "
                               "time INTEGER NOT NULL, "
                               "actor TEXT NOT NULL, "
                               "origin TEXT NOT NULL, "
                               "action TEXT NOT NULL, "
                               "target TEXT NOT NULL, "
                               "outcome TEXT NOT NULL, "
                               "detail TEXT NOT NULL, "
                               "correlation TEXT NOT NULL, "
                               "hash BLOB NOT NULL)"),
                QStringLiteral("CREATE TABLE history_tag ("
                               "id INTEGER PRIMARY KEY AUTOINCREMENT, "
                               "tag TEXT NOT NULL UNIQUE, "
                               "upto INTEGER NOT NULL)"),
                QStringLiteral("CREATE TABLE history_chunk ("
                               "id INTEGER PRIMARY KEY, "
                               "tag INTEGER NOT NULL REFERENCES history_tag (id), "
                               "first INTEGER NOT NULL, "
                               "last INTEGER NOT NULL, "
                               "count INTEGER NOT NULL, "
                               "low REAL, "
                               "high REAL, "
                               "samples BLOB NOT NULL)"),
                QStringLiteral(
                    "CREATE INDEX history_chunk_by_time ON history_chunk (tag, first, last)"),
            }};
}

Migration auditByAction()
{
    return {2,
            QStringLiteral("audit by action"),
            {QStringLiteral("CREATE INDEX audit_by_action ON audit (action, id)")}};
}

Migration accountsThatEnd()
{
    return {3,
            QStringLiteral("accounts that expire, are told to choose a password, or are gone"),
            {
                QStringLiteral("ALTER TABLE users ADD COLUMN must_change INTEGER NOT NULL "
                               "DEFAULT 0"),
                QStringLiteral("ALTER TABLE users ADD COLUMN expires INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("CREATE TABLE former_user (name_hash BLOB PRIMARY KEY NOT NULL) "
                               "WITHOUT ROWID"),
            }};
}

Migration tokens()
{
    return {4,
            QStringLiteral("tokens of programs"),
            {QStringLiteral("CREATE TABLE token ("
                            "id TEXT PRIMARY KEY NOT NULL, "
                            "secret_hash BLOB NOT NULL, "
                            "user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE, "
                            "name TEXT NOT NULL, "
                            "may_write INTEGER NOT NULL, "
                            "areas TEXT NOT NULL, "
                            "network TEXT NOT NULL, "
                            "created INTEGER NOT NULL, "
                            "expires INTEGER NOT NULL, "
                            "last_used INTEGER NOT NULL)")}};
}

Migration auditByWhoWhatWhen()
{
    return {5,
            QStringLiteral("audit by actor, target and time"),
            {QStringLiteral("CREATE INDEX audit_by_actor ON audit (actor, id)"),
             QStringLiteral("CREATE INDEX audit_by_target ON audit (target, id)"),
             QStringLiteral("CREATE INDEX audit_by_time ON audit (time)")}};
}

Migration secondFactors()
{
    return {6,
            QStringLiteral("second factors"),
            {
                QStringLiteral("CREATE TABLE second_factor ("
                               "user TEXT PRIMARY KEY NOT NULL "
                               "REFERENCES users (name) ON DELETE CASCADE, "
                               "secret BLOB NOT NULL, "
                               "used_step INTEGER NOT NULL) WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE recovery_code ("
                               "user TEXT NOT NULL "
                               "REFERENCES second_factor (user) ON DELETE CASCADE, "
                               "code_hash BLOB NOT NULL, "
                               "PRIMARY KEY (user, code_hash)) WITHOUT ROWID"),
            }};
}

Migration auditForwards()
{
    return {7,
            QStringLiteral("how far audit rows were forwarded"),
            {QStringLiteral("CREATE TABLE audit_forward ("
                            "target TEXT PRIMARY KEY NOT NULL, "
                            "last_row INTEGER NOT NULL) WITHOUT ROWID")}};
}

Migration userCertificates()
{
    return {8,
            QStringLiteral("certificates of users"),
            {QStringLiteral("CREATE TABLE user_certificate ("
                            "fingerprint BLOB PRIMARY KEY NOT NULL, "
                            "user TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE, "
                            "name TEXT NOT NULL, "
                            "ends INTEGER NOT NULL, "
                            "added INTEGER NOT NULL, "
                            "added_by TEXT NOT NULL) WITHOUT ROWID")}};
}

/// A row of audit_pseudonym signs the words of the audit row with its id.
Migration sharedAccountsAndPseudonyms()
{
    return {9,
            QStringLiteral("shared accounts, and pseudonyms of those who are gone"),
            {
                QStringLiteral("ALTER TABLE users ADD COLUMN shared INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("CREATE TABLE audit_pseudonym ("
                               "id INTEGER PRIMARY KEY, "
                               "signature BLOB NOT NULL)"),
                QStringLiteral("CREATE TABLE pseudonym_begun ("
                               "name TEXT PRIMARY KEY NOT NULL, "
                               "alias TEXT NOT NULL) WITHOUT ROWID"),
            }};
}

} // namespace

QList<Migration> Store::migrations()
{
    return {firstSchema(),   auditByAction(),      accountsThatEnd(),
            tokens(),        auditByWhoWhatWhen(), secondFactors(),
            auditForwards(), userCertificates(),   sharedAccountsAndPseudonyms()};
}

} // namespace mws
