// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/fakeline.h"
#include "modbus/scheduler.h"

namespace mws
{

/// A scheduler on a FakeLine in the time of a FakeClock: run() lets time pass, everything that came
/// out is kept. Nothing runs by itself, so every test is exact.
class Bench
{
public:
    using Outcome = FieldWriteResult::Outcome;

    struct Published {
        TagIndex tag = kNoTag;
        TagValue now;
        Milliseconds at{0};
    };

    /// One connection "line" with units 1 to n (devices "u1", "u2" …), classes fast 100 ms, normal
    /// 1 s and slow 60 s, response timeout 500 ms, no retries.
    explicit Bench(int units = 1);

    Tag &addTag(const QString &id, int unit, int address, const QString &pollClass = {});
    void start();
    /// Over another transport than a FakeLine; the caller turns the clock.
    void startOn(std::unique_ptr<modbus::Transport> transport);
    void run(Milliseconds time);
    /// Until nothing is in flight and nothing is due right now.
    void settle() { run(Milliseconds(50)); }

    [[nodiscard]] TagIndex index(const QString &id) const { return project->indexOf(id); }
    /// What a reader that keeps the last value would see.
    [[nodiscard]] TagValue value(const QString &id) const { return values.value(index(id)); }
    [[nodiscard]] Quality quality(const QString &id) const { return value(id).state.quality; }
    /// How often the tag was published with that quality.
    [[nodiscard]] int times(const QString &id, Quality quality) const;
    WriteId write(const QString &id, const Value &value,
                  Milliseconds lifetime = Milliseconds(10000));
    /// Fails the test when there is none.
    [[nodiscard]] FieldWriteResult result(WriteId id) const;
    [[nodiscard]] UnitStatus unit(int n) const { return scheduler->units().at(n - 1); }

    quint32 seed = 1; ///< of what is by chance in the scheduler
    ProjectData data;
    QMap<QString, modbus::Lessons> lessons; ///< what is known at the start
    Connection connection;
    FakeClock clock;
    FakeLine *line = nullptr; ///< of the scheduler
    ProjectPtr project;
    std::unique_ptr<modbus::Scheduler> scheduler;
    QHash<TagIndex, TagValue> values;
    QList<Published> published;
    QHash<WriteId, FieldWriteResult> results;
    int answers = 0; ///< write results in all
    QList<LinkState> linkStates;

private:
    void apply(const ValueBatch &batch);

    WriteId m_lastId = 0;
};

/// Names of the tags of Quiet.
[[nodiscard]] QString a();
[[nodiscard]] QString b();

[[nodiscard]] bool isWrite(const SentRequest &request);
[[nodiscard]] QList<SentRequest> writesIn(const QList<SentRequest> &sent);

/// One unit with setpoint a at 10 and setpoint b at 500, read once and then left alone.
class Quiet : public Bench
{
public:
    Quiet()
    {
        addTag(a(), 1, 10, QStringLiteral("slow"));
        addTag(b(), 1, 500, QStringLiteral("slow"));
    }
    void begin()
    {
        start();
        settle();
        line->forget();
        published.clear();
    }
};

} // namespace mws
