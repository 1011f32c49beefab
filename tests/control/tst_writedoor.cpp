// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "audit/rowbudget.h"
#include "control/writedoor.h"
#include "core/future.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakebus.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"
#include "tags/tagtable.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using Outcome = WriteReply::Outcome;
using Refusal = FieldWriteResult::Refusal;

namespace
{

const QString kSecret = QStringLiteral("a long enough secret of seven");
const QString kPeer = QStringLiteral("192.0.2.7");

ProjectPtr plantProject(const QSet<QString> &disabled, int writesPerMinute)
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    Tag speed;
    speed.id = QStringLiteral("speed");
    speed.path = QStringLiteral("pumping/pump/speed");
    speed.type = DataType::Float64;
    speed.pollClass = QStringLiteral("normal");
    speed.write.enabled = true;
    speed.write.max = 100;
    speed.write.minIntervalMs = 1000;
    speed.write.confirm = Confirm::Ask;
    Tag level = speed;
    level.id = QStringLiteral("level");
    level.path = QStringLiteral("pumping/tank/level");
    level.write = {};
    Tag valve = speed;
    valve.id = QStringLiteral("valve");
    valve.path = QStringLiteral("pumping/valve/position");
    valve.write = {};
    valve.write.enabled = true;
    Tag dose = valve;
    dose.id = QStringLiteral("dose");
    dose.path = QStringLiteral("dosing/pump/dose");
    dose.unit = QStringLiteral("mg/l");
    dose.write.maxStep = 5;
    dose.write.maxRate = 100;
    data.tags = {speed, level, valve, dose};
    data.writesPerMinute = writesPerMinute;
    return std::make_shared<Project>(data, QList<DeviceTemplate>(), disabled);
}

} // namespace

/// The door with the real table, access, audit and store; only the device is missing.
class WriteDoorTest final : public QObject
{
    Q_OBJECT

private:
    struct Plant {
        Plant(const QSet<QString> &disabled, int writesPerMinute)
            : project(plantProject(disabled, writesPerMinute))
        {
        }
        QTemporaryDir folder;
        FakeClock clock;
        ProjectPtr project;
        Store store;
        AuditLog audit{store, clock};
        AccessControl access{store, clock, quickHashes()};
        TagTable tags{project, clock};
        FakeBus bus{*project};
        std::unique_ptr<WriteDoor> door
            = std::make_unique<WriteDoor>(tags, bus, access, audit, clock);
    };
    std::unique_ptr<Plant> m_plant;

    static User administrator()
    {
        User user;
        user.name = user.role = QStringLiteral("administrator");
        return user;
    }

    Token tokenOf(const QString &user) const
    {
        Token token;
        token.user = user;
        token.name = QStringLiteral("program");
        token.mayWrite = true;
        token.expires = m_plant->clock.now() + 24h;
        return token;
    }

    template <typename T> static Result<T> waitFor(Future<Result<T>> future)
    {
        future.waitForFinished();
        return future.result();
    }

    static Identity who(const char *user)
    {
        return {QLatin1String(user), QLatin1String(user), Origin::Panel, {}};
    }

    Future<WriteReply> submit(const char *tag, const QJsonValue &value, bool confirmed = true,
                              const char *user = "operator")
    {
        return m_plant->door->submit({who(user), QLatin1String(tag), value, confirmed, {}});
    }

