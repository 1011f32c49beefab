// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"
#include "editor/planttreemodel.h"
#include "editor/tagfilter.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::editor;

/// Tags that come, go and return: undo, the tree, sorting and filtering.
class EditorRowsTest final : public EditorBench
{
    Q_OBJECT

private:
    void editSomehow(QRandomGenerator &random)
    {
        const int row = random.bounded(m_grid->rowCount() + 1) - 1;
        const QList<int> rows{row, row + random.bounded(4), random.bounded(30)};
        switch (random.bounded(7)) {
        case 0:
            m_grid->addTag(row);
            break;
        case 1:
            m_grid->removeTags(rows);
            break;
        case 2:
            m_grid->duplicateTags(rows);
            break;
        case 3:
            m_grid->fillDown(rows, {column("Unit"), column("Factor")});
            break;
        case 4:
            m_grid->paste(QStringLiteral("p\t1\nq\t2\n"), rows.mid(0, 1 + random.bounded(2)), 3);
            m_grid->paste(QStringLiteral("input\t1\ncoil\t2\n"), rows.mid(0, 2), 3);
            break;
        case 5:
            m_grid->setData(m_grid->index(row, column("Path")),
                            QString::number(random.bounded(99)));
            break;
        default:
            if (m_document->undoStack().canUndo() && random.bounded(2) == 0)
                m_document->undoStack().undo();
        }
    }

private Q_SLOTS:
    /// Any edits, undone, give the bytes of before. The testers watch every step.
    void randomEditsUndone()
    {
        PlantTreeModel tree(*m_document);
        TagFilter filter;
        filter.setSourceModel(m_grid.get());
        filter.sort(column("Path"));
        QAbstractItemModelTester treeTester(&tree, kMode);
        QAbstractItemModelTester filterTester(&filter, kMode);
        QRandomGenerator random(20260731);
        const QStringList devices{QStringLiteral("skid"), QStringLiteral("plc"),
                                  QStringLiteral("weather"), QStringLiteral("meter1")};
        for (int step = 0; step < 300; ++step) {
            m_grid->setDevice(devices[random.bounded(4)]);
            editSomehow(random);
        }
        QVERIFY(m_document->undoStack().count() > 100);
        while (m_document->undoStack().canUndo())
            m_document->undoStack().undo();
        QTemporaryDir folder;
        QVERIFY(bool(m_document->saveAs(folder.path())));
        QVERIFY(filesBelow(folder.path()) == filesBelow(kDemo));
    }

    void allTagsOfADeviceComeBack()
    {
        using Kind = PlantTreeModel::Kind;
        PlantTreeModel tree(*m_document);
        QAbstractItemModelTester tester(&tree, kMode);
        m_grid->setDevice(QStringLiteral("plc"));
        const QString first = cell(0, "Id").toString();
        const int all = m_grid->rowCount();
        QList<int> rows;
        for (int row = 0; row < all; ++row)
            rows.append(row);
        m_grid->removeTags(rows);
        const QModelIndex plc = tree.indexOf(Kind::Device, QStringLiteral("plc"));
        QCOMPARE(m_grid->rowCount(), 0);
        QCOMPARE(tree.rowCount(plc), 0);
        m_document->undoStack().undo();
        QCOMPARE(m_grid->rowCount(), all);
        QCOMPARE(cell(0, "Id").toString(), first);
        QCOMPARE(tree.rowCount(plc), all);
        QCOMPARE(tree.index(0, 0, plc).data(PlantTreeModel::IdRole).toString(), first);
    }

    void everyChangeCanBeUndone()
    {
        const ProjectData before = m_document->data();
        QVERIFY(m_grid->setData(m_grid->index(1, column("Address")), QStringLiteral("123")));
        m_grid->addTag(0);
        m_grid->duplicateTags({1, 3});
        m_grid->removeTags({5, 2, 0});
        m_grid->fillDown({0, 1, 2}, {column("Unit")});
        const int last = m_grid->rowCount() - 1;
        QCOMPARE(m_grid->paste(QStringLiteral("x1\tdosing/x/1\nx2\tdosing/x/2"), {last}, 0),
                 QStringList());
        ProjectHead head = m_document->head();
        head.name = QStringLiteral("Other");
        m_document->changeHead(head, {});
        m_document->removeDevice(QStringLiteral("plc"));
        m_document->removeConnection(QStringLiteral("line"));
        const ProjectData after = m_document->data();
        QVERIFY(!(after == before));
        while (m_document->undoStack().canUndo())
            m_document->undoStack().undo();
        QVERIFY(m_document->data() == before);
        while (m_document->undoStack().canRedo())
            m_document->undoStack().redo();
        QVERIFY(m_document->data() == after);
    }

    void treeFollows()
    {
        using Kind = PlantTreeModel::Kind;
        PlantTreeModel tree(*m_document);
        QAbstractItemModelTester tester(&tree, kMode);
        QCOMPARE(tree.rowCount(tree.indexOf(Kind::Project)), 3);
        QModelIndex skid = tree.indexOf(Kind::Device, QStringLiteral("skid"));
        QCOMPARE(tree.rowCount(skid), m_grid->rowCount());
        QVERIFY(m_grid->setData(m_grid->index(0, column("Path")), QStringLiteral("dosing/new")));
        QCOMPARE(tree.index(0, 0, skid).data().toString(), QStringLiteral("dosing/new"));
        const QPersistentModelIndex third(tree.index(2, 0, skid));
        const QString name = third.data().toString();
        QSignalSpy resets(&tree, &QAbstractItemModel::modelReset);
        m_grid->addTag(0);
        m_grid->removeTags({0});
        m_grid->duplicateTags({0, 1});
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QCOMPARE(third.data().toString(), name);
        QCOMPARE(tree.rowCount(skid), m_grid->rowCount());
        QCOMPARE(resets.size(), 0);
        m_document->removeConnection(QStringLiteral("line"));
        QCOMPARE(tree.rowCount(tree.indexOf(Kind::Project)), 2);
        m_document->undoStack().undo();
        QCOMPARE(tree.rowCount(tree.indexOf(Kind::Project)), 3);
        skid = tree.indexOf(Kind::Device, QStringLiteral("skid"));
        QCOMPARE(PlantTreeModel::idAbove(tree.index(0, 0, skid), Kind::Connection),
                 QStringLiteral("skid"));
    }

    void sortsNumbersAndFiltersGroups()
    {
        TagFilter filter;
        filter.setSourceModel(m_grid.get());
        QAbstractItemModelTester tester(&filter, kMode);
        const int all = filter.rowCount();
        filter.sort(column("Address"));
        for (int row = 1; row < filter.rowCount(); ++row)
            QVERIFY(filter.index(row - 1, column("Address")).data().toInt()
                    <= filter.index(row, column("Address")).data().toInt());
        QVERIFY(filter.groups().contains(QStringLiteral("dosing/Chlorine")));
        filter.setGroup(QStringLiteral("dosing/Chlorine"));
        QVERIFY(filter.rowCount() > 5);
        QVERIFY(filter.rowCount() < all);
        QVERIFY(filter.setData(filter.index(0, column("Address")), QStringLiteral("900")));
        m_grid->addTag(2);
        m_grid->removeTags({0, 4});
        m_document->undoStack().undo();
        filter.setGroup({});
        filter.setFilterFixedString(QStringLiteral("no such text"));
        QCOMPARE(filter.rowCount(), 0);
    }
};

QTEST_MAIN(EditorRowsTest)
#include "tst_rows.moc"
