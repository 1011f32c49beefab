// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/notice.h"
#include "qml/layout.h"
#include "qml/panelscene.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

const QString kOtto = QStringLiteral("otto");
const QString kPin = QStringLiteral("1234");

QString named(const char *name)
{
    return QString::fromUtf8(name);
}

bool mayChange(const Project &project, const QString &role, const QString &tagId)
{
    const WriteRule &rule = project.tag(project.indexOf(tagId)).write;
    return role != named("viewer") && rule.enabled
        && (rule.roles.isEmpty() || rule.roles.contains(role));
}

} // namespace

/// The panel as an operator uses it: by touch, from the sign-in to the register.
class PanelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void showsThePlant();
    void theClockInTheHeaderGoes();
    void fillsTheScreen();
    void saysThatNothingIsOnRecord();
    void saysThatAProjectWaits();
    void linksInTheClearAreNamed();
    void everyWidgetOfEveryScreen();
    void everyLockOfEveryScreen_data();
    void everyLockOfEveryScreen();
    void navigates();
    void signsInAndOut();
    void theNoticeStandsBeforeTheSignIn();
    void locksThePlantToThePanel();
    void aSecondPersonApproves();
    void aSecondPersonSeesWhatIsAsked();
    void wrongPinIsSaid();
    void writesByKeypad();
    void writesFromTheFaceplate();
    void outOfRangeIsNotAccepted();
    void offStepIsNotAccepted();
    void slidingOffCancels();
    void scrollingIsNotTouching();
    void confirmsBeforeWriting();
    void cancelWritesNothing();
    void timeOutWritesNothing();
    void asksForTheReason();
    void choosesAState();
    void pushesACommand();
    void viewerSeesReadOnly();
    void nobodySeesReadOnly();
    void failureStaysOnTheScreen();
    void pendingIsShown();
    void signOutClosesEntries();
    void logoutNoticeEndsByTouch();
    void badQualityIsMarked();
    void changesTheTheme();
    void targetsAreLargeEnough();
    void whatActsByOneTouchKeepsItsDistance();
    void keysOfAPinAreLargeEnough_data();
    void keysOfAPinAreLargeEnough();
    void setupCodeIsShownUntilItIsUsed();
    void theCertificateOfTheWebIsShown();

private:
    QStringList m_warnings;
    static PanelTest *s_self;
    static void collect(QtMsgType type, const QMessageLogContext &context, const QString &text);
};

PanelTest *PanelTest::s_self = nullptr;

void PanelTest::collect(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (type != QtDebugMsg && type != QtInfoMsg)
        s_self->m_warnings.append(text);
}

void PanelTest::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    s_self = this;
    qInstallMessageHandler(&PanelTest::collect);
}

void PanelTest::cleanup()
{
    // Every binding that fails says so on the way.
    const QStringList warnings = std::exchange(m_warnings, {});
    QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(QLatin1Char('\n'))));
}

void PanelTest::showsThePlant()
{
    PanelScene scene;
    QCOMPARE(scene.window->title(), named("Waterworks Lindental"));
    QVERIFY(scene.shows(named("simulation")));
    QVERIFY(scene.shows(named("communication")));
    QVERIFY(scene.shows(named("widget net-setpoint")) == false);
    QVERIFY(scene.shows(named("widget pressure")));
}

void PanelTest::theClockInTheHeaderGoes()
{
    PanelScene scene;
    for (int second = 0; second < 2; ++second) {
        const auto now = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(scene.plant.clock.now()));
        QTRY_COMPARE(scene.property(named("clock"), "text").toString(),
                     now.toString(named("HH:mm:ss")));
        scene.plant.clock.advance(std::chrono::seconds(1));
        scene.plant.context.plant().tick();
    }
}

