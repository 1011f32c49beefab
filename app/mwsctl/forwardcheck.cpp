// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forwardcheck.h"

#include "forward/journalsink.h"
#include "forward/syslogsink.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace mws::ctl
{

namespace
{

constexpr qint64 kManyRows = 1000;
constexpr qint64 kPatienceMs = 12'000;
constexpr int kLookEveryMs = 50;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

using Findings = QList<Finding>;
using Level = Finding::Level;

struct Position {
    QString target;
    qint64 waiting = 0;
};

Result<QList<Position>> positions(QSqlDatabase &db)
{
    Statement rows(db,
                   QStringLiteral("SELECT target, (SELECT coalesce(max(id), 0) FROM audit) - "
                                  "last_row FROM audit_forward ORDER BY target"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<Position> all;
    while (rows.next())
        all.append({rows.text(0), rows.number(1)});
    return all;
}

Findings checkQueues(Store &store)
{
    const auto known = store.read<QList<Position>>(positions).result();
    if (!known)
        return {finding(Level::Fault, "forwarding", known.error().detail)};
    Findings found;
    for (const Position &place : *known)
        found.append(finding(place.waiting > kManyRows ? Level::Warning : Level::Ok, "forwarding",
                             CtlText::tr("%1: %2 row(s) have not arrived yet")
                                 .arg(place.target)
                                 .arg(place.waiting)));
    return found;
}

/// Nothing is sent.
Finding checkSink(forward::Sink &sink)
{
    QElapsedTimer since;
    since.start();
    bool isOpen = sink.open();
    while (!isOpen && sink.problem().isEmpty() && since.elapsed() < kPatienceMs) {
        QEventLoop loop;
        QTimer::singleShot(kLookEveryMs, &loop, &QEventLoop::quit);
        loop.exec();
        isOpen = sink.open();
    }
    if (isOpen)
        return finding(Level::Ok, "forwarding", CtlText::tr("%1 takes rows").arg(sink.name()));
    return finding(Level::Fault, "forwarding",
                   CtlText::tr("%1 takes no rows: %2").arg(sink.name(), sink.problem()).trimmed());
}

} // namespace

Findings checkForwarding(Store &store, const forward::Options &options)
{
    const SystemClock clock;
    Findings found = checkQueues(store);
    if (options.toJournal) {
        forward::JournalSink journal({});
        found.append(checkSink(journal));
    }
    if (options.syslog) {
        forward::SyslogSink syslog(*options.syslog, {}, clock);
        found.append(checkSink(syslog));
    }
    return found;
}

} // namespace mws::ctl
