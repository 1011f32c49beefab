// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hmi/displaysettings.h"
#include "hmi/plant.h"
#include "hmi/tagbook.h"
#include "hmi/tagfeed.h"
#include "hmi/usersession.h"
#include "hmi/writedesk.h"

#include <QObject>
#include <QQmlEngine>
#include <QTimer>

namespace mws
{

/// What the panel's QML stands on: one session and the objects that QML sees of it. Handed to an
/// engine by attach(); lives in the GUI thread and outlives the engine.
class HmiContext final : public QObject
{
    Q_OBJECT

public:
    explicit HmiContext(Session &session, DisplaySettings::Options display = {},
                        QObject *parent = nullptr);

    /// The context that was attached to the engine of object, or to object if it is an engine.
    [[nodiscard]] static HmiContext *of(const QObject *object);
    /// Makes import Mws.Hmi work in the engine, over this context.
    void attach(QQmlEngine &engine);
    /// Touches, clicks and keys that reach window count as use of the panel.
    void watch(QObject *window);

    [[nodiscard]] Session &session() { return m_session; }
    [[nodiscard]] const Clock &clock() const { return m_session.services().clock; }
    [[nodiscard]] TagFeed &feed() { return m_feed; }
    [[nodiscard]] TagBook &tags() { return m_tags; }
    [[nodiscard]] WriteDesk &writes() { return m_writes; }
    [[nodiscard]] Plant &plant() { return m_plant; }
    [[nodiscard]] UserSession &user() { return m_user; }
    [[nodiscard]] DisplaySettings &display() { return m_display; }

Q_SIGNALS:
    /// Once a second, for clocks and ages.
    void second();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Session &m_session;
    TagFeed m_feed;
    WriteDesk m_writes;
    Plant m_plant;
    UserSession m_user;
    DisplaySettings m_display;
    TagBook m_tags;
    QTimer m_timer;
};

/// An object that C++ owns, as the answer of a QML singleton's create().
template <typename T> T *lend(T *object)
{
    QJSEngine::setObjectOwnership(object, QJSEngine::CppOwnership);
    return object;
}

} // namespace mws
