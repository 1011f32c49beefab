// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/lockoutmodel.h"

#include "core/future.h"

#include <QDateTime>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace mws
{

namespace
{

QStringList areasOf(const Project &project, const QList<Lockout> &lockouts)
{
    QSet<QString> areas;
    for (const Tag &tag : project.tags())
        areas.insert(tag.area());
    for (const Lockout &one : lockouts)
        areas.insert(one.area);
    areas.insert(QString());
    QStringList sorted = areas.values();
    sorted.sort();
    return sorted;
}

} // namespace

LockoutModel::LockoutModel(Session &session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(&session.services().control.lockout(), &RemoteLockout::changed, this,
            &LockoutModel::refresh);
    connect(&session, &Session::identityChanged, this, &LockoutModel::refresh);
    refresh();
}

void LockoutModel::refresh()
{
    m_lockouts = m_session.services().control.lockout().all();
    const QStringList areas = areasOf(m_session.project(), m_lockouts);
    if (areas == m_areas) {
        Q_EMIT dataChanged(index(0), index(int(m_areas.size()) - 1));
    } else {
        beginResetModel();
        m_areas = areas;
        endResetModel();
    }
    Q_EMIT changed();
}

void LockoutModel::toggle(const QString &area)
{
    setError({});
    LockoutDesk desk(m_session);
    whenDone(lockoutOf(area) ? desk.lift(area) : desk.set(area), this,
             [this](const Result<void> &done) {
                 if (!done)
                     setError(done.error().detail);
             });
}

const Lockout *LockoutModel::lockoutOf(const QString &area) const
{
    const auto found = std::find_if(m_lockouts.cbegin(), m_lockouts.cend(),
                                    [&area](const Lockout &one) { return one.area == area; });
    return found == m_lockouts.cend() ? nullptr : &*found;
}

void LockoutModel::setError(const QString &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

int LockoutModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_areas.size());
}

QVariant LockoutModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString &area = m_areas[index.row()];
    const Lockout *lockout = lockoutOf(area);
    switch (role) {
    case Area:
        return area;
    case Title:
        return area.isEmpty() ? tr("Whole plant") : area;
    case Locked:
        return lockout != nullptr;
    case Detail: {
        if (!lockout)
            return QString();
        const auto since = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(lockout->since));
        return tr("by %1 since %2")
            .arg(lockout->by, QLocale().toString(since, QStringLiteral("d MMM HH:mm")));
    }
    case Allowed:
        return bool(LockoutDesk(m_session).may(area));
    default:
        return {};
    }
}

QHash<int, QByteArray> LockoutModel::roleNames() const
{
    return {{Area, "area"},
            {Title, "title"},
            {Locked, "locked"},
            {Detail, "detail"},
            {Allowed, "allowed"}};
}

} // namespace mws
