// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/taggridmodel.h"

#include "editor/field.h"
#include "editor/plaintext.h"
#include "editor/spreadsheet.h"
#include "project/files.h"

#include <QColor>
#include <QSet>

#include <algorithm>

namespace mws::editor
{

namespace
{

constexpr int kIdColumn = 0;
constexpr int kLastAddress = 65535;

using CellProblems = QHash<std::pair<int, int>, QString>;

QList<Tag> templateTagsOf(const Document &document, const QString &id)
{
    const Device *device = document.device(id);
    const DeviceTemplate *made = device ? document.templateOf(*device) : nullptr;
    return made ? tagsFromTemplate(*made, *device) : QList<Tag>();
}

/// A file holds the tags of a device in the order of the rows.
CellProblems problemsOf(const Document &document, const QString &device)
{
    CellProblems found;
    const QString file = files::tags(device);
    for (const Problem &problem : document.problems()) {
        const int row = problem.pointer.section(u'/', 2, 2).toInt();
        if (problem.file == file && problem.pointer.startsWith(QLatin1String("/tags/")))
            found.insert({row, tagColumnOf(problem.pointer.section(u'/', 3))}, problem.reason);
    }
    return found;
}

QVariant sortValue(const Field<Tag> &field, const Tag &tag)
{
    if (field.kind == FieldKind::Address)
        return tag.address;
    const QString text = field.text(tag);
    if (field.kind != FieldKind::Whole && field.kind != FieldKind::Number)
        return text;
    return text.isEmpty() ? QVariant() : QVariant(text.toDouble());
}

QList<int> sortedUnique(QList<int> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

QColor problemColor()
{
    return QColor(0xc6, 0x28, 0x28, 0x38);
}

} // namespace

TagGridModel::TagGridModel(Document &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    connect(&m_document, &Document::reset, this, [this] { setDevice({}); });
    connect(&m_document, &Document::tagsAboutToChange, this, &TagGridModel::beforeChange);
    connect(&m_document, &Document::tagsChanged, this, &TagGridModel::afterChange);
    connect(&m_document, &Document::devicesChanged, this, &TagGridModel::updateTemplateTags);
    connect(&m_document, &Document::problemsChanged, this, &TagGridModel::updateProblems);
}

void TagGridModel::setDevice(const QString &device)
{
    beginResetModel();
    m_device = device;
    update();
    m_templateTags = templateTagsOf(m_document, device);
    m_problems = problemsOf(m_document, device);
    endResetModel();
}

void TagGridModel::setNotation(AddressNotation notation)
{
    const int column = tagColumnOf(QStringLiteral("address"));
    m_fields[column] = addressField(notation);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
    Q_EMIT headerDataChanged(Qt::Horizontal, column, column);
}

void TagGridModel::update()
{
    std::tie(m_begin, m_count) = m_document.tagsOf(m_device);
}

void TagGridModel::updateTemplateTags()
{
    if (templateTagsOf(m_document, m_device) != m_templateTags)
        setDevice(m_device);
}

void TagGridModel::updateProblems()
{
    const auto now = problemsOf(m_document, m_device);
    if (now == m_problems)
        return;
    m_problems = now;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                           {Qt::BackgroundRole, Qt::ToolTipRole});
}

const Tag &TagGridModel::tag(int row) const
{
    return row < m_count ? m_document.data().tags[m_begin + row] : m_templateTags[row - m_count];
}

int TagGridModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_count + m_templateTags.size());
}

int TagGridModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size());
}

QVariant TagGridModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Field<Tag> &field = m_fields[index.column()];
    if (role == Qt::DisplayRole || role == Qt::EditRole) {
        const QString text = field.text(tag(index.row()));
        return role == Qt::DisplayRole && text == field.unset ? QString() : text;
    }
    if (role == ChoicesRole)
        return field.choices + m_document.wordsFor(field.kind);
    if (role == KindRole)
        return int(field.kind);
    if (role == SortRole)
        return sortValue(field, tag(index.row()));
    return appearance(index, role);
}

QVariant TagGridModel::appearance(const QModelIndex &index, int role) const
{
    const FieldKind kind = m_fields[index.column()].kind;
    const QString problem = m_problems.value({index.row(), index.column()});
    switch (role) {
    case Qt::TextAlignmentRole:
        return kind == FieldKind::Whole || kind == FieldKind::Number || kind == FieldKind::Address
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant();
    case Qt::BackgroundRole:
        return problem.isEmpty() ? QVariant() : QVariant(problemColor());
    case Qt::ForegroundRole:
        return index.row() < m_count ? QVariant() : QVariant(QColor(Qt::gray));
    case Qt::ToolTipRole:
        if (!problem.isEmpty())
            return plainText(problem);
        return index.row() < m_count ? QString() : tr("Made by the template of the device");
    default:
        return {};
    }
}

