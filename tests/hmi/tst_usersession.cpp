// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/notice.h"
#include "hmi/panelplant.h"

#include <QQuickWindow>
#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kOtto = QStringLiteral("otto");
const QString kPin = QStringLiteral("1234");

bool signIn(PanelPlant &plant, const QString &user, const QString &pin)
{
    UserSession &session = plant.context.user();
    QSignalSpy done(&session, &UserSession::signInFinished);
    session.signInWithPin(user, pin);
    return done.wait(10000) && done.first().first().toBool();
}

} // namespace

/// Signing in by PIN, and out by hand, by time and by the administrator.
class UserSessionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyAtFirst();
    void signsIn();
    void wrongPin();
    void signsOut();
    void signsOutWhenNotUsed();
    void useKeepsSignedIn();
    void touchIsUse();
    void disabledAccountIsSignedOut();
    void theNoticeIsReadAnew();
};

void UserSessionTest::nobodyAtFirst()
{
    PanelPlant plant;
    QVERIFY(!plant.context.user().signedIn());
    QVERIFY(plant.context.user().user().isEmpty());
    QCOMPARE(plant.context.user().secondsLeft(), 0);
    QVERIFY(!plant.context.user().leaving());
}

void UserSessionTest::theNoticeIsReadAnew()
{
    PanelPlant plant;
    UserSession &session = plant.context.user();
    const QSignalSpy changed(&session, &UserSession::noticeChanged);
    session.refreshNotice();
    QCOMPARE(session.notice(), QString());
    QVERIFY(changed.isEmpty());
    const QString text = QStringLiteral("<b>For staff only.</b>");
    QVERIFY(writeNotice(noticeFileIn(plant.folder.path()), text));
    session.refreshNotice();
    QCOMPARE(session.notice(), text);
    session.refreshNotice();
    QCOMPARE(changed.size(), 1);
}

void UserSessionTest::signsIn()
{
    PanelPlant plant;
    UserSession &session = plant.context.user();
    const QSignalSpy changed(&session, &UserSession::changed);
    QVERIFY(signIn(plant, kOtto, kPin));
    QVERIFY(session.signedIn());
    QCOMPARE(session.displayName(), QStringLiteral("Otto Brandt"));
    QVERIFY(!session.roleName().isEmpty());
    QCOMPARE(session.secondsLeft(), plant.project->data().panelLogoutS);
    QVERIFY(changed.count() >= 1);
    QVERIFY(!session.busy());
}

void UserSessionTest::wrongPin()
{
    PanelPlant plant;
    QVERIFY(!signIn(plant, kOtto, QStringLiteral("9999")));
    QVERIFY(!plant.context.user().signedIn());
    QCOMPARE(plant.context.user().error(), QStringLiteral("Wrong PIN"));
    plant.context.user().clearError();
    QVERIFY(plant.context.user().error().isEmpty());
    QVERIFY(!signIn(plant, QStringLiteral("nina"), kPin));
}

void UserSessionTest::signsOut()
{
    PanelPlant plant;
    QVERIFY(signIn(plant, kOtto, kPin));
    plant.context.user().signOut();
    QVERIFY(!plant.context.user().signedIn());
    QVERIFY(plant.access.sessions().isEmpty());
}

void UserSessionTest::signsOutWhenNotUsed()
{
    PanelPlant plant;
    UserSession &session = plant.context.user();
    QVERIFY(signIn(plant, kOtto, kPin));
    const std::chrono::seconds limit(plant.project->data().panelLogoutS);
    plant.clock.advance(limit - 10s);
    session.tick();
    QVERIFY(session.signedIn());
    QVERIFY(session.leaving());
    QCOMPARE(session.secondsLeft(), 10);
    plant.clock.advance(9999ms);
    session.tick();
    QVERIFY(session.signedIn());
    QCOMPARE(session.secondsLeft(), 1);
    plant.clock.advance(1ms);
    session.tick();
    QVERIFY(!session.signedIn());
    QVERIFY(!session.leaving());
    QVERIFY(plant.access.sessions().isEmpty());
}

void UserSessionTest::useKeepsSignedIn()
{
    PanelPlant plant;
    UserSession &session = plant.context.user();
    QVERIFY(signIn(plant, kOtto, kPin));
    for (int n = 0; n < 10; ++n) {
        plant.clock.advance(std::chrono::seconds(plant.project->data().panelLogoutS - 5));
        session.tick();
        QVERIFY(session.leaving());
        session.activity();
        QVERIFY(!session.leaving());
    }
    QVERIFY(session.signedIn());
}

void UserSessionTest::touchIsUse()
{
    PanelPlant plant;
    QVERIFY(signIn(plant, kOtto, kPin));
    QQuickWindow window;
    window.resize(100, 100);
    window.show();
    plant.context.watch(&window);
    plant.clock.advance(std::chrono::seconds(plant.project->data().panelLogoutS - 5));
    plant.context.user().tick();
    QVERIFY(plant.context.user().leaving());
    QTest::mouseClick(&window, Qt::LeftButton, {}, {50, 50});
    QVERIFY(!plant.context.user().leaving());
}

void UserSessionTest::disabledAccountIsSignedOut()
{
    PanelPlant plant;
    QVERIFY(signIn(plant, kOtto, kPin));
    UserChange change;
    change.enabled = false;
    QVERIFY(waitFor(plant.access.changeUser(kOtto, change)));
    plant.context.user().tick();
    QVERIFY(!plant.context.user().signedIn());
}

QTEST_MAIN(UserSessionTest)
#include "tst_usersession.moc"
