// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "qml/panelscene.h"

#include <QTest>

using namespace mws;

namespace
{

/// Without a slash, which divides the path of a tag.
const QString kMarkup = QStringLiteral(" <img src=\"x.png\"><b>M");

void markTag(Tag &tag)
{
    tag.path += kMarkup;
    tag.description += kMarkup;
    tag.unit += kMarkup;
    for (StateLabel &state : tag.states)
        state.label += kMarkup;
}

void markScreen(Screen &screen)
{
    screen.title += kMarkup;
    for (WidgetGroup &group : screen.groups) {
        group.title += kMarkup;
        for (Widget &widget : group.widgets)
            widget.title += kMarkup;
    }
}

void markAll(ProjectData &data)
{
    data.name += kMarkup;
    for (Connection &connection : data.connections)
        connection.name += kMarkup;
    for (Device &device : data.devices)
        device.name += kMarkup;
    for (Tag &tag : data.tags)
        markTag(tag);
    for (Screen &screen : data.screens)
        markScreen(screen);
}

void collectTexts(QQuickItem *item, QList<QQuickItem *> &texts)
{
    if (!item->isVisible())
        return;
    if (item->inherits("QQuickText") || item->inherits("QQuickTextEdit"))
        texts.append(item);
    for (QQuickItem *child : item->childItems())
        collectTexts(child, texts);
}

} // namespace

/// Markup in what comes from a project, and in what is said about it, is text on the panel: nothing
/// is set in bold, and nothing is loaded.
class PanelMarkupTest final : public QObject
{
    Q_OBJECT

private:
    /// How many texts with markup are shown below the item; -1: one of them is not shown as it is.
    static int marked(QQuickItem *root)
    {
        QList<QQuickItem *> texts;
        collectTexts(root, texts);
        int found = 0;
        for (const QQuickItem *text : std::as_const(texts)) {
            if (text->property("textFormat").toInt() != Qt::PlainText)
                return -1;
            found += text->property("text").toString().contains(QStringLiteral("<b>M"));
        }
        return found;
    }
    static std::unique_ptr<PanelScene> makeScene()
    {
        return std::make_unique<PanelScene>(QSize(1280, 800), 5.9, QStringLiteral("day"), &markAll);
    }

private Q_SLOTS:
    void screens()
    {
        const auto made = makeScene();
        PanelScene &scene = *made;
        for (const Screen &screen : scene.plant.project->screens()) {
            QVERIFY(scene.tap(QStringLiteral("screen ") + screen.id));
            QTRY_VERIFY2(marked(scene.window->contentItem()) > 3, qPrintable(screen.id));
        }
    }

    void faceplate()
    {
        const auto made = makeScene();
        PanelScene &scene = *made;
        QVERIFY(scene.tap(QStringLiteral("screen pumping")));
        QVERIFY(scene.tap(QStringLiteral("widget raw-setpoint")));
        QTRY_VERIFY(scene.shows(QStringLiteral("faceplate")));
        QVERIFY(marked(scene.find(QStringLiteral("faceplate"))) > 1);
    }

    void devices()
    {
        const auto made = makeScene();
        PanelScene &scene = *made;
        QVERIFY(scene.tap(QStringLiteral("communication")));
        QTRY_VERIFY(scene.shows(QStringLiteral("communicationDialog")));
        QTRY_VERIFY(marked(scene.find(QStringLiteral("communicationDialog"))) > 3);
    }

    void failures()
    {
        const auto made = makeScene();
        PanelScene &scene = *made;
        QVERIFY(scene.signIn(QStringLiteral("otto"), QStringLiteral("1234")));
        QVERIFY(scene.tap(QStringLiteral("screen pumping")));
        scene.plant.bus.next.outcome = FieldWriteResult::Outcome::DeviceException;
        scene.plant.bus.next.exception = 4;
        QVERIFY(scene.tap(QStringLiteral("widget rp1-stop")));
        QTRY_VERIFY(scene.shows(QStringLiteral("resultBar")));
        QVERIFY(marked(scene.find(QStringLiteral("resultBar"))) > 0);
    }
};

QTEST_MAIN(PanelMarkupTest)
#include "tst_markup.moc"
