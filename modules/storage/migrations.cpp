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

} // namespace

QList<Migration> Store::migrations()
{
    return {firstSchema(), auditByAction()};
}

} // namespace mws
