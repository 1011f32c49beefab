// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/taggridmodel.h"

#include "editor/field.h"

#include <algorithm>

namespace mws::editor
{

namespace
{

constexpr int kIdColumn = 0;

QList<int> sortedUnique(QList<int> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

QList<QStringList> cellsOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    QList<QStringList> cells;
    for (QString &line : lines) {
        if (line.endsWith(u'\r'))
            line.chop(1);
        cells.append(line.split(u'\t'));
    }
    return cells;
}

} // namespace

TagGridModel::TagGridModel(Document &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    connect(&m_document, &Document::reset, this, [this] { setDevice({}); });
    connect(&m_document, &Document::tagsAboutToChange, this, &TagGridModel::beforeChange);
    connect(&m_document, &Document::tagsChanged, this, &TagGridModel::afterChange);
}

void TagGridModel::setDevice(const QString &device)
{
    beginResetModel();
    m_device = device;
    update();
    endResetModel();
}

void TagGridModel::update()
{
    std::tie(m_begin, m_count) = m_document.tagsOf(m_device);
}

const Tag &TagGridModel::tag(int row) const
{
    return m_document.data().tags[m_begin + row];
}

int TagGridModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_count);
}

int TagGridModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(tagFields().size());
}

QVariant TagGridModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Field<Tag> &field = tagFields()[index.column()];
    if (role == Qt::DisplayRole || role == Qt::EditRole)
        return field.text(tag(index.row()));
    if (role == ChoicesRole)
        return field.choices;
    return {};
}

QVariant TagGridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= tagFields().size())
        return {};
    if (role == Qt::DisplayRole)
        return tagFields()[section].title;
    return role == Qt::ToolTipRole ? QVariant(tagFields()[section].hint) : QVariant();
}

Qt::ItemFlags TagGridModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? QAbstractTableModel::flags(index) | Qt::ItemIsEditable
                           : Qt::NoItemFlags;
}

bool TagGridModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const Field<Tag> &field = tagFields()[index.column()];
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
    Tag tag = like ? *like : Tag();
    tag.device = m_device;
    if (like)
        tag.address = like->address + like->span();
    const QString name = tr("New tag");
    tag.id = m_document.freeTagId(m_device + QStringLiteral("-tag"));
    tag.path = (like ? like->path.section(u'/', 0, -2) : tr("area")) + u'/' + name + u' '
        + QString::number(m_count + 1);
    return tag;
}

int TagGridModel::addTag(int row)
{
    const Tag *like = row >= 0 && row < m_count ? &tag(row) : nullptr;
    const int place = like ? row + 1 : int(m_count);
    m_document.replaceTags(m_begin + place, 0, {newTag(like)}, tr("Add tag"));
    return place;
}

void TagGridModel::removeTags(const QList<int> &rows)
{
    const QList<int> all = sortedUnique(rows);
    m_document.undoStack().beginMacro(tr("Delete tags"));
    for (auto row = all.crbegin(); row != all.crend(); ++row)
        m_document.replaceTags(m_begin + *row, 1, {}, {});
    m_document.undoStack().endMacro();
}

void TagGridModel::duplicateTags(const QList<int> &rows)
{
    const QList<int> all = sortedUnique(rows);
    m_document.undoStack().beginMacro(tr("Duplicate tags"));
    for (const int row : all) {
        Tag copy = tag(row);
        copy.id = m_document.freeTagId(copy.id);
        copy.path = tr("%1 copy").arg(copy.path);
        m_document.replaceTags(m_begin + m_count, 0, {copy}, {});
    }
    m_document.undoStack().endMacro();
}

void TagGridModel::fillDown(const QList<int> &rows, const QList<int> &columns)
{
    const QList<int> all = sortedUnique(rows);
    if (all.size() < 2)
        return;
    QList<Tag> changed = tagsFrom(all.first(), all.last() - all.first() + 1);
    for (const int row : all) {
        for (const int column : columns) {
            if (column != kIdColumn)
                tagFields()[column].setText(changed[row - all.first()],
                                            tagFields()[column].text(tag(all.first())));
        }
    }
    m_document.replaceTags(m_begin + all.first(), changed.size(), changed, tr("Fill down"));
}

QString TagGridModel::copied(const QList<int> &rows, const QList<int> &columns) const
{
    QString text;
    for (const int row : sortedUnique(rows)) {
        QStringList cells;
        for (const int column : sortedUnique(columns))
            cells.append(tagFields()[column].text(tag(row)));
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

QStringList TagGridModel::paste(const QString &text, int row, int column)
{
    const QList<QStringList> cells = cellsOf(text);
    const qsizetype existing = std::min<qsizetype>(cells.size(), m_count - row);
    QList<Tag> changed = tagsFrom(row, existing);
    QStringList problems;
    for (qsizetype r = 0; r < cells.size(); ++r) {
        if (r >= changed.size()) {
            Tag fresh = newTag(nullptr);
            fresh.id += QLatin1Char('-') + QString::number(r + 1);
            changed.append(fresh);
        }
        for (qsizetype c = 0; c < cells[r].size(); ++c) {
            const qsizetype target = column + c;
            const QString reason = target < tagFields().size()
                ? tagFields()[target].setText(changed[r], cells[r][c])
                : tr("there is no such column");
            if (!reason.isEmpty())
                problems.append(
                    tr("Line %1, %2: “%3” %4")
                        .arg(r + 1)
                        .arg(headerData(int(target), Qt::Horizontal, Qt::DisplayRole).toString(),
                             cells[r][c], reason));
        }
    }
    if (problems.isEmpty() && !changed.isEmpty())
        m_document.replaceTags(m_begin + row, existing, changed, tr("Paste"));
    return problems;
}

QList<Tag> TagGridModel::tagsFrom(int row, qsizetype count) const
{
    return m_document.data().tags.mid(m_begin + row, count);
}

void TagGridModel::beforeChange(const Splice &splice)
{
    const qsizetype row = splice.position - m_begin;
    const bool inside = row >= 0 && row + splice.removed <= m_count;
    const bool ours = splice.device == m_device && !m_device.isEmpty();
    if (splice.keepsPlaces() && (ours || !inside)) {
        m_pending = ours && inside ? Pending::Data : Pending::None;
    } else if (splice.removed == 0 && ours) {
        m_pending = Pending::Insert;
        beginInsertRows({}, int(row), int(row + splice.inserted - 1));
    } else if (splice.inserted == 0 && inside) {
        m_pending = Pending::Remove;
        beginRemoveRows({}, int(row), int(row + splice.removed - 1));
    } else if (inside || ours) {
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
