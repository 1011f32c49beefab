// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "qml/layout.h"
#include "qml/panelscene.h"

#include <QDir>
#include <QImage>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

struct PanelSize {
    const char *name;
    QSize size;
    double pixelsPerMm;
};

const QList<PanelSize> kDisplays{{"1280x800", {1280, 800}, 5.9}, {"800x480", {800, 480}, 5.2}};

/// The hard minimum, a fingertip.
constexpr double kLeastTargetMm = 12;

QString named(const char *name)
{
    return QString::fromUtf8(name);
}

/// How many different colours a picture has, up to a few; a blank one has one.
int colours(const QImage &image)
{
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            seen.insert(image.pixel(x, y));
    }
    return int(seen.size());
}

} // namespace

/// Takes a picture of every screen and dialog, into MWS_SCREENSHOT_DIR or a temporary folder, and
/// looks for targets too small for a finger and for texts that are cut or run into each other.
class ScreenshotsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void screens_data();
    void screens();
    void dialogs_data();
    void dialogs();
    void approvals_data();
    void approvals();
    void badQuality_data();
    void badQuality();

private:
    void displays();
    /// A picture and its type, and at the larger size its layout: of the whole panel, or of what
    /// lies above it.
    void shoot(PanelScene &scene, const QString &name, const QString &above = {});

    QTemporaryDir m_temporary;
    QDir m_folder;
};

void ScreenshotsTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    m_folder.setPath(qEnvironmentVariable("MWS_SCREENSHOT_DIR", m_temporary.path()));
    QVERIFY(m_folder.mkpath(QStringLiteral(".")));
}

void ScreenshotsTest::shoot(PanelScene &scene, const QString &name, const QString &above)
{
    Q_EMIT scene.plant.context.second();
    QCoreApplication::processEvents();
    const QImage picture = scene.window->grabWindow();
    QCOMPARE(picture.size(), scene.window->size());
    QVERIFY2(colours(picture) > 8, qPrintable(name));
    QVERIFY(picture.save(m_folder.filePath(name + QStringLiteral(".png"))));
    QQuickItem *root = above.isEmpty() ? scene.window->contentItem() : scene.find(above);
    QVERIFY2(root, qPrintable(above));
    QStringList problems = smallTexts(root, scene.fontTiny());
    const double least = kLeastTargetMm * scene.plant.context.display().density();
    if (scene.window->size() == kDisplays.first().size)
        problems += touchProblems(root, least) + textProblems(root);
    QVERIFY2(problems.isEmpty(),
             qPrintable(name + QStringLiteral(":\n") + problems.join(QLatin1Char('\n'))));
}

void ScreenshotsTest::displays()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("pixelsPerMm");
    QTest::addColumn<QString>("theme");
    for (const PanelSize &display : kDisplays) {
        for (const char *theme : {"day", "night", "contrast"})
            QTest::addRow("%s-%s", display.name, theme)
                << display.size << display.pixelsPerMm << named(theme);
    }
}

void ScreenshotsTest::screens_data()
{
    displays();
}

void ScreenshotsTest::screens()
{
    QFETCH(QSize, size);
    QFETCH(double, pixelsPerMm);
    QFETCH(QString, theme);
    PanelScene scene(size, pixelsPerMm, theme);
    scene.plant.run(1800s);
    scene.plant.set(named("cl-level"), 12.4);
    for (const Screen &screen : scene.plant.project->screens()) {
        QVERIFY(scene.tap(named("screen ") + screen.id));
        QTest::qWait(300);
        shoot(scene, named(QTest::currentDataTag()) + QLatin1Char('-') + screen.id);
    }
}

void ScreenshotsTest::dialogs_data()
{
    displays();
}

