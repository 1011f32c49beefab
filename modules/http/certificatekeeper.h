// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/certificate.h"

#include <QObject>
#include <functional>

namespace mws::http
{

/// The certificate that the web shows: reads it from the data folder, and takes another one that is
/// put there when it is told to. The station's own is made anew before it ends and for other names.
/// Lives in the web thread; reads and writes small files, blocking.
class CertificateKeeper final : public QObject
{
    Q_OBJECT

public:
    /// Gives the names as in serverTls() as they are now.
    using Names = std::function<QStringList()>;

    /// The clock outlives this.
    CertificateKeeper(QString dataFolder, Names names, const Clock &clock,
                      QObject *parent = nullptr);

    /// As serverTls(), but a key that others may read is no reason not to start: they may no
    /// longer. Emits nothing.
    Result<void> start();

    /// Reads the data folder again. What passes checkCertificate() takes the place of the one in
    /// use; otherwise that stays, and the error says why. As renew() for what it would renew.
    Result<void> reload();

    /// Why the one in use should be made anew: it ends soon, or lacks a name. Empty: it is good, or
    /// was brought by somebody, who has to bring the next one too.
    [[nodiscard]] QString whyRenew() const { return whyRenew(m_info); }
    /// Puts a new self-signed pair into the data folder and takes it; takes the one that somebody
    /// has brought there meanwhile instead. Conflict: another program installs there; that is not
    /// waited for, so try again later.
    Result<void> renew();

    [[nodiscard]] const QSslConfiguration &tls() const { return m_tls; }
    /// Of the one in use; without fingerprint before start().
    [[nodiscard]] const CertificateInfo &info() const { return m_info; }

Q_SIGNALS:
    /// tls() is another one.
    void changed();

private:
    [[nodiscard]] QString whyRenew(const CertificateInfo &info) const;
    /// The pair in the data folder is good, and not the one in use.
    [[nodiscard]] bool isReplaced() const;
    void take(const QSslConfiguration &tls);

    QString m_dataFolder;
    Names m_names;
    const Clock &m_clock;
    QSslConfiguration m_tls;
    CertificateInfo m_info;
};

} // namespace mws::http
