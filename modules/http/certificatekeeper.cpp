// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatekeeper.h"

#include "http/certificatecheck.h"

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
    if (auto fit = checkCertificate(*tls, m_clock.now()); !fit)
        return fit;
    take(*tls);
    Q_EMIT changed();
    return {};
}

void CertificateKeeper::take(const QSslConfiguration &tls)
{
    m_tls = tls;
    m_info = infoOf(tls);
}

} // namespace mws::http
