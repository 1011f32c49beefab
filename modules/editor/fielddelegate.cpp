// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/fielddelegate.h"

#include "editor/taggridmodel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpressionValidator>

namespace mws::editor
{

namespace
{

/// Lets only characters through that a number can be made of.
QWidget *lineEditor(QWidget *parent, FieldKind kind)
{
    static const QRegularExpression whole(QStringLiteral("-?[0-9]*"));
    static const QRegularExpression number(QStringLiteral("[-+0-9.eE]*"));
    auto *line = new QLineEdit(parent);
    line->setFrame(false);
    if (kind != FieldKind::Whole && kind != FieldKind::Number)
        return line;
    line->setAlignment(Qt::AlignRight);
    line->setValidator(
        new QRegularExpressionValidator(kind == FieldKind::Whole ? whole : number, line));
    return line;
}

} // namespace

QWidget *FieldDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem & /*option*/,
                                     const QModelIndex &index) const
{
    const QStringList choices = index.data(TagGridModel::ChoicesRole).toStringList();
    if (choices.isEmpty())
        return lineEditor(parent, FieldKind(index.data(TagGridModel::KindRole).toInt()));
    auto *box = new QComboBox(parent);
    box->addItems(choices);
    return box;
}

void FieldDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *box = qobject_cast<QComboBox *>(editor))
        box->setCurrentText(index.data(Qt::EditRole).toString());
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void FieldDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                 const QModelIndex &index) const
{
    if (auto *box = qobject_cast<QComboBox *>(editor))
        model->setData(index, box->currentText(), Qt::EditRole);
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

} // namespace mws::editor
