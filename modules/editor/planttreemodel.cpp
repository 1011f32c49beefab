// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/planttreemodel.h"

#include "editor/plaintext.h"
#include "project/names.h"

#include <QApplication>
#include <QIcon>
#include <QStyle>

#include <algorithm>

namespace mws::editor
{

namespace
{

using Kind = PlantTreeModel::Kind;

/// An index says what it is; for a tag the number is that of its device.
quintptr packed(Kind kind, qsizetype number)
{
    return quintptr(number) << 2 | quintptr(kind);
}

Kind kindOf(const QModelIndex &index)
{
    return Kind(index.internalId() & 3U);
}

int numberOf(const QModelIndex &index)
{
    return int(index.internalId() >> 2);
}

QString endpointOf(const Connection &connection)
{
    return connection.isSerial() ? connection.serialPort
                                 : connection.host + u':' + QString::number(connection.port);
}

QString shownName(const QString &name, const QString &id)
{
    return name.isEmpty() ? id : name;
}

QVariant iconOf(Kind kind)
{
    switch (kind) {
    case Kind::Project:
        return QApplication::style()->standardIcon(QStyle::SP_DirHomeIcon);
    case Kind::Connection:
        return QApplication::style()->standardIcon(QStyle::SP_DriveNetIcon);
    case Kind::Device:
        return QApplication::style()->standardIcon(QStyle::SP_ComputerIcon);
    case Kind::Tag:
        break;
    }
    return {};
}

} // namespace

bool PlantTreeModel::Plant::hasShapeOf(const Plant &other) const
{
    const auto sameLink = [](const Link &a, const Link &b) { return a.devices == b.devices; };
    const auto sameUnit = [](const Unit &a, const Unit &b) { return a.count == b.count; };
    return std::equal(links.begin(), links.end(), other.links.begin(), other.links.end(), sameLink)
        && std::equal(units.begin(), units.end(), other.units.begin(), other.units.end(), sameUnit);
}

PlantTreeModel::PlantTreeModel(Document &document, QObject *parent)
    : QAbstractItemModel(parent)
    , m_document(document)
    , m_plant(plantNow())
{
    connect(&m_document, &Document::reset, this, [this] {
        beginResetModel();
        m_plant = plantNow();
        endResetModel();
    });
    connect(&m_document, &Document::headChanged, this, &PlantTreeModel::refresh);
    connect(&m_document, &Document::devicesChanged, this, &PlantTreeModel::refresh);
    connect(&m_document, &Document::connectionsChanged, this, &PlantTreeModel::refresh);
    connect(&m_document, &Document::tagsAboutToChange, this, &PlantTreeModel::beforeTags);
    connect(&m_document, &Document::tagsChanged, this, &PlantTreeModel::afterTags);
}

PlantTreeModel::Plant PlantTreeModel::plantNow() const
{
    const ProjectData &data = m_document.data();
    Plant plant;
    plant.node = {data.id, shownName(data.name, data.id), {}, data.description};
    for (const Connection &connection : data.connections) {
        const Node node{connection.id, shownName(connection.name, connection.id),
                        endpointOf(connection), connection.id};
        plant.links.append(Link{node, {}});
    }
    addUnits(plant);
    countTags(plant);
    return plant;
}

/// A device without connection is not shown; its problem is in the list of problems.
void PlantTreeModel::addUnits(Plant &plant) const
{
    QHash<QString, int> links;
    for (int i = 0; i < plant.links.size(); ++i)
        links.insert(plant.links[i].node.id, i);
    for (const Device &device : m_document.data().devices) {
        const int link = links.value(device.connection, -1);
        if (link < 0)
            continue;
        const Node node{device.id, shownName(device.name, device.id),
                        tr("unit %1, %2").arg(QString::number(device.unit), device.area),
                        device.id};
        QList<int> &siblings = plant.links[link].devices;
        plant.units.append(Unit{node, link, int(siblings.size()), 0, 0});
        siblings.append(int(plant.units.size()) - 1);
    }
}

/// One pass: the tags of a device lie together.
void PlantTreeModel::countTags(Plant &plant) const
{
    QHash<QString, std::pair<qsizetype, qsizetype>> stretches;
    const QList<Tag> &tags = m_document.data().tags;
    for (qsizetype begin = 0, end = 0; begin < tags.size(); begin = end) {
        while (end < tags.size() && tags[end].device == tags[begin].device)
            ++end;
        if (!stretches.contains(tags[begin].device))
            stretches.insert(tags[begin].device, {begin, end - begin});
    }
    for (Unit &unit : plant.units)
        std::tie(unit.begin, unit.count) = stretches.value(unit.node.id, {tags.size(), 0});
}

void PlantTreeModel::refresh()
{
    Plant now = plantNow();
    if (!now.hasShapeOf(m_plant)) {
        beginResetModel();
        m_plant = std::move(now);
        endResetModel();
        return;
    }
    m_plant = std::move(now);
    const QModelIndex root = index(0, 0);
    Q_EMIT dataChanged(root, index(0, Detail));
    const int links = rowCount(root);
    if (links > 0)
        Q_EMIT dataChanged(index(0, 0, root), index(links - 1, Detail, root));
    for (int i = 0; i < links; ++i) {
        const QModelIndex link = index(i, 0, root);
        if (const int units = rowCount(link); units > 0)
            Q_EMIT dataChanged(index(0, 0, link), index(units - 1, Detail, link));
    }
}

/// The device whose rows the splice changes; -1 when it is not shown or not one alone.
int PlantTreeModel::unitOf(const Splice &splice) const
{
    for (int i = 0; i < m_plant.units.size(); ++i) {
        const Unit &unit = m_plant.units[i];
        const bool holds = splice.removed > 0 && splice.position >= unit.begin
            && splice.position + splice.removed <= unit.begin + unit.count;
        const bool grows = splice.removed == 0 && splice.device == unit.node.id;
        if (holds || grows)
            return i;
    }
    return -1;
}

PlantTreeModel::Pending PlantTreeModel::pendingFor(const Splice &splice, int unit) const
{
    if (unit < 0)
        return Pending::Reset;
    const bool staysThere = splice.inserted == 0 || splice.device == m_plant.units[unit].node.id;
    if (splice.keepsPlaces() && staysThere)
        return Pending::Data;
    if (splice.removed == 0)
        return Pending::Insert;
    return splice.inserted == 0 ? Pending::Remove : Pending::Reset;
}

void PlantTreeModel::beforeTags(const Splice &splice)
{
    m_pendingUnit = unitOf(splice);
    m_pending = pendingFor(splice, m_pendingUnit);
    const QModelIndex unit = m_pendingUnit < 0 ? QModelIndex() : unitIndex(m_pendingUnit);
    const bool isFirst = m_pendingUnit < 0 || m_plant.units[m_pendingUnit].count == 0;
    const qsizetype row = isFirst ? 0 : splice.position - m_plant.units[m_pendingUnit].begin;
    if (m_pending == Pending::Insert)
        beginInsertRows(unit, int(row), int(row + splice.inserted - 1));
    else if (m_pending == Pending::Remove)
        beginRemoveRows(unit, int(row), int(row + splice.removed - 1));
    else if (m_pending == Pending::Reset)
        beginResetModel();
}

void PlantTreeModel::afterTags(const Splice &splice)
{
    countTags(m_plant);
    const Pending pending = std::exchange(m_pending, Pending::None);
    if (pending == Pending::Insert) {
        endInsertRows();
    } else if (pending == Pending::Remove) {
        endRemoveRows();
    } else if (pending == Pending::Reset) {
        endResetModel();
    } else {
        const QModelIndex unit = unitIndex(m_pendingUnit);
        const qsizetype row = splice.position - m_plant.units[m_pendingUnit].begin;
        Q_EMIT dataChanged(index(int(row), 0, unit),
                           index(int(row + splice.inserted - 1), Detail, unit));
    }
}

QModelIndex PlantTreeModel::unitIndex(int unit) const
{
    return createIndex(m_plant.units[unit].row, 0, packed(Kind::Device, unit));
}

QModelIndex PlantTreeModel::indexOf(Kind kind, const QString &id) const
{
    if (kind == Kind::Project)
        return index(0, 0);
    for (int i = 0; kind == Kind::Connection && i < m_plant.links.size(); ++i) {
        if (m_plant.links[i].node.id == id)
            return createIndex(i, 0, packed(Kind::Connection, i));
    }
    const QList<Tag> &tags = m_document.data().tags;
    for (int i = 0; i < m_plant.units.size(); ++i) {
        const Unit &unit = m_plant.units[i];
        if (kind == Kind::Device && unit.node.id == id)
            return unitIndex(i);
        for (qsizetype t = 0; kind == Kind::Tag && t < unit.count; ++t) {
            if (tags[unit.begin + t].id == id)
                return createIndex(int(t), 0, packed(Kind::Tag, i));
        }
    }
    return {};
}

QString PlantTreeModel::idAbove(QModelIndex index, Kind kind)
{
    while (index.isValid() && kindOf(index) != kind)
        index = index.parent();
    return index.data(IdRole).toString();
}

QModelIndex PlantTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, packed(Kind::Project, 0));
    const int above = numberOf(parent);
    switch (kindOf(parent)) {
    case Kind::Project:
        return createIndex(row, column, packed(Kind::Connection, row));
    case Kind::Connection:
        return createIndex(row, column, packed(Kind::Device, m_plant.links[above].devices[row]));
    case Kind::Device:
        return createIndex(row, column, packed(Kind::Tag, above));
    case Kind::Tag:
        break;
    }
    return {};
}