    static QList<WriteReply> waitForAll(Future<QList<WriteReply>> future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10000))
            qFatal("no replies");
        return future.result();
    }

    static WriteReply wait(Future<WriteReply> future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10000))
            qFatal("no reply");
        return future.result();
    }

    QString problem(const char *tag, const QJsonValue &value, bool confirmed = true,
                    const char *user = "operator")
    {
        const WriteReply reply = wait(submit(tag, value, confirmed, user));
        return reply.outcome == Outcome::Refused ? reply.problem : QString(nameOf(reply.outcome));
    }

    QString remote(const char *tag, const QJsonValue &value, Origin origin = Origin::Remote)
    {
        Identity identity = who("operator");
        identity.origin = origin;
        const WriteReply reply
            = wait(m_plant->door->submit({identity, QLatin1String(tag), value, true, {}}));
        return reply.outcome == Outcome::Refused ? reply.problem : QString(nameOf(reply.outcome));
    }

    static constexpr int kManyPages = 1 << 30;

    void limitPages(int pages)
    {
        const auto done = m_plant->store.read<bool>([pages](QSqlDatabase &db) -> Result<bool> {
            const auto set = execute(db, QStringLiteral("PRAGMA max_page_count = %1").arg(pages));
            return set ? Result<bool>(true) : Result<bool>(set.error());
        });
        QVERIFY(done.result());
    }

    /// SQLite's own limit, as a full disk has it: what has room in the pages that are there is
    /// written first.
    void fillDisk()
    {
        limitPages(1); // never below what it has
        for (int n = 0; n < 500 && remote("valve", 10) != QLatin1String("notAudited"); ++n) { }
        QVERIFY(m_plant->audit.health().failing);
    }

    /// "action outcome" of the rows, the oldest first.
    QStringList auditRows()
    {
        QStringList rows;
        const auto entries = m_plant->audit.read({0, 1000, {}}).result();
        for (const AuditEntry &entry : *entries)
            rows.prepend(entry.action + u' ' + entry.outcome);
        return rows;
    }

    void present(double value, Quality quality)
    {
        m_plant->tags.apply({{m_plant->project->indexOf(QStringLiteral("dose")),
                              {Value(value), {quality, 0}, m_plant->clock.now()}}});
    }

    void addUser(const char *name)
    {
        User user;
        user.name = user.role = user.displayName = QLatin1String(name);
        auto added = m_plant->access.addUser(user, kSecret);
        QVERIFY(QTest::qWaitFor([&added] { return added.isFinished(); }, 10000));
        QVERIFY2(added.result(), name);
    }

    void begin(const QSet<QString> &disabled, int writesPerMinute = 600)
    {
        m_plant = std::make_unique<Plant>(disabled, writesPerMinute);
        QVERIFY(m_plant->store.open(m_plant->folder.filePath(QStringLiteral("store.sqlite"))));
        m_plant->access.setProject(m_plant->project);
        QVERIFY(m_plant->access.load());
        addUser("operator");
        addUser("viewer");
    }

