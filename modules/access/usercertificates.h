// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

QT_BEGIN_NAMESPACE
class QSqlDatabase;
QT_END_NAMESPACE

namespace mws
{

/// The given one with fingerprint and end, which the PEM text says. Invalid: that is not one
/// certificate, or the name is not one line of 1 to 100 characters.
[[nodiscard]] Result<UserCertificate> completed(const UserCertificate &given,
                                                const QByteArray &pem);

// The table of certificates; each call inside Store::read or Store::write.

Result<QList<UserCertificate>> readCertificates(QSqlDatabase &db); ///< the oldest first
/// NotFound: no such user; Conflict: it is somebody's already, or the user has too many.
Result<void> insertCertificate(QSqlDatabase &db, const UserCertificate &certificate);
Result<void> removeCertificate(QSqlDatabase &db, const QString &user,
                               const QByteArray &fingerprint); ///< NotFound: the user has it not

} // namespace mws
