// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"
#include "api/apiserver.h"
#include "audit/auditlog.h"
#include "control/writedoor.h"
#include "core/future.h"
#include "history/historyservice.h"
#include "http/certificatekeeper.h"
#include "http/server.h"
#include "project/projectkeeper.h"
#include "session/services.h"
#include "storage/store.h"
#include "support/fakebus.h"
#include "support/fakeclock.h"
#include "tags/tagtable.h"

#include <QTemporaryDir>
#include <memory>

/// The real parts of one station in one thread, over a FakeBus, with a server on loopback.
class ApiPlant final
{
public:
    static constexpr char kPassword[] = "correct horse battery";

    /// extraTags: more double tags "many.<n>". northTls: of the Modbus server in the project, which
    /// does not run. more: tags of the device "plc".
    explicit ApiPlant(int extraTags = 0, bool withUsers = true,
                      mws::http::Server::Config web = plainWeb(), bool northTls = false,
                      const QList<mws::Tag> &more = {});
    ~ApiPlant();

    /// HTTP without TLS on a free port.
    [[nodiscard]] static mws::http::Server::Config plainWeb();
    [[nodiscard]] mws::Services services();
    /// A user with kPassword.
    void add(const char *name, const char *role);
    /// Puts data into the folder of the keeper, which is empty before; gives its revision.
    QByteArray saveProject();
    void set(const QString &tagId, const mws::Value &value,
             mws::QualityState state = {mws::Quality::Good, 0});
    [[nodiscard]] QList<mws::AuditEntry> audit(const QString &action = {});
    /// The newest of them; empty when there is none.
    [[nodiscard]] mws::AuditEntry lastRow(const char *action);

    QTemporaryDir folder;
    mws::FakeClock clock;
    mws::ProjectData data;
    mws::ProjectPtr project;
    mws::Store store;
    mws::AuditLog auditLog;
    mws::AccessControl access;
    mws::TagTable tags;
    mws::FakeBus bus;
    mws::HistoryService history;
    mws::WriteDoor door;
    mws::http::CertificateKeeper certificate; ///< in folder; the server goes without
    mws::ProjectKeeper keeper;
    mws::http::Server server;
    std::unique_ptr<mws::ApiServer> api;
};

template <typename T> T waitFor(mws::Future<T> future)
{
    future.waitForFinished();
    return future.result();
}