QModelIndex PlantTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const int number = numberOf(child);
    switch (kindOf(child)) {
    case Kind::Project:
        break;
    case Kind::Connection:
        return createIndex(0, 0, packed(Kind::Project, 0));
    case Kind::Device:
        return createIndex(m_plant.units[number].link, 0,
                           packed(Kind::Connection, m_plant.units[number].link));
    case Kind::Tag:
        return unitIndex(number);
    }
    return {};
}

int PlantTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return 1;
    if (parent.column() > 0)
        return 0;
    const int number = numberOf(parent);
    switch (kindOf(parent)) {
    case Kind::Project:
        return int(m_plant.links.size());
    case Kind::Connection:
        return int(m_plant.links[number].devices.size());
    case Kind::Device:
        return int(m_plant.units[number].count);
    case Kind::Tag:
        break;
    }
    return 0;
}

int PlantTreeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return Columns;
}

const PlantTreeModel::Node *PlantTreeModel::nodeOf(const QModelIndex &index) const
{
    switch (kindOf(index)) {
    case Kind::Connection:
        return &m_plant.links[numberOf(index)].node;
    case Kind::Device:
        return &m_plant.units[numberOf(index)].node;
    default:
        return &m_plant.node;
    }
}

QVariant PlantTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Kind kind = kindOf(index);
    if (role == KindRole)
        return int(kind);
    if (role == Qt::DecorationRole)
        return index.column() == Name ? iconOf(kind) : QVariant();
    if (kind == Kind::Tag) {
        const qsizetype begin = m_plant.units[numberOf(index)].begin;
        return tagData(m_document.data().tags[begin + index.row()], index.column(), role);
    }
    const Node &node = *nodeOf(index);
    if (role == Qt::DisplayRole)
        return index.column() == Name ? node.name : node.detail;
    if (role == IdRole)
        return node.id;
    return role == Qt::ToolTipRole ? QVariant(plainText(node.hint)) : QVariant();
}

QVariant PlantTreeModel::tagData(const Tag &tag, int column, int role) const
{
    if (role == Qt::DisplayRole) {
        if (column == Name)
            return tag.path;
        return tag.isCounter() ? QString(nameOf(tag.counter))
                               : QString(nameOf(tag.table)) + u' ' + QString::number(tag.address);
    }
    if (role == IdRole)
        return tag.id;
    return role == Qt::ToolTipRole ? QVariant(plainText(tag.description)) : QVariant();
}

QVariant PlantTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : tr("Where");
}

} // namespace mws::editor
