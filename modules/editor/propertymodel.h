// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QAbstractTableModel>

namespace mws::editor
{

/// The properties of the project, of a connection or of a device, one row each: name and value.
/// Those of a device end with the parameters of its template.
class PropertyModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Kind { Project, Connection, Device };
    struct Row {
        QString title;
        QString hint;
        QString text;
        QStringList choices;
        FieldKind kind = FieldKind::Text;
        bool applies = true;
    };

    explicit PropertyModel(Document &document, QObject *parent = nullptr);

    /// Shows nothing once what has the id is gone.
    void show(Kind kind, const QString &id);
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const QString &id() const { return m_id; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void refused(const QString &reason);

private:
    void refresh();
    [[nodiscard]] QList<Row> rowsNow() const;
    [[nodiscard]] QList<TemplateParameter> parameters() const;
    // Each gives the reason when the text does not fit, else nothing.
    QString setHead(int row, const QString &text, const QString &what);
    QString setConnection(int row, const QString &text, const QString &what);
    QString setDevice(int row, const QString &text, const QString &what);

    Document &m_document;
    Kind m_kind = Kind::Project;
    QString m_id;
    QList<Row> m_rows;
};

} // namespace mws::editor
