// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QList>
#include <functional>

namespace mws::ctl
{

/// One security function that is exercised, with what must work and with what must not.
struct SelfTest {
    const char *check; ///< stable word
    QString text; ///< what is so when it passes
    std::function<Result<void>(const QString &folder)> run; ///< in an empty folder of its own
};

/// What does not depend on a station: known answers of the cryptography (RFC 4231, 6238, 7914,
/// 8032, GCM test case 14), and what the product builds on it.
[[nodiscard]] QList<SelfTest> selfTests();

/// A handshake with the certificate and key in a data folder, or with a new pair when that is
/// empty; who trusts another certificate must not take it.
[[nodiscard]] SelfTest tlsSelfTest(const QString &data);

} // namespace mws::ctl
