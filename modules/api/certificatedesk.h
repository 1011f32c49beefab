// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/certificatekeeper.h"
#include "session/services.h"

#include <QFuture>
#include <QObject>

namespace mws
{
struct AuditEntry;
}

namespace mws::api
{

/// What is done to the web's certificate, with a row "certificate" in the audit log that names the
/// fingerprint in use afterwards. Lives in the web thread; the keeper outlives it.
class CertificateDesk final : public QObject
{
    Q_OBJECT

public:
    CertificateDesk(const Services &services, http::CertificateKeeper &keeper);

    [[nodiscard]] const http::CertificateInfo &info() const { return m_keeper.info(); }

    /// As CertificateKeeper::reload(), at once; row says who asks. The future finishes when the row
    /// is durable, on any thread, and fails too when there is none.
    QFuture<Result<void>> reload(AuditEntry row);
    /// The same for whoever may send signals to the program.
    void reloadForSystem();

private:
    QFuture<Result<void>> record(AuditEntry row, const Result<void> &done, const QString &what);

    const Services &m_services;
    http::CertificateKeeper &m_keeper;
};

} // namespace mws::api
