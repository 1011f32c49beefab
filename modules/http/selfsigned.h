// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "http/certificatefiles.h"

#include <QStringList>

namespace mws::http
{

/// The organisation in the subject of every certificate that a station makes for itself, by which
/// it knows them from those that somebody brought.
inline constexpr char kSelfSignedMark[] = "Modbus Web Server (self-signed)";

/// A new ECDSA P-256 key and a certificate signed by it, good from one day before now for 397 days,
/// for names (host names and addresses, the first of which it is called by) and loopback.
Result<CertificatePem> makeSelfSigned(const QStringList &names, Timestamp now);

} // namespace mws::http
