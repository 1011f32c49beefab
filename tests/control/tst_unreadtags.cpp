// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "control/unreadtags.h"
#include "control/writedoor.h"
#include "storage/store.h"
#include "support/fakebus.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"
#include "tags/tagtable.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using Outcome = FieldWriteResult::Outcome;

namespace
{

/// "dose" changes by 5 at most, "ramp" by 1 a second, "speed" as one likes.
ProjectPtr plantProject()
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    Tag dose;
    dose.id = QStringLiteral("dose");
    dose.path = QStringLiteral("dosing/pump/dose");
    dose.type = DataType::Float64;
    dose.unit = QStringLiteral("mg/l");
    dose.pollClass = QStringLiteral("normal");
    dose.write.enabled = true;
    dose.write.maxStep = 5;
    Tag speed = dose;
    speed.id = QStringLiteral("speed");
    speed.path = QStringLiteral("dosing/pump/speed");
    speed.write.maxStep.reset();
    Tag ramp = speed;
    ramp.id = QStringLiteral("ramp");
    ramp.path = QStringLiteral("dosing/pump/ramp");
    ramp.write.maxRate = 1;
    data.tags = {dose, speed, ramp};
    data.writesPerMinute = 600;
    return std::make_shared<Project>(data, QList<DeviceTemplate>());
}

} // namespace

/// From where a step is judged when nobody knows what became of the write before.
class UnreadTagsTest final : public QObject
{
    Q_OBJECT

private:
    struct Plant {
        QTemporaryDir folder;
        FakeClock clock;
        ProjectPtr project = plantProject();
        Store store;
        AuditLog audit{store, clock};
        AccessControl access{store, clock, quickHashes()};
        TagTable tags{project, clock};
        FakeBus bus{*project};
        WriteDoor door{tags, bus, access, audit, clock};
    };
    std::unique_ptr<Plant> m_plant;

    [[nodiscard]] TagIndex dose() const
    {
        return m_plant->project->indexOf(QStringLiteral("dose"));
    }

    Future<WriteReply> submit(const char *tag, double value)
    {
        const QString user = QStringLiteral("operator");
        return m_plant->door.submit(
            {{user, user, Origin::Panel, {}}, QLatin1String(tag), value, true, {}});
    }

