// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/refusals.h"

#include <QRandomGenerator>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using modbus::Lessons;
using Outcome = FieldWriteResult::Outcome;
using modbus::TransportReply;

/// What a poll plan finds out about a device that refuses or ignores some of its registers, on a
/// line of nothing and in the time of a clock that the test turns.
class LearningTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row7OneWrongRegisterSpoilsOnlyItsTag_data()
    {
        QTest::addColumn<int>("exception");
        QTest::addColumn<int>("bad");
        for (const int exception : {2, 3}) {
            for (const int bad : {0, 7, 15})
                QTest::addRow("exception %d, tag %d", exception, bad) << exception << bad;
        }
    }

    void row7OneWrongRegisterSpoilsOnlyItsTag()
    {
        QFETCH(int, exception);
        QFETCH(int, bad);
        Bench bench;
        bench.data.devices[0].holeRegisters = 8;
        for (int i = 0; i < 16; ++i)
            bench.addTag(name(i), 1, 10 + 2 * i).type = DataType::UInt32;
        bench.start();
        bench.line->override = refusing({11 + 2 * bad}, exception);
        bench.run(900ms); // one round of the class
        for (int i = 0; i < 16; ++i) {
            QCOMPARE(bench.quality(name(i)),
                     i == bad ? Quality::BadDeviceException : Quality::Good);
            QCOMPARE(bench.times(name(i), Quality::BadDeviceException), i == bad ? 1 : 0);
            QCOMPARE(bench.times(name(i), Quality::BadCommunication), 0);
        }
        QCOMPARE(int(bench.value(name(bad)).state.exception), exception);
        for (const SentRequest &request : bench.line->sent())
            QVERIFY2(request.address() % 2 == 0 && request.count() % 2 == 0, "a tag was cut");
        QVERIFY2(bench.line->sent().size() <= 9, "log2 of the tags, twice");
        bench.line->forget();
        bench.run(20s);
        QCOMPARE(timesTouching(bench, 11 + 2 * bad).size(), 0);
        QVERIFY2(bench.line->sent().size() <= 42, "two reads without the bad tag");
    }

    void aBadTagIsAskedAloneAndEverMoreRarely()
    {
        Bench bench;
        for (int i = 0; i < 4; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.start();
        bench.line->override = refusing({12}, 2);
        bench.run(900ms);
        bench.line->forget();
        bench.run(2200s);
        const QList<Milliseconds> tries = timesTouching(bench, 12);
        QCOMPARE(tries.size(), 7); // after 30, 90, 210, 450, 930, 1530 and 2130 s
        for (qsizetype i = 1; i < tries.size(); ++i) {
            const Milliseconds wanted = std::min(30s * (1 << i), 600s);
            const Milliseconds gap = tries[i] - tries[i - 1];
            QVERIFY2(gap >= wanted && gap <= wanted + 100ms, qPrintable(name(int(gap.count()))));
        }
        for (const SentRequest &request : bench.line->sent())
            QVERIFY(!touches(request, 12) || request.count() == 1);
        QCOMPARE(bench.times(name(3), Quality::BadDeviceException), 0);
        bench.line->override = nullptr;
        bench.run(601s);
        QCOMPARE(bench.quality(name(2)), Quality::Good);
        bench.line->forget();
        bench.run(1s);
        QCOMPARE(bench.line->sent().size(), 1);
        QCOMPARE(bench.line->sent().first().count(), 4);
    }

    void holesAreDroppedBeforeTagsAreSuspected()
    {
        Bench bench;
        bench.data.devices[0].holeRegisters = 4;
        for (const int address : {10, 14, 15, 16, 17})
            bench.addTag(name(address), 1, address);
        bench.start();
        bench.line->override = refusing({12}, 2);
        bench.run(900ms);
        QStringList sent;
        for (const SentRequest &request : bench.line->sent())
            sent.append(QStringLiteral("%1+%2").arg(request.address()).arg(request.count()));
        QCOMPARE(sent.join(u' '), QStringLiteral("10+8 10+1 14+4"));
        QCOMPARE(bench.unit(1).exceptions, quint64(1));
        for (const int address : {10, 14, 15, 16, 17})
            QCOMPARE(bench.times(name(address), Quality::BadDeviceException), 0);
        bench.run(50s);
        QCOMPARE(bench.unit(1).exceptions, quint64(1));
        bench.run(20s); // and once more after a minute
        QCOMPARE(bench.unit(1).exceptions, quint64(2));
        QCOMPARE(bench.times(name(14), Quality::BadDeviceException), 0);
        bench.line->override = nullptr;
        bench.run(200s);
        bench.line->forget();
        bench.run(1s);
        QCOMPARE(bench.line->sent().size(), 1);
    }

    void aBlockThatIsTooLongIsCutForGood()
    {
        Bench bench;
        for (int i = 0; i < 40; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            return request.count() > 16 ? std::optional(refusal(request, 3)) : std::nullopt;
        };
        bench.run(900ms);
        for (int i = 0; i < 40; ++i) {
            QCOMPARE(bench.quality(name(i)), Quality::Good);
            QCOMPARE(bench.times(name(i), Quality::BadDeviceException), 0);
        }
        const quint64 exceptions = bench.unit(1).exceptions;
        bench.run(50s);
        QCOMPARE(bench.unit(1).exceptions, exceptions);
        QVERIFY(bench.scheduler->lessons().value(QStringLiteral("u1")).tags.isEmpty());
    }

    void exceptionOneTurnsATableOff()
    {
        Bench bench;
        for (int i = 0; i < 4; ++i) {
            Tag &coil = bench.addTag(name(i), 1, 100 * i);
            coil.table = Table::Coil;
            coil.type = DataType::Bool;
        }
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            return request.function() == 1 ? std::optional(refusal(request, 1)) : std::nullopt;
        };
        bench.run(900ms);
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(bench.quality(name(i)), Quality::BadDeviceException);
            QCOMPARE(int(bench.value(name(i)).state.exception), 1);
        }
        QCOMPARE(bench.unit(1).exceptions, quint64(1));
        QCOMPARE(bench.quality(a()), Quality::Good);
        bench.run(25s);
        QCOMPARE(bench.unit(1).exceptions, quint64(1));
        bench.run(10s);
        QCOMPARE(bench.unit(1).exceptions, quint64(2));
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        bench.line->override = nullptr;
        bench.run(61s);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(bench.quality(name(i)), Quality::Good);
    }

    void aDeviceThatRefusesWhileItStartsComesBackAtOnce()
    {
        Bench bench;
        for (int i = 0; i < 100; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.start();
        bench.line->override
            = [](const SentRequest &request) { return std::optional(refusal(request, 2)); };
        bench.run(5s);
        QCOMPARE(bench.quality(name(50)), Quality::BadDeviceException);
        bench.line->override = nullptr;
        bench.run(30s);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(bench.quality(name(i)), Quality::Good);
    }

    void row8OneBadTagDisablesOnlyItself()
    {
        Bench bench;
        bench.data.devices[0].holeRegisters = 8;
        bench.data.devices[0].forbidden = {{Table::HoldingRegister, 12, 13}};
        for (int i = 0; i < 6; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.addTag(a(), 1, 65535).type = DataType::UInt32;
        bench.start();
        bench.run(5s);
        for (int i = 0; i < 6; ++i)
            QCOMPARE(bench.quality(name(i)),
                     i == 2 || i == 3 ? Quality::BadConfiguration : Quality::Good);
        QCOMPARE(bench.quality(a()), Quality::BadConfiguration);
        for (const int address : {12, 13, 65535})
            QCOMPARE(timesTouching(bench, address).size(), 0);
    }

    void row8LimitOfTheDevice_data()
    {
        QTest::addColumn<RegisterWrite>("how");
        QTest::newRow("FC 6") << RegisterWrite::Single;
        QTest::newRow("FC 23") << RegisterWrite::ReadWrite;
    }

    /// A value of more registers than one request may read: never asked for, in no way.
    void row8LimitOfTheDevice()
    {
        QFETCH(RegisterWrite, how);
        Bench bench;
        bench.data.devices[0].maxRegisters = 2;
        bench.data.devices[0].registerWrite = how;
        bench.addTag(a(), 1, 20).type = DataType::Float64;
        bench.addTag(b(), 1, 10).type = DataType::UInt32;
        bench.start();
        bench.run(3s);
        QCOMPARE(bench.quality(a()), Quality::BadConfiguration);
        QCOMPARE(bench.quality(b()), Quality::Good);
        const WriteId id = bench.write(a(), Value(1.0));
        bench.run(1s);
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        for (const SentRequest &request : bench.line->sent())
            QVERIFY(request.count() <= 2 && !touches(request, 20));
    }

    void row8FactorThatCannotBeRead()
    {
        Bench bench;
        Tag &factor = bench.addTag(b(), 1, 65536);
        factor.type = DataType::Int16;
        bench.addTag(a(), 1, 10).scaleFactor = b();
        bench.start();
        bench.run(3s);
        QCOMPARE(bench.quality(a()), Quality::BadConfiguration);
        QCOMPARE(bench.quality(b()), Quality::BadConfiguration);
        QVERIFY(bench.line->sent().isEmpty());
    }

    /// Nobody may ask for it any more, and its place in the project may be another's.
    void lessonsOfWhatIsNotAskedForAreDropped()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 1, 20);
        bench.data.devices[0].forbidden = {{Table::HoldingRegister, 20, 20}};
        modbus::Lessons lessons;
        for (const QString &tag : {a(), b()})
            lessons.tags[Project(bench.data).indexOf(tag)].exception = 2;
        bench.lessons.insert(QStringLiteral("u1"), lessons);
        bench.start();
        QCOMPARE(bench.scheduler->lessons()[QStringLiteral("u1")].tags.keys(),
                 QList<TagIndex>{bench.index(a())});
        bench.run(100s); // it is tried again after 30
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::BadConfiguration);
        for (const SentRequest &request : bench.line->sent())
            QCOMPARE(request.address(), 10);
    }

    void whatWasLearnedIsKnownAfterARestart()
    {
        QMap<QString, Lessons> lessons;
        for (const bool again : {false, true}) {
            Bench bench;
            bench.data.devices[0].holeRegisters = 8;
            for (const int address : {10, 11, 12, 18, 19})
                bench.addTag(name(address), 1, address);
            Tag &coil = bench.addTag(a(), 1, 10);
            coil.table = Table::Coil;
            coil.type = DataType::Bool;
            bench.clock.advance(again ? 100s : 0s);
            bench.lessons = lessons;
            bench.start();
            bench.line->override = [](const SentRequest &request) {
                if (request.function() == 1)
                    return std::optional(refusal(request, 1));
                return touchesAny(request, {12, 15}) ? std::optional(refusal(request, 2))
                                                     : std::nullopt;
            };
            bench.run(25s);
            QCOMPARE(bench.unit(1).exceptions > 0, !again);
            QCOMPARE(bench.quality(name(11)), Quality::Good);
            QCOMPARE(bench.quality(name(18)), Quality::Good);
            QCOMPARE(bench.quality(name(12)), Quality::BadDeviceException);
            QCOMPARE(int(bench.value(name(12)).state.exception), 2);
            QCOMPARE(int(bench.value(a()).state.exception), 1);
            lessons = bench.scheduler->lessons();
            bench.run(10s);
            QVERIFY(!again || bench.unit(1).exceptions == 2); // the slow try of tag and table
        }
    }

    /// Whatever the registers, the plan ends with every good tag good, every bad one known, and
    /// silence about it.
    void randomDevicesAreLearned()
    {
        QRandomGenerator random(20260202);
        for (int round = 0; round < 40; ++round) {
            Bench bench;
            bench.data.devices[0].holeRegisters = random.bounded(0, 12);
            QSet<int> refused;
            for (int i = 0; i < 10; ++i)
                refused.insert(random.bounded(0, 400));
            for (int i = 0; i < 60; ++i)
                bench.addTag(name(i), 1, random.bounded(0, 400)).type
                    = random.bounded(2) ? DataType::UInt16 : DataType::UInt64;
            bench.start();
            bench.line->override = refusing(refused, 2);
            bench.run(10s);
            const auto isBad = [&](int i) {
                const Tag &tag = bench.project->tag(bench.index(name(i)));
                return std::any_of(refused.cbegin(), refused.cend(), [&tag](int address) {
                    return tag.address <= address && address < tag.address + tag.span();
                });
            };
            for (int i = 0; i < 60; ++i)
                QCOMPARE(bench.quality(name(i)),
                         isBad(i) ? Quality::BadDeviceException : Quality::Good);
            const quint64 exceptions = bench.unit(1).exceptions;
            bench.run(15s);
            QCOMPARE(bench.unit(1).exceptions, exceptions);
        }
    }
};

QTEST_GUILESS_MAIN(LearningTest)
#include "tst_learning.moc"
