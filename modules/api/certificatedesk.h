// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "http/certificatekeeper.h"
#include "session/services.h"

#include <QObject>
#include <QTimer>

namespace mws
{
struct AuditEntry;
}

namespace mws::api
{

/// What is done to the web's certificate, with a row "certificate" in the audit log that names the
/// fingerprint in use afterwards, and a warning "certificate.expiring" before the end. Lives in the
/// web thread; the keeper outlives it.
class CertificateDesk final : public QObject
{
    Q_OBJECT

public:
    CertificateDesk(const Services &services, http::CertificateKeeper &keeper);

    [[nodiscard]] const http::CertificateInfo &info() const { return m_keeper.info(); }

    /// As CertificateKeeper::reload(), at once; row says who asks. The future finishes when the row
    /// is durable, on any thread, and fails too when there is none.
    Future<Result<void>> reload(AuditEntry row);
    /// The same for whoever may send signals to the program.
    void reloadForSystem();

    /// Looks after it from now on: at once and every hour. Leaves a row if it is another one than
    /// that of the last row.
    void watch();
    /// Makes the station's own anew when that is due; warns of the end of one that was brought, at
    /// most once a day, also across restarts.
    void look();
    /// It ends in less than 30 days.
    [[nodiscard]] bool endsSoon() const;

private:
    void recordIfNew();
    void renew(const QString &why);
    void warn();
    Future<Result<void>> record(AuditEntry row, const Result<void> &done, const QString &what);

    const Services &m_services;
    http::CertificateKeeper &m_keeper;
    QTimer m_timer;
};

} // namespace mws::api
