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

/// Where a problem of a tag lies: the tag's index in ProjectData::tags, or -1.
[[nodiscard]] qsizetype tagOf(const Problem &problem, const ProjectData &data);

} // namespace mws::editor
