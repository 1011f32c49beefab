// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/session.h"

#include "audit/auditlog.h"
#include "field/fieldbus.h"
#include "project/names.h"

namespace mws
{

namespace
{

using Answer = Result<ScanStatus>;
using State = ScanStatus::State;

const QString kAction = QStringLiteral("scan");

/// For the record: "units 1 to 247", "plc holding 0 to 999".
QString textOf(const ScanOrder &order)
{
    const QString what = order.kind == ScanOrder::Kind::Units
        ? QStringLiteral("units")
        : QStringLiteral("%1 %2").arg(order.device, nameOf(order.table));
    return QStringLiteral("%1 %2 to %3").arg(what).arg(order.first).arg(order.last);
}

QString outcomeOf(State state)
{
    if (state == State::Done)
        return QStringLiteral("ok");
    return state == State::Cancelled ? QStringLiteral("dropped") : QStringLiteral("failed");
}

QString resultOf(const ScanStatus &status)
{
    const QString text = QStringLiteral("%1, %2 requests, %3 findings")
                             .arg(textOf(status.order))
                             .arg(status.requests)
                             .arg(status.found.size());
    return status.detail.isEmpty() ? text : QStringLiteral("%1: %2").arg(text, status.detail);
}

/// In the thread of the bus.
Answer begin(FieldBus &bus, AuditLog &audit, AuditEntry entry, const ScanOrder &order)
{
    const auto done = [&audit, entry](const ScanStatus &status) {
        AuditEntry row = entry;
        row.outcome = outcomeOf(status.state);
        row.detail = resultOf(status);
        (void)audit.append(row);
    };
    const auto started = bus.startScan(order, done);
    if (started)
        return bus.scan(order.connection);
    entry.outcome = QStringLiteral("refused");
    entry.detail = QStringLiteral("%1: %2").arg(textOf(order), started.error().detail);
    (void)audit.append(entry);
    return started.error();
}

/// Answers with what ask gives in the thread of the bus.
template <typename Ask> Future<Answer> inBus(FieldBus &bus, Ask ask)
{
    auto promise = std::make_shared<Promise<Answer>>();
    QMetaObject::invokeMethod(
        &bus, [promise, ask, &bus] { promise->finish(ask(bus)); }, Qt::QueuedConnection);
    return promise->future();
}

Future<Answer> refused(const Error &error)
{
    return Future<Answer>::ready(Answer(error));
}

} // namespace

Future<Result<ScanStatus>> Session::startScan(const ScanOrder &order)
{
    if (!may(Permission::Configure)) {
        recordDenial(kAction, order.connection, textOf(order));
        return refused({ErrorCode::Denied, tr("You may not scan connections.")});
    }
    AuditEntry entry = entryFor(kAction, order.connection);
    entry.outcome = QStringLiteral("pending");
    entry.detail = textOf(order);
    return m_services.audit.append(entry)
        .then([&bus = m_services.bus, &audit = m_services.audit, entry,
               order](const Result<qint64> &stored) {
            if (!stored)
                return refused({ErrorCode::Internal, stored.error().detail});
            return inBus(bus, [&audit, entry, order](FieldBus &field) {
                return begin(field, audit, entry, order);
            });
        })
        .unwrap();
}

Future<Result<ScanStatus>> Session::cancelScan(const QString &connection)
{
    if (!may(Permission::Configure)) {
        recordDenial(kAction, connection, QStringLiteral("cancel"));
        return refused({ErrorCode::Denied, tr("You may not scan connections.")});
    }
    AuditEntry entry = entryFor(kAction, connection);
    entry.outcome = QStringLiteral("dropped");
    return inBus(m_services.bus,
                 [connection, entry, &audit = m_services.audit](FieldBus &bus) -> Answer {
                     const bool isRunning = bus.scan(connection).state == State::Running;
                     if (isRunning)
                         (void)audit.append(entry);
                     bus.cancelScan(connection);
                     return bus.scan(connection);
                 });
}

Future<Result<ScanStatus>> Session::scan(const QString &connection) const
{
    if (!may(Permission::Configure))
        return refused({ErrorCode::Denied, tr("You may not scan connections.")});
    return inBus(m_services.bus,
                 [connection](FieldBus &bus) { return Answer(bus.scan(connection)); });
}

} // namespace mws
