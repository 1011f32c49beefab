// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

/// One attack of a file in tests/attack/data.
struct Attack {
    QByteArray name;
    QByteArray expected; ///< what outcomeOf() says of the answers
    QByteArray bytes; ///< with {macros} of AttackPlant::filled()
};

/// The attacks of a file: lines "name | expected | bytes", where # begins a comment and the bytes
/// know \r, \n, \t, \\ and \xHH. Ends the program when a line is malformed or a name comes twice.
[[nodiscard]] QList<Attack> readCorpus(const char *file);

/// The statuses of the answers as a client that trusts Content-Length counts them, "page" for the
/// page of AttackPlant; "?" for bytes that are no answer, "silence" for none.
[[nodiscard]] QByteArray outcomeOf(const QByteArray &answers);

/// What no answer may tell: a path, a source file, the words of a database or of a library.
[[nodiscard]] bool tellsTooMuch(const QByteArray &answers);
