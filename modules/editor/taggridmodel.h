// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QAbstractTableModel>

namespace mws::editor
{

/// The own tags of one device as a table: one row per tag, one column per field.
class TagGridModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { ChoicesRole = Qt::UserRole }; ///< QStringList of the words a cell may hold

    explicit TagGridModel(Document &document, QObject *parent = nullptr);

    void setDevice(const QString &device);
    [[nodiscard]] const QString &device() const { return m_device; }
    [[nodiscard]] const Tag &tag(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Takes text; false, and refused() with the reason, when it does not fit.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

    /// A new tag after row, with the next free address; gives its row.
    int addTag(int row);
    void removeTags(const QList<int> &rows);
    void duplicateTags(const QList<int> &rows);
    /// Copies the cells of the first row to the rows below it.
    void fillDown(const QList<int> &rows, const QList<int> &columns);

    /// Cells as lines of tab-separated text, as spreadsheets want them.
    [[nodiscard]] QString copied(const QList<int> &rows, const QList<int> &columns) const;
    /// Takes tab-separated text from (row, column) on; new rows are made at the end. All or
    /// nothing: gives one line per cell that does not fit, and then nothing is changed.
    QStringList paste(const QString &text, int row, int column);

Q_SIGNALS:
    void refused(const QString &reason);

private:
    void update();
    void beforeChange(const Splice &splice);
    void afterChange(const Splice &splice);
    [[nodiscard]] QList<Tag> tagsFrom(int row, qsizetype count) const;
    [[nodiscard]] Tag newTag(const Tag *like) const;

    enum class Pending { None, Data, Insert, Remove, Reset };

    Document &m_document;
    QString m_device;
    qsizetype m_begin = 0;
    qsizetype m_count = 0;
    Pending m_pending = Pending::None;
};

} // namespace mws::editor
