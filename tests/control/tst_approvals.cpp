// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "control/approvalbook.h"
#include "control/leftoverapprovals.h"
#include "control/writedoor.h"
#include "core/future.h"
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

namespace
{

const QString kSecret = QStringLiteral("a long enough secret of seven");
const QString kPeer = QStringLiteral("192.0.2.7");

ProjectPtr plantProject()
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    data.approvalS = 60;
    Tag valve;
    valve.id = QStringLiteral("valve");
    valve.path = QStringLiteral("pumping/valve/position");
    valve.type = DataType::Float64;
    valve.pollClass = QStringLiteral("normal");
    valve.write.enabled = true;
    valve.write.secondPerson = true;
    valve.write.max = 100;
    valve.write.maxStep = 50;
    valve.write.confirm = Confirm::Ask;
    Tag local = valve;
    local.id = QStringLiteral("local");
    local.path = QStringLiteral("pumping/valve/local");
    local.write.maxStep.reset();
    local.write.localOnly = true;
    data.tags = {valve, local};
    for (int i = 0; i < 70; ++i) {
        Tag more = local;
        more.id = QStringLiteral("more%1").arg(i);
        more.path = QStringLiteral("dosing/more/more%1").arg(i);
        more.write.localOnly = false;
        data.tags.append(more);
    }
    return std::make_shared<Project>(data);
}

} // namespace

