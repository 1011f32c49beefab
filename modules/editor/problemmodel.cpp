// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/problemmodel.h"

namespace mws::editor
{

ProblemModel::ProblemModel(Document &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
    , m_problems(document.problems())
{
    connect(&m_document, &Document::problemsChanged, this, &ProblemModel::update);
}

int ProblemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant ProblemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    const Problem &problem = m_problems[index.row()];
    return index.column() == 0 ? problem.file + problem.pointer : problem.reason;
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Place") : tr("Problem");
}

void ProblemModel::update()
{
    if (m_problems == m_document.problems())
        return;
    beginResetModel();
    m_problems = m_document.problems();
    endResetModel();
}

qsizetype tagOf(const Problem &problem, const ProjectData &data)
{
    const QStringList file = problem.file.split(u'/');
    const QStringList place = problem.pointer.split(u'/');
    if (file.size() != 2 || file[0] != QLatin1String("tags")
        || place.value(1) != QLatin1String("tags"))
        return -1;
    const QString device = file[1].chopped(qMin<qsizetype>(5, file[1].size()));
    qsizetype left = place.value(2).toInt();
    for (qsizetype i = 0; i < data.tags.size(); ++i) {
        if (data.tags[i].device == device && left-- == 0)
            return i;
    }
    return -1;
}

} // namespace mws::editor