/// Unless it is told to be a window.
void PanelTest::fillsTheScreen()
{
    PanelPlant plant;
    plant.fill();
    const auto engine = makePanelEngine(plant.context);
    QVERIFY(bool(engine));
    QCOMPARE(panelWindow(**engine)->visibility(), QWindow::FullScreen);
    QCOMPARE(PanelScene().window->visibility(), QWindow::Windowed);
}

void PanelTest::saysThatNothingIsOnRecord()
{
    PanelScene scene;
    QVERIFY(!scene.shows(named("auditFailing")));
    scene.plant.store.close();
    QVERIFY(!waitFor(scene.plant.auditLog.append({})));
    scene.plant.context.plant().tick();
    QTRY_VERIFY(scene.shows(named("auditFailing")));
    QCOMPARE(m_warnings.filter(named("audit record cannot be written")).size(), 1);
    m_warnings.clear();
}

/// To those who can do something about it.
void PanelTest::saysThatAProjectWaits()
{
    PanelScene scene;
    QVERIFY(bool(waitFor(scene.plant.access.setPin(named("nina"), named("3333")))));
    QVERIFY(scene.plant.signIn(named("nina"), named("3333")));
    QVERIFY(!scene.shows(named("restartPending")));
    scene.plant.saveAnotherProject();
    scene.plant.context.plant().tick();
    QTRY_VERIFY(scene.shows(named("restartPending")));
    scene.plant.session.signOut();
    QTRY_VERIFY(!scene.shows(named("restartPending")));
    QVERIFY(scene.plant.signIn(named("otto"), named("1234")));
    scene.plant.context.plant().tick();
    QVERIFY(!scene.shows(named("restartPending")));
}

void PanelTest::linksInTheClearAreNamed()
{
    PanelScene scene;
    QVERIFY(scene.tap(named("communication")));
    QTRY_VERIFY(scene.shows(named("inTheClear Station controller")));
    QVERIFY(scene.shows(named("inTheClear Dosing controller")));
    QVERIFY(!scene.shows(named("inTheClear Energy meter")));
}

void PanelTest::everyWidgetOfEveryScreen()
{
    PanelScene scene;
    for (const Screen &screen : scene.plant.project->screens()) {
        QVERIFY(scene.tap(named("screen ") + screen.id));
        for (const WidgetGroup &group : screen.groups) {
            for (const Widget &widget : group.widgets) {
                QString area = named("widget ") + widget.id;
                if (widget.type == named("trend"))
                    area = named("legend ") + widget.tags.first();
                else if (widget.type == named("text"))
                    area = widget.id;
                QVERIFY2(scene.shows(area), qPrintable(screen.id + QLatin1Char('/') + widget.id));
            }
        }
    }
}

void PanelTest::everyLockOfEveryScreen_data()
{
    QTest::addColumn<QString>("pin");
    QTest::addColumn<QString>("role");
    QTest::newRow("vera") << named("2222") << named("viewer");
    QTest::newRow("otto") << kPin << named("operator");
}

/// By the project alone, as e2e_plant does for the browser.
void PanelTest::everyLockOfEveryScreen()
{
    QFETCH(const QString, pin);
    QFETCH(const QString, role);
    PanelScene scene;
    QVERIFY(scene.signIn(named(QTest::currentDataTag()), pin));
    QTRY_VERIFY(!scene.shows(named("signInDialog")));
    int locked = 0;
    for (const Screen &screen : scene.plant.project->screens()) {
        QVERIFY(scene.tap(named("screen ") + screen.id));
        for (const WidgetGroup &group : screen.groups) {
            for (const Widget &widget : group.widgets) {
                if (widget.type != named("number") && widget.type != named("toggle"))
                    continue;
                const bool may = mayChange(*scene.plant.project, role, widget.tags.first());
                locked += may ? 0 : 1;
                QVERIFY2(scene.property(widget.id, "locked").toBool() != may,
                         qPrintable(widget.id));
            }
        }
    }
    QVERIFY(locked > 0);
}

