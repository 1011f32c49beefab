// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

namespace mws
{

Bench::Bench(int units)
{
    data.pollClasses = {{QStringLiteral("fast"), 100, 3},
                        {QStringLiteral("normal"), 1000, 3},
                        {QStringLiteral("slow"), 60000, 3}};
    connection.id = QStringLiteral("line");
    connection.responseTimeoutMs = 500;
    connection.retries = 0;
    for (int unit = 1; unit <= units; ++unit) {
        Device device;
        device.id = QStringLiteral("u%1").arg(unit);
        device.connection = connection.id;
        device.unit = unit;
        device.holeRegisters = 0;
        data.devices.append(device);
    }
}

Tag &Bench::addTag(const QString &id, int unit, int address, const QString &pollClass)
{
    Tag tag;
    tag.id = id;
    tag.path = QStringLiteral("a/") + id;
    tag.device = QStringLiteral("u%1").arg(unit);
    tag.address = address;
    if (!pollClass.isEmpty())
        tag.pollClass = pollClass;
    data.tags.append(tag);
    return data.tags.last();
}

void Bench::start()
{
    auto transport = std::make_unique<FakeLine>(clock);
    line = transport.get();
    line->window = connection.window();
    startOn(std::move(transport));
}

void Bench::startOn(std::unique_ptr<modbus::Transport> transport)
{
    if (scheduler)
        qFatal("started twice");
    data.connections = {connection};
    project = std::make_shared<const Project>(data);
    scheduler
        = std::make_unique<modbus::Scheduler>(project, connection, std::move(transport), clock);
    scheduler->seed(seed);
    QObject::connect(scheduler.get(), &modbus::Scheduler::valuesRead, scheduler.get(),
                     [this](const ValueBatch &batch) { apply(batch); });
    QObject::connect(scheduler.get(), &modbus::Scheduler::writeFinished, scheduler.get(),
                     [this](const FieldWriteResult &result) {
                         results.insert(result.id, result);
                         ++answers;
                     });
    QObject::connect(scheduler.get(), &modbus::Scheduler::linkChanged, scheduler.get(),
                     [this](const LinkStatus &status) { linkStates.append(status.state); });
    for (auto it = lessons.cbegin(); it != lessons.cend(); ++it)
        scheduler->recall(it.key(), *it);
    scheduler->start();
}

void Bench::run(Milliseconds time)
{
    const Milliseconds end = clock.monotonic() + time;
    while (clock.monotonic() < end) {
        if (line->step())
            continue;
        const Milliseconds now = clock.monotonic();
        const Milliseconds next = std::min(scheduler->wakesAt(), line->endsAt());
        clock.advance(std::clamp(next, now + Milliseconds(1), end) - now);
        if (clock.monotonic() >= scheduler->wakesAt())
            scheduler->tick();
    }
}

int Bench::times(const QString &id, Quality quality) const
{
    int count = 0;
    const TagIndex tag = index(id);
    for (const Published &sample : published)
        count += sample.tag == tag && sample.now.state.quality == quality;
    return count;
}

WriteId Bench::write(const QString &id, const Value &value, Milliseconds lifetime)
{
    scheduler->write({++m_lastId, index(id), value, clock.monotonic() + lifetime});
    return m_lastId;
}

FieldWriteResult Bench::result(WriteId id) const
{
    if (!results.contains(id))
        QTest::qFail("The write has no result.", __FILE__, __LINE__);
    return results.value(id);
}

void Bench::apply(const ValueBatch &batch)
{
    for (const TagSample &sample : batch) {
        values.insert(sample.tag, sample.now);
        published.append({sample.tag, sample.now, clock.monotonic()});
    }
}

QString a()
{
    return QStringLiteral("a");
}

QString b()
{
    return QStringLiteral("b");
}

bool isWrite(const SentRequest &request)
{
    return request.function() > 4;
}

QList<SentRequest> writesIn(const QList<SentRequest> &sent)
{
    QList<SentRequest> writes;
    std::copy_if(sent.cbegin(), sent.cend(), std::back_inserter(writes), isWrite);
    return writes;
}

} // namespace mws
