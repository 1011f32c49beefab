// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/certificatedesk.h"
#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "audit/auditlog.h"

namespace mws::api
{

namespace
{

http::Response withoutTls()
{
    return notFound(QStringLiteral("the web runs without TLS"));
}

http::Response certificateAnswer(const CertificateDesk &desk)
{
    const http::CertificateInfo &info = desk.info();
    QByteArray body;
    {
        JsonObject object(body);
        object.text("fingerprint", info.fingerprint);
        object.text("subject", info.subject);
        object.text("issuer", info.issuer);
        appendTexts(object.key("names"), info.names);
        object.time("begins", info.begins);
        object.time("ends", info.ends);
        object.flag("selfSigned", info.selfSigned);
        object.flag("endsSoon", desk.endsSoon());
    }
    return http::Response::json(body);
}

http::Response reloadAnswer(const CertificateDesk &desk, const Result<void> &result)
{
    if (result)
        return certificateAnswer(desk);
    // What the files hold is wrong, not the request.
    if (result.error().code == ErrorCode::Invalid || result.error().code == ErrorCode::Denied)
        return http::Response::problem(422, QStringLiteral("notAcceptable"), result.error().detail);
    return http::Response::fromError(result.error());
}

Answer reload(const Context &context, const SessionPtr &session)
{
    if (!context.certificate)
        return now(withoutTls());
    CertificateDesk &desk = *context.certificate;
    return desk.reload(session->entryFor(QString(), QString()))
        .then(&context.owner,
              [&desk](const Result<void> &result) { return reloadAnswer(desk, result); });
}

} // namespace

QList<http::Route> certificateRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/certificate");
    return {
        {http::Method::Get, path, http::Access::Administer, QStringLiteral("getCertificate"),
         withoutQuery(atOnce([&context](const http::Request &) {
             return context.certificate ? certificateAnswer(*context.certificate) : withoutTls();
         }))},
        {http::Method::Post, path + QStringLiteral("/reload"), http::Access::Administer,
         QStringLiteral("reloadCertificate"),
         withoutQuery(signedInLater(context,
                                    [&context](const SessionPtr &session, const http::Request &) {
                                        return reload(context, session);
                                    })),
         true},
    };
}

} // namespace mws::api
