// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/devicemodel.h"

#include <QLocale>
#include <algorithm>

namespace mws
{

namespace
{

QString stateName(UnitState state)
{
    switch (state) {
    case UnitState::Disabled:
        return QStringLiteral("disabled");
    case UnitState::Unknown:
        return QStringLiteral("unknown");
    case UnitState::Good:
        return QStringLiteral("good");
    case UnitState::Suspect:
        return QStringLiteral("suspect");
    case UnitState::Dead:
        return QStringLiteral("dead");
    }
    return {};
}

} // namespace

DeviceModel::DeviceModel(LiveModel &model, QObject *parent)
    : QAbstractListModel(parent)
    , m_project(model.project())
{
    for (const UnitStatus &status : model.units())
        m_units.insert(status.device, status);
    for (const LinkStatus &status : model.links())
        m_links.insert(status.connection, status);
    connect(&model, &LiveModel::unitChanged, this, &DeviceModel::takeUnit);
    connect(&model, &LiveModel::linkChanged, this, &DeviceModel::takeLink);
}

int DeviceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_project.devices().size());
}

QVariant DeviceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Device &device = m_project.devices()[index.row()];
    const UnitStatus unit = m_units.value(device.id);
    const auto *connection = m_project.connection(device.connection);
    switch (role) {
    case Name:
        return device.name;
    case Connection:
        return connection ? connection->name : device.connection;
    case Unit:
        return device.unit;
    case State:
        return stateName(stateOf(device));
    case StateText:
        return stateText(device);
    case RoundTrip:
        return unit.roundTripMs > 0 ? QLocale().toString(unit.roundTripMs, 'f', 0) : QString();
    case Requests:
        return unit.requests;
    case Failures:
        return unit.exceptions + unit.timeouts + unit.invalid;
    case InTheClear:
        return connection && connection->isInTheClear();
    default:
        return {};
    }
}

QHash<int, QByteArray> DeviceModel::roleNames() const
{
    return {{Name, "name"},         {Connection, "connection"}, {Unit, "unit"},
            {State, "state"},       {StateText, "stateText"},   {RoundTrip, "roundTrip"},
            {Requests, "requests"}, {Failures, "failures"},     {InTheClear, "inTheClear"}};
}

int DeviceModel::expected() const
{
    const auto &devices = m_project.devices();
    return int(std::count_if(devices.cbegin(), devices.cend(), [this](const Device &device) {
        return stateOf(device) != UnitState::Disabled && !isBroadcast(device);
    }));
}

int DeviceModel::answering() const
{
    const auto &devices = m_project.devices();
    return int(std::count_if(devices.cbegin(), devices.cend(), [this](const Device &device) {
        return stateOf(device) == UnitState::Good;
    }));
}

void DeviceModel::takeUnit(const UnitStatus &status)
{
    const bool isNew = m_units.value(status.device).state != status.state;
    m_units.insert(status.device, status);
    const auto &devices = m_project.devices();
    for (int row = 0; row < int(devices.size()); ++row) {
        if (devices[row].id == status.device)
            Q_EMIT dataChanged(index(row), index(row));
    }
    if (isNew)
        Q_EMIT stateChanged();
}

void DeviceModel::takeLink(const LinkStatus &status)
{
    m_links.insert(status.connection, status);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {State, StateText});
    Q_EMIT stateChanged();
}

UnitState DeviceModel::stateOf(const Device &device) const
{
    if (!device.enabled)
        return UnitState::Disabled;
    const LinkState link = m_links.value(device.connection).state;
    if (link == LinkState::Disabled)
        return UnitState::Disabled;
    if (link == LinkState::Failed)
        return UnitState::Dead;
    return m_units.value(device.id).state;
}

bool DeviceModel::isBroadcast(const Device &device) const
{
    const auto *connection = m_project.connection(device.connection);
    return connection && connection->isBroadcast(device.unit);
}

QString DeviceModel::stateText(const Device &device) const
{
    const LinkStatus link = m_links.value(device.connection);
    if (device.enabled && link.state == LinkState::Failed)
        return link.reason.isEmpty() ? tr("Not connected") : link.reason;
    switch (stateOf(device)) {
    case UnitState::Disabled:
        return tr("Switched off in the project");
    case UnitState::Unknown:
        return isBroadcast(device) ? tr("Broadcast: all devices of the line, none answers")
                                   : tr("Waiting for the first answer");
    case UnitState::Good:
        return link.state == LinkState::Idle ? tr("Answers; not connected between requests")
                                             : tr("Answers");
    case UnitState::Suspect:
        return tr("Missing answers");
    case UnitState::Dead:
        return tr("Does not answer");
    }
    return {};
}

} // namespace mws
