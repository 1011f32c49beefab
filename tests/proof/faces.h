// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/apiclient.h"
#include "hmi/hmicontext.h"
#include "permissionoracle.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QTest>

/// Every way to a tag, for one role after the other: "REST", "batch", "live feed", "token",
/// "token of an area", "panel" and "northbound", which is a client of the Modbus server behind its
/// protocol.
class Faces final
{
public:
    static const QString kModbusClient; ///< as records call it
    static const QString kPassword;
    static const QString kPin;

    Faces(const mws::Services &services, const mws::http::Server &server);
    ~Faces();

    [[nodiscard]] static QStringList ways();
    /// As a grant calls it.
    [[nodiscard]] static QString originOf(const QString &way);
    /// That the way is bound to; empty: to none.
    [[nodiscard]] static QStringList areasOf(const QString &way);

    /// Whether the user named as the role is in, by all ways; "" is nobody.
    [[nodiscard]] bool enter(const QString &role, const QString &way);
    /// The word of the refusal; empty: the write was carried out.
    [[nodiscard]] QString write(const QString &way, const OracleTag &tag);
    [[nodiscard]] bool sees(const QString &way, const OracleTag &tag);

    [[nodiscard]] const mws::LiveModel &model() const { return m_model; }

private:
    QString byRest(const OracleTag &tag);
    QString byBatch(const OracleTag &tag);
    QString byLiveFeed(const OracleTag &tag);
    QString byPanel(const OracleTag &tag);
    QString byNorthbound(const OracleTag &tag);
    [[nodiscard]] QByteArray tokenOf(const QString &user, const QStringList &areas);

    mws::Services m_services;
    const mws::http::Server &m_server;
    mws::LiveModel m_model;
    QMap<QString, QByteArray> m_tokens; ///< by user and areas
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<LiveClient> m_live;
    std::unique_ptr<mws::Session> m_session;
    std::unique_ptr<mws::HmiContext> m_panel; ///< what the panel's QML stands on
    std::unique_ptr<mws::Session> m_northbound;
    int m_liveId = 0;
};

template <typename T> T waitFor(mws::Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}
