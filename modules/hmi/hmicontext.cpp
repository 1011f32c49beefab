// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/hmicontext.h"

#include <QEvent>

// Named by the QML tooling of Qt; calling it keeps the types of Mws.Hmi in a static build.
extern void qml_register_types_Mws_Hmi();

namespace mws
{

namespace
{

constexpr char kProperty[] = "mwsHmiContext";

bool isUse(QEvent::Type type)
{
    return type == QEvent::TouchBegin || type == QEvent::TouchUpdate || type == QEvent::TouchEnd
        || type == QEvent::MouseButtonPress || type == QEvent::MouseMove || type == QEvent::KeyPress
        || type == QEvent::Wheel;
}

} // namespace

HmiContext::HmiContext(Session &session, DisplaySettings::Options display, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_feed(session.model())
    , m_writes(session)
    , m_plant(session)
    , m_user(session)
    , m_display(std::move(display))
    , m_tags(*this)
{
    connect(&m_timer, &QTimer::timeout, this, &HmiContext::second);
    connect(this, &HmiContext::second, &m_plant, &Plant::tick);
    connect(this, &HmiContext::second, &m_user, &UserSession::tick);
    m_timer.start(Milliseconds(1000));
}

HmiContext *HmiContext::of(const QObject *object)
{
    const auto *engine = qobject_cast<const QQmlEngine *>(object);
    if (!engine)
        engine = qmlEngine(object);
    return engine ? engine->property(kProperty).value<HmiContext *>() : nullptr;
}

void HmiContext::attach(QQmlEngine &engine)
{
    qml_register_types_Mws_Hmi();
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.setProperty(kProperty, QVariant::fromValue(this));
}

void HmiContext::watch(QObject *window)
{
    window->installEventFilter(this);
}

bool HmiContext::eventFilter(QObject *watched, QEvent *event)
{
    if (isUse(event->type()))
        m_user.activity();
    return QObject::eventFilter(watched, event);
}

} // namespace mws
