// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/apiclient.h"
#include "audit/auditlog.h"
#include "hmi/hmicontext.h"
#include "modbusface.h"
#include "permissionoracle.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QTest>
#include <map>

/// Every way to a tag, for one role after the other: "REST", "batch", "live feed", "token",
/// "token of an area", "panel" and "northbound", a client of the Modbus server with the role in its
/// certificate.
class Faces final
{
public:
    static const QString kPassword;
    static const QString kPin;

    Faces(const mws::Services &services, const mws::http::Server &server, const QStringList &roles,
          const QList<OracleTag> &tags);
    ~Faces();

    [[nodiscard]] static QStringList ways();
    /// As a grant calls it.
    [[nodiscard]] static QString originOf(const QString &way);
    /// That the way is bound to; empty: to none.
    [[nodiscard]] static QStringList areasOf(const QString &way);

    /// Whether the user named as the role is in, by that way; "" is nobody. Who has signed in
    /// before goes on with that session.
    [[nodiscard]] bool enter(const QString &role, const QString &way);
    /// By a token that is narrower than its user.
    void enterByToken(const mws::Token &token);
    /// A client of the Modbus server at an address of its own choice.
    [[nodiscard]] bool enterNorthbound(const QString &role, const QString &from)
    {
        return m_northbound.enter(role, from);
    }
    /// The next time the user signs in anew.
    void forget(const QString &user) { m_seats.erase(user); }
    /// Who that is, as records say it.
    [[nodiscard]] QString actor() const { return m_actor; }
    /// The word of the refusal; empty: the write was carried out.
    [[nodiscard]] QString write(const QString &way, const OracleTag &tag);
    /// The same for many by few requests, in their order; after enter() by "batch".
    [[nodiscard]] QStringList writeAll(const QList<OracleTag> &tags);
    [[nodiscard]] bool sees(const QString &way, const OracleTag &tag);
    /// The ids of all that the way lists of its own accord; of those tags, where it lists nothing.
    [[nodiscard]] QStringList listed(const QString &way, const QList<OracleTag> &tags);

    [[nodiscard]] const mws::LiveModel &model() const { return m_model; }

private:
    QString byRest(const OracleTag &tag);
    [[nodiscard]] QStringList byBatch(const QList<OracleTag> &tags);
    QString byLiveFeed(const OracleTag &tag);
    QString byPanel(const OracleTag &tag);
    QString byNorthbound(const OracleTag &tag);
    [[nodiscard]] bool enterPanel(const QString &role);
    [[nodiscard]] bool enterWeb(const QString &role, const QString &way);
    /// The answer to a write, when it has come since the last look; else empty.
    [[nodiscard]] QJsonObject newAnswerTo(int id);
    /// Empty: there is no feed for this one.
    [[nodiscard]] QJsonObject snapshot();
    [[nodiscard]] mws::AuditEntry newestRow();
    [[nodiscard]] static QString wordOf(const mws::AuditEntry &row);
    [[nodiscard]] QByteArray tokenOf(const QString &user, const QStringList &areas);

    mws::Services m_services;
    const mws::http::Server &m_server;
    mws::LiveModel m_model;
    QMap<QString, QByteArray> m_tokens; ///< by user and areas
    std::map<QString, std::unique_ptr<ApiClient>> m_seats; ///< signed in, by user
    std::unique_ptr<ApiClient> m_stranger; ///< nobody, or a program
    ApiClient *m_client = nullptr; ///< one of those
    std::unique_ptr<LiveClient> m_live;
    std::unique_ptr<mws::Session> m_session;
    std::unique_ptr<mws::HmiContext> m_panel; ///< what the panel's QML stands on
    ModbusFace m_northbound;
    QString m_actor;
    int m_liveId = 0;
    qsizetype m_looked = 0; ///< texts of m_live
};

template <typename T> T waitFor(mws::Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}
