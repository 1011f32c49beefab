// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QAbstractItemModel>

namespace mws::editor
{

/// The project, its connections, their devices, and the devices' own tags as a tree. Tags are not
/// copied; changes of tags are told row by row.
class PlantTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Kind { Project, Connection, Device, Tag };
    enum Role { KindRole = Qt::UserRole, IdRole };
    enum Column { Name, Detail, Columns };

    explicit PlantTreeModel(Document &document, QObject *parent = nullptr);

    /// Not valid when there is none. For a tag by its id.
    [[nodiscard]] QModelIndex indexOf(Kind kind, const QString &id = {}) const;
    /// The id of the connection or device that the index is or lies in; empty when there is none.
    [[nodiscard]] static QString idAbove(QModelIndex index, Kind kind);

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Node {
        QString id;
        QString name;
        QString detail;
        QString hint;
    };
    struct Link {
        Node node;
        QList<int> devices; ///< indices in m_devices
    };
    struct Unit {
        Node node;
        int link = 0; ///< index in m_links
        int row = 0; ///< in m_links[link].devices
        qsizetype begin = 0; ///< of its tags in the document
        qsizetype count = 0;
    };
    struct Plant {
        Node node;
        QList<Link> links;
        QList<Unit> units;
        [[nodiscard]] bool hasShapeOf(const Plant &other) const;
    };
    enum class Pending { None, Data, Insert, Remove, Reset };

    void refresh();
    void beforeTags(const Splice &splice);
    void afterTags(const Splice &splice);
    [[nodiscard]] Plant plantNow() const;
    void addUnits(Plant &plant) const;
    void countTags(Plant &plant) const;
    [[nodiscard]] Pending pendingFor(const Splice &splice, int unit) const;
    [[nodiscard]] int unitOf(const Splice &splice) const;
    [[nodiscard]] QModelIndex unitIndex(int unit) const;
    [[nodiscard]] const Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QVariant tagData(const Tag &tag, int column, int role) const;

    Document &m_document;
    Plant m_plant;
    Pending m_pending = Pending::None;
    int m_pendingUnit = -1;
};

} // namespace mws::editor
