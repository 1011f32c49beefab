// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/field.h"
#include "editor/planttreemodel.h"
#include "editor/problemmodel.h"
#include "editor/propertymodel.h"
#include "editor/taggridmodel.h"

#include <QAbstractItemModelTester>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::editor;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
constexpr auto kMode = QAbstractItemModelTester::FailureReportingMode::QtTest;

int column(const char *title)
{
    const QList<Field<Tag>> &fields = tagFields();
    for (int i = 0; i < fields.size(); ++i) {
        if (fields[i].title == QLatin1String(title))
            return i;
    }
    qFatal("no column %s", title);
}

QMap<QString, QByteArray> filesBelow(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            all.insert(QDir(folder).relativeFilePath(file.fileName()), file.readAll());
    }
    return all;
}

} // namespace

class EditorModelsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TagGridModel> m_grid;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    QVariant cell(int row, const char *title) const
    {
        return m_grid->index(row, column(title)).data();
    }

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<Document>();
        m_grid = std::make_unique<TagGridModel>(*m_document);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_grid.get(), kMode);
        QVERIFY(bool(m_document->open(kDemo)));
        m_grid->setDevice(QStringLiteral("skid"));
        QVERIFY(m_grid->rowCount() > 10);
    }

    void cleanup()
    {
        m_tester.reset();
        m_grid.reset();
        m_document.reset();
    }

    void savingUnchangedGivesNoDifference()
    {
        QTemporaryDir folder;
        QVERIFY(bool(m_document->saveAs(folder.path())));
        QVERIFY(filesBelow(folder.path()) == filesBelow(kDemo));
    }

    void everyCellTakesItsOwnText()
    {
        for (int row = 0; row < m_grid->rowCount(); ++row) {
            for (int c = 0; c < m_grid->columnCount(); ++c)
                QVERIFY(m_grid->setData(m_grid->index(row, c), m_grid->index(row, c).data()));
        }
        QVERIFY(m_document->undoStack().isClean());
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
        QCOMPARE(m_grid->paste(QStringLiteral("x1\tdosing/x/1\nx2\tdosing/x/2"), last, 0),
                 QStringList());
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

    void wrongTextIsRefused_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("text");
        QTest::newRow("address") << QStringLiteral("Address") << QStringLiteral("4000l");
        QTest::newRow("fraction") << QStringLiteral("Decimals") << QStringLiteral("1.5");
        QTest::newRow("factor") << QStringLiteral("Factor") << QStringLiteral("0,1");
        QTest::newRow("type") << QStringLiteral("Type") << QStringLiteral("int24");
        QTest::newRow("flag") << QStringLiteral("Writable") << QStringLiteral("maybe");
        QTest::newRow("limit") << QStringLiteral("Low") << QStringLiteral("low");
    }

    void wrongTextIsRefused()
    {
        QFETCH(QString, title);
        QFETCH(QString, text);
        QSignalSpy refused(m_grid.get(), &TagGridModel::refused);
        const QModelIndex index = m_grid->index(0, column(title.toLatin1().constData()));
        QVERIFY(!m_grid->setData(index, text));
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused.first().first().toString().startsWith(title));
        QVERIFY(m_document->undoStack().isClean());
    }

    void pasteIsAllOrNothing()
    {
        const ProjectData before = m_document->data();
        const QStringList problems = m_grid->paste(
            QStringLiteral("a\tdosing/a\td\tinput\t1\nb\tdosing/b\td\tinpt\tx\r\n"), 0, 0);
        QCOMPARE(problems.size(), 2);
        QVERIFY(problems[0].startsWith(QStringLiteral("Line 2, Table: “inpt”")));
        QVERIFY(problems[1].startsWith(QStringLiteral("Line 2, Address: “x”")));
        QVERIFY(m_document->data() == before);
    }

    void pasteGoesOnBelowTheEnd()
    {
        const int rows = m_grid->rowCount();
        QCOMPARE(m_grid->paste(QStringLiteral("n1\tdosing/n/1\r\nn2\tdosing/n/2\r\n"), rows, 0),
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
        QCOMPARE(m_grid->paste(copied, 2, 1), QStringList());
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

    void problemsFollowAndLeadBack()
    {
        ProblemModel problems(*m_document);
        QAbstractItemModelTester tester(&problems, kMode);
        QCOMPARE(problems.rowCount(), 0);
        QVERIFY(m_grid->setData(m_grid->index(4, column("Poll class")), QStringLiteral("warp")));
        QTRY_COMPARE(problems.rowCount(), 1);
        const qsizetype tag = tagOf(problems.problem(0), m_document->data());
        QCOMPARE(m_document->data().tags[tag].id, cell(4, "Id").toString());
        m_document->undoStack().undo();
        QTRY_COMPARE(problems.rowCount(), 0);
    }

    void treeFollows()
    {
        PlantTreeModel tree(*m_document);
        QAbstractItemModelTester tester(&tree, kMode);
        QCOMPARE(tree.rowCount(), 3);
        const QModelIndex skid = tree.indexOf(PlantTreeModel::Kind::Device, QStringLiteral("skid"));
        QCOMPARE(tree.rowCount(skid), m_grid->rowCount());
        QVERIFY(m_grid->setData(m_grid->index(0, column("Path")), QStringLiteral("dosing/new")));
        QCOMPARE(tree.index(0, 0, skid).data().toString(), QStringLiteral("dosing/new"));
        m_document->removeConnection(QStringLiteral("line"));
        QTRY_COMPARE(tree.rowCount(), 2);
    }

    void propertiesChangeConnectionsAndDevices()
    {
        PropertyModel properties(*m_document);
        QAbstractItemModelTester tester(&properties, kMode);
        properties.show(PropertyModel::Kind::Device, QStringLiteral("skid"));
        QCOMPARE(properties.rowCount(), int(deviceFields().size()));
        // A new id goes along to the tags.
        QVERIFY(properties.setData(properties.index(0, 1), QStringLiteral("skid2")));
        QVERIFY(m_document->tagsOf(QStringLiteral("skid2")).second > 10);
        QCOMPARE(properties.index(0, 1).data().toString(), QStringLiteral("skid2"));
        m_document->undoStack().undo();
        QVERIFY(m_document->tagsOf(QStringLiteral("skid")).second > 10);
        properties.show(PropertyModel::Kind::Connection, QStringLiteral("plc"));
        QVERIFY(properties.setData(properties.index(4, 1), QStringLiteral("5020")));
        QVERIFY(!properties.setData(properties.index(4, 1), QStringLiteral("many")));
        QCOMPARE(m_document->data().connections[1].port, 5020);
    }

    void whatCannotBeReadIsNotLost()
    {
        QTemporaryDir folder;
        QVERIFY(bool(m_document->saveAs(folder.path())));
        QFile file(folder.filePath(QStringLiteral("connections/plc.json")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray text = file.readAll().replace("\"host\"", "\"future\": 1,\n  \"host\"");
        file.resize(0);
        file.write(text);
        file.close();
        QVERIFY(bool(m_document->open(folder.path())));
        QCOMPARE(m_document->unreadable().size(), 1);
        QVERIFY(!m_document->save());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }

    void fiveThousandTagsStayIncremental()
    {
        QString text;
        for (int n = 0; n < 5000; ++n)
            text += QStringLiteral("big%1\tdosing/big/%1\t\tholding\t%1\tuint16\n").arg(n);
        QCOMPARE(m_grid->paste(text, m_grid->rowCount(), 0), QStringList());
        QVERIFY(m_grid->rowCount() > 5000);
        QSignalSpy resets(m_grid.get(), &QAbstractItemModel::modelReset);
        QSignalSpy changes(m_grid.get(), &QAbstractItemModel::dataChanged);
        QVERIFY(m_grid->setData(m_grid->index(4000, column("Unit")), QStringLiteral("kW")));
        m_grid->addTag(2500);
        m_grid->removeTags({17});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(changes.size(), 1);
    }
};

QTEST_MAIN(EditorModelsTest)
#include "tst_models.moc"