void PanelTest::navigates()
{
    PanelScene scene;
    QVERIFY(scene.tap(named("widget to-pumping")));
    QVERIFY(scene.shows(named("widget rp1-start")));
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.shows(named("widget cl-setpoint")));
    QVERIFY(!scene.shows(named("widget rp1-start")));
}

void PanelTest::signsInAndOut()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QTRY_VERIFY(!scene.shows(named("signInDialog")));
    QCOMPARE(scene.plant.session.identity().user, kOtto);
    QVERIFY(scene.tap(named("user")));
    QVERIFY(scene.tap(named("sign out")));
    QVERIFY(!scene.plant.context.user().signedIn());
}

void PanelTest::theNoticeStandsBeforeTheSignIn()
{
    PanelScene scene;
    QVERIFY(scene.tap(named("user")));
    QVERIFY(!scene.shows(named("signInNotice")));
    QVERIFY(scene.tap(named("close signInDialog")));
    const QString text = named("<b>For staff only.</b>");
    QVERIFY(writeNotice(noticeFileIn(scene.plant.folder.path()), text));
    QVERIFY(scene.tap(named("user")));
    QTRY_VERIFY(scene.shows(named("signInNotice")));
    QCOMPARE(scene.property(named("signInNotice"), "text").toString(), text);
    QVERIFY(scene.shows(named("user otto")));
}

void PanelTest::locksThePlantToThePanel()
{
    PanelScene scene;
    QVERIFY(!scene.shows(named("localOnly")));
    QVERIFY(scene.signIn(kOtto, kPin));
    QTRY_VERIFY(!scene.shows(named("signInDialog")));
    QVERIFY(scene.tap(named("user")));
    QVERIFY(scene.tap(named("local control")));
    QVERIFY(scene.shows(named("lockoutDialog")));
    QVERIFY(scene.tap(named("lockout plant")));
    QTRY_VERIFY(scene.shows(named("localOnly")));
    const RemoteLockout &lockout = scene.plant.door.lockout();
    QVERIFY(!lockout.check(Origin::Remote, named("pumping")));
    QTRY_COMPARE(scene.plant.audit(named("lockout.set")).size(), 1);
    QVERIFY(scene.tap(named("lockout plant")));
    QTRY_VERIFY(!scene.shows(named("localOnly")));
    QVERIFY(bool(lockout.check(Origin::Remote, named("pumping"))));
    QCOMPARE(scene.plant.audit(named("lockout.lift")).size(), 1);
}

void PanelTest::aSecondPersonApproves()
{
    PanelScene scene({1280, 800}, 5.9, named("day"),
                     PanelPlant::wantsSecondPerson(named("ph-manual")));
    QVERIFY(waitFor(scene.plant.access.setPin(named("nina"), named("3333"))));
    QVERIFY(scene.signIn(kOtto, kPin));
    QTRY_VERIFY(!scene.shows(named("signInDialog")));
    QVERIFY(!scene.shows(named("approvals")));
    scene.plant.context.writes().submit(named("ph-manual"), 42, true, {});
    QTRY_VERIFY(scene.shows(named("approvals")));
    QVERIFY(scene.tap(named("approvals")));
    QVERIFY(scene.shows(named("approvalsDialog")));
    QVERIFY(scene.shows(named("withdraw")));
    QVERIFY(scene.tap(named("decide")));
    QVERIFY(scene.shows(named("approverDialog")));
    QVERIFY(!scene.shows(named("user otto")));
    QVERIFY(scene.tap(named("close approverDialog")));
    QVERIFY(!scene.shows(named("approverDialog")));
    QVERIFY(scene.plant.bus.writes.isEmpty());
    QVERIFY(scene.tap(named("decide")));
    QVERIFY(scene.tap(named("user nina")));
    QVERIFY(!scene.tap(named("approve"))); // without a PIN
    QVERIFY(scene.keys(named("3 3 3 3")));
    QVERIFY(scene.tap(named("approve")));
    QTRY_VERIFY(!scene.shows(named("approverDialog")));
    QCOMPARE(scene.plant.bus.writes.size(), 1);
    QTRY_VERIFY(!scene.shows(named("approvals")));
    QCOMPARE(scene.plant.session.identity().user, kOtto);
}

