// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatekeeper.h"

#include "http/certificatecheck.h"
#include "http/ownnames.h"
#include "http/selfsigned.h"

namespace mws::http
{

CertificateKeeper::CertificateKeeper(QString dataFolder, Names names, const Clock &clock,
                                     QObject *parent)
    : QObject(parent)
    , m_dataFolder(std::move(dataFolder))
    , m_names(std::move(names))
    , m_clock(clock)
{
}

Result<void> CertificateKeeper::start()
{
    protectKey(m_dataFolder);
    const auto tls = serverTls(m_dataFolder, m_names(), m_clock.now());
    if (!tls)
        return tls.error();
    take(*tls);
    return {};
}

Result<void> CertificateKeeper::reload()
{
    const auto tls = serverTls(m_dataFolder, m_names(), m_clock.now());
    if (!tls)
        return tls.error();
    if (!whyRenew(infoOf(*tls)).isEmpty())
        return renew();
    if (auto fit = checkCertificate(*tls, m_clock.now()); !fit)
        return fit;
    take(*tls);
    Q_EMIT changed();
    return {};
}

bool CertificateKeeper::isReplaced() const
{
    const auto pem = readPem(certificateFilesIn(m_dataFolder));
    const auto tls = pem ? tlsFrom(*pem) : Result<QSslConfiguration>(pem.error());
    if (!tls)
        return false;
    const CertificateInfo info = infoOf(*tls);
    return info.fingerprint != m_info.fingerprint && whyRenew(info).isEmpty();
}

Result<void> CertificateKeeper::renew()
{
    const auto lock = CertificateLock::take(m_dataFolder, Milliseconds(0));
    if (!lock)
        return lock.error();
    if (isReplaced())
        return reload();
    const auto pem = makeSelfSigned(m_names(), m_clock.now());
    if (!pem)
        return pem.error();
    const auto tls = tlsFrom(*pem);
    if (!tls)
        return tls.error();
    if (auto installed = installPem(*lock, *pem); !installed)
        return installed;
    take(*tls);
    Q_EMIT changed();
    return {};
}

QString CertificateKeeper::whyRenew(const CertificateInfo &info) const
{
    if (!info.selfSigned)
        return {};
    if (endsSoon(info, m_clock.now()))
        return QStringLiteral("the last one ends on ") + toIsoString(info.ends);
    const QString missing = missingName(info, m_names());
    return missing.isEmpty() ? QString() : QStringLiteral("the last one lacks ") + missing;
}

void CertificateKeeper::take(const QSslConfiguration &tls)
{
    m_tls = tls;
    m_info = infoOf(tls);
}

} // namespace mws::http