void ScreenshotsTest::dialogs()
{
    QFETCH(QSize, size);
    QFETCH(double, pixelsPerMm);
    QFETCH(QString, theme);
    PanelScene scene(size, pixelsPerMm, theme);
    scene.plant.run(900s);
    const QString prefix = named(QTest::currentDataTag()) + QLatin1Char('-');
    QVERIFY(scene.tap(named("communication")));
    shoot(scene, prefix + named("communication"), named("communicationDialog"));
    QVERIFY(scene.tap(named("close communicationDialog")));
    QVERIFY(scene.tap(named("user")));
    QVERIFY(scene.tap(named("user otto")));
    QVERIFY(scene.keys(named("1 2 3")));
    shoot(scene, prefix + named("pin"), named("signInDialog"));
    QVERIFY(scene.tap(named("close signInDialog")));
    QVERIFY(scene.tap(named("widget wells-level")));
    QTest::qWait(300);
    shoot(scene, prefix + named("faceplate"), named("faceplate"));
    QVERIFY(scene.tap(named("close faceplate")));
    QVERIFY(scene.tap(named("screen dosing")));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    QTest::qWait(300);
    shoot(scene, prefix + named("faceplate-readonly"), named("faceplate"));
    QVERIFY(scene.tap(named("close faceplate")));

    QVERIFY(scene.signIn(named("otto"), named("1234")));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    QVERIFY(scene.keys(named("point 4 5")));
    shoot(scene, prefix + named("keypad"), named("numberDialog"));
    QVERIFY(scene.keys(named("clear 2 point 5")));
    shoot(scene, prefix + named("keypad-refused"), named("numberDialog"));
    QVERIFY(scene.keys(named("clear point 4 5")));
    QVERIFY(scene.tap(named("accept number")));
    shoot(scene, prefix + named("confirm"), named("confirmDialog"));
    QVERIFY(scene.tap(named("confirm")));
    QTRY_VERIFY(scene.shows(named("resultBar")));
    // The touch that closed the dialog must not have reached the widget below its button.
    QVERIFY(!scene.shows(named("faceplate")));
    shoot(scene, prefix + named("written"), named("resultBar"));
    QVERIFY(scene.tap(named("result")));
    QVERIFY(scene.tap(named("widget cl-mode")));
    shoot(scene, prefix + named("states"), named("stateDialog"));
    QVERIFY(scene.tap(named("close stateDialog")));
    QVERIFY(scene.tap(named("widget cl-refill")));
    QVERIFY(scene.keys(named("n e w space")));
    shoot(scene, prefix + named("reason"), named("reasonDialog"));
    QVERIFY(scene.tap(named("refuse text")));
    scene.plant.clock.advance(285s);
    scene.plant.context.user().tick();
    shoot(scene, prefix + named("leaving"), named("logoutNotice"));
}

void ScreenshotsTest::approvals_data()
{
    displays();
}

void ScreenshotsTest::approvals()
{
    QFETCH(QSize, size);
    QFETCH(double, pixelsPerMm);
    QFETCH(QString, theme);
    PanelScene scene(size, pixelsPerMm, theme, PanelPlant::wantsSecondPerson(named("cl-manual")));
    QVERIFY(waitFor(scene.plant.access.setPin(named("nina"), named("3333"))));
    QVERIFY(scene.signIn(named("otto"), named("1234")));
    scene.plant.context.writes().submit(
        named("cl-manual"), 42, true, named("The dosing pump was changed, and is run in by hand"));
    QTRY_VERIFY(scene.shows(named("approvals")));
    QTRY_VERIFY(scene.shows(named("resultBar")));
    QVERIFY(scene.tap(named("result")));
    const QString prefix = named(QTest::currentDataTag()) + QLatin1Char('-');
    QVERIFY(scene.tap(named("approvals")));
    shoot(scene, prefix + named("approvals"), named("approvalsDialog"));
    QVERIFY(scene.tap(named("decide")));
    QVERIFY(scene.tap(named("user nina")));
    QVERIFY(scene.keys(named("3 3 3 3")));
    shoot(scene, prefix + named("approver"), named("approverDialog"));
    QVERIFY(scene.tap(named("close approverDialog")));
    QVERIFY(scene.tap(named("close approvalsDialog")));
    shoot(scene, prefix + named("approvals-header"));
}

void ScreenshotsTest::badQuality_data()
{
    displays();
}

void ScreenshotsTest::badQuality()
{
    QFETCH(QSize, size);
    QFETCH(double, pixelsPerMm);
    QFETCH(QString, theme);
    PanelScene scene(size, pixelsPerMm, theme);
    scene.plant.run(900s);
    const QString prefix = named(QTest::currentDataTag()) + QLatin1Char('-');
    UnitStatus dead;
    dead.device = named("skid");
    dead.state = UnitState::Dead;
    dead.timeouts = 17;
    Q_EMIT scene.plant.bus.unitChanged(dead);
    for (const Tag &tag : scene.plant.project->tags()) {
        if (tag.device == named("skid"))
            scene.plant.set(tag.id, Value(), {Quality::BadCommunication, 0});
    }
    scene.plant.set(named("wells-flow"), 80.5, {Quality::Uncertain, 0});
    scene.plant.set(named("net-flow"), Value(), {Quality::BadDeviceException, 2});
    scene.plant.set(named("net-pressure"), 7.31);
    scene.plant.set(named("rp2-state"), Value(4));
    scene.plant.set(named("station-general"), true);
    scene.plant.clock.advance(42s);
    QTest::qWait(300);
    shoot(scene, prefix + named("bad-overview"));
    QVERIFY(scene.tap(named("screen dosing")));
    QTest::qWait(300);
    shoot(scene, prefix + named("bad-dosing"));
    QVERIFY(scene.tap(named("widget cl-setpoint")));
    shoot(scene, prefix + named("bad-faceplate"), named("faceplate"));
}

QTEST_MAIN(ScreenshotsTest)
#include "tst_screenshots.moc"
