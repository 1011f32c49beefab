// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/context.h"

namespace mws::api
{

class QueryReader;

/// Of files with rows.
enum class FileFormat { Csv, NdJson };

/// From the parameter "format", which there must be: "csv" or "ndjson".
[[nodiscard]] FileFormat readFormat(QueryReader &query);

/// A comma and a text of RFC 4180 in quotes. One that a spreadsheet would take for a formula gets
/// an apostrophe before it.
void appendCsvText(QByteArray &out, const QString &text);

/// A file of any length that is made while it leaves.
struct FileStream {
    QByteArray contentType;
    QByteArray name; ///< "audit.csv"
    http::Pieces pieces;
    std::function<bool()> allowed; ///< whether who asked still may; asked before each piece leaves
};
/// name without extension.
[[nodiscard]] FileStream rowStream(FileFormat format, const QByteArray &name);

/// Answers when the first piece is there, so that what fails by then is a problem; what fails
/// later, or is not allowed any more, cuts the answer off.
[[nodiscard]] Answer stream(const Context &context, FileStream file);

/// For FileStream::allowed: the session goes on and has the right.
[[nodiscard]] std::function<bool()> whileMay(const SessionPtr &session, Permission permission);

} // namespace mws::api