void PanelTest::aSecondPersonSeesWhatIsAsked()
{
    PanelScene scene({1280, 800}, 5.9, named("day"),
                     PanelPlant::wantsSecondPerson(named("ph-manual")));
    QVERIFY(waitFor(scene.plant.access.setPin(named("nina"), named("3333"))));
    QVERIFY(scene.signIn(kOtto, kPin));
    scene.plant.context.writes().submit(named("ph-manual"), 42, true, {});
    QTRY_VERIFY(scene.shows(named("approvals")));
    QVERIFY(scene.tap(named("approvals")));
    QVERIFY(scene.tap(named("decide")));
    const auto text = [&scene](const char *name) {
        return scene.property(named(name), "text").toString().simplified();
    };
    QCOMPARE(text("present"), named("55.0 %"));
    QCOMPARE(text("wanted"), named("42.0 %"));
    scene.plant.set(named("ph-manual"), 12.5);
    QTRY_COMPARE(text("present"), named("12.5 %"));
    scene.plant.set(named("ph-manual"), 12.5, {Quality::BadCommunication, 0});
    QTRY_COMPARE(text("present"), named("COMM"));
    QVERIFY(!scene.shows(named("user vera"))); // may not write it
    QVERIFY(scene.tap(named("user nina")));
    QVERIFY(scene.keys(named("3 3 3 3")));
    QVERIFY(!scene.shows(named("approvalOver")));
    // It ends while somebody looks at it.
    const QString id = scene.property(named("approverDialog"), "approvalId").toString();
    QVERIFY(waitFor(scene.plant.door.withdraw(id, scene.plant.session.identity())));
    QTRY_VERIFY(scene.shows(named("approvalOver")));
    QVERIFY(!scene.tap(named("approve")));
    QVERIFY(scene.plant.bus.writes.isEmpty());
}

void PanelTest::wrongPinIsSaid()
{
    PanelScene scene;
    QVERIFY(scene.tap(named("user")));
    QVERIFY(!scene.tap(named("key 1")));
    QVERIFY(scene.tap(named("user otto")));
    QVERIFY(scene.keys(named("9 9 9 9")));
    QCOMPARE(scene.property(named("signInDialog"), "pin").toString(), named("9999"));
    QSignalSpy done(&scene.plant.context.user(), &UserSession::signInFinished);
    QVERIFY(scene.tap(named("accept pin")));
    QVERIFY(done.wait(10000));
    QVERIFY(scene.shows(named("signInDialog")));
    QVERIFY(!scene.plant.context.user().signedIn());
    QCOMPARE(scene.plant.context.user().error(), named("Wrong PIN"));
}

void PanelTest::writesByKeypad()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(scene.shows(named("numberDialog")));
    QVERIFY(scene.keys(named("6 2 point 5")));
    QCOMPARE(scene.property(named("entry"), "text").toString(), named("62.5"));
    QSignalSpy done(&scene.plant.context.writes(), &WriteDesk::finished);
    QVERIFY(scene.tap(named("accept number")));
    QVERIFY(done.wait());
    QCOMPARE(scene.plant.bus.writes.size(), 1);
    const FieldWrite &write = scene.plant.bus.writes.first();
    QCOMPARE(write.tag, scene.plant.project->indexOf(named("raw-setpoint")));
    QCOMPARE(write.value, Value(62.5));
    QVERIFY(scene.shows(named("resultBar")));
    QVERIFY(!scene.shows(named("numberDialog")));
}

