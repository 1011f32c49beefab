// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/plant.h"

#include "hmi/hmicontext.h"

#include <QDateTime>
#include <QLocale>

namespace mws
{

Plant::Plant(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_screens(session.project())
    , m_devices(session.model())
    , m_lockouts(session)
    , m_approvals(session)
{
    connect(&m_devices, &DeviceModel::stateChanged, this, &Plant::communicationChanged);
}

Plant *Plant::create(QQmlEngine *engine, QJSEngine *)
{
    return lend(&HmiContext::of(engine)->plant());
}

QString Plant::name() const
{
    return m_session.project().data().name;
}

QString Plant::description() const
{
    return m_session.project().data().description;
}

bool Plant::isSimulation() const
{
    return m_session.project().data().simulation;
}

QString Plant::startScreen() const
{
    const Project &project = m_session.project();
    if (project.screen(project.data().startScreen))
        return project.data().startScreen;
    return project.screens().isEmpty() ? QString() : project.screens().constFirst().id;
}

Plant::Communication Plant::communication() const
{
    const int answering = m_devices.answering();
    if (answering == m_devices.expected())
        return Communication::Good;
    return answering == 0 ? Communication::Failed : Communication::Disturbed;
}

QString Plant::communicationText() const
{
    const int answering = m_devices.answering();
    const int expected = m_devices.expected();
    if (answering == expected)
        return tr("%n device(s) online", nullptr, expected);
    return tr("%1 of %n device(s) offline", nullptr, expected).arg(expected - answering);
}

void Plant::setSetup(const QString &address, const QString &code)
{
    if (code == m_setupCode)
        return;
    m_setupAddress = address;
    m_setupCode = code;
    Q_EMIT setupChanged();
}

QString Plant::webWarning() const
{
    if (m_web.endsSoon == Timestamp())
        return {};
    const auto end = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(m_web.endsSoon));
    const QString day = QLocale().toString(end.date(), QLocale::ShortFormat);
    return m_web.endsSoon <= m_session.services().clock.now()
        ? tr("The certificate of the web has ended on %1.").arg(day)
        : tr("The certificate of the web ends on %1.").arg(day);
}

void Plant::setWeb(const Web &web)
{
    if (web == m_web)
        return;
    m_web = web;
    Q_EMIT webChanged();
}

bool Plant::isAuditFailing() const
{
    return m_session.isAuditFailing();
}

bool Plant::isRestartPending() const
{
    return m_session.isRestartPending();
}

QString Plant::time() const
{
    const auto now
        = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(m_session.services().clock.now()));
    return now.toString(QStringLiteral("HH:mm:ss"));
}

QString Plant::date() const
{
    const auto now
        = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(m_session.services().clock.now()));
    return QLocale().toString(now.date(), QStringLiteral("ddd d MMM yyyy"));
}

QString Plant::screenTitle(const QString &screenId) const
{
    const Screen *screen = m_session.project().screen(screenId);
    return screen ? screen->title : QString();
}

} // namespace mws
