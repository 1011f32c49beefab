// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"
#include "editor/mainwindow.h"
#include "editor/planttreemodel.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QTableView>
#include <QTest>
#include <QTextDocumentFragment>
#include <QTimer>
#include <QTreeView>

using namespace mws;
using namespace mws::editor;

namespace
{

const QString kMarkup = QStringLiteral("<img src=\"file:///etc/hostname\"> <b>5 & 6</b>");

/// What a tool tip shows of it.
QString shown(const QString &tip)
{
    return Qt::mightBeRichText(tip) ? QTextDocumentFragment::fromHtml(tip).toPlainText() : tip;
}

QString tipOf(const QModelIndex &index)
{
    return index.data(Qt::ToolTipRole).toString();
}

} // namespace

/// Markup in a project is text wherever the editor shows it: nothing is set in bold, and nothing is
/// loaded.
class EditorMarkupTest final : public EditorBench
{
    Q_OBJECT

private:
    /// Texts of the next message box, which is closed: the text, then the informative one.
    struct Box {
        QString text;
        QString more;
        Qt::TextFormat format = Qt::AutoText;
    };
    static void closeNext(Box &seen)
    {
        QTimer::singleShot(0, qApp, [&seen] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            if (!box)
                return;
            seen = {box->text(), box->informativeText(), box->textFormat()};
            box->button(QMessageBox::Ok)->click();
        });
    }

private Q_SLOTS:
    void tipsOfTheTree()
    {
        QVERIFY(m_grid->setData(m_grid->index(0, column("Description")), kMarkup));
        PlantTreeModel tree(*m_document);
        const QModelIndex device
            = tree.indexOf(PlantTreeModel::Kind::Device, QStringLiteral("skid"));
        const QModelIndex marked = tree.index(0, 0, device);
        QCOMPARE(shown(tipOf(marked)), kMarkup);
        QVERIFY(!tipOf(marked).contains(QStringLiteral("<img")));
    }

    void tipsOfProblems()
    {
        const int poll = column("Poll class");
        QVERIFY(m_grid->setData(m_grid->index(0, poll), kMarkup));
        m_document->validate();
        const QString tip = tipOf(m_grid->index(0, poll));
        QVERIFY2(shown(tip).contains(kMarkup), qPrintable(tip));
        QVERIFY(!tip.contains(QStringLiteral("<img")));
    }

    void messages()
    {
        MainWindow window;
        Box box;
        closeNext(box);
        window.openFolder(QStringLiteral("/nowhere/<b>plant"));
        QVERIFY2(box.text.contains(QStringLiteral("<b>plant")), qPrintable(box.text));
        QCOMPARE(box.format, Qt::PlainText);
    }

    void whatWasNotPasted()
    {
        MainWindow window;
        window.openFolder(kDemo);
        window.show();
        auto *tree = window.findChild<QTreeView *>();
        const auto *model = qobject_cast<PlantTreeModel *>(tree->model());
        tree->setCurrentIndex(model->indexOf(PlantTreeModel::Kind::Device, QStringLiteral("skid")));
        auto *view = window.centralWidget()->findChild<QTableView *>();
        view->setCurrentIndex(view->model()->index(0, column("Address")));
        QApplication::clipboard()->setText(kMarkup);
        Box box;
        closeNext(box);
        for (QAction *action : window.findChildren<QAction *>()) {
            if (action->text().remove(u'&') == QLatin1String("Paste"))
                action->trigger();
        }
        QVERIFY(!box.more.isEmpty());
        QVERIFY2(!box.more.contains(QStringLiteral("<img")), qPrintable(box.more));
    }
};

QTEST_MAIN(EditorMarkupTest)
#include "tst_markup.moc"