void PanelTest::writesFromTheFaceplate()
{
    PanelScene scene;
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(scene.shows(named("faceplate")));
    QVERIFY(!scene.tap(named("faceplate change")));
    QVERIFY(scene.tap(named("faceplate sign in")));
    QVERIFY(scene.tap(named("user otto")));
    QVERIFY(scene.keys(named("1 2 3 4")));
    QVERIFY(scene.tap(named("accept pin")));
    QTRY_VERIFY_WITH_TIMEOUT(scene.plant.context.user().signedIn(), 10000);
    QTRY_VERIFY(!scene.shows(named("signInDialog")));
    QVERIFY(scene.tap(named("faceplate change")));
    QVERIFY(scene.keys(named("up up down")));
    QVERIFY(scene.tap(named("accept number")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
    const Tag &tag = scene.plant.project->tag(scene.plant.bus.writes.first().tag);
    const double written = scene.plant.bus.writes.first().value.toDouble();
    QVERIFY(std::fmod(written, *tag.write.step) < 1e-9);
    QVERIFY(scene.shows(named("faceplate")));
}

void PanelTest::outOfRangeIsNotAccepted()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(!scene.tap(named("accept number")));
    QVERIFY(scene.keys(named("9 5")));
    QVERIFY(scene.shows(named("explanation")));
    QCOMPARE(scene.property(named("explanation"), "text").toString(),
             named("Above the maximum of 90.0"));
    QVERIFY(!scene.tap(named("accept number")));
    QVERIFY(scene.keys(named("back 0 back")));
    QVERIFY(scene.keys(named("clear 3 9 point 5")));
    QCOMPARE(scene.property(named("explanation"), "text").toString(),
             named("Below the minimum of 40.0"));
    QVERIFY(!scene.tap(named("accept number")));
    QVERIFY(scene.tap(named("close numberDialog")));
    QVERIFY(scene.plant.bus.writes.isEmpty());
}

void PanelTest::offStepIsNotAccepted()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(scene.keys(named("6 2 point 3")));
    QVERIFY(!scene.tap(named("accept number")));
    QVERIFY(scene.shows(named("explanation")));
}