private Q_SLOTS:
    void init() { begin({}); }

    void whoIsNewIsToldToTheBus()
    {
        const auto told = [this] { return m_plant->bus.writes.constLast().newWriter; };
        m_plant->bus.next.refusal = Refusal::Expired;
        QCOMPARE(problem("valve", 1.0), QStringLiteral("expired"));
        m_plant->bus.next = {};
        QCOMPARE(problem("valve", 1.0), QStringLiteral("ok"));
        QCOMPARE(told(), QStringLiteral("operator (panel)")); // what was not sent does not count
        QCOMPARE(problem("valve", 2.0), QStringLiteral("ok"));
        QCOMPARE(told(), QString());
        QCOMPARE(remote("valve", 3.0), QStringLiteral("ok"));
        QVERIFY(told().startsWith(QStringLiteral("operator (remote")));
    }

    void whoWasSentIsKnownWhateverCameOfIt_data()
    {
        QTest::addColumn<FieldWriteResult::Outcome>("outcome");
        QTest::newRow("timeout") << FieldWriteResult::Outcome::Timeout;
        QTest::newRow("exception") << FieldWriteResult::Outcome::DeviceException;
        QTest::newRow("not read back") << FieldWriteResult::Outcome::Unverified;
        QTest::newRow("differs") << FieldWriteResult::Outcome::Differs;
    }

    void whoWasSentIsKnownWhateverCameOfIt()
    {
        QFETCH(const FieldWriteResult::Outcome, outcome);
        m_plant->bus.next.outcome = outcome;
        QCOMPARE(wait(submit("valve", 1.0)).outcome == Outcome::Refused, false);
        QCOMPARE(m_plant->bus.writes.constLast().newWriter, QStringLiteral("operator (panel)"));
        QCOMPARE(problem("valve", 2.0), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.constLast().newWriter, QString());
    }

    void aDisabledTagIsNotWritten()
    {
        begin({QStringLiteral("valve")});
        QCOMPARE(problem("valve", 1.0), QStringLiteral("readOnly"));
        QCOMPARE(auditRows(), QStringList{QStringLiteral("denied readOnly")});
        QCOMPARE(problem("speed", 1.0), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void writesAndRecordsBeforeAndAfter()
    {
        m_plant->bus.holdAnswers = true;
        auto reply = submit("speed", 42.0);
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        QCOMPARE(auditRows(), QStringList{QStringLiteral("write.intended pending")});
        QVERIFY(!reply.isFinished());
        m_plant->bus.answer();
        QCOMPARE(wait(reply).outcome, Outcome::Ok);
        QCOMPARE(auditRows(),
                 (QStringList{QStringLiteral("write.intended pending"),
                              QStringLiteral("write.result ok")}));
        QCOMPARE(m_plant->bus.writes.first().value, Value(42.0));
        QCOMPARE(m_plant->bus.writes.first().expires,
                 m_plant->clock.monotonic() + WriteDoor::kTimeToLive);
    }

    void aGroupIsCheckedAsAWhole()
    {
        const auto group = [this](double speed) {
            const Identity writer = who("operator");
            auto replies
                = m_plant->door->submitAll({{writer, QStringLiteral("valve"), 1.0, true, {}},
                                            {writer, QStringLiteral("speed"), speed, true, {}}});
            if (!QTest::qWaitFor([&replies] { return replies.isFinished(); }, 10000))
                qFatal("no reply");
            return replies.result();
        };
        const QList<WriteReply> refused = group(101);
        QCOMPARE(refused.size(), 2);
        QCOMPARE(refused[0].problem, QStringLiteral("groupRefused"));
        QCOMPARE(refused[1].problem, QStringLiteral("outOfRange"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(auditRows(),
                 (QStringList{QStringLiteral("write.refused groupRefused"),
                              QStringLiteral("write.refused outOfRange")}));
        const QList<WriteReply> written = group(99);
        QCOMPARE(written[0].outcome, Outcome::Ok);
        QCOMPARE(written[1].outcome, Outcome::Ok);
        QCOMPARE(written[1].written, Value(99.0));
        QCOMPARE(m_plant->bus.writes.size(), 2);
    }

    void aDoorThatGoesAwayStillAnswers()
    {
        for (int round = 0; round < 50; ++round) {
            auto refused = submit("level", 1.0);
            auto written = submit("valve", 1.0);
            QCoreApplication::processEvents(); // the rows are on their way to the store
            m_plant->door.reset();
            QCOMPARE(wait(refused).problem, QStringLiteral("readOnly"));
            (void)wait(written);
            m_plant->door = std::make_unique<WriteDoor>(
                m_plant->tags, m_plant->bus, m_plant->access, m_plant->audit, m_plant->clock);
        }
    }

    void checksInItsOrder()
    {
        m_plant->bus.misfit = Error{ErrorCode::Invalid, QStringLiteral("does not fit")};
        QCOMPARE(problem("nowhere", 1e9, false, "viewer"), QStringLiteral("unknownTag"));
        QCOMPARE(problem("level", 1e9, false, "viewer"), QStringLiteral("readOnly"));
        QCOMPARE(problem("speed", QStringLiteral("x"), false, "viewer"), QStringLiteral("denied"));
        QCOMPARE(problem("speed", QStringLiteral("x"), false), QStringLiteral("wrongType"));
        QCOMPARE(problem("speed", 1e9, false), QStringLiteral("outOfRange"));
        QCOMPARE(problem("speed", 10, false), QStringLiteral("notFitting"));
        m_plant->bus.misfit.reset();
        QCOMPARE(problem("speed", 10, false), QStringLiteral("needsConfirmation"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(problem("speed", 10), QStringLiteral("ok"));
        QCOMPARE(problem("speed", 11, false), QStringLiteral("tooFast"));
        m_plant->clock.advance(1s);
        QCOMPARE(problem("speed", 11, false), QStringLiteral("needsConfirmation"));
        QCOMPARE(problem("speed", 11), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 2);
        QCOMPARE(auditRows().filter(QStringLiteral("denied ")).size(), 2); // readOnly and denied
        QCOMPARE(auditRows().filter(QStringLiteral("write.refused ")).size(), 7);
    }

    void nothingIsSentThatCannotBeRecorded()
    {
        m_plant->store.close();
        QCOMPARE(remote("speed", 10), QStringLiteral("notAudited"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QVERIFY(m_plant->store.open(m_plant->folder.filePath(QStringLiteral("store.sqlite"))));
        QCOMPARE(remote("speed", 10), QStringLiteral("ok")); // it did not count as a write
    }

    void aFullDiskLeavesThePanelAndNobodyElse()
    {
        fillDisk();
        const qsizetype written = m_plant->bus.writes.size();
        for (const Origin origin : {Origin::Remote, Origin::Program, Origin::Modbus})
            QCOMPARE(remote("valve", 20, origin), QStringLiteral("notAudited"));
        QCOMPARE(m_plant->bus.writes.size(), written);
        QVERIFY(m_plant->audit.health().failing);
        QVERIFY(m_plant->audit.health().reason.contains(QStringLiteral("disk is full")));
        const qint64 waiting = m_plant->audit.health().waiting; // the result of the last one
        QVERIFY(waiting <= 1);
        QCOMPARE(problem("valve", 21), QStringLiteral("ok"));
        QCOMPARE(problem("valve", 22, true, "viewer"), QStringLiteral("denied"));
        QCOMPARE(m_plant->bus.writes.size(), written + 1);
        QCOMPARE(m_plant->audit.health().waiting, waiting + 3); // intended, result, denied
        QCOMPARE(remote("valve", 23), QStringLiteral("notAudited"));
        limitPages(kManyPages);
        QCOMPARE(remote("valve", 24), QStringLiteral("ok"));
        QVERIFY(!m_plant->audit.health().failing);
        QCOMPARE(auditRows().filter(QStringLiteral("audit.gap")).size(), 1);
        QCOMPARE(auditRows().last(5),
                 (QStringList{QStringLiteral("write.intended pending"),
                              QStringLiteral("write.result ok"), QStringLiteral("denied denied"),
                              QStringLiteral("write.intended pending"),
                              QStringLiteral("write.result ok")}));
        const auto verdict = m_plant->audit.check().result();
        QVERIFY(verdict && verdict->isIntact());
    }

    void refusalsOfTheDeviceQueueAreToldApart_data()
    {
        QTest::addColumn<int>("refusal");
        QTest::addColumn<QString>("expected");
        QTest::newRow("busy") << int(Refusal::Busy) << "busy";
        QTest::newRow("expired") << int(Refusal::Expired) << "expired";
        QTest::newRow("superseded") << int(Refusal::Superseded) << "superseded";
        QTest::newRow("not readable") << int(Refusal::NotReadable) << "notReadable";
        QTest::newRow("not fitting") << int(Refusal::NotFitting) << "notFitting";
    }

    void rightsThatEndWhileTheRowIsWrittenStopTheWrite()
    {
        const auto reply = submit("valve", 1.0);
        QCoreApplication::sendPostedEvents(m_plant->door.get()); // begins, and waits for its row
        UserChange gone;
        gone.enabled = false;
        QVERIFY(m_plant->access.changeUser(QStringLiteral("operator"), gone).result());
        QCOMPARE(auditRows(), QStringList{QStringLiteral("write.intended pending")});
        const WriteReply refused = wait(reply);
        QCOMPARE(refused.outcome, Outcome::Refused);
        QCOMPARE(refused.problem, QStringLiteral("revoked"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(auditRows(),
                 (QStringList{QStringLiteral("write.intended pending"),
                              QStringLiteral("write.result dropped")}));
    }

    void whatTakesThePermitAway_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"role", "disabled", "removed", "expired", "password", "sign-out",
                                 "session revoked", "session idle", "token", "token expired"})
            QTest::newRow(what) << QString(QLatin1String(what));
    }

    /// The write waits in the queue of its device.
    void whatTakesThePermitAway()
    {
        QFETCH(const QString, what);
        AccessControl &access = m_plant->access;
        const QString name = QStringLiteral("operator");
        QVERIFY(waitFor(access.addUser(administrator(), kSecret)));
        const auto session = waitFor(access.signIn(name, kSecret, Origin::Remote, kPeer));
        QVERIFY(session);
        Identity writer = session->identity;
        QByteArray tokenId;
        if (what.startsWith(QLatin1String("token"))) {
            const auto text = waitFor(access.addToken(tokenOf(name)));
            QVERIFY(text);
            writer = *access.identifyToken(*text, kPeer);
            tokenId = writer.token;
        }
        m_plant->bus.holdAnswers = true;
        const auto reply = m_plant->door->submit({writer, QStringLiteral("valve"), 1.0, true, {}});
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        const FieldWrite waiting = m_plant->bus.writes.first();
        QVERIFY(waiting.mayGo());

        UserChange change;
        if (what == QLatin1String("role"))
            change.role = QStringLiteral("viewer");
        else if (what == QLatin1String("disabled"))
            change.enabled = false;
        else if (what == QLatin1String("expired"))
            change.expires = m_plant->clock.now();
        if (what == QLatin1String("removed"))
            QVERIFY(waitFor(access.removeUser(name)));
        else if (what == QLatin1String("password"))
            QVERIFY(
                waitFor(access.setPassword(name, QStringLiteral("another long secret of nine"))));
        else if (what == QLatin1String("sign-out"))
            access.signOut(session->sessionId);
        else if (what == QLatin1String("session revoked"))
            QVERIFY(access.revoke(AccessControl::publicId(session->sessionId)));
        else if (what == QLatin1String("session idle"))
            m_plant->clock.advance(15min);
        else if (what == QLatin1String("token"))
            QVERIFY(waitFor(access.removeToken(tokenId)));
        else if (what == QLatin1String("token expired"))
            m_plant->clock.advance(25h);
        else
            QVERIFY(waitFor(access.changeUser(name, change)));

        const auto permitted = waiting.mayGo();
        QVERIFY(!permitted);
        QVERIFY(!permitted.error().detail.isEmpty());
        Q_EMIT m_plant->bus.writeFinished({waiting.id,
                                           FieldWriteResult::Outcome::Refused,
                                           Refusal::Revoked,
                                           0,
                                           {},
                                           permitted.error().detail});
        const WriteReply dropped = wait(reply);
        QCOMPARE(dropped.outcome, Outcome::Refused);
        QCOMPARE(dropped.problem, QStringLiteral("revoked"));
        QCOMPARE(dropped.code, ErrorCode::Denied);
        QCOMPARE(dropped.detail, permitted.error().detail);
        QCOMPARE(auditRows().constLast(), QStringLiteral("write.result dropped"));
    }

    void aStepStartsAtTheGoodPresentValue()
    {
        QCOMPARE(problem("dose", 10.0), QStringLiteral("presentUnknown"));
        present(10, Quality::Good);
        QCOMPARE(problem("dose", 15.01), QStringLiteral("stepTooLarge"));
        QCOMPARE(problem("dose", 4.99), QStringLiteral("stepTooLarge"));
        const WriteReply named = wait(submit("dose", 16.0));
        QVERIFY2(named.detail.contains(QStringLiteral("5 mg/l")), qPrintable(named.detail));
        for (const Quality quality :
             {Quality::Uncertain, Quality::UncertainClamped, Quality::BadCommunication}) {
            present(10, quality);
            QCOMPARE(problem("dose", 10.0), QStringLiteral("presentUnknown"));
        }
        QVERIFY(m_plant->bus.writes.isEmpty());
        present(10, Quality::Good);
        QCOMPARE(problem("dose", 15.0), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        QCOMPARE(auditRows().filter(QStringLiteral("write.refused ")).size(), 7);
    }

    /// What is on its way may come before it.
    void aStepStartsAtWhatIsOnItsWay()
    {
        present(10, Quality::Good);
        m_plant->bus.holdAnswers = true;
        const auto first = submit("dose", 15.0);
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        m_plant->clock.advance(1s);
        QCOMPARE(problem("dose", 9.0), QStringLiteral("stepTooLarge"));
        m_plant->bus.answer();
        QCOMPARE(wait(first).outcome, Outcome::Ok);
        m_plant->bus.holdAnswers = false;
        QCOMPARE(problem("dose", 9.0), QStringLiteral("ok"));
    }

    void theRateStartsAtTheLastWrite()
    {
        present(10, Quality::Good);
        QCOMPARE(problem("dose", 15.0), QStringLiteral("ok"));
        QCOMPARE(problem("dose", 14.0), QStringLiteral("rateTooHigh"));
        m_plant->clock.advance(10ms);
        QCOMPARE(problem("dose", 14.0), QStringLiteral("ok"));
        m_plant->clock.advance(5ms);
        m_plant->bus.next.refusal = Refusal::Expired; // and so it does not count
        QCOMPARE(problem("dose", 13.5), QStringLiteral("expired"));
        QCOMPARE(problem("dose", 14.5), QStringLiteral("ok"));
    }

    void aUserWritesSoMuch()
    {
        begin({}, 3);
        const Identity writer = who("operator");
        const auto group = waitForAll(
            m_plant->door->submitAll({{writer, QStringLiteral("valve"), 1.0, true, {}},
                                      {writer, QStringLiteral("speed"), 1.0, true, {}}}));
        QCOMPARE(group[1].outcome, Outcome::Ok);
        const auto tooMany = waitForAll(
            m_plant->door->submitAll({{writer, QStringLiteral("valve"), 2.0, true, {}},
                                      {writer, QStringLiteral("valve"), 3.0, true, {}}}));
        QCOMPARE(tooMany[0].problem, QStringLiteral("groupRefused"));
        QCOMPARE(tooMany[1].problem, QStringLiteral("tooFast"));
        QCOMPARE(problem("valve", 2.0), QStringLiteral("tooFast"));
        m_plant->clock.advance(20s);
        QCOMPARE(problem("valve", 3.0), QStringLiteral("ok"));
        QCOMPARE(problem("valve", 4.0), QStringLiteral("tooFast"));
        QCOMPARE(m_plant->bus.writes.size(), 3);
    }

    void refusedWritesUseUpTheAllowance()
    {
        begin({}, 3);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(remote("valve", QStringLiteral("x")), QStringLiteral("wrongType"));
        QCOMPARE(remote("valve", 1), QStringLiteral("tooFast"));
        QCOMPARE(problem("valve", 1), QStringLiteral("ok")); // the panel has its own
    }

    void refusalsFromRemoteLeaveSoManyRowsAndThePanelsAll()
    {
        constexpr int kMore = 5;
        begin({}, 1);
        const auto rows = [this] { return *m_plant->audit.count().result(); };
        const auto refuse = [this](Origin origin, int count) {
            const Identity writer{QStringLiteral("viewer"), QStringLiteral("viewer"), origin,
                                  kPeer};
            const WriteRequest request{writer, QStringLiteral("valve"), 1.0, true, {}};
            for (const WriteReply &reply :
                 waitForAll(m_plant->door->submitAll(QList<WriteRequest>(count, request))))
                QCOMPARE(reply.outcome, Outcome::Refused);
        };
        refuse(Origin::Remote, RowBudget::kBurst + kMore);
        QCOMPARE(rows(), RowBudget::kBurst);
        refuse(Origin::Panel, kMore); // of the same user
        QCOMPARE(rows(), RowBudget::kBurst + kMore);
        m_plant->clock.advance(RowBudget::kRefill);
        refuse(Origin::Remote, 1);
        const auto last = m_plant->audit.read({0, 1, {}}).result();
        QVERIFY2(last->constFirst().detail.endsWith(QStringLiteral("5 more were not recorded")),
                 qPrintable(last->constFirst().detail));
    }

    void aLockoutRefusesAllButThePanel()
    {
        RemoteLockout &lockout = m_plant->door->lockout();
        lockout.set({QStringLiteral("pumping"), QStringLiteral("otto"), {}});
        const auto from = [this](Origin origin) {
            const Identity writer{QStringLiteral("operator"), QStringLiteral("operator"), origin,
                                  kPeer};
            return wait(m_plant->door->submit({writer, QStringLiteral("valve"), 1.0, true, {}}));
        };
        for (const Origin origin : {Origin::Remote, Origin::Program, Origin::Modbus}) {
            const WriteReply refused = from(origin);
            QCOMPARE(refused.outcome, Outcome::Refused);
            QCOMPARE(refused.problem, QStringLiteral("localOnly"));
            QCOMPARE(refused.code, ErrorCode::Denied);
            QVERIFY(refused.detail.contains(QStringLiteral("otto")));
            QCOMPARE(auditRows().constLast(), QStringLiteral("denied localOnly"));
        }
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(from(Origin::Panel).outcome, Outcome::Ok);
        QVERIFY(waitFor(lockout.lift(QStringLiteral("pumping"))));
        QCOMPARE(from(Origin::Remote).outcome, Outcome::Ok);
        QCOMPARE(m_plant->bus.writes.size(), 2);
    }

    void aLockoutDropsWhatWaits()
    {
        m_plant->bus.holdAnswers = true;
        const Identity remote{QStringLiteral("operator"), QStringLiteral("operator"),
                              Origin::Remote, kPeer};
        const auto far = m_plant->door->submit({remote, QStringLiteral("valve"), 1.0, true, {}});
        const auto near = submit("speed", 1.0);
        QTRY_COMPARE(m_plant->bus.writes.size(), 2);
        m_plant->door->lockout().set({{}, QStringLiteral("otto"), {}});
        QVERIFY(!m_plant->bus.writes.at(0).mayGo());
        QVERIFY(m_plant->bus.writes.at(1).mayGo());
        m_plant->bus.answer();
        (void)wait(far);
        (void)wait(near);
    }

    /// Another session of the same user is none of its business.
    void aPermitOutlivesOtherSessions()
    {
        AccessControl &access = m_plant->access;
        const QString name = QStringLiteral("operator");
        const auto own = waitFor(access.signIn(name, kSecret, Origin::Remote, kPeer));
        const auto other = waitFor(access.signIn(name, kSecret, Origin::Remote, kPeer));
        m_plant->bus.holdAnswers = true;
        const auto reply
            = m_plant->door->submit({own->identity, QStringLiteral("valve"), 1.0, true, {}});
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        access.signOut(other->sessionId);
        QVERIFY(m_plant->bus.writes.first().mayGo());
        m_plant->door.reset();
        QVERIFY(!m_plant->bus.writes.first().mayGo()); // nobody is there to answer for it
    }

    void refusalsOfTheDeviceQueueAreToldApart()
    {
        QFETCH(int, refusal);
        QFETCH(QString, expected);
        m_plant->bus.next.refusal = Refusal(refusal);
        QCOMPARE(problem("valve", 1.0), expected);
        QCOMPARE(auditRows().constLast(), QStringLiteral("write.result refused"));
    }

    void atMostSoManyWait()
    {
        m_plant->bus.holdAnswers = true;
        QList<Future<WriteReply>> waiting;
        for (int i = 0; i < 256; ++i)
            waiting.append(submit("valve", i));
        QTRY_COMPARE(m_plant->bus.writes.size(), 256);
        QCOMPARE(problem("valve", 256), QStringLiteral("busy"));
        m_plant->bus.answer();
        for (const auto &reply : std::as_const(waiting))
            QCOMPARE(wait(reply).outcome, Outcome::Ok);
        QCOMPARE(m_plant->bus.writes.size(), 256);
    }

    void aDoorThatGoesAwayAnswersWhatWaits()
    {
        m_plant->bus.holdAnswers = true;
        auto reply = submit("valve", 1.0);
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        m_plant->door.reset();
        QCOMPARE(wait(reply).problem, QStringLiteral("expired"));
    }
};

QTEST_GUILESS_MAIN(WriteDoorTest)
#include "tst_writedoor.moc"
