// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QSslConfiguration>

namespace mws::http
{

/// What a certificate must fulfil before it takes the place of one in use. Invalid, saying what is
/// wrong: it is not good at this time, one of its chain is not, it names no host, is not for
/// servers, each of the chain does not sign the one before, or OpenSSL takes it for too weak. Who
/// is at the end of the chain is for browsers to judge.
Result<void> checkCertificate(const QSslConfiguration &tls, Timestamp now);

} // namespace mws::http