void PanelTest::slidingOffCancels()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.slideOff(named("widget rp1-start")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(scene.keys(named("6 0")));
    QVERIFY(scene.slideOff(named("accept number")));
    QVERIFY(scene.shows(named("numberDialog")));
    QTest::qWait(50);
    QVERIFY(scene.plant.bus.writes.isEmpty());
    QVERIFY(scene.tap(named("accept number")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
}

void PanelTest::scrollingIsNotTouching()
{
    PanelScene scene({800, 480}, 5.2);
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QCOMPARE(scene.property(named("scroller"), "contentY").toDouble(), 0.0);
    QVERIFY(scene.drag(named("widget rp1-start"), 200));
    QTRY_VERIFY(scene.property(named("scroller"), "contentY").toDouble() > 50);
    QTest::qWait(50);
    QVERIFY(scene.plant.bus.writes.isEmpty());
    QVERIFY(!scene.shows(named("faceplate")));
}

void PanelTest::confirmsBeforeWriting()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    QVERIFY(scene.keys(named("point 4 5")));
    QVERIFY(scene.tap(named("accept number")));
    QVERIFY(scene.shows(named("confirmDialog")));
    QVERIFY(scene.plant.bus.writes.isEmpty());
    QVERIFY(scene.tap(named("confirm")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
    QCOMPARE(scene.plant.bus.writes.first().value, Value(0.45));
}

void PanelTest::cancelWritesNothing()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    QVERIFY(scene.keys(named("1")));
    QVERIFY(scene.tap(named("accept number")));
    QVERIFY(scene.tap(named("refuse")));
    QVERIFY(!scene.shows(named("confirmDialog")));
    QTest::qWait(50);
    QVERIFY(scene.plant.bus.writes.isEmpty());
    QVERIFY(scene.plant.audit(named("write.refused")).isEmpty());
}

void PanelTest::timeOutWritesNothing()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    QVERIFY(scene.keys(named("1")));
    QVERIFY(scene.tap(named("accept number")));
    scene.find(named("confirmDialog"))->setProperty("secondsLeft", 1);
    QTRY_VERIFY(!scene.shows(named("confirmDialog")));
    QVERIFY(!scene.tap(named("confirm")));
    QTest::qWait(50);
    QVERIFY(scene.plant.bus.writes.isEmpty());
}

void PanelTest::asksForTheReason()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.tap(named("widget cl-refill")));
    QVERIFY(scene.shows(named("reasonDialog")));
    QVERIFY(!scene.tap(named("accept text")));
    QVERIFY(scene.keys(named("n e w space")));
    QVERIFY(scene.keys(named("mode 2 5 mode")));
    QVERIFY(scene.keys(named("l x back")));
    QVERIFY(scene.tap(named("accept text")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
    QCOMPARE(scene.plant.bus.writes.first().value, Value(true));
    const auto rows = scene.plant.audit(named("write.intended"));
    QCOMPARE(rows.size(), 1);
    QVERIFY2(rows.first().detail.contains(named("New 25l")), qPrintable(rows.first().detail));
}

void PanelTest::choosesAState()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget net-lead")));
    QVERIFY(scene.shows(named("stateDialog")));
    QVERIFY(scene.tap(named("state 2")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
    QCOMPARE(scene.plant.bus.writes.first().value.toInt64(), 2);
}

void PanelTest::pushesACommand()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget rp1-start")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
    QCOMPARE(scene.plant.bus.writes.first().value, Value(true));
    QCOMPARE(scene.plant.project->tag(scene.plant.bus.writes.first().tag).id, named("rp1-start"));
}

void PanelTest::viewerSeesReadOnly()
{
    PanelScene scene;
    QVERIFY(scene.signIn(named("vera"), named("2222")));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.property(named("rp1-start"), "locked").toBool());
    QVERIFY(scene.tap(named("widget rp1-start")));
    QVERIFY(scene.shows(named("faceplate")));
    QVERIFY(scene.shows(named("faceplate change")));
    QVERIFY(!scene.tap(named("faceplate change")));
    QVERIFY(!scene.shows(named("faceplate sign in")));
    QVERIFY(scene.tap(named("close faceplate")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(!scene.shows(named("numberDialog")));
    QVERIFY(scene.plant.bus.writes.isEmpty());
}

void PanelTest::nobodySeesReadOnly()
{
    PanelScene scene;
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.property(named("cl-setpoint"), "locked").toBool());
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    QVERIFY(scene.shows(named("faceplate")));
    QVERIFY(scene.shows(named("faceplate sign in")));
    QVERIFY(!scene.tap(named("faceplate change")));
}

void PanelTest::failureStaysOnTheScreen()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    scene.plant.bus.next.outcome = FieldWriteResult::Outcome::DeviceException;
    scene.plant.bus.next.exception = 4;
    QVERIFY(scene.tap(named("widget rp1-stop")));
    QTRY_VERIFY(scene.shows(named("resultBar")));
    QVERIFY(!scene.property(named("resultBar"), "ok").toBool());
    QVERIFY(
        scene.property(named("resultBar"), "text").toString().contains(named("device failure")));
    QVERIFY(scene.tap(named("result")));
    QVERIFY(!scene.shows(named("resultBar")));
}

void PanelTest::pendingIsShown()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    scene.plant.bus.holdAnswers = true;
    QVERIFY(scene.tap(named("widget rp1-stop")));
    QTRY_COMPARE(scene.plant.bus.writes.size(), 1);
    QVERIFY(scene.plant.context.writes().isPending(named("rp1-stop")));
    QVERIFY(!scene.shows(named("resultBar")));
    scene.plant.bus.answer();
    QTRY_VERIFY(scene.shows(named("resultBar")));
    QVERIFY(!scene.plant.context.writes().isPending(named("rp1-stop")));
}

