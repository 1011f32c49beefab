// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "trust/opensslptr.h"

#include <QString>
#include <vector>

namespace mws
{

/// What people want to know of a revocation list (RFC 5280, section 5).
struct RevocationList {
    QString file; ///< its name in the folder
    QString issuer; ///< common name of the authority, or its whole name
    Timestamp issued{};
    Timestamp next{}; ///< good before that; epoch: the list does not say
    int revoked = 0; ///< certificates in it
};

/// The files *.crl of a folder, in PEM, each with one list or several; by name. Invalid: one holds
/// something else; Unavailable: one cannot be read. Blocking.
Result<std::vector<std::pair<QString, CrlPtr>>> readRevocationLists(const QString &folder);

/// Of those that count: of each authority the one that was issued last. Errors as above.
Result<QList<RevocationList>> revocationListsIn(const QString &folder);

/// Nobody of its authority is let in any more.
[[nodiscard]] bool isOutOfDate(const RevocationList &list, Timestamp now);

} // namespace mws
