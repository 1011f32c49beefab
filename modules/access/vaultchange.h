// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/factorbook.h"

#include <functional>

namespace mws
{

class Store;

/// Users, by name, whose second factor this key does not open; vault null: none is opened.
[[nodiscard]] QStringList lockedFactors(const QHash<QString, SecondFactor> &factors,
                                        const Vault *vault);

/// Called when all is sealed anew, before the old key goes: with the number of second factors.
using VaultRecord = std::function<Result<void>(qsizetype)>;

/// Puts a new key in the place of the one in this file and seals all second factors anew with it,
/// in one transaction. No station uses the folder meanwhile. Killed at any moment it leaves all
/// that can be opened: the file holds both keys until the end, and the next call goes on from
/// there. Conflict: some cannot be opened now, and nothing was changed. Blocking.
Result<void> changeVaultKey(Store &store, const QString &file, const VaultRecord &record);

} // namespace mws
