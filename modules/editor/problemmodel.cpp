// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/problemmodel.h"

#include "project/files.h"

#include <QApplication>
#include <QStyle>

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
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Problem &problem = m_problems[index.row()];
    if (role == Qt::DecorationRole && index.column() == 0)
        return QApplication::style()->standardIcon(problem.severity == Problem::Severity::Warning
                                                       ? QStyle::SP_MessageBoxWarning
                                                       : QStyle::SP_MessageBoxCritical);
    if (role != Qt::DisplayRole)
        return {};
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

ProblemPlace placeOf(const Problem &problem, const ProjectData &data)
{
    using Kind = ProblemPlace::Kind;
    const QString folder = problem.file.section(u'/', 0, 0);
    const QString id = problem.file.section(u'/', 1).section(QStringLiteral(".json"), 0, 0);
    const QString list = problem.pointer.section(u'/', 1, 1);
    int row = problem.pointer.section(u'/', 2, 2).toInt();
    const QString inside = problem.pointer.section(u'/', 3);
    if (problem.file == files::project() && list == QLatin1String("roles"))
        return {Kind::Role, {}, row, inside};
    if (problem.file == files::project())
        return {Kind::Project, {}, -1, list};
    if (problem.file == files::northbound() && list != QLatin1String("map"))
        return {Kind::Project, {}, -1, QStringLiteral("northbound/") + list};
    if (folder == files::kTags && list == QLatin1String("tags"))
        return {Kind::Tag, id, row, inside};
    if (folder != files::kConnections)
        return {};
    if (list != QLatin1String("devices"))
        return {Kind::Connection, id, -1, list};
    for (const Device &device : data.devices) {
        if (device.connection == id && row-- == 0)
            return {Kind::Device, device.id, -1, inside.section(u'/', 0, 0)};
    }
    return {Kind::Connection, id, -1, {}};
}

} // namespace mws::editor