void PanelTest::signOutClosesEntries()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(scene.tap(named("screen pumping")));
    QVERIFY(scene.tap(named("widget raw-setpoint")));
    QVERIFY(scene.keys(named("6 0")));
    scene.plant.clock.advance(std::chrono::seconds(scene.plant.project->data().panelLogoutS + 1));
    scene.plant.context.user().tick();
    QVERIFY(!scene.plant.context.user().signedIn());
    QVERIFY(!scene.shows(named("numberDialog")));
}

void PanelTest::logoutNoticeEndsByTouch()
{
    PanelScene scene;
    QVERIFY(scene.signIn(kOtto, kPin));
    QVERIFY(!scene.shows(named("logoutNotice")));
    scene.plant.clock.advance(std::chrono::seconds(scene.plant.project->data().panelLogoutS - 20));
    scene.plant.context.user().tick();
    QVERIFY(scene.shows(named("logoutNotice")));
    QVERIFY(scene.tap(named("screen energy")));
    QVERIFY(!scene.shows(named("logoutNotice")));
    QVERIFY(scene.plant.context.user().signedIn());
}

void PanelTest::badQualityIsMarked()
{
    PanelScene scene;
    QVERIFY(!scene.shows(named("quality flow")));
    scene.plant.set(named("net-flow"), Value(), {Quality::BadCommunication, 0});
    QTRY_VERIFY(scene.shows(named("quality flow")));
    QCOMPARE(scene.property(named("quality flow"), "reason").toString(), named("COMM"));
    scene.plant.set(named("net-flow"), 120.0);
    QTRY_VERIFY(!scene.shows(named("quality flow")));
}

void PanelTest::changesTheTheme()
{
    PanelScene scene;
    const QColor day = scene.window->color();
    QVERIFY(scene.tap(named("theme")));
    QCOMPARE(scene.plant.context.display().theme(), named("night"));
    QVERIFY(scene.window->color() != day);
    QVERIFY(scene.tap(named("theme")));
    QVERIFY(scene.tap(named("theme")));
    QCOMPARE(scene.window->color(), day);
}

void PanelTest::setupCodeIsShownUntilItIsUsed()
{
    PanelScene scene;
    QVERIFY(!scene.shows(named("setupNotice")));
    scene.plant.context.plant().setSetup(named("https://127.0.0.1:8443/"), named("ABCDE-12345"));
    QVERIFY(scene.shows(named("setupNotice")));
    QCOMPARE(scene.property(named("setupCode"), "text").toString(), named("ABCDE-12345"));
    scene.plant.context.plant().setSetup({}, {});
    QVERIFY(!scene.shows(named("setupNotice")));
    scene.plant.context.plant().setSetup(named("https://127.0.0.1:8443/"), named("FGHIJ-12345"));
    QVERIFY(scene.tap(named("setup")));
    QVERIFY(!scene.shows(named("setupNotice")));
}

void PanelTest::theCertificateOfTheWebIsShown()
{
    PanelScene scene;
    Plant &plant = scene.plant.context.plant();
    QVERIFY(scene.tap(named("communication")));
    QVERIFY(!scene.shows(named("webFingerprint")));
    plant.setWeb({named("https://127.0.0.1:8443/"), named("AA:BB:CC"), {}});
    QVERIFY(scene.shows(named("webFingerprint")));
    QVERIFY(scene.property(named("webFingerprint"), "text").toString().contains(named("AA:BB:CC")));
    QVERIFY(!scene.shows(named("webWarning")));
    plant.setWeb({named("https://127.0.0.1:8443/"), named("AA:BB:CC"), fromMsSinceEpoch(1)});
    QVERIFY(scene.shows(named("webWarning")));
    QVERIFY(scene.property(named("webWarning"), "text").toString().contains(named("ended")));
    plant.setWeb(
        {named("https://127.0.0.1:8443/"), named("AA:BB:CC"), fromMsSinceEpoch(4102444800000)});
    QVERIFY(scene.property(named("webWarning"), "text").toString().contains(named("ends")));
}

