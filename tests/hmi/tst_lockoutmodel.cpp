// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/lockoutmodel.h"
#include "hmi/panelplant.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

const QString kPumping = QStringLiteral("pumping");

QVariant at(const LockoutModel &model, const QString &area, int role)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row);
        if (model.data(index, LockoutModel::Area).toString() == area)
            return model.data(index, role);
    }
    return {};
}

bool isLocked(PanelPlant &plant, const QString &area)
{
    const QList<Lockout> all = plant.door.lockout().all();
    return std::any_of(all.cbegin(), all.cend(),
                       [&area](const Lockout &one) { return one.area == area; });
}

} // namespace

/// Locking the plant to the panel: who may, what is shown, what is recorded.
class LockoutModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsThePlantAndItsAreas()
    {
        PanelPlant plant;
        LockoutModel &model = *plant.context.plant().lockouts();
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.data(model.index(0), LockoutModel::Area).toString(), QString());
        QVERIFY(!model.data(model.index(0), LockoutModel::Title).toString().isEmpty());
        QVERIFY(model.rowCount() > 2);
        QCOMPARE(at(model, kPumping, LockoutModel::Title).toString(), kPumping);
        QVERIFY(!model.any());
    }

    void anOperatorLocksAndLifts()
    {
        PanelPlant plant;
        LockoutModel &model = *plant.context.plant().lockouts();
        QVERIFY(plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
        QVERIFY(at(model, kPumping, LockoutModel::Allowed).toBool());
        model.toggle(kPumping);
        QTRY_VERIFY(at(model, kPumping, LockoutModel::Locked).toBool());
        QVERIFY(model.any());
        QVERIFY(
            at(model, kPumping, LockoutModel::Detail).toString().contains(QStringLiteral("otto")));
        QTRY_COMPARE(plant.audit(QStringLiteral("lockout.set")).size(), 1);
        const AuditEntry row = plant.audit(QStringLiteral("lockout.set")).first();
        QCOMPARE(row.actor, QStringLiteral("otto"));
        QCOMPARE(row.origin, QStringLiteral("panel"));
        QCOMPARE(row.target, kPumping);
        QCOMPARE(row.outcome, QStringLiteral("ok"));
        model.toggle(kPumping);
        QTRY_VERIFY(!model.any());
        QCOMPARE(plant.audit(QStringLiteral("lockout.lift")).size(), 1);
        QVERIFY(model.error().isEmpty());
    }

    void aViewerMayNot()
    {
        PanelPlant plant;
        LockoutModel &model = *plant.context.plant().lockouts();
        QVERIFY(!at(model, {}, LockoutModel::Allowed).toBool()); // nobody
        QVERIFY(plant.signIn(QStringLiteral("vera"), QStringLiteral("2222")));
        QVERIFY(!at(model, {}, LockoutModel::Allowed).toBool());
        model.toggle({});
        QTRY_VERIFY(!model.error().isEmpty());
        QVERIFY(!model.any());
        const QList<AuditEntry> rows = plant.audit(QStringLiteral("denied"));
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().outcome, QStringLiteral("lockout.set"));
    }

    void nobodyDoesItFromElsewhere()
    {
        PanelPlant plant;
        const auto signedIn = waitFor(
            plant.access.signIn(QStringLiteral("nina"), QStringLiteral("correct horse battery 7"),
                                Origin::Remote, QStringLiteral("192.0.2.7")));
        QVERIFY(bool(signedIn));
        Session remote(plant.session.services(), plant.model, Origin::Remote,
                       QStringLiteral("192.0.2.7"));
        QVERIFY(bool(remote.resume(signedIn->sessionId)));
        LockoutDesk desk(remote);
        QCOMPARE(waitFor(desk.set({})).error().code, ErrorCode::Denied);
        QVERIFY(!isLocked(plant, {}));
        QVERIFY(bool(waitFor(plant.door.lockout().set({{}, QStringLiteral("otto"), {}}))));
        QCOMPARE(waitFor(desk.lift({})).error().code, ErrorCode::Denied);
        QVERIFY(isLocked(plant, {}));
        QCOMPARE(plant.audit(QStringLiteral("denied")).size(), 2);
    }

    /// A role that is bound to an area neither locks nor lifts more than that.
    void aRoleOfOneAreaMayThere()
    {
        PanelPlant plant;
        UserChange change;
        change.role = QStringLiteral("shiftlead"); // of the area pumping
        QVERIFY(bool(waitFor(plant.access.changeUser(QStringLiteral("otto"), change))));
        QVERIFY(plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
        LockoutDesk desk(plant.session);
        QVERIFY(bool(desk.may(kPumping)));
        QVERIFY(!desk.may({}));
        QVERIFY(!desk.may(QStringLiteral("dosing")));
        QVERIFY(bool(waitFor(desk.set(kPumping))));
        QVERIFY(isLocked(plant, kPumping));
    }

    void anAreaThatDoesNotExistIsNotLockedButLifted()
    {
        PanelPlant plant;
        const QString gone = QStringLiteral("cellar");
        QVERIFY(plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
        LockoutDesk desk(plant.session);
        QCOMPARE(waitFor(desk.set(gone)).error().code, ErrorCode::NotFound);
        QVERIFY(bool(waitFor(plant.door.lockout().set({gone, QStringLiteral("otto"), {}}))));
        LockoutModel &model = *plant.context.plant().lockouts();
        QTRY_VERIFY(at(model, gone, LockoutModel::Locked).toBool());
        QVERIFY(bool(waitFor(desk.lift(gone))));
        QVERIFY(!isLocked(plant, gone));
    }

    /// Nothing is lifted that cannot be recorded.
    void liftsNothingWithoutTheRecord()
    {
        PanelPlant plant;
        QVERIFY(plant.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
        LockoutDesk desk(plant.session);
        QVERIFY(bool(waitFor(desk.set({}))));
        plant.store.close();
        QVERIFY(!waitFor(desk.lift({})));
        QVERIFY(isLocked(plant, {}));
    }
};

QTEST_MAIN(LockoutModelTest)
#include "tst_lockoutmodel.moc"
