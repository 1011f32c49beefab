// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"
#include "editor/planttreemodel.h"
#include "editor/spreadsheet.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace mws::editor;

/// Copying, pasting and filling down.
class EditorPasteTest final : public EditorBench
{
    Q_OBJECT

private Q_SLOTS:
    void pasteIsAllOrNothing()
    {
        const ProjectData before = m_document->data();
        const QStringList problems = m_grid->paste(
            QStringLiteral("a\tdosing/a\td\tinput\t1\nb\tdosing/b\td\tinpt\tx\r\n"), {0, 1}, 0);
        QCOMPARE(problems.size(), 2);
        QVERIFY(problems[0].startsWith(QStringLiteral("Line 2, Table: “inpt”")));
        QVERIFY(problems[1].startsWith(QStringLiteral("Line 2, Address: “x”")));
        QVERIFY(m_document->data() == before);
    }

    void pasteGoesOnBelowTheEnd()
    {
        const int rows = m_grid->rowCount();
        QCOMPARE(m_grid->paste(QStringLiteral("n1\tdosing/n/1\r\nn2\tdosing/n/2\r\n"), {}, 0),
                 QStringList());
        QCOMPARE(m_grid->rowCount(), rows + 2);
        QCOMPARE(cell(rows + 1, "Path").toString(), QStringLiteral("dosing/n/2"));
        m_document->validate();
        QVERIFY(m_document->problems().isEmpty());
    }

    void copyAndPasteMakeTheSame()
    {
        QList<int> columns;
        for (int c = 1; c < m_grid->columnCount(); ++c)
            columns.append(c);
        const QString copied = m_grid->copied({2, 3}, columns);
        QCOMPARE(m_grid->paste(copied, {2, 3}, 1), QStringList());
        QVERIFY(m_document->undoStack().count() == 1);
        QCOMPARE(m_grid->copied({2, 3}, columns), copied);
    }

    void fillDownLeavesIds()
    {
        const QString id = cell(1, "Id").toString();
        m_grid->fillDown({0, 1}, {column("Id"), column("Unit"), column("Description")});
        QCOMPARE(cell(1, "Id").toString(), id);
        QCOMPARE(cell(1, "Unit").toString(), cell(0, "Unit").toString());
        QCOMPARE(cell(1, "Description").toString(), cell(0, "Description").toString());
    }

    void pasteTakesTheRowsThatAreSeen()
    {
        const QString between = cell(3, "Unit").toString();
        QCOMPARE(m_grid->paste(QStringLiteral("first\nsecond\n"), {5, 2}, column("Unit")),
                 QStringList());
        QCOMPARE(cell(5, "Unit").toString(), QStringLiteral("first"));
        QCOMPARE(cell(2, "Unit").toString(), QStringLiteral("second"));
        QCOMPARE(cell(3, "Unit").toString(), between);
        QCOMPARE(m_document->undoStack().count(), 1);
    }

    void spreadsheetCellsGoBothWays()
    {
        const QList<QStringList> rows{
            {QStringLiteral("a"), QString(), QStringLiteral("two\nlines")},
            {QStringLiteral("\"quoted\""), QStringLiteral("tab\there"),
             QStringLiteral("5\" pipe")}};
        QCOMPARE(cellsFromText(textFromCells(rows)), rows);
        QCOMPARE(cellsFromText(QStringLiteral("a\tb\r\n\r\n")),
                 QList<QStringList>({{QStringLiteral("a"), QStringLiteral("b")}}));
        QCOMPARE(cellsFromText(QStringLiteral("\"never closed")),
                 QList<QStringList>({{QStringLiteral("never closed")}}));
    }

    void fiveThousandTagsStayIncremental()
    {
        QString text;
        for (int n = 0; n < 5000; ++n)
            text += QStringLiteral("big%1\tdosing/big/%1\t\tholding\t%1\tuint16\n").arg(n);
        QCOMPARE(m_grid->paste(text, {}, 0), QStringList());
        QVERIFY(m_grid->rowCount() > 5000);
        m_tester.reset();
        PlantTreeModel tree(*m_document);
        QSignalSpy treeResets(&tree, &QAbstractItemModel::modelReset);
        QSignalSpy resets(m_grid.get(), &QAbstractItemModel::modelReset);
        QSignalSpy changes(m_grid.get(), &QAbstractItemModel::dataChanged);
        QVERIFY(m_grid->setData(m_grid->index(4000, column("Unit")), QStringLiteral("kW")));
        m_grid->addTag(2500);
        m_grid->removeTags({17});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(treeResets.size(), 0);
    }
};

QTEST_MAIN(EditorPasteTest)
#include "tst_paste.moc"
