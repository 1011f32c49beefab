// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "control/writedoor.h"
#include "core/future.h"
#include "history/historyservice.h"
#include "hmi/hmicontext.h"
#include "project/projectkeeper.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "storage/store.h"
#include "support/fakebus.h"
#include "support/fakeclock.h"
#include "tags/tagtable.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <functional>

namespace mws
{

/// The demo waterworks with everything behind a panel, in one thread and without devices. There are
/// otto (operator, PIN 1234), vera (viewer, PIN 2222) and nina (engineer, no PIN), with kPassword.
class PanelPlant
{
public:
    static constexpr char kPassword[] = "correct horse battery 7";
    using Change = std::function<void(ProjectData &)>;
    /// disabled: ids of tags with a fault. change: of the demo project, with the tags of templates
    /// as its own.
    explicit PanelPlant(DisplaySettings::Options display = {}, const QSet<QString> &disabled = {},
                        const Change &change = {});
    /// A change: who writes the tag needs a second person.
    [[nodiscard]] static Change wantsSecondPerson(const QString &tag);
    ~PanelPlant();

    /// What the device would have answered just now.
    void set(const QString &tagId, const Value &value, QualityState state = {Quality::Good, 0});
    /// A plausible good value for every tag.
    void fill();
    /// The plant runs for so long, with values that move; history records them.
    void run(std::chrono::seconds time);
    bool signIn(const QString &user, const QString &pin);
    /// Another project than the one that runs is saved.
    void saveAnotherProject();
    [[nodiscard]] QList<AuditEntry> audit(const QString &action);

    QTemporaryDir folder;
    FakeClock clock;
    ProjectPtr project;
    Store store;
    AuditLog auditLog;
    AccessControl access;
    TagTable tags;
    FakeBus bus;
    HistoryService history;
    WriteDoor door;
    ProjectKeeper keeper; ///< of a project in folder, which is not there at first
    LiveModel model;
    Session session;
    HmiContext context;
};

/// Runs the event loop until the future has its result.
template <typename T> T waitFor(Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}

} // namespace mws
