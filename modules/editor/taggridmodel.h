// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/addressfield.h"
#include "editor/document.h"
#include "editor/field.h"

#include <QAbstractTableModel>
#include <QHash>

namespace mws::editor
{

/// The tags of one device as a table: one row per tag, one column per field. Its own tags come
/// first, then those that its template makes, which cannot be changed.
class TagGridModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        ChoicesRole = Qt::UserRole, ///< QStringList of the words a cell may hold
        KindRole, ///< FieldKind as int
        SortRole, ///< a number where the field holds numbers
    };

    explicit TagGridModel(Document &document, QObject *parent = nullptr);

    void setDevice(const QString &device);
    [[nodiscard]] const QString &device() const { return m_device; }
    /// How addresses are shown, typed, copied and pasted; ZeroBased at first.
    void setNotation(AddressNotation notation);
    [[nodiscard]] const Tag &tag(int row) const;
    /// Own tags, which are the first rows.
    [[nodiscard]] int ownCount() const { return int(m_count); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Takes text; false, and refused() with the reason, when it does not fit.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

    // Rows are given in the order that the person sees; those of the template are left out. Each
    // call is one undo step.

    /// A new tag after row, with the next free address; gives its row.
    int addTag(int row);
    void removeTags(const QList<int> &rows);
    void duplicateTags(const QList<int> &rows);
    /// Copies the cells of the first row to the others.
    void fillDown(const QList<int> &rows, const QList<int> &columns);

    /// Cells as lines of tab-separated text, as spreadsheets want them.
    [[nodiscard]] QString copied(const QList<int> &rows, const QList<int> &columns) const;
    /// Takes tab-separated text into the rows, from column on; lines beyond them become new tags.
    /// All or nothing: gives one line per cell that does not fit, and then nothing is changed.
    QStringList paste(const QString &text, const QList<int> &rows, int column);

Q_SIGNALS:
    void refused(const QString &reason);

private:
    void update();
    void updateTemplateTags();
    void updateProblems();
    void beforeChange(const Splice &splice);
    void afterChange(const Splice &splice);
    [[nodiscard]] QList<int> ownOf(const QList<int> &rows) const;
    [[nodiscard]] QList<Tag> spanOf(const QList<int> &sortedRows) const;
    [[nodiscard]] QVariant appearance(const QModelIndex &index, int role) const;
    [[nodiscard]] Tag newTag(const Tag *like) const;
    [[nodiscard]] QList<Tag> newTags(qsizetype count) const;
    [[nodiscard]] QStringList takeLine(Tag &tag, const QStringList &cells, int column,
                                       qsizetype line) const;
    void replaceSpread(const QList<int> &sortedRows);

    enum class Pending { None, Data, Insert, Remove, Reset };

    Document &m_document;
    QList<Field<Tag>> m_fields = tagFields();
    QString m_device;
    qsizetype m_begin = 0;
    qsizetype m_count = 0;
    QList<Tag> m_templateTags;
    QHash<std::pair<int, int>, QString> m_problems; ///< by row and column
    Pending m_pending = Pending::None;
};

} // namespace mws::editor
