// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/stationoptions.h"
#include "http/certificate.h"
#include "session/northboundstatus.h"
#include "session/services.h"

#include <QObject>
#include <QThread>
#include <QTimer>
#include <memory>

namespace mws::http
{
class CertificateKeeper;
}

namespace mws::app
{

/// The web side of a running station on a thread of its own, and the setup code while there is no
/// administrator; until then it listens on loopback only, whoever makes one. Lives in the main
/// thread; the station outlives it.
class WebFace final : public QObject
{
    Q_OBJECT

public:
    WebFace(const Services &services, StationOptions options);
    ~WebFace() override;

    /// Makes or reads the certificate, listens, and tells the setup code on standard output and in
    /// the file setup-code of the data folder (mode 0600). Blocking.
    Result<void> start();
    /// Blocking; also by the destructor.
    void stop();

    /// Takes the certificate that is in the data folder now, or keeps the one in use; see
    /// CertificateKeeper. For one who may send signals to the program.
    void reloadCertificate();

    /// What the API tells about the station's Modbus server.
    void setNorthbound(const NorthboundStatus &status);

    /// Where it listens now; setupCodeChanged() when that changes.
    [[nodiscard]] QUrl url() const { return m_url; }
    /// Of plain HTTP that redirects; 0: there is none (yet).
    [[nodiscard]] quint16 redirectPort() const { return m_redirectPort; }
    /// Empty once there is an administrator.
    [[nodiscard]] QString setupCode() const { return m_setupCode; }

    /// The one in use.
    [[nodiscard]] const http::CertificateInfo &certificate() const { return m_certificate; }

Q_SIGNALS:
    void setupCodeChanged();
    void certificateChanged();

private:
    struct Parts;
    Result<void> startInThread();
    /// Once there is a certificate.
    void makeParts(std::unique_ptr<http::CertificateKeeper> certificate);
    /// For new connections; web thread.
    void showCertificate();
    void renewSetupCode();
    /// Once there is an administrator: listens on the address of the command line. Web thread.
    void openUp();
    /// Plain HTTP beside the server, if the command line wants it and there is none yet. Web
    /// thread, once there is an administrator and the server listens.
    Result<void> startRedirecting();
    void finishSetup(const QUrl &url, quint16 redirectPort);
    void tellAddresses() const;
    [[nodiscard]] QString codeFile() const;

    Services m_services;
    StationOptions m_options;
    QThread m_thread;
    QObject m_context; ///< for calls into the web thread
    std::unique_ptr<Parts> m_parts; ///< web thread only
    QTimer m_codeTimer;
    QUrl m_url;
    quint16 m_redirectPort = 0;
    http::CertificateInfo m_certificate;
    QString m_setupCode;
};

} // namespace mws::app