/// A write that needs a second person, through the real door: what is sent is what the bus saw.
class ApprovalsTest final : public QObject
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
        std::unique_ptr<WriteDoor> door
            = std::make_unique<WriteDoor>(tags, bus, access, audit, clock);
    };
    std::unique_ptr<Plant> m_plant;

    template <typename T> static T wait(const Future<T> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10000))
            qFatal("no reply");
        return future.result();
    }

    static QString wordOf(const WriteReply &reply)
    {
        return reply.outcome == Outcome::Refused ? reply.problem : QString(nameOf(reply.outcome));
    }

    static QString wordOf(const Result<void> &result)
    {
        if (result)
            return QStringLiteral("ok");
        return QString::number(int(result.error().code));
    }

    struct SignedInAs {
        QByteArray session;
        Identity who;
    };

    SignedInAs signIn(const char *user, Origin origin = Origin::Remote)
    {
        const auto result = wait(m_plant->access.signIn(
            QLatin1String(user), kSecret, origin, origin == Origin::Panel ? QString() : kPeer));
        if (!result)
            qFatal("no session");
        return {result->sessionId, result->identity};
    }

    Identity programOf(const char *user)
    {
        Token token;
        token.user = QLatin1String(user);
        token.name = QStringLiteral("program");
        token.mayWrite = true;
        token.expires = m_plant->clock.now() + 24h;
        const auto text = wait(m_plant->access.addToken(token));
        return *m_plant->access.identifyToken(*text, kPeer);
    }

    void addUser(const char *name, const char *role)
    {
        User user;
        user.name = user.displayName = QLatin1String(name);
        user.role = QLatin1String(role);
        QVERIFY2(wait(m_plant->access.addUser(user, kSecret)), name);
    }

    void change(const char *user, const UserChange &change)
    {
        QVERIFY(wait(m_plant->access.changeUser(QLatin1String(user), change)));
    }

    WriteReply request(const Identity &who, const char *tag = "valve", double value = 10)
    {
        return wait(m_plant->door->submit(
            {who, QLatin1String(tag), value, true, QStringLiteral("because")}));
    }

    QString approve(const QString &id, const Identity &who, bool confirmed = true)
    {
        return wordOf(wait(m_plant->door->approve(id, {who, confirmed, {}})));
    }

    QString stateOf(const QString &id)
    {
        const auto approval = m_plant->door->approvals().find(id);
        return approval ? QString(nameOf(approval->state)) : QString();
    }

    /// "action outcome actor" of the rows, the oldest first.
    QStringList rows()
    {
        QStringList rows;
        const auto entries = m_plant->audit.read({0, 1000, {}}).result();
        for (const AuditEntry &entry : *entries)
            rows.prepend(entry.action + u' ' + entry.outcome + u' ' + entry.actor);
        return rows;
    }

    void present(double value, Quality quality = Quality::Good)
    {
        m_plant->tags.apply({{m_plant->project->indexOf(QStringLiteral("valve")),
                              {Value(value), {quality, 0}, m_plant->clock.now()}}});
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<Plant>();
        QVERIFY(m_plant->store.open(m_plant->folder.filePath(QStringLiteral("store.sqlite"))));
        m_plant->access.setProject(m_plant->project);
        QVERIFY(m_plant->access.load());
        addUser("anna", "operator");
        addUser("berta", "operator");
        addUser("chris", "viewer");
        addUser("boss", "administrator");
        present(0);
    }

    void aSecondPersonLetsItGo()
    {
        const auto anna = signIn("anna");
        const auto berta = signIn("berta", Origin::Panel);
        const WriteReply asked = request(anna.who);
        QCOMPARE(asked.outcome, Outcome::Waiting);
        QVERIFY(!asked.approval.isEmpty());
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(rows(), QStringList{QStringLiteral("approval.requested pending anna")});
        QCOMPARE(approve(asked.approval, berta.who), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        QCOMPARE(m_plant->bus.writes.first().value, Value(10.0));
        QCOMPARE(rows(),
                 (QStringList{QStringLiteral("approval.requested pending anna"),
                              QStringLiteral("approval.approved ok berta"),
                              QStringLiteral("write.intended pending anna"),
                              QStringLiteral("write.result ok anna")}));
        AuditLog::Query intended;
        intended.action = QStringLiteral("write.intended");
        const auto row = m_plant->audit.read(intended).result()->constFirst();
        QVERIFY(row.detail.contains(QStringLiteral("reason: because")));
        QVERIFY(row.detail.contains(QStringLiteral("approved by berta (panel)")));
        QCOMPARE(row.correlation, asked.approval);
        QCOMPARE(stateOf(asked.approval), QStringLiteral("approved"));
        QCOMPARE(m_plant->door->approvals().find(asked.approval)->reply->outcome, Outcome::Ok);
        QCOMPARE(approve(asked.approval, berta.who), QStringLiteral("approvalOver"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void whoMayApprove_data()
    {
        QTest::addColumn<QString>("asks");
        QTest::addColumn<QString>("approves");
        QTest::addColumn<QString>("tag");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *asks, const char *approves, const char *expected,
                            const char *tag = "valve") {
            QTest::addRow("%s %s %s", asks, approves, tag) << asks << approves << tag << expected;
        };
        row("remote anna", "remote berta", "ok");
        row("remote anna", "panel berta", "ok");
        row("panel anna", "remote berta", "ok");
        row("panel anna", "panel berta", "ok");
        row("program anna", "remote berta", "ok");
        row("remote anna", "remote anna", "notSecondPerson");
        row("remote anna", "panel anna", "notSecondPerson");
        row("panel anna", "remote anna", "notSecondPerson");
        row("remote anna", "program anna", "notSecondPerson");
        row("program anna", "remote anna", "notSecondPerson");
        row("program anna", "panel anna", "notSecondPerson");
        row("remote anna", "program berta", "notSecondPerson");
        row("remote anna", "modbus operator", "notSecondPerson");
        row("remote anna", "remote chris", "denied");
        row("remote anna", "panel chris", "denied");
        row("panel anna", "remote berta", "denied", "local");
        row("panel anna", "panel berta", "ok", "local");
        row("remote anna", "remote nobody", "denied");
    }

    void whoMayApprove()
    {
        QFETCH(const QString, asks);
        QFETCH(const QString, approves);
        QFETCH(const QString, tag);
        QFETCH(const QString, expected);
        const auto identityOf = [this](const QString &text) -> Identity {
            const QByteArray user = text.section(u' ', 1).toLatin1();
            if (user == "nobody")
                return {{}, {}, Origin::Remote, kPeer};
            if (text.startsWith(QLatin1String("modbus")))
                return {QStringLiteral("modbus:192.0.2.9"), QLatin1String(user), Origin::Modbus,
                        kPeer};
            if (text.startsWith(QLatin1String("program")))
                return programOf(user);
            return signIn(user,
                          text.startsWith(QLatin1String("panel")) ? Origin::Panel : Origin::Remote)
                .who;
        };
        const WriteReply asked = request(identityOf(asks), tag.toLatin1());
        QCOMPARE(asked.outcome, Outcome::Waiting);
        const Identity second = identityOf(approves);
        QCOMPARE(approve(asked.approval, second), expected);
        const bool isSent = expected == QLatin1String("ok");
        QCOMPARE(m_plant->bus.writes.size(), isSent ? 1 : 0);
        QCOMPARE(stateOf(asked.approval),
                 isSent ? QStringLiteral("approved") : QStringLiteral("waiting"));
        if (!isSent)
            QCOMPARE(rows().constLast(), QStringLiteral("denied %1 %2").arg(expected, second.user));
    }

    void whatEndsItUnsent_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("row");
        const auto row = [](const char *what, const char *state, const char *text) {
            QTest::newRow(what) << what << state << text;
        };
        row("time", "expired", "approval.expired dropped system");
        row("declined", "declined", "approval.declined ok berta");
        row("withdrawn", "withdrawn", "approval.withdrawn ok anna");
        for (const char *what :
             {"role", "disabled", "removed", "account expired", "password", "sign-out",
              "session revoked", "token removed", "lockout", "plant lockout", "shared"})
            row(what, "dropped", "approval.dropped dropped system");
        // What is found out when somebody approves it.
        for (const char *what : {"step", "present unknown", "does not fit"})
            row(what, "dropped", "approval.dropped dropped system");
    }

    void whatEndsItUnsent()
    {
        QFETCH(const QString, what);
        QFETCH(const QString, state);
        QFETCH(const QString, row);
        const auto anna = signIn("anna");
        const auto berta = signIn("berta", Origin::Panel);
        const bool isProgram = what == QLatin1String("token removed");
        const Identity asks = isProgram ? programOf("anna") : anna.who;
        const QString id = request(asks).approval;
        QCOMPARE(stateOf(id), QStringLiteral("waiting"));
        endBy(what, id, anna, berta, asks);
        const bool isSeenLater
            = QStringList{QStringLiteral("step"), QStringLiteral("present unknown"),
                          QStringLiteral("does not fit")}
                  .contains(what);
        if (!isSeenLater)
            QTRY_COMPARE(stateOf(id), state);
        const QString answer = approve(id, berta.who);
        QVERIFY2(answer != QLatin1String("ok"), qPrintable(answer));
        QCOMPARE(stateOf(id), state);
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(rows().filter(row).size(), 1);
        QVERIFY(rows().filter(QStringLiteral("write.")).isEmpty());
        m_plant->clock.advance(2min);
        QTest::qWait(int(2 * WriteDoor::kLookAtApprovals.count()));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(stateOf(id), state);
    }

    /// Nobody looks in between: the answer itself finds that it must not count.
    void theLastMomentCounts_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"time", "role", "disabled", "sign-out", "lockout", "shared"})
            QTest::newRow(what) << what;
    }

    void theLastMomentCounts()
    {
        QFETCH(const QString, what);
        const auto anna = signIn("anna");
        const auto berta = signIn("berta", Origin::Panel);
        const QString id = request(anna.who).approval;
        endBy(what, id, anna, berta, anna.who);
        const auto answer = m_plant->door->approve(id, {berta.who, true, {}});
        QCoreApplication::sendPostedEvents(m_plant->door.get());
        QCOMPARE(wordOf(wait(answer)), QStringLiteral("approvalOver"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void bothKeepTheirRightsUntilItLeavesTheQueue_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<bool>("byShare");
        QTest::newRow("requester") << "anna" << false;
        QTest::newRow("approver") << "berta" << false;
        QTest::newRow("requester is shared") << "anna" << true;
        QTest::newRow("approver is shared") << "berta" << true;
    }

    void bothKeepTheirRightsUntilItLeavesTheQueue()
    {
        QFETCH(const QString, who);
        QFETCH(const bool, byShare);
        const auto anna = signIn("anna");
        const auto berta = signIn("berta");
        m_plant->bus.holdAnswers = true;
        const QString id = request(anna.who).approval;
        const auto answer = m_plant->door->approve(id, {berta.who, true, {}});
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        const FieldWrite waiting = m_plant->bus.writes.first();
        QVERIFY(waiting.mayGo());
        UserChange sharing;
        sharing.isShared = true;
        if (byShare)
            change(who.toLatin1(), sharing);
        else
            m_plant->access.signOut(who == QLatin1String("anna") ? anna.session : berta.session);
        QVERIFY(!waiting.mayGo());
        m_plant->bus.answer();
        wait(answer);
    }

    void requestsThatKeepComingDoNotPutOffItsEnd()
    {
        const auto anna = signIn("anna");
        const auto boss = signIn("boss");
        const QString id = request(anna.who).approval;
        m_plant->access.signOut(anna.session);
        for (int i = 0; i < 14 && stateOf(id) == QLatin1String("waiting"); ++i) {
            (void)request(boss.who, qPrintable(QStringLiteral("more%1").arg(i)));
            QTest::qWait(int(WriteDoor::kLookAtApprovals.count() / 5));
        }
        QCOMPARE(stateOf(id), QStringLiteral("dropped"));
    }

    void whatRefusesTheConsentLeavesItWaiting()
    {
        const auto anna = signIn("anna");
        const auto berta = signIn("berta");
        const QString id = request(anna.who).approval;
        QCOMPARE(approve(id, berta.who, false), QStringLiteral("needsConfirmation"));
        QCOMPARE(stateOf(id), QStringLiteral("waiting"));
        QCOMPARE(wordOf(wait(m_plant->door->decline(id, {anna.who, true, {}}))),
                 QString::number(int(ErrorCode::Denied)));
        QCOMPARE(wordOf(wait(m_plant->door->withdraw(id, berta.who))),
                 QString::number(int(ErrorCode::Denied)));
        QCOMPARE(approve(QStringLiteral("no such id"), berta.who),
                 QStringLiteral("unknownApproval"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(approve(id, berta.who), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void whatIsRefusedAnywayDoesNotWait()
    {
        const auto anna = signIn("anna");
        const Identity chris = signIn("chris").who;
        QCOMPARE(wordOf(request(anna.who, "valve", 101)), QStringLiteral("outOfRange"));
        QCOMPARE(wordOf(request(anna.who, "valve", 60)), QStringLiteral("stepTooLarge"));
        QCOMPARE(wordOf(request(anna.who, "local")), QStringLiteral("denied"));
        QCOMPARE(wordOf(request(chris)), QStringLiteral("denied"));
        QCOMPARE(
            wordOf(wait(m_plant->door->submit({anna.who, QStringLiteral("valve"), 10, false, {}}))),
            QStringLiteral("needsConfirmation"));
        QVERIFY(m_plant->door->approvals().all().isEmpty());
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    /// Neither can it be told apart from the other one, nor the other one from it.
    void aSharedAccountIsNobodyInParticular()
    {
        UserChange sharing;
        sharing.isShared = true;
        const auto anna = signIn("anna");
        const auto berta = signIn("berta", Origin::Panel);
        const WriteReply asked = request(anna.who);
        QCOMPARE(asked.outcome, Outcome::Waiting);
        change("berta", sharing);
        QCOMPARE(approve(asked.approval, berta.who), QStringLiteral("notSecondPerson"));
        const auto declined = wait(m_plant->door->decline(asked.approval, {berta.who, true, {}}));
        QCOMPARE(declined.error().code, ErrorCode::Denied);
        QCOMPARE(stateOf(asked.approval), QStringLiteral("waiting"));
        QCOMPARE(wordOf(request(berta.who)), QStringLiteral("needsSecondPerson"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        sharing.isShared = false;
        change("berta", sharing);
        QCOMPARE(approve(asked.approval, signIn("berta").who), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void aModbusClientIsRefused()
    {
        const Identity client{QStringLiteral("modbus:192.0.2.9"), QStringLiteral("operator"),
                              Origin::Modbus, QStringLiteral("192.0.2.9")};
        QCOMPARE(wordOf(request(client)), QStringLiteral("needsSecondPerson"));
        QCOMPARE(request(client).code, ErrorCode::Denied);
        QVERIFY(m_plant->door->approvals().all().isEmpty());
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void oneOfATagAndSoManyAltogether()
    {
        const auto anna = signIn("anna");
        const QString id = request(anna.who).approval;
        QCOMPARE(wordOf(request(signIn("boss").who)), QStringLiteral("approvalWaiting"));
        for (qsizetype i = 1; i < ApprovalBook::kMaxOfOne; ++i)
            QCOMPARE(request(anna.who, qPrintable(QStringLiteral("more%1").arg(i))).outcome,
                     Outcome::Waiting);
        QCOMPARE(wordOf(request(anna.who, "more60")), QStringLiteral("busy"));
        for (const char *user : {"berta", "boss", "dora", "emil"}) {
            if (*user == 'd' || *user == 'e')
                addUser(user, "operator");
            const auto other = signIn(user);
            for (int i = 0; i < ApprovalBook::kMaxOfOne; ++i)
                (void)request(other.who,
                              qPrintable(QStringLiteral("more%1").arg(
                                  m_plant->door->approvals().waiting().size())));
        }
        QCOMPARE(m_plant->door->approvals().waiting().size(), ApprovalBook::kMaxWaiting);
        QCOMPARE(wordOf(wait(m_plant->door->withdraw(id, anna.who))), QStringLiteral("ok"));
        QCOMPARE(m_plant->door->approvals().waiting().size(), ApprovalBook::kMaxWaiting - 1);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void whatEndedIsForgotten()
    {
        const auto anna = signIn("anna");
        const QString id = request(anna.who).approval;
        QVERIFY(wait(m_plant->door->withdraw(id, anna.who)));
        QCOMPARE(m_plant->door->approvals().all().size(), 1);
        m_plant->clock.advance(ApprovalBook::kRemembered);
        QVERIFY(m_plant->door->approvals().all().isEmpty());
        QCOMPARE(approve(id, signIn("berta").who), QStringLiteral("unknownApproval"));
    }

    void aRestartDeclinesWhatWaited()
    {
        const auto anna = signIn("anna");
        const auto berta = signIn("berta");
        const QString id = request(anna.who).approval;
        const QString withdrawn = request(anna.who, "more1").approval;
        QVERIFY(wait(m_plant->door->withdraw(withdrawn, anna.who)));
        m_plant->door = std::make_unique<WriteDoor>(m_plant->tags, m_plant->bus, m_plant->access,
                                                    m_plant->audit, m_plant->clock);
        declineLeftOverApprovals(m_plant->audit);
        const QStringList left = rows().filter(QStringLiteral("approval.declined"));
        QCOMPARE(left, QStringList{QStringLiteral("approval.declined dropped system")});
        declineLeftOverApprovals(m_plant->audit);
        QCOMPARE(rows().filter(QStringLiteral("approval.declined")), left);
        QCOMPARE(approve(id, berta.who), QStringLiteral("unknownApproval"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    /// The row about the approval may be lost with the memory in which it waited for the disk.
    void whatWentOnIsNotDeclinedByARestart()
    {
        for (const char *action : {"approval.requested", "write.intended"}) {
            AuditEntry entry;
            entry.actor = QStringLiteral("anna");
            entry.action = QLatin1String(action);
            entry.correlation = QStringLiteral("one");
            QVERIFY(wait(m_plant->audit.append(entry)));
        }
        declineLeftOverApprovals(m_plant->audit);
        QVERIFY(rows().filter(QStringLiteral("approval.declined")).isEmpty());
    }

    void whatCannotBeRecordedDoesNotWait()
    {
        const auto anna = signIn("anna");
        m_plant->store.close();
        QCOMPARE(wordOf(request(anna.who)), QStringLiteral("notAudited"));
        QVERIFY(m_plant->door->approvals().waiting().isEmpty());
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

private:
    void endBy(const QString &what, const QString &id, const SignedInAs &anna,
               const SignedInAs &berta, const Identity &asks)
    {
        UserChange change;
        if (what == QLatin1String("role"))
            change.role = QStringLiteral("viewer");
        else if (what == QLatin1String("disabled"))
            change.enabled = false;
        else if (what == QLatin1String("account expired"))
            change.expires = m_plant->clock.now();
        else if (what == QLatin1String("shared"))
            change.isShared = true;
        AccessControl &access = m_plant->access;
        RemoteLockout &lockout = m_plant->door->lockout();
        if (what == QLatin1String("time"))
            m_plant->clock.advance(60s);
        else if (what == QLatin1String("declined"))
            QVERIFY(wait(m_plant->door->decline(id, {berta.who, true, {}})));
        else if (what == QLatin1String("withdrawn"))
            QVERIFY(wait(m_plant->door->withdraw(id, asks)));
        else if (what == QLatin1String("removed"))
            QVERIFY(wait(access.removeUser(QStringLiteral("anna"))));
        else if (what == QLatin1String("password"))
            QVERIFY(wait(access.setPassword(QStringLiteral("anna"), kSecret + u'x')));
        else if (what == QLatin1String("sign-out"))
            access.signOut(anna.session);
        else if (what == QLatin1String("session revoked"))
            QVERIFY(access.revoke(AccessControl::publicId(anna.session)));
        else if (what == QLatin1String("token removed"))
            QVERIFY(wait(access.removeToken(asks.token)));
        else if (what == QLatin1String("lockout"))
            QVERIFY(wait(lockout.set({QStringLiteral("pumping"), {}, {}})));
        else if (what == QLatin1String("plant lockout"))
            QVERIFY(wait(lockout.set({{}, {}, {}})));
        else if (what == QLatin1String("step"))
            present(90);
        else if (what == QLatin1String("present unknown"))
            present(0, Quality::BadCommunication);
        else if (what == QLatin1String("does not fit"))
            m_plant->bus.misfit = Error{ErrorCode::Invalid, QStringLiteral("no room")};
        else
            this->change("anna", change);
    }
};

QTEST_GUILESS_MAIN(ApprovalsTest)
#include "tst_approvals.moc"
