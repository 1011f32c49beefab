// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/certificatedesk.h"

#include "audit/auditlog.h"
#include "core/future.h"
#include "core/log.h"

namespace mws::api
{

namespace
{

constexpr std::chrono::hours kLookEvery{1};
constexpr std::chrono::hours kWarnEvery{24};

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
    connect(&m_timer, &QTimer::timeout, this, &CertificateDesk::look);
}

Future<Result<void>> CertificateDesk::reload(AuditEntry row)
{
    return record(std::move(row), m_keeper.reload(), QStringLiteral("loaded"));
}

void CertificateDesk::reloadForSystem()
{
    (void)reload(rowOfSystem());
}

void CertificateDesk::watch()
{
    look();
    recordIfNew();
    m_timer.start(kLookEvery);
}

void CertificateDesk::look()
{
    if (const QString why = m_keeper.whyRenew(); !why.isEmpty())
        renew(why);
    else if (endsSoon())
        warn();
}

void CertificateDesk::renew(const QString &why)
{
    const auto renewed = m_keeper.renew();
    (void)record(rowOfSystem(), renewed,
                 info().selfSigned ? QStringLiteral("made, because ") + why
                                   : QStringLiteral("somebody had brought it meanwhile"));
}

bool CertificateDesk::endsSoon() const
{
    return http::endsSoon(info(), m_services.clock.now());
}

void CertificateDesk::recordIfNew()
{
    const auto compare = [this](const Result<QList<AuditEntry>> &rows) {
        if (rows && (rows->isEmpty() || rows->first().target != info().fingerprint))
            (void)record(rowOfSystem(), {}, QStringLiteral("in use since the start"));
    };
    whenDone(m_services.audit.read({0, 1, QStringLiteral("certificate")}), this, compare);
}

void CertificateDesk::warn()
{
    AuditEntry row = rowOfSystem();
    row.action = QStringLiteral("certificate.expiring");
    row.target = info().fingerprint;
    row.outcome = QStringLiteral("warning");
    row.detail = QStringLiteral("'%1' by '%2', until %3")
                     .arg(info().subject, info().issuer, toIsoString(info().ends));
    const auto tell = [this, row](const Result<QList<AuditEntry>> &rows) {
        const Timestamp now = m_services.clock.now();
        if (rows && !rows->isEmpty() && rows->first().target == row.target
            && rows->first().time <= now && now - rows->first().time < kWarnEvery)
            return;
        qCWarning(lcWeb, "The certificate ends soon: %s", qUtf8Printable(row.detail));
        (void)m_services.audit.append(row);
    };
    whenDone(m_services.audit.read({0, 1, row.action}), this, tell);
}

Future<Result<void>> CertificateDesk::record(AuditEntry row, const Result<void> &done,
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
