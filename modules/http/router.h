// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/message.h"
#include "http/server.h"

#include <QPointer>
#include <memory>
#include <optional>

QT_FORWARD_DECLARE_CLASS(QHttpServer)

namespace mws::http
{

class MemoryListener;
class MemorySocket;

/// Finds the route of a canonical request. Asks QHttpServer through a socket in memory, so that it
/// routes and never sees the network; handlers run outside of it.
class Router
{
public:
    Router();
    ~Router();

    /// Number n of the route in the order of adding. Invalid when the pattern has more than two
    /// placeholders or the route exists.
    Result<void> add(Method method, const QString &pattern);

    struct Match {
        qsizetype route = -1; ///< -1: none
        QStringList captures;
    };
    [[nodiscard]] Match find(Method method, const QString &path);
    /// The methods that a path knows, for 405.
    [[nodiscard]] QList<Method> methodsOf(const QString &path);

private:
    struct Entry {
        Method method;
        QString pattern;
    };
    [[nodiscard]] QStringList capturesOf(const QString &pattern, const QString &path) const;

    QList<Entry> m_entries;
    std::unique_ptr<QHttpServer> m_server;
    MemoryListener *m_listener; ///< belongs to m_server
    QPointer<MemorySocket> m_socket;
    qsizetype m_found = -1;
};

/// "GET", …
[[nodiscard]] QByteArray nameOf(Method method);

} // namespace mws::http