    WriteReply write(const char *tag, double value)
    {
        const auto future = submit(tag, value);
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10000))
            qFatal("no reply");
        m_plant->clock.advance(1s);
        return future.result();
    }

    QString problem(const char *tag, double value)
    {
        const WriteReply reply = write(tag, value);
        return reply.outcome == WriteReply::Outcome::Refused ? reply.problem
                                                             : QString(nameOf(reply.outcome));
    }

    /// As the bus tells it, to all.
    void read(double value, Quality quality = Quality::Good)
    {
        const ValueBatch batch{
            {dose(), {Value(value), {quality, 0}, m_plant->clock.now()}},
        };
        m_plant->tags.apply(batch);
        Q_EMIT m_plant->bus.valuesRead(batch);
    }

    static void addDoubts()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("no answer") << Outcome::Timeout;
        QTest::newRow("not read back") << Outcome::Unverified;
        QTest::newRow("an exception") << Outcome::DeviceException;
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<Plant>();
        QVERIFY(m_plant->store.open(m_plant->folder.filePath(QStringLiteral("store.sqlite"))));
        m_plant->access.setProject(m_plant->project);
        QVERIFY(m_plant->access.load());
        User user;
        user.name = user.role = user.displayName = QStringLiteral("operator");
        auto added = m_plant->access.addUser(user, QStringLiteral("a long enough secret of seven"));
        QVERIFY(QTest::qWaitFor([&added] { return added.isFinished(); }, 10000));
        QVERIFY(added.result());
        read(10);
    }

    void neitherTheOldNorTheWishedValueIsAStart_data() { addDoubts(); }

    void neitherTheOldNorTheWishedValueIsAStart()
    {
        QFETCH(const Outcome, outcome);
        m_plant->bus.next.outcome = outcome;
        QVERIFY(problem("dose", 15) != QLatin1String("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        const WriteReply again = write("dose", 15); // within 5 of both
        QCOMPARE(again.outcome, WriteReply::Outcome::Refused);
        QCOMPARE(again.problem, QStringLiteral("presentUnknown"));
        QCOMPARE(again.code, ErrorCode::Unavailable);
        QVERIFY2(again.detail.contains(QLatin1String("5 mg/l")), qPrintable(again.detail));
        QVERIFY2(again.detail.contains(QLatin1String("not been read")), qPrintable(again.detail));
        QCOMPARE(problem("dose", 10), QStringLiteral("presentUnknown"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void theTagIsAskedForAtOnce()
    {
        m_plant->bus.next.outcome = Outcome::Timeout;
        QCOMPARE(problem("dose", 15), QStringLiteral("timeout"));
        QCOMPARE(m_plant->bus.refreshed, QList<TagIndex>{dose()});
    }

    void aGoodValueBehindItIsAStart()
    {
        m_plant->bus.next.outcome = Outcome::Timeout;
        QCOMPARE(problem("dose", 15), QStringLiteral("timeout"));
        read(15);
        QCOMPARE(problem("dose", 9), QStringLiteral("stepTooLarge"));
        QCOMPARE(problem("dose", 20), QStringLiteral("ok"));
    }

    void aBadOneIsNone_data()
    {
        QTest::addColumn<Quality>("quality");
        QTest::newRow("uncertain") << Quality::Uncertain;
        QTest::newRow("clamped") << Quality::UncertainClamped;
        QTest::newRow("bad") << Quality::BadCommunication;
    }

    /// Not even when the table has the good value of before again.
    void aBadOneIsNone()
    {
        QFETCH(const Quality, quality);
        m_plant->bus.next.outcome = Outcome::Timeout;
        QCOMPARE(problem("dose", 15), QStringLiteral("timeout"));
        read(10, quality);
        m_plant->tags.apply({{dose(), {Value(10.0), {Quality::Good, 0}, m_plant->clock.now()}}});
        QCOMPARE(problem("dose", 12), QStringLiteral("presentUnknown"));
    }

    void whatIsKnownLeavesNoDoubt_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("told");
        QTest::newRow("read back") << Outcome::Ok << QStringLiteral("ok");
        QTest::newRow("another value") << Outcome::Differs << QStringLiteral("differs");
    }

    void whatIsKnownLeavesNoDoubt()
    {
        QFETCH(const Outcome, outcome);
        QFETCH(const QString, told);
        m_plant->bus.next.outcome = outcome;
        QCOMPARE(problem("dose", 15), told);
        QCOMPARE(problem("dose", 14), QStringLiteral("ok"));
        QVERIFY(m_plant->bus.refreshed.isEmpty());
    }

    void whatNeverLeftLeavesNoDoubt()
    {
        m_plant->bus.next.refusal = FieldWriteResult::Refusal::Expired;
        QCOMPARE(problem("dose", 15), QStringLiteral("expired"));
        QCOMPARE(problem("dose", 14), QStringLiteral("ok"));
    }

    void aRateStartsAtWhatMayHaveBeenTaken_data() { addDoubts(); }

    /// By the device at the last moment: at its result.
    void aRateStartsAtWhatMayHaveBeenTaken()
    {
        QFETCH(const Outcome, outcome);
        QCOMPARE(problem("ramp", 10), QStringLiteral("ok"));
        m_plant->clock.advance(20s);
        m_plant->bus.next.outcome = outcome;
        m_plant->bus.holdAnswers = true;
        const auto doubted = submit("ramp", 30);
        QTRY_COMPARE(m_plant->bus.writes.size(), 2);
        m_plant->clock.advance(4s);
        m_plant->bus.holdAnswers = false;
        m_plant->bus.answer();
        QTRY_VERIFY(doubted.isFinished());
        QCOMPARE(problem("ramp", 10), QStringLiteral("rateTooHigh"));
        QCOMPARE(problem("ramp", 32), QStringLiteral("rateTooHigh"));
        QCOMPARE(problem("ramp", 32), QStringLiteral("ok")); // two seconds later
        QCOMPARE(m_plant->bus.writes.size(), 3);
    }

    void aTagWithoutAStepIsWritten()
    {
        m_plant->bus.next.outcome = Outcome::Timeout;
        QCOMPARE(problem("speed", 15), QStringLiteral("timeout"));
        QCOMPARE(problem("speed", 80), QStringLiteral("ok"));
        QVERIFY(m_plant->bus.refreshed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(UnreadTagsTest)
#include "tst_unreadtags.moc"