QVariant TagGridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= m_fields.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_fields[section].title;
    return role == Qt::ToolTipRole ? QVariant(m_fields[section].hint) : QVariant();
}

Qt::ItemFlags TagGridModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid() || index.row() >= m_count)
        return flags;
    const Field<Tag> &field = m_fields[index.column()];
    const bool applies = !field.applies || field.applies(tag(index.row()));
    return applies ? flags | Qt::ItemIsEditable : flags;
}

bool TagGridModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || index.row() >= m_count)
        return false;
    const Field<Tag> &field = m_fields[index.column()];
    Tag changed = tag(index.row());
    if (const QString reason = field.setText(changed, value.toString()); !reason.isEmpty()) {
        Q_EMIT refused(QStringLiteral("%1: %2").arg(field.title, reason));
        return false;
    }
    if (changed != tag(index.row()))
        m_document.replaceTags(m_begin + index.row(), 1, {changed},
                               tr("Change %1").arg(field.title));
    return true;
}

Tag TagGridModel::newTag(const Tag *like) const
{
    const Device *device = m_document.device(m_device);
    Tag tag = like ? *like : Tag();
    tag.device = m_device;
    if (like && !like->isCounter())
        tag.address = std::min(like->address + like->span(), kLastAddress);
    tag.id = m_device + QStringLiteral("-tag");
    tag.path = (like         ? like->path.section(u'/', 0, -2)
                    : device ? device->area
                             : QString())
        + u'/' + tr("New tag") + u' ' + QString::number(m_count + 1);
    return tag;
}

QList<Tag> TagGridModel::newTags(qsizetype count) const
{
    const Tag like = newTag(nullptr);
    QStringList wanted;
    for (qsizetype i = 0; i < count; ++i)
        wanted.append(like.id + QLatin1Char('-') + QString::number(m_count + i + 1));
    const QStringList ids = m_document.freeTagIds(wanted);
    QList<Tag> made(count, like);
    for (qsizetype i = 0; i < count; ++i)
        made[i].id = ids[i];
    return made;
}

QList<int> TagGridModel::ownOf(const QList<int> &rows) const
{
    QList<int> own;
    for (const int row : rows) {
        if (row >= 0 && row < m_count)
            own.append(row);
    }
    return own;
}

QList<Tag> TagGridModel::spanOf(const QList<int> &sortedRows) const
{
    if (sortedRows.isEmpty())
        return {};
    return m_document.data().tags.mid(m_begin + sortedRows.first(),
                                      sortedRows.last() - sortedRows.first() + 1);
}

int TagGridModel::addTag(int row)
{
    const Tag *like = row >= 0 && row < m_count ? &tag(row) : nullptr;
    const int place = like ? row + 1 : int(m_count);
    Tag fresh = newTag(like);
    fresh.id = m_document.freeTagId(fresh.id);
    m_document.replaceTags(m_begin + place, 0, {fresh}, tr("Add tag"));
    return place;
}

void TagGridModel::removeTags(const QList<int> &rows)
{
    const QList<int> all = sortedUnique(ownOf(rows));
    if (all.isEmpty())
        return;
    if (all.last() - all.first() + 1 == all.size())
        m_document.replaceTags(m_begin + all.first(), all.size(), {}, tr("Delete tags"));
    else
        replaceSpread(all);
}

/// Many rows here and there: one step over the whole stretch is quicker than one step per row.
void TagGridModel::replaceSpread(const QList<int> &sortedRows)
{
    const QList<Tag> span = spanOf(sortedRows);
    const QSet<int> gone(sortedRows.begin(), sortedRows.end());
    QList<Tag> kept;
    for (qsizetype i = 0; i < span.size(); ++i) {
        if (!gone.contains(int(i) + sortedRows.first()))
            kept.append(span[i]);
    }
    m_document.replaceTags(m_begin + sortedRows.first(), span.size(), kept, tr("Delete tags"));
}

