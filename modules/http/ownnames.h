// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHostAddress>
#include <QStringList>
#include <optional>

namespace mws::http
{

struct CertificateInfo;

/// The host name of this computer, with and without its domain; not "localhost".
[[nodiscard]] QStringList machineNames();

/// What browsers may call a server on this computer by, without doubles: the names it was given, in
/// their order, machineNames(), loopback, and the address listened on.
/// Where that stands for all: those of the interfaces, without link-local ones and IPv6 ones that
/// do not stay.
[[nodiscard]] QStringList ownNames(const QHostAddress &listening, const QStringList &given);

/// What host, the name or address in a request for local, is called here: as names have it,
/// "localhost" on loopback, or the address local itself. None: it is not ours.
[[nodiscard]] std::optional<QString> ownHost(const QByteArray &host, const QStringList &names,
                                             const QHostAddress &local);

/// The first of names that the certificate is not for; empty: it is for all.
[[nodiscard]] QString missingName(const CertificateInfo &certificate, const QStringList &names);

} // namespace mws::http
