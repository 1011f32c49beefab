// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/certificatedesk.h"

#include "audit/auditlog.h"
#include "core/log.h"

namespace mws::api
{

namespace
{

AuditEntry rowOfSystem()
{
    AuditEntry row;
    row.actor = QStringLiteral("system");
    row.origin = QStringLiteral("local");
    return row;
}

} // namespace

CertificateDesk::CertificateDesk(const Services &services, http::CertificateKeeper &keeper)
    : m_services(services)
    , m_keeper(keeper)
{
}

QFuture<Result<void>> CertificateDesk::reload(AuditEntry row)
{
    return record(std::move(row), m_keeper.reload(), QStringLiteral("loaded"));
}

void CertificateDesk::reloadForSystem()
{
    (void)reload(rowOfSystem());
}

QFuture<Result<void>> CertificateDesk::record(AuditEntry row, const Result<void> &done,
                                              const QString &what)
{
    row.action = QStringLiteral("certificate");
    row.target = info().fingerprint;
    row.outcome = done ? QStringLiteral("ok") : QStringLiteral("failed");
    row.detail = done ? QStringLiteral("%1: '%2' by '%3', until %4")
                            .arg(what, info().subject, info().issuer, toIsoString(info().ends))
                      : done.error().detail;
    if (done)
        qCInfo(lcWeb, "Certificate %s %s", qUtf8Printable(row.target), qUtf8Printable(row.detail));
    else
        qCWarning(lcWeb, "The certificate stays as it is: %s", qUtf8Printable(row.detail));
    return m_services.audit.append(std::move(row))
        .then([done](const Result<qint64> &stored) -> Result<void> {
            return done && !stored ? Result<void>(stored.error()) : done;
        });
}

} // namespace mws::api
