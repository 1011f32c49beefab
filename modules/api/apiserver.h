// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/server.h"
#include "session/northboundstatus.h"
#include "session/services.h"

#include <QObject>
#include <QUrl>
#include <memory>

namespace mws
{

class LiveModel;

namespace api
{
struct Rates;
}

namespace http
{
class CertificateKeeper;
}

/// The REST resources and the live feed of one station on one HTTP server. Lives in the web thread.
class ApiServer final : public QObject
{
    Q_OBJECT

public:
    /// Registers every route on server. It and the keeper of its certificate (null: it has none)
    /// must live in the same thread and outlive this.
    ApiServer(const Services &services, http::Server &server,
              http::CertificateKeeper *certificate = nullptr, QObject *parent = nullptr);
    ~ApiServer() override;

    /// How much an address, an account and a token may ask, other than the usual.
    void setRates(const api::Rates &rates);

    /// Where to report a weakness (mailto: or https:), for /.well-known/security.txt; without one
    /// there is no such file.
    void setSecurityContact(const QUrl &contact);

    /// What the station's Modbus server does now, for /api/v1/northbound; without one it is off.
    void setNorthbound(const NorthboundStatus &status);

    /// The folders of the running station, for /api/v1/backup; without them there are no backups.
    void setBackup(const QString &dataFolder, const QString &projectFolder);

    /// For one who may send signals to the program: another certificate is in the data folder.
    void reloadCertificate();

    /// Looks after the certificate from now on; see CertificateDesk.
    void watchCertificate();

    /// The OpenAPI 3.1 document that is served at /api/v1/openapi.json.
    [[nodiscard]] static QByteArray openApiDocument();

Q_SIGNALS:
    /// The first administrator exists now: the server may listen beyond loopback.
    void setupFinished();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mws
