// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/planttreemodel.h"

namespace mws::editor
{

namespace
{

QStandardItem *itemFor(PlantTreeModel::Kind kind, const QString &id, const QString &name)
{
    auto *item = new QStandardItem(name.isEmpty() ? id : name);
    item->setData(int(kind), PlantTreeModel::KindRole);
    item->setData(id, PlantTreeModel::IdRole);
    item->setToolTip(id);
    item->setEditable(false);
    return item;
}

} // namespace

PlantTreeModel::PlantTreeModel(Document &document, QObject *parent)
    : QStandardItemModel(parent)
    , m_document(document)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &PlantTreeModel::rebuild);
    connect(&m_document, &Document::reset, this, &PlantTreeModel::rebuild);
    connect(&m_document, &Document::devicesChanged, &m_timer, qOverload<>(&QTimer::start));
    connect(&m_document, &Document::connectionsChanged, &m_timer, qOverload<>(&QTimer::start));
    connect(&m_document, &Document::tagsChanged, this, &PlantTreeModel::later);
    rebuild();
}

QModelIndex PlantTreeModel::indexOf(Kind kind, const QString &id) const
{
    const QModelIndexList found
        = match(index(0, 0), IdRole, id, -1, Qt::MatchExactly | Qt::MatchRecursive);
    for (const QModelIndex &index : found) {
        if (index.data(KindRole).toInt() == int(kind))
            return index;
    }
    return {};
}

void PlantTreeModel::later(const Splice &splice)
{
    if (!splice.keepsPlaces()) {
        m_timer.start();
        return;
    }
    for (qsizetype i = splice.position; i < splice.position + splice.inserted; ++i) {
        const Tag &tag = m_document.data().tags[i];
        const QModelIndex device = indexOf(Kind::Device, tag.device);
        const qsizetype row = i - m_document.tagsOf(tag.device).first;
        if (QStandardItem *item = itemFromIndex(index(int(row), 0, device))) {
            item->setText(tag.path);
            item->setData(tag.id, IdRole);
            item->setToolTip(tag.id);
        }
    }
}

void PlantTreeModel::rebuild()
{
    Q_EMIT aboutToRebuild();
    clear();
    const ProjectData &data = m_document.data();
    for (const Connection &connection : data.connections) {
        QStandardItem *link = itemFor(Kind::Connection, connection.id, connection.name);
        for (const Device &device : data.devices) {
            if (device.connection != connection.id)
                continue;
            QStandardItem *unit = itemFor(Kind::Device, device.id, device.name);
            const auto [begin, count] = m_document.tagsOf(device.id);
            for (qsizetype i = begin; i < begin + count; ++i)
                unit->appendRow(itemFor(Kind::Tag, data.tags[i].id, data.tags[i].path));
            link->appendRow(unit);
        }
        appendRow(link);
    }
    Q_EMIT rebuilt();
}

} // namespace mws::editor
