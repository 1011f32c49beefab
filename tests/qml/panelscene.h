// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hmi/panelengine.h"
#include "hmi/panelplant.h"

#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

namespace mws
{

/// The panel on a screen of the given size, over the demo plant, touched as by a finger.
class PanelScene
{
public:
    /// pixelsPerMm as a screen of that resolution and size has: 5.9 for 10 inch, 5.2 for 7 inch.
    explicit PanelScene(QSize size = {1280, 800}, double pixelsPerMm = 5.9,
                        const QString &theme = QStringLiteral("day"),
                        const QSet<QString> &critical = {});

    /// The item of that object name that is shown; none: nullptr.
    [[nodiscard]] QQuickItem *find(const QString &name) const;
    [[nodiscard]] bool shows(const QString &name) const { return find(name) != nullptr; }
    /// The theme's smallest type, in pixels.
    [[nodiscard]] int fontTiny() const;
    [[nodiscard]] QVariant property(const QString &name, const char *property) const;

    /// Finger down and up again in the middle of the item; false when it is not there or disabled.
    [[nodiscard]] bool tap(const QString &name);
    /// Finger down in the item, off it, and up.
    [[nodiscard]] bool slideOff(const QString &name);
    /// Finger down in the item, up by so many pixels, and lifted.
    [[nodiscard]] bool drag(const QString &name, int pixels);
    /// Keys of a keypad, separated by blanks.
    [[nodiscard]] bool keys(const QString &keys);
    /// Sign in by header, user list and PIN pad.
    [[nodiscard]] bool signIn(const QString &user, const QString &pin);

    PanelPlant plant;
    std::unique_ptr<QQmlApplicationEngine> engine;
    QQuickWindow *window = nullptr;

private:
    /// Until the next frame, so that everything lies where it will be seen.
    void settle() const;
    [[nodiscard]] QPoint middleOf(const QString &name) const;
};

} // namespace mws