void TagGridModel::duplicateTags(const QList<int> &rows)
{
    const QList<int> all = ownOf(rows);
    QList<Tag> copies;
    QStringList ids;
    for (const int row : all) {
        copies.append(tag(row));
        copies.last().path = tr("%1 copy").arg(copies.last().path);
        ids.append(copies.last().id);
    }
    if (copies.isEmpty())
        return;
    ids = m_document.freeTagIds(ids);
    for (qsizetype i = 0; i < copies.size(); ++i)
        copies[i].id = ids[i];
    m_document.replaceTags(m_begin + m_count, 0, copies, tr("Duplicate tags"));
}

void TagGridModel::fillDown(const QList<int> &rows, const QList<int> &columns)
{
    const QList<int> own = ownOf(rows);
    if (own.size() < 2 || columns.isEmpty())
        return;
    const QList<int> all = sortedUnique(own);
    QList<Tag> changed = spanOf(all);
    for (const int row : own) {
        for (const int column : columns) {
            if (column != kIdColumn)
                m_fields[column].setText(changed[row - all.first()],
                                         m_fields[column].text(tag(own.first())));
        }
    }
    m_document.replaceTags(m_begin + all.first(), changed.size(), changed, tr("Fill down"));
}

QString TagGridModel::copied(const QList<int> &rows, const QList<int> &columns) const
{
    QList<QStringList> cells;
    const QList<int> wanted = sortedUnique(columns);
    for (const int row : rows) {
        cells.append(QStringList());
        for (const int column : wanted)
            cells.last().append(m_fields[column].text(tag(row)));
    }
    return textFromCells(cells);
}

QStringList TagGridModel::takeLine(Tag &tag, const QStringList &cells, int column,
                                   qsizetype line) const
{
    QStringList problems;
    for (qsizetype c = 0; c < cells.size(); ++c) {
        const qsizetype target = column + c;
        const bool exists = target < m_fields.size();
        const QString reason
            = exists ? m_fields[target].setText(tag, cells[c]) : tr("there is no such column");
        const QString title = exists ? m_fields[target].title : QString::number(target + 1);
        if (!reason.isEmpty())
            problems.append(
                tr("Line %1, %2: “%3” %4").arg(QString::number(line), title, cells[c], reason));
    }
    return problems;
}

QStringList TagGridModel::paste(const QString &text, const QList<int> &rows, int column)
{
    const QList<QStringList> cells = cellsFromText(text);
    const QList<int> targets = ownOf(rows).mid(0, cells.size());
    const QList<int> all = sortedUnique(targets);
    QList<Tag> changed = spanOf(all);
    QList<Tag> fresh = newTags(cells.size() - targets.size());
    QStringList problems;
    for (qsizetype r = 0; r < cells.size(); ++r) {
        Tag &target
            = r < targets.size() ? changed[targets[r] - all.first()] : fresh[r - targets.size()];
        problems += takeLine(target, cells[r], column, r + 1);
    }
    if (!problems.isEmpty() || cells.isEmpty())
        return problems;
    m_document.undoStack().beginMacro(tr("Paste"));
    if (!changed.isEmpty())
        m_document.replaceTags(m_begin + all.first(), changed.size(), changed, {});
    if (!fresh.isEmpty())
        m_document.replaceTags(m_begin + m_count, 0, fresh, {});
    m_document.undoStack().endMacro();
    return {};
}

void TagGridModel::beforeChange(const Splice &splice)
{
    const qsizetype row = m_count == 0 ? 0 : splice.position - m_begin;
    const bool inside = m_count > 0 && row >= 0 && row + splice.removed <= m_count;
    const bool ours = splice.device == m_device && !m_device.isEmpty();
    if (!ours && !inside)
        return;
    if (splice.keepsPlaces() && ours && inside) {
        m_pending = Pending::Data;
    } else if (splice.removed == 0 && ours) {
        m_pending = Pending::Insert;
        beginInsertRows({}, int(row), int(row + splice.inserted - 1));
    } else if (splice.inserted == 0) {
        m_pending = Pending::Remove;
        beginRemoveRows({}, int(row), int(row + splice.removed - 1));
    } else {
        m_pending = Pending::Reset;
        beginResetModel();
    }
}

void TagGridModel::afterChange(const Splice &splice)
{
    const qsizetype row = splice.position - m_begin;
    update();
    switch (std::exchange(m_pending, Pending::None)) {
    case Pending::None:
        break;
    case Pending::Data:
        Q_EMIT dataChanged(index(int(row), 0),
                           index(int(row + splice.inserted - 1), columnCount() - 1));
        break;
    case Pending::Remove:
        endRemoveRows();
        break;
    case Pending::Insert:
        endInsertRows();
        break;
    case Pending::Reset:
        endResetModel();
        break;
    }
}

} // namespace mws::editor