void PanelTest::targetsAreLargeEnough()
{
    PanelScene scene;
    const double least = 12 * 5.9;
    QVERIFY(scene.signIn(kOtto, kPin));
    for (const Screen &screen : scene.plant.project->screens()) {
        QVERIFY(scene.tap(named("screen ") + screen.id));
        // For a giant all are too small: the walk sees more than header and navigation.
        QVERIFY(touchProblems(scene.window->contentItem(), 10000).size() > 7);
        const QStringList problems = touchProblems(scene.window->contentItem(), least);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    }
}

/// A start beside a stop, and the keys of a number.
void PanelTest::whatActsByOneTouchKeepsItsDistance()
{
    PanelScene scene;
    const double least = 3 * 5.9;
    QVERIFY(scene.signIn(kOtto, kPin));
    int pairs = 0;
    for (const Screen &screen : scene.plant.project->screens()) {
        QVERIFY(scene.tap(named("screen ") + screen.id));
        QStringList names;
        for (const WidgetGroup &group : screen.groups) {
            for (const Widget &widget : group.widgets) {
                if (widget.type == named("toggle"))
                    names.append(named("widget ") + widget.id);
            }
        }
        pairs += int(narrowGaps(scene.window->contentItem(), names, 10000).size());
        const QStringList narrow = narrowGaps(scene.window->contentItem(), names, least);
        QVERIFY2(narrow.isEmpty(), qPrintable(narrow.join(QLatin1Char('\n'))));
    }
    QVERIFY(pairs >= 4); // of each pump
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    const QStringList keys{named("key 7"), named("key 8"), named("key 9"), named("key 0")};
    QVERIFY(!narrowGaps(scene.window->contentItem(), keys, 10000).isEmpty());
    QCOMPARE(narrowGaps(scene.window->contentItem(), keys, least), QStringList());
}

void PanelTest::keysOfAPinAreLargeEnough_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("pixelsPerMm");
    QTest::addColumn<bool>("gloves");
    QTest::newRow("7 inch") << QSize(800, 480) << 5.2 << false;
    QTest::newRow("10 inch, gloves") << QSize(1280, 800) << 5.9 << true;
}

/// Below a notice that is longer than the display, too.
void PanelTest::keysOfAPinAreLargeEnough()
{
    QFETCH(QSize, size);
    QFETCH(double, pixelsPerMm);
    QFETCH(bool, gloves);
    PanelScene scene(size, pixelsPerMm, named("day"),
                     PanelPlant::wantsSecondPerson(named("ph-manual")));
    const double least = (gloves ? 16 : 12) * pixelsPerMm;
    scene.plant.context.display().setGloves(gloves);
    QVERIFY(writeNotice(noticeFileIn(scene.plant.folder.path()),
                        named("For staff only.\n\n").repeated(40)));
    QVERIFY(scene.tap(named("user")));
    QTRY_VERIFY(scene.shows(named("signInNotice")));
    QVERIFY(scene.tap(named("user otto")));
    QStringList problems = touchProblems(scene.find(named("signInDialog")), least);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    QVERIFY(scene.tap(named("close signInDialog")));

    QVERIFY(waitFor(scene.plant.access.setPin(named("nina"), named("3333"))));
    QVERIFY(scene.plant.signIn(kOtto, kPin));
    scene.plant.context.writes().submit(named("ph-manual"), 42, true, {});
    QTRY_VERIFY(scene.shows(named("approvals")));
    QVERIFY(scene.tap(named("approvals")));
    QVERIFY(scene.tap(named("decide")));
    QVERIFY(scene.tap(named("user nina")));
    problems = touchProblems(scene.find(named("approverDialog")), least);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
}

QTEST_MAIN(PanelTest)
#include "tst_panel.moc"
