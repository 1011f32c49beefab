// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QAbstractTableModel>

namespace mws::editor
{

/// What is wrong with the project, one row each: place and reason.
class ProblemModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit ProblemModel(Document &document, QObject *parent = nullptr);

    [[nodiscard]] const Problem &problem(int row) const { return m_problems[row]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void update();

    Document &m_document;
    QList<Problem> m_problems;
};

/// What a problem is about.
struct ProblemPlace {
    enum class Kind { Elsewhere, Project, Role, Connection, Device, Tag };
    Kind kind = Kind::Elsewhere;
    QString id; ///< of connection or device; of a tag, its device
    int row = -1; ///< Tag: place among the tags of the device; Role: among those of the project
    QString key; ///< the rest of the JSON Pointer, "port" or "write/min"
};

[[nodiscard]] ProblemPlace placeOf(const Problem &problem, const ProjectData &data);

} // namespace mws::editor
