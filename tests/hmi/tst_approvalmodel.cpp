// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/approvalmodel.h"
#include "hmi/panelplant.h"
#include "session/approvaldesk.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

const QString kTag = QStringLiteral("ph-manual");
const QString kOtto = QStringLiteral("otto");
const QString kNina = QStringLiteral("nina");
const QString kVera = QStringLiteral("vera");
const QString kNinasPin = QStringLiteral("3333");

} // namespace

/// Writes that wait for a second person, as the panel shows and decides them.
class ApprovalModelTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<PanelPlant> m_plant;
    ApprovalModel *m_model = nullptr;

    QVariant first(int role) const { return m_model->data(m_model->index(0), role); }
    QString ask()
    {
        m_plant->context.writes().submit(kTag, 42, true, QStringLiteral("test run"));
        if (!QTest::qWaitFor([this] { return m_model->count() == 1; }))
            qFatal("nothing waits");
        return first(ApprovalModel::ApprovalId).toString();
    }
    void decide(bool yes, const QString &user, const QString &pin)
    {
        const QSignalSpy decided(m_model, &ApprovalModel::decided);
        const QString id = first(ApprovalModel::ApprovalId).toString();
        if (yes)
            m_model->approve(id, user, pin);
        else
            m_model->decline(id, user, pin);
        QTRY_COMPARE(decided.size(), 1);
        QVERIFY(!m_model->isBusy());
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<PanelPlant>(DisplaySettings::Options{}, QSet<QString>{},
                                               PanelPlant::wantsSecondPerson(kTag));
        m_plant->fill();
        m_model = m_plant->context.plant().approvals();
        QVERIFY(waitFor(m_plant->access.setPin(kNina, kNinasPin)));
        QVERIFY(m_plant->signIn(kOtto, QStringLiteral("1234")));
    }

    void showsWhatWaits()
    {
        const QAbstractItemModelTester tester(m_model);
        QCOMPARE(m_model->count(), 0);
        ask();
        QVERIFY(first(ApprovalModel::Own).toBool());
        QVERIFY(first(ApprovalModel::Wanted).toString().contains(QStringLiteral("42")));
        QCOMPARE(first(ApprovalModel::TagId).toString(), kTag);
        QVERIFY(first(ApprovalModel::Asked).toString().contains(QStringLiteral("Otto Brandt")));
        QVERIFY(first(ApprovalModel::Asked).toString().contains(QStringLiteral("panel")));
        QCOMPARE(first(ApprovalModel::Reason).toString(), QStringLiteral("test run"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void saysHowLongItWaitsAndWhoMayDecide()
    {
        const QString id = ask();
        QVERIFY(m_model->waits(id));
        QCOMPARE(m_model->timeLeft(id), QStringLiteral("5:00"));
        m_plant->clock.advance(std::chrono::seconds(53));
        QCOMPARE(m_model->timeLeft(id), QStringLiteral("4:07"));
        // Neither who asks nor a viewer.
        QCOMPARE(m_model->deciders(id), QStringList{kNina});
        QVERIFY(waitFor(m_plant->access.setPin(kNina, {})));
        QVERIFY(m_model->deciders(id).isEmpty());
        m_model->withdraw(id);
        QTRY_VERIFY(!m_model->waits(id));
        QVERIFY(m_model->timeLeft(id).isEmpty());
        QVERIFY(m_model->deciders(id).isEmpty());
    }

    void whoDecidesLearnsWhatBecameOfIt_data()
    {
        QTest::addColumn<bool>("yes");
        QTest::addColumn<QString>("said");
        QTest::newRow("approved") << true << QStringLiteral("42");
        QTest::newRow("declined") << false << kNina;
    }

    /// Asked for in a browser: nobody else at the panel would be told.
    void whoDecidesLearnsWhatBecameOfIt()
    {
        QFETCH(const bool, yes);
        QFETCH(const QString, said);
        const Identity afar{kOtto, QStringLiteral("operator"), Origin::Remote, {}};
        const auto asked = waitFor(m_plant->door.submit({afar, kTag, 42, true, {}}));
        QCOMPARE(asked.outcome, WriteReply::Outcome::Waiting);
        QTRY_COMPARE(m_model->count(), 1);
        QVERIFY(first(ApprovalModel::Asked).toString().contains(QStringLiteral("afar")));
        const QSignalSpy atTheDesk(&m_plant->context.writes(), &WriteDesk::finished);
        const QSignalSpy told(m_model, &ApprovalModel::finished);
        decide(yes, kNina, kNinasPin);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().at(0).toString(), kTag);
        QCOMPARE(told.first().at(2).toBool(), yes);
        QVERIFY2(told.first().at(3).toString().contains(said),
                 qPrintable(told.first().at(3).toString()));
        QCOMPARE(atTheDesk.size(), 0);
    }

    void aSecondPersonApprovesBesideWhoIsSignedIn()
    {
        ask();
        const QSignalSpy told(&m_plant->context.writes(), &WriteDesk::finished);
        decide(true, kNina, kNinasPin);
        QVERIFY2(m_model->error().isEmpty(), qPrintable(m_model->error()));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        QCOMPARE(m_model->count(), 0);
        QCOMPARE(m_plant->session.identity().user, kOtto);
        QTRY_COMPARE(m_plant->audit(QStringLiteral("signOut")).size(), 1);
        QCOMPARE(m_plant->audit(QStringLiteral("signOut")).first().actor, kNina);
        QTRY_COMPARE(told.size(), 2); // that it waits, and what came of it
        QVERIFY(told.last().at(2).toBool());
        QVERIFY(told.last().at(3).toString().contains(QStringLiteral("42")));
        const AuditEntry row = m_plant->audit(QStringLiteral("write.intended")).first();
        QCOMPARE(row.actor, kOtto);
        QVERIFY(row.detail.contains(QStringLiteral("approved by nina (panel)")));
    }

    void whoDoesNotCount_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("pin");
        QTest::newRow("requester") << kOtto << QStringLiteral("1234");
        QTest::newRow("viewer") << kVera << QStringLiteral("2222");
        QTest::newRow("wrong PIN") << kNina << QStringLiteral("9999");
    }

    void whoDoesNotCount()
    {
        QFETCH(const QString, user);
        QFETCH(const QString, pin);
        ask();
        for (const bool yes : {true, false}) {
            decide(yes, user, pin);
            QVERIFY(!m_model->error().isEmpty());
            QCOMPARE(m_model->count(), 1);
        }
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void declinedAndTakenBackAreToldAndNotSent()
    {
        const QSignalSpy told(&m_plant->context.writes(), &WriteDesk::finished);
        ask();
        QTRY_COMPARE(told.size(), 1); // it waits
        decide(false, kNina, kNinasPin);
        QTRY_COMPARE(told.size(), 2);
        QVERIFY(!told.last().at(2).toBool());
        QVERIFY(told.last().at(3).toString().contains(kNina));
        m_model->withdraw(ask());
        QTRY_COMPARE(m_model->count(), 0);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void itEndsWithTheSessionOfItsRequester()
    {
        ask();
        m_plant->context.user().signOut();
        QTRY_COMPARE(m_model->count(), 0);
        QCOMPARE(m_plant->audit(QStringLiteral("approval.dropped")).size(), 1);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }
};

QTEST_MAIN(ApprovalModelTest)
#include "tst_approvalmodel.moc"
