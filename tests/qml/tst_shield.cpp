// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "qml/panelscene.h"

#include <QQmlComponent>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

using namespace mws;

namespace
{

constexpr char kScene[] = R"(
import QtQuick
import QtQuick.Window
import Mws.Controls
Window {
    id: window
    property int below: 0
    property int above: 0
    width: 200
    height: 200
    TouchArea { anchors.fill: parent; name: "below"; onTapped: window.below += 1 }
    Item {
        anchors.fill: parent
        TouchShield { }
        TouchArea { width: 100; height: 200; name: "above"; onTapped: window.above += 1 }
    }
})";

} // namespace

/// One touch area under a shield with another upon it; the fingers try to reach the lower one.
class ShieldTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<PanelScene> m_panel; ///< for its engine
    std::unique_ptr<QPointingDevice> m_device;
    std::unique_ptr<QObject> m_root;
    QQuickWindow *m_window = nullptr;

    QTest::QTouchEventSequence touch() { return QTest::touchEvent(m_window, m_device.get()); }

    int below() const { return m_window->property("below").toInt(); }
    int above() const { return m_window->property("above").toInt(); }

private Q_SLOTS:
    void initTestCase() { m_device.reset(QTest::createTouchDevice()); }

    void init()
    {
        m_root.reset();
        m_panel = std::make_unique<PanelScene>();
        QQmlComponent scene(m_panel->engine.get());
        scene.setData(kScene, {});
        m_root.reset(scene.create());
        m_window = qobject_cast<QQuickWindow *>(m_root.get());
        QVERIFY2(m_window, qPrintable(scene.errorString()));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window));
    }

    void oneFinger()
    {
        touch().press(0, {50, 100}, m_window).commit();
        touch().release(0, {50, 100}, m_window).commit();
        QCOMPARE(above(), 1);
        QCOMPARE(below(), 0);
        touch().press(0, {150, 100}, m_window).commit();
        touch().release(0, {150, 100}, m_window).commit();
        QCOMPARE(below(), 0);
    }

    void twoFingersTogether()
    {
        touch().press(0, {150, 50}, m_window).press(1, {150, 150}, m_window).commit();
        touch().release(0, {150, 50}, m_window).release(1, {150, 150}, m_window).commit();
        QCOMPARE(below(), 0);
    }

    void aSecondFingerWhileTheFirstHolds()
    {
        for (const int first : {50, 150}) {
            touch().press(0, {first, 50}, m_window).commit();
            for (const int second : {40, 160}) {
                touch().stationary(0).press(1, {second, 150}, m_window).commit();
                touch().stationary(0).release(1, {second, 150}, m_window).commit();
            }
            touch().release(0, {first, 50}, m_window).commit();
        }
        QCOMPARE(below(), 0);
    }

    void aFingerWhoseReleaseNeverCame()
    {
        touch().press(0, {150, 50}, m_window).commit();
        touch().press(1, {150, 150}, m_window).commit();
        touch().release(1, {150, 150}, m_window).commit();
        QCOMPARE(below(), 0);
    }

    void theMouse()
    {
        QTest::mouseClick(m_window, Qt::LeftButton, {}, {150, 100});
        QCOMPARE(below(), 0);
        QTest::mouseClick(m_window, Qt::LeftButton, {}, {50, 100});
        QCOMPARE(above(), 1);
    }
};

QTEST_MAIN(ShieldTest)
#include "tst_shield.moc"
