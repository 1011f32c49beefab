// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "qml/layout.h"

#include <QJSValue>

namespace mws
{

namespace
{

/// Rounding of a layout, in pixels.
constexpr double kTolerance = 1;

/// Stands where there is no value; the mark of the quality may cover it.
const QString kNoValue = QStringLiteral("–");

/// An item that is seen, and where: the part of it that no ancestor clips.
struct Shown {
    QQuickItem *item = nullptr;
    QRectF place;
    [[nodiscard]] bool overlaps(const Shown &other) const
    {
        const QRectF common = place & other.place;
        return common.width() > kTolerance && common.height() > kTolerance;
    }
};

/// Where the glyphs of a text are; of any other item, the item.
QRectF inkOf(const QQuickItem *item)
{
    QRectF rect(0, 0, item->width(), item->height());
    const QVariant width = item->property("contentWidth");
    if (!item->inherits("QQuickText") || !width.isValid())
        return rect;
    const QSizeF ink(width.toDouble(), item->property("contentHeight").toDouble());
    const int across = item->property("effectiveHorizontalAlignment").toInt();
    const int down = item->property("verticalAlignment").toInt();
    if (across == Qt::AlignHCenter)
        rect.setX((rect.width() - ink.width()) / 2);
    else if (across == Qt::AlignRight)
        rect.setX(rect.width() - ink.width());
    if (down == Qt::AlignVCenter)
        rect.setY((rect.height() - ink.height()) / 2);
    else if (down == Qt::AlignBottom)
        rect.setY(rect.height() - ink.height());
    rect.setSize(ink);
    return rect;
}

template <typename Wanted>
void collect(QQuickItem *item, const QRectF &clip, Wanted wanted, QList<Shown> &found)
{
    if (!item->isVisible() || qFuzzyIsNull(item->opacity()))
        return;
    const QRectF place = item->mapRectToScene(inkOf(item)) & clip;
    if (wanted(item) && !place.isEmpty())
        found.append({item, place});
    const QRectF inner = item->clip() ? item->mapRectToScene(item->boundingRect()) & clip : clip;
    for (QQuickItem *child : item->childItems())
        collect(child, inner, wanted, found);
}

template <typename Wanted> QList<Shown> shownIn(QQuickItem *root, Wanted wanted)
{
    QList<Shown> found;
    collect(root, root->mapRectToScene(root->boundingRect()), wanted, found);
    return found;
}

template <typename Name> QStringList overlapsOf(const QList<Shown> &all, Name name)
{
    QStringList problems;
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (qsizetype j = i + 1; j < all.size(); ++j) {
            if (all[i].overlaps(all[j]))
                problems.append(name(all[i].item) + QStringLiteral(" runs into ")
                                + name(all[j].item));
        }
    }
    return problems;
}

QString textOf(const QQuickItem *item)
{
    return QLatin1Char('"') + item->property("text").toString() + QLatin1Char('"');
}

bool isText(const QQuickItem *item)
{
    const QString text = item->property("text").toString();
    return item->inherits("QQuickText") && !text.isEmpty() && text != kNoValue;
}

/// What it is drawn with, also where it was shrunk to fit.
int pixelSizeOf(const QQuickItem *text)
{
    const auto font = text->property("fontInfo").value<QJSValue>();
    return font.property(QStringLiteral("pixelSize")).toInt();
}

bool isTouchArea(const QQuickItem *item)
{
    return item->isEnabled() && item->property("held").isValid()
        && item->metaObject()->indexOfSignal("tapped()") >= 0;
}

} // namespace

QStringList touchProblems(QQuickItem *root, double least)
{
    const QList<Shown> areas = shownIn(root, isTouchArea);
    QStringList problems;
    for (const Shown &area : areas) {
        if (std::min(area.item->width(), area.item->height()) < least - kTolerance)
            problems.append(QStringLiteral("%1 is only %2 x %3")
                                .arg(area.item->objectName())
                                .arg(area.item->width())
                                .arg(area.item->height()));
    }
    return problems + overlapsOf(areas, [](const QQuickItem *item) { return item->objectName(); });
}

QStringList narrowGaps(QQuickItem *root, const QStringList &names, double least)
{
    const QList<Shown> areas = shownIn(root, [&names](const QQuickItem *item) {
        return isTouchArea(item) && names.contains(item->objectName());
    });
    QStringList problems;
    for (qsizetype i = 0; i < areas.size(); ++i) {
        for (qsizetype j = i + 1; j < areas.size(); ++j) {
            const QRectF &a = areas[i].place;
            const QRectF &b = areas[j].place;
            const bool isBeside
                = std::min(a.bottom(), b.bottom()) - std::max(a.top(), b.top()) > kTolerance;
            const double gap = std::max(a.left(), b.left()) - std::min(a.right(), b.right());
            if (isBeside && gap < least - kTolerance)
                problems.append(QStringLiteral("%1 and %2 are only %3 apart")
                                    .arg(areas[i].item->objectName(), areas[j].item->objectName())
                                    .arg(gap));
        }
    }
    return problems;
}

QStringList textProblems(QQuickItem *root)
{
    const QList<Shown> texts = shownIn(root, isText);
    QStringList problems;
    for (const Shown &text : texts) {
        const QRectF ink = text.item->mapRectToScene(inkOf(text.item));
        const bool cut = ink.width() > text.place.width() + kTolerance
            || ink.height() > text.place.height() + kTolerance;
        if (cut || text.item->property("truncated").toBool())
            problems.append(textOf(text.item) + QStringLiteral(" is cut short"));
    }
    return texts.isEmpty() ? QStringList{QStringLiteral("no text")}
                           : problems + overlapsOf(texts, textOf);
}

QStringList smallTexts(QQuickItem *root, int least)
{
    QStringList problems;
    const QList<Shown> texts = shownIn(root, isText);
    for (const Shown &text : texts) {
        if (const int size = pixelSizeOf(text.item); size < least)
            problems.append(textOf(text.item) + QStringLiteral(" has only %1 pixels").arg(size));
    }
    return problems;
}

} // namespace mws
