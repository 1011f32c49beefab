// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/guard.h"
#include "core/future.h"
#include "http/server.h"
#include "session/northboundstatus.h"
#include "session/session.h"

#include <QUrl>
#include <functional>
#include <memory>

namespace mws::api
{

class BackupDesk;
class CertificateDesk;
class IdempotencyBook;
class AuditCheck;
class LiveFeed;

/// What the routes of one ApiServer share. Lives as long as the ApiServer. Values and states of the
/// plant are had from a Session alone, for it knows what of them may be seen.
struct Context {
    const Services &services;
    QObject &owner; ///< context of every continuation: the web thread
    Guard &guard;
    LiveFeed &feed;
    IdempotencyBook &idempotency;
    AuditCheck &auditCheck;
    std::function<void()> setupFinished;
    CertificateDesk *certificate = nullptr; ///< null: the web runs without TLS
    BackupDesk *backup = nullptr; ///< null: there is no place for backups
    QUrl securityContact{};
    NorthboundStatus northbound{};
};

using Answer = Future<http::Response>;
using SessionPtr = std::shared_ptr<Session>; ///< shared with the continuation that answers later

[[nodiscard]] Answer now(http::Response response);

/// Wraps a handler that answers at once.
[[nodiscard]] http::Handler atOnce(std::function<http::Response(const http::Request &)> handler);

/// Wraps a handler that needs to know who asks; 401 when the session has ended meanwhile.
[[nodiscard]] http::Handler
signedIn(const Context &context,
         std::function<http::Response(Session &, const http::Request &)> handler);
[[nodiscard]] http::Handler
signedInLater(const Context &context,
              std::function<Answer(const SessionPtr &, const http::Request &)> handler);

/// Refuses every query parameter before handler runs.
[[nodiscard]] http::Handler withoutQuery(http::Handler handler);

[[nodiscard]] http::Response notFound(const QString &detail);
/// For an id from outside.
[[nodiscard]] http::Response unknownTag(const QString &id);
/// Why an account was not made or changed.
[[nodiscard]] http::Response accountProblem(const Error &error);
/// As in the OpenAPI document: "view", …
[[nodiscard]] QStringList namesOf(Permissions permissions);

// The routes, by resource.
[[nodiscard]] QList<http::Route> sessionRoutes(const Context &context);
[[nodiscard]] QList<http::Route> setupRoutes(const Context &context);
[[nodiscard]] QList<http::Route> userRoutes(const Context &context);
[[nodiscard]] QList<http::Route> userCertificateRoutes(const Context &context);
[[nodiscard]] QList<http::Route> tokenRoutes(const Context &context);
[[nodiscard]] QList<http::Route> accessRoutes(const Context &context);
[[nodiscard]] QList<http::Route> factorRoutes(const Context &context);
[[nodiscard]] QList<http::Route> projectRoutes(const Context &context);
[[nodiscard]] QList<http::Route> projectFileRoutes(const Context &context);
[[nodiscard]] QList<http::Route> tagRoutes(const Context &context);
[[nodiscard]] QList<http::Route> writeRoutes(const Context &context);
[[nodiscard]] QList<http::Route> approvalRoutes(const Context &context);
[[nodiscard]] QList<http::Route> plantRoutes(const Context &context);
[[nodiscard]] QList<http::Route> historyRoutes(const Context &context);
[[nodiscard]] QList<http::Route> traceRoutes(const Context &context);
[[nodiscard]] QList<http::Route> diagnosticsRoutes(const Context &context);
[[nodiscard]] QList<http::Route> diagnoseRoutes(const Context &context);
[[nodiscard]] QList<http::Route> scanRoutes(const Context &context);
[[nodiscard]] QList<http::Route> metricsRoutes(const Context &context);
[[nodiscard]] QList<http::Route> certificateRoutes(const Context &context);
[[nodiscard]] QList<http::Route> backupRoutes(const Context &context);
[[nodiscard]] QList<http::Route> auditRoutes(const Context &context);
[[nodiscard]] QList<http::Route> systemRoutes(const Context &context);

} // namespace mws::api
