// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "history/historyservice.h"
#include "northbound/server.h"
#include "storage/store.h"
#include "support/fakebus.h"
#include "support/fakeclock.h"
#include "tags/tagtable.h"

#include <QTemporaryDir>
#include <memory>

/// The real parts of one station in one thread, over a FakeBus, with a Modbus server on loopback.
/// What is written comes back as the tag's value.
class NorthPlant final
{
public:
    explicit NorthPlant(mws::Northbound settings = usual());

    /// Enabled, for clients on loopback, writes as operator, with the map of map().
    [[nodiscard]] static mws::Northbound usual();
    [[nodiscard]] static QList<mws::NorthboundEntry> map();
    /// Not checked: what validation forbids can be tried, too.
    [[nodiscard]] static mws::ProjectData data(const mws::Northbound &settings);

    void start();
    void addAdministrator();
    void set(const char *tagId, const mws::Value &value, mws::Quality quality = mws::Quality::Good);
    [[nodiscard]] mws::Value valueOf(const char *tagId) const;
    /// "action actor target outcome" of the rows, the oldest first.
    [[nodiscard]] QStringList audit(const QString &action = {});
    [[nodiscard]] quint16 port() const { return quint16(server->status().port); }

    QTemporaryDir folder;
    mws::FakeClock clock;
    mws::ProjectPtr project;
    mws::Store store;
    mws::AuditLog auditLog;
    mws::AccessControl access;
    mws::TagTable tags;
    mws::FakeBus bus;
    mws::HistoryService history;
    mws::WriteDoor door;
    std::unique_ptr<mws::northbound::Server> server;
};
