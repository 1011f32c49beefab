// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "qml/panelscene.h"

#include <QQmlContext>
#include <QQmlExpression>
#include <QSignalSpy>

namespace mws
{

namespace
{

QPointingDevice *finger()
{
    static QPointingDevice *const device = QTest::createTouchDevice();
    return device;
}

QQuickItem *search(QQuickItem *item, const QString &name)
{
    if (!item->isVisible())
        return nullptr;
    if (item->objectName() == name)
        return item;
    const auto children = item->childItems();
    // The last child lies above the others.
    for (auto child = children.crbegin(); child != children.crend(); ++child) {
        if (QQuickItem *found = search(*child, name))
            return found;
    }
    return nullptr;
}

} // namespace

PanelScene::PanelScene(QSize size, double pixelsPerMm, const QString &theme,
                       const QSet<QString> &critical)
    : plant({pixelsPerMm, false, theme}, {}, critical)
{
    plant.fill();
    auto made = makePanelEngine(plant.context, {false, size});
    if (!made)
        qFatal("panel: %s", qUtf8Printable(made.error().detail));
    engine = std::move(made.value());
    window = panelWindow(*engine);
    if (!QTest::qWaitForWindowExposed(window))
        qFatal("the panel's window is not shown");
}

QQuickItem *PanelScene::find(const QString &name) const
{
    return search(window->contentItem(), name);
}

int PanelScene::fontTiny() const
{
    QQmlExpression expression(qmlContext(window), window, QStringLiteral("Theme.fontTiny"));
    const int size = expression.evaluate().toInt();
    if (size <= 0)
        qFatal("the theme has no smallest type");
    return size;
}

QVariant PanelScene::property(const QString &name, const char *property) const
{
    const QQuickItem *item = find(name);
    return item ? item->property(property) : QVariant();
}

void PanelScene::settle() const
{
    QSignalSpy frame(window, &QQuickWindow::frameSwapped);
    window->update();
    if (!frame.wait(2000))
        qWarning("no frame");
}

QPoint PanelScene::middleOf(const QString &name) const
{
    // A screen that has just been opened is laid out over several frames.
    const auto place = [this, &name] {
        const QQuickItem *item = find(name);
        return item->mapToScene({item->width() / 2, item->height() / 2}).toPoint();
    };
    settle();
    QPoint before = place();
    for (int calm = 0, frames = 0; calm < 2 && frames < 100; ++frames) {
        settle();
        const QPoint now = place();
        calm = now == before ? calm + 1 : 0;
        before = now;
    }
    return before;
}

bool PanelScene::tap(const QString &name)
{
    const QQuickItem *item = find(name);
    if (!item || !item->isEnabled())
        return false;
    const QPoint at = middleOf(name);
    QTest::touchEvent(window, finger()).press(0, at, window).commit();
    QTest::touchEvent(window, finger()).release(0, at, window).commit();
    QCoreApplication::processEvents();
    return true;
}

bool PanelScene::slideOff(const QString &name)
{
    const QQuickItem *item = find(name);
    if (!item)
        return false;
    const QPoint at = middleOf(name);
    const QPoint off = at + QPoint(0, int(item->height()) + 20);
    QTest::touchEvent(window, finger()).press(0, at, window).commit();
    QTest::touchEvent(window, finger()).move(0, (at + off) / 2, window).commit();
    QTest::touchEvent(window, finger()).move(0, off, window).commit();
    QTest::touchEvent(window, finger()).release(0, off, window).commit();
    QCoreApplication::processEvents();
    return true;
}

bool PanelScene::drag(const QString &name, int pixels)
{
    const QQuickItem *item = find(name);
    if (!item)
        return false;
    const QPoint from = middleOf(name);
    QTest::touchEvent(window, finger()).press(0, from, window).commit();
    constexpr int kSteps = 8;
    for (int step = 1; step <= kSteps; ++step) {
        const QPoint at = from - QPoint(0, pixels * step / kSteps);
        QTest::touchEvent(window, finger()).move(0, at, window).commit();
        QTest::qWait(20);
    }
    QTest::touchEvent(window, finger()).release(0, from - QPoint(0, pixels), window).commit();
    QCoreApplication::processEvents();
    return true;
}

bool PanelScene::keys(const QString &keys)
{
    for (const QString &key : keys.split(QLatin1Char(' '))) {
        if (!tap(QStringLiteral("key ") + key))
            return false;
    }
    return true;
}

bool PanelScene::signIn(const QString &user, const QString &pin)
{
    QString spaced;
    for (const QChar digit : pin)
        spaced += (spaced.isEmpty() ? QString() : QStringLiteral(" ")) + digit;
    return tap(QStringLiteral("user")) && tap(QStringLiteral("user ") + user) && keys(spaced)
        && tap(QStringLiteral("accept pin"))
        && QTest::qWaitFor([this] { return !shows(QStringLiteral("signInDialog")); }, 10000)
        && plant.context.user().signedIn();
}

} // namespace mws
