// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

/// A bench that keeps what it tells of signs.
class Watched : public Bench
{
public:
    using Bench::Bench;

    void begin()
    {
        start();
        QObject::connect(scheduler.get(), &Scheduler::signChanged, scheduler.get(),
                         [this](const FieldSign &sign) { told.append(sign); });
        settle();
    }
    [[nodiscard]] QList<SignKind> kinds() const
    {
        QList<SignKind> list;
        for (const FieldSign &sign : scheduler->signs())
            list.append(sign.kind);
        return list;
    }
    /// Answers every read with this PDU for a moment.
    void answerOnce(const QByteArray &pdu)
    {
        line->override = [pdu](const SentRequest &) -> std::optional<TransportReply> {
            return TransportReply{TransportReply::Status::Answer, pdu, {}};
        };
        scheduler->refresh({index(a())});
        run(10ms);
        line->override = {};
        settle();
    }

    QList<FieldSign> told;
};

using Kinds = QList<SignKind>;

} // namespace

/// Each sign provoked, and what looks like it and is none.
class SignsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQuietPlantHasNone()
    {
        Watched bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(b(), 2, 20, QStringLiteral("fast")).high = 100;
        bench.begin();
        bench.line->silent.insert(1);
        bench.run(120s);
        bench.line->silent.clear();
        bench.line->breakLink();
        bench.run(120s);
        QCOMPARE(bench.kinds(), Kinds());
        QVERIFY(bench.told.isEmpty());
    }

    void wrongFunction()
    {
        for (const char *harmless : {"8302", "0300"}) {
            Watched other;
            other.addTag(a(), 1, 10, QStringLiteral("slow"));
            other.begin();
            other.answerOnce(QByteArray::fromHex(harmless));
            QCOMPARE(other.kinds(), Kinds());
        }
        Watched bench;
        bench.addTag(a(), 1, 10, QStringLiteral("slow"));
        bench.begin();
        bench.answerOnce(QByteArray::fromHex("42020000"));
        QCOMPARE(bench.kinds(), Kinds{SignKind::WrongFunction});
        QCOMPARE(bench.told.size(), 1);
        QCOMPARE(bench.told[0].device, QStringLiteral("u1"));
        QCOMPARE(bench.told[0].connection, QStringLiteral("line"));
        QVERIFY(bench.told[0].active);
        QVERIFY(!bench.told[0].detail.isEmpty());
    }

    void strayFrames_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, StrayReason reason, int kind) {
            QTest::newRow(name) << int(reason) << kind;
        };
        row("unit", StrayReason::WrongUnit, int(SignKind::WrongUnit));
        row("transaction", StrayReason::WrongTransaction, int(SignKind::WrongTransaction));
        row("function", StrayReason::WrongFunction, int(SignKind::WrongFunction));
        row("foreign", StrayReason::Foreign, int(SignKind::ForeignTraffic));
        row("late", StrayReason::Late, -1);
        row("twice", StrayReason::Duplicate, -1);
        row("damaged", StrayReason::Damaged, -1);
        row("garbage", StrayReason::Garbage, -1);
        row("length", StrayReason::WrongLength, -1);
    }
    void strayFrames()
    {
        QFETCH(int, reason);
        QFETCH(int, kind);
        Watched bench;
        bench.addTag(a(), 1, 10);
        bench.begin();
        for (int i = 0; i < 100; ++i)
            Q_EMIT bench.line->strayFrame(StrayReason(reason), 1);
        if (kind < 0) {
            QCOMPARE(bench.kinds(), Kinds());
            return;
        }
        QCOMPARE(bench.kinds(), Kinds{SignKind(kind)});
        QCOMPARE(bench.scheduler->signs()[0].count, 100);
        QCOMPARE(bench.told.size(), 1);
        bench.run(59s);
        QCOMPARE(bench.told.size(), 1);
        bench.run(3s);
        QCOMPARE(bench.told.size(), 2);
        QVERIFY(!bench.told[1].active);
        QCOMPARE(bench.told[1].count, 100);
        QCOMPARE(bench.kinds(), Kinds{SignKind(kind)});
    }

    void ofNoDevice()
    {
        Watched bench;
        bench.addTag(a(), 1, 10);
        bench.begin();
        Q_EMIT bench.line->strayFrame(StrayReason::Foreign, -1);
        QCOMPARE(bench.told.size(), 1);
        QCOMPARE(bench.told[0].device, QString());
    }

    void exceptionRate()
    {
        Watched bench;
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.begin();
        bench.run(120s);
        QCOMPARE(bench.kinds(), Kinds());
        bench.line->override = [](const SentRequest &) -> std::optional<TransportReply> {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.run(25s);
        QCOMPARE(bench.kinds(), Kinds{SignKind::ExceptionRate});
        QCOMPARE(bench.told.size(), 1);
        QVERIFY(!bench.told[0].detail.isEmpty());
    }

    void exceptionsOfARareDevice()
    {
        Watched bench;
        bench.addTag(a(), 1, 10);
        bench.begin();
        bench.run(120s);
        bench.line->override = [](const SentRequest &) -> std::optional<TransportReply> {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.run(25s);
        QCOMPARE(bench.kinds(), Kinds{SignKind::ExceptionRate});
        QCOMPARE(bench.told.size(), 1);
        QVERIFY(bench.told[0].detail.contains(QStringLiteral("requests")));
    }

    void aRareDeviceThatAlwaysRefuses()
    {
        Watched bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.line->override = [](const SentRequest &) -> std::optional<TransportReply> {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.run(600s);
        QCOMPARE(bench.kinds(), Kinds());
    }

    /// It is learned, and tried in vain tag by tag.
    void aBlockThatIsAlwaysRefused_data()
    {
        QTest::addColumn<QString>("pollClass");
        for (const char *name : {"fast", "normal", "slow"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void aBlockThatIsAlwaysRefused()
    {
        QFETCH(QString, pollClass);
        Watched bench;
        bench.addTag(a(), 1, 10, pollClass);
        for (int i = 0; i < 40; ++i)
            bench.addTag(QStringLiteral("bad%1").arg(i), 1, 500 + i);
        bench.start();
        bench.line->override = [](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.address() < 500)
                return std::nullopt;
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8302"), {}};
        };
        bench.run(3600s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.kinds(), Kinds());
    }

    void exceptionsThatWereAlwaysThere()
    {
        Watched bench;
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.start();
        bench.line->override = [](const SentRequest &) -> std::optional<TransportReply> {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.run(200s);
        QCOMPARE(bench.kinds(), Kinds());
    }

    void writeRate()
    {
        Watched bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("slow"));
        bench.addTag(b(), 2, 20, QStringLiteral("slow"));
        bench.begin();
        bench.run(90s);
        for (int i = 0; i < 60; ++i) {
            bench.write(b(), Value(i));
            bench.run(200ms);
        }
        bench.run(15s);
        QCOMPARE(bench.kinds(), Kinds{SignKind::WriteRate});
        QCOMPARE(bench.told[0].device, QStringLiteral("u2"));
    }

    void newWriter()
    {
        Watched bench;
        bench.addTag(a(), 1, 10, QStringLiteral("slow"));
        bench.begin();
        const auto write = [&bench](WriteId id, const QString &newWriter, bool mayGo = true) {
            const auto permit = [mayGo] {
                return mayGo ? Result<void>() : Error{ErrorCode::Denied, {}};
            };
            bench.scheduler->write(
                {id, bench.index(a()), Value(1), bench.clock.monotonic() + 5s, permit, newWriter});
            bench.run(1s);
        };
        const QString anna = QStringLiteral("anna (panel)");
        write(1, {});
        write(2, anna, false); // was never sent
        QCOMPARE(bench.kinds(), Kinds());
        write(3, anna);
        QCOMPARE(bench.kinds(), Kinds{SignKind::NewWriter});
        QCOMPARE(bench.told.size(), 1);
        QCOMPARE(bench.told[0].device, QStringLiteral("u1"));
    }

    void aFewWritesAreNoSign()
    {
        Watched bench;
        bench.addTag(a(), 1, 10, QStringLiteral("slow"));
        bench.begin();
        bench.run(90s);
        for (int i = 0; i < 15; ++i) {
            bench.write(a(), Value(i));
            bench.run(500ms);
        }
        bench.run(15s);
        QCOMPARE(bench.kinds(), Kinds());
    }

    void outOfRange()
    {
        Watched bench;
        Tag &tag = bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        tag.low = 0;
        tag.high = 100;
        bench.addTag(b(), 1, 500, QStringLiteral("fast"));
        bench.begin();
        bench.line->registers[1][500] = 65535; // has no range
        bench.line->registers[1][10] = 100;
        bench.run(1s);
        QCOMPARE(bench.kinds(), Kinds());
        bench.line->registers[1][10] = 101;
        bench.run(1s);
        QCOMPARE(bench.kinds(), Kinds{SignKind::OutOfRange});
        QCOMPARE(bench.told.size(), 1);
        QCOMPARE(bench.told[0].device, QStringLiteral("u1"));
        QVERIFY(bench.told[0].detail.startsWith(QStringLiteral("a is 101")));
        QVERIFY(bench.scheduler->signs()[0].count >= 9);
    }

    void outOfRangeIsWhatTheDeviceSent()
    {
        Watched bench;
        Tag &tag = bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        tag.low = 0;
        tag.high = 100;
        tag.factor = 0.1;
        tag.clamp = {true, 10, 90};
        bench.begin();
        bench.line->registers[1][10] = 950; // clamped, but within
        bench.run(1s);
        QCOMPARE(bench.quality(a()), Quality::UncertainClamped);
        QCOMPARE(bench.kinds(), Kinds());
        bench.line->registers[1][10] = 2000;
        bench.run(1s);
        QCOMPARE(bench.value(a()).value.toDouble(), 90.0);
        QCOMPARE(bench.kinds(), Kinds{SignKind::OutOfRange});
        QVERIFY(bench.told[0].detail.startsWith(QStringLiteral("a is 200,")));
    }

    void nothingIsOutOfRangeWithoutItsScaleFactor()
    {
        Watched bench;
        Tag &tag = bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        tag.low = 0;
        tag.high = 100;
        tag.clamp = {true, 0, 100};
        tag.scaleFactor = b();
        bench.addTag(b(), 1, 11, QStringLiteral("fast")).type = DataType::Int16;
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.line->registers[1][10] = 5000;
        bench.line->registers[1][11] = 0x8000; // "not available"
        bench.run(1s);
        QVERIFY(isBad(bench.quality(a())));
        QCOMPARE(bench.kinds(), Kinds());
    }

    void noNumberIsOutOfRange_data()
    {
        QTest::addColumn<bool>("hasRange");
        QTest::newRow("range") << true;
        QTest::newRow("none") << false;
    }
    void noNumberIsOutOfRange()
    {
        QFETCH(bool, hasRange);
        Watched bench;
        Tag &tag = bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        tag.type = DataType::Bcd16;
        if (hasRange)
            tag.high = 100;
        bench.begin();
        bench.line->registers[1][10] = 0x0A00;
        bench.run(1s);
        QCOMPARE(bench.quality(a()), Quality::BadOutOfRange);
        QCOMPARE(bench.kinds(), hasRange ? Kinds{SignKind::OutOfRange} : Kinds());
        if (hasRange)
            QVERIFY(bench.told[0].detail.startsWith(QStringLiteral("a is no number,")));
    }

    void aSentinelIsNotOutOfRange()
    {
        Watched bench;
        Tag &tag = bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        tag.high = 100;
        tag.clamp = {true, {}, 90};
        tag.notAvailable = QStringLiteral("FFFF");
        bench.begin();
        bench.line->registers[1][10] = 0xFFFF;
        bench.run(1s);
        QCOMPARE(bench.quality(a()), Quality::BadNotAvailable);
        QCOMPARE(bench.kinds(), Kinds());
    }
};

QTEST_GUILESS_MAIN(SignsTest)
#include "tst_signs.moc"
