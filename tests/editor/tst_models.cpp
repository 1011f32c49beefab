// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/field.h"
#include "editor/fielddelegate.h"
#include "editor/listtext.h"
#include "editor/planttreemodel.h"
#include "editor/problemmodel.h"
#include "editor/propertymodel.h"
#include "editor/spreadsheet.h"
#include "editor/tagfilter.h"
#include "editor/taggridmodel.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDirIterator>
#include <QRandomGenerator>
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
            for (int c = 0; c < m_grid->columnCount(); ++c) {
                const QModelIndex index = m_grid->index(row, c);
                QVERIFY(m_grid->setData(index, index.data(Qt::EditRole)));
            }
        }
        QVERIFY(m_document->undoStack().isClean());
    }

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

    void addressesInTheNotationOfTheManual()
    {
        const QModelIndex address = m_grid->index(0, column("Address"));
        QVERIFY(m_grid->setData(m_grid->index(0, column("Table")), QStringLiteral("holding")));
        QVERIFY(m_grid->setData(address, QStringLiteral("40001"))); // 0-based
        QCOMPARE(m_grid->tag(0).address, 40001);

        QSignalSpy changed(m_grid.get(), &QAbstractItemModel::dataChanged);
        m_grid->setNotation(AddressNotation::FiveDigits);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(address.data().toString(), QStringLiteral("440002"));
        QCOMPARE(m_grid->tag(0).address, 40001);
        QVERIFY(m_grid->setData(address, QStringLiteral("30011")));
        QCOMPARE(m_grid->tag(0).table, Table::InputRegister);
        QCOMPARE(m_grid->tag(0).address, 10);

        QSignalSpy refused(m_grid.get(), &TagGridModel::refused);
        QVERIFY(!m_grid->setData(address, QStringLiteral("11")));
        QCOMPARE(refused.count(), 1);
        QCOMPARE(m_grid->tag(0).address, 10);

        m_grid->setNotation(AddressNotation::Iec);
        QVERIFY(m_grid->paste(QStringLiteral("%MW7\n%MW9\n"), {0, 1}, column("Address")).isEmpty());
        QCOMPARE(m_grid->tag(1).address, 9);
        QCOMPARE(m_grid->copied({0, 1}, {column("Address")}).trimmed(),
                 QStringLiteral("%MW7\n%MW9"));
    }

    void cellsAreEditedByKind()
    {
        const FieldDelegate delegate;
        QWidget parent;
        const QModelIndex type = m_grid->index(0, column("Type"));
        const std::unique_ptr<QWidget> box(delegate.createEditor(&parent, {}, type));
        auto *words = qobject_cast<QComboBox *>(box.get());
        QVERIFY(words);
        delegate.setEditorData(words, type);
        QCOMPARE(words->currentText(), cell(0, "Type").toString());
        words->setCurrentText(QStringLiteral("uint32"));
        delegate.setModelData(words, m_grid.get(), type);
        QCOMPARE(cell(0, "Type").toString(), QStringLiteral("uint32"));

        const QModelIndex address = m_grid->index(0, column("Address"));
        const std::unique_ptr<QWidget> line(delegate.createEditor(&parent, {}, address));
        QTest::keyClicks(line.get(), QStringLiteral("4x0"));
        delegate.setModelData(line.get(), m_grid.get(), address);
        QCOMPARE(cell(0, "Address").toString(), QStringLiteral("40"));

        const QModelIndex poll = m_grid->index(0, column("Poll class"));
        QCOMPARE(poll.data(TagGridModel::ChoicesRole).toStringList(),
                 m_document->wordsFor(FieldKind::PollClass));
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

    void problemsFollowAndLeadBack()
    {
        ProblemModel problems(*m_document);
        QAbstractItemModelTester tester(&problems, kMode);
        QCOMPARE(problems.rowCount(), 0);
        QVERIFY(m_grid->setData(m_grid->index(4, column("Poll class")), QStringLiteral("warp")));
        QTRY_COMPARE(problems.rowCount(), 1);
        const ProblemPlace place = placeOf(problems.problem(0), m_document->data());
        QVERIFY(place.kind == ProblemPlace::Kind::Tag);
        QCOMPARE(place.id, QStringLiteral("skid"));
        QCOMPARE(place.row, 4);
        QCOMPARE(tagColumnOf(place.key), column("Poll class"));
        const QModelIndex marked = m_grid->index(4, column("Poll class"));
        QVERIFY(marked.data(Qt::BackgroundRole).isValid());
        QCOMPARE(marked.data(Qt::ToolTipRole).toString(), problems.problem(0).reason);
        m_document->undoStack().undo();
        QTRY_COMPARE(problems.rowCount(), 0);
    }

    void problemsOfDevicesAndConnectionsLeadBack()
    {
        const ProjectData &data = m_document->data();
        PropertyModel properties(*m_document);
        properties.show(PropertyModel::Kind::Device, QStringLiteral("weather"));
        const int unit = deviceRowOf(QStringLiteral("unit"));
        QVERIFY(properties.setData(properties.index(unit, 1), QStringLiteral("300")));
        properties.show(PropertyModel::Kind::Connection, QStringLiteral("plc"));
        const int port = connectionRowOf(QStringLiteral("port"));
        QVERIFY(properties.setData(properties.index(port, 1), QStringLiteral("70000")));
        m_document->validate();
        QList<ProblemPlace> places;
        for (const Problem &problem : m_document->problems())
            places.append(placeOf(problem, data));
        const auto has = [&places](ProblemPlace::Kind kind, const char *id, const char *key) {
            return std::any_of(places.begin(), places.end(), [=](const ProblemPlace &place) {
                return place.kind == kind && place.id == QLatin1String(id)
                    && place.key == QLatin1String(key);
            });
        };
        QVERIFY(has(ProblemPlace::Kind::Device, "weather", "unit"));
        QVERIFY(has(ProblemPlace::Kind::Connection, "plc", "port"));
    }

    void rowsOfConnectionsAreInStep()
    {
        const auto title = [](const char *key) {
            return connectionFields().at(connectionRowOf(QLatin1String(key))).title;
        };
        QCOMPARE(title("dataBits"), QStringLiteral("Data bits"));
        QCOMPARE(title("localEcho"), QStringLiteral("Local echo"));
        QCOMPARE(title("backend"), QStringLiteral("Backend"));
        QCOMPARE(title("rs485"), QStringLiteral("RS-485"));
        QCOMPARE(title("rtsBeforeMs"), QStringLiteral("RTS before"));
        QCOMPARE(title("rtsAfterMs"), QStringLiteral("RTS after"));
        QCOMPARE(title("interByteTimeoutMs"), QStringLiteral("Inter-byte timeout"));
        QCOMPARE(title("requestGapMs"), QStringLiteral("Request gap"));
        QCOMPARE(title("pauseAfterConnectMs"), QStringLiteral("Pause after connect"));
        QCOMPARE(title("idleCloseS"), QStringLiteral("Idle close"));
        QCOMPARE(title("closeAfterPoll"), QStringLiteral("Close after poll"));
        QCOMPARE(title("turnaroundMs"), QStringLiteral("Turnaround"));
        QCOMPARE(title("standbyHost"), QStringLiteral("Standby host"));
        QCOMPARE(title("standbyPort"), QStringLiteral("Standby port"));
        QCOMPARE(title("serverName"), QStringLiteral("Server name"));
        QCOMPARE(title("pin"), QStringLiteral("Pin"));
        QCOMPARE(title("serialPort"), QStringLiteral("Serial port"));
        QCOMPARE(title("maxInFlight"), QStringLiteral("Requests in flight"));
        QCOMPARE(title("quietTimeMs"), QStringLiteral("Quiet time"));
        QCOMPARE(connectionRowOf(QStringLiteral("quietTimeMs")) + 1, connectionFields().size());
    }

    void rowsOfDevicesAreInStep()
    {
        const auto title = [](const char *key) {
            return deviceFields().at(deviceRowOf(QLatin1String(key))).title;
        };
        QCOMPARE(title("requestGapMs"), QStringLiteral("Request gap"));
        QCOMPARE(title("forbidden"), QStringLiteral("Forbidden"));
        QCOMPARE(title("registerWrite"), QStringLiteral("Register write"));
        QCOMPARE(title("coilWrite"), QStringLiteral("Coil write"));
        QCOMPARE(title("bitWrite"), QStringLiteral("Bit write"));
        QCOMPARE(title("mergeWrites"), QStringLiteral("Merge writes"));
        QCOMPARE(title("identity"), QStringLiteral("Identity"));
        QCOMPARE(deviceRowOf(QStringLiteral("template")) + 1, deviceFields().size());
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

    void everyTagKeyHasItsColumn()
    {
        const QStringList keys{QStringLiteral("id"),
                               QStringLiteral("address"),
                               QStringLiteral("write/min"),
                               QStringLiteral("write/idempotent"),
                               QStringLiteral("write/function"),
                               QStringLiteral("history/deadband"),
                               QStringLiteral("notAvailable"),
                               QStringLiteral("textBytes"),
                               QStringLiteral("scaleFactor"),
                               QStringLiteral("report/maxSilenceS"),
                               QStringLiteral("qualityDebounceMs"),
                               QStringLiteral("ofLink")};
        const QStringList titles{QStringLiteral("Id"),
                                 QStringLiteral("Address"),
                                 QStringLiteral("Minimum"),
                                 QStringLiteral("Idempotent"),
                                 QStringLiteral("Write function"),
                                 QStringLiteral("Deadband"),
                                 QStringLiteral("Not available"),
                                 QStringLiteral("Text bytes"),
                                 QStringLiteral("Scale factor"),
                                 QStringLiteral("Longest silence"),
                                 QStringLiteral("Quality debounce"),
                                 QStringLiteral("Of link")};
        for (int i = 0; i < keys.size(); ++i)
            QCOMPARE(tagFields()[tagColumnOf(keys[i])].title, titles[i]);
        QCOMPARE(tagColumnOf(QStringLiteral("write/roles/0")), column("Roles"));
        QCOMPARE(tagColumnOf(QStringLiteral("write/future")), column("Writable"));
        QCOMPARE(tagColumnOf(QStringLiteral("states/0/label")), column("States"));
        QCOMPARE(tagColumnOf(QStringLiteral("history/maxIntervalS")), column("Record every"));
        QCOMPARE(tagColumnOf(QStringLiteral("scale/rawHigh")), column("Scale"));
        QCOMPARE(tagColumnOf(QStringLiteral("clamp/low")), column("Clamp"));
        QCOMPARE(tagColumnOf(QStringLiteral("future")), column("Path"));
    }

    void rangesGoBothWays()
    {
        const TwoPointScale scale{true, 4000, 20000, -1.5, 1e6};
        QCOMPARE(textOf(scale), QStringLiteral("4000..20000 = -1.5..1e+06"));
        QVERIFY(scaleFrom(textOf(scale)) == scale);
        QVERIFY(scaleFrom(QStringLiteral(" ")) == TwoPointScale());
        for (const char *wrong :
             {"4..20", "4..20 = 0", "4..20 = ..1", "a..20 = 0..1", "4..20=0..1..2"})
            QVERIFY2(!scaleFrom(QLatin1String(wrong)), wrong);
        for (const ClampRule &clamp : {ClampRule{true, 0.0, 100.0}, ClampRule{true, -0.5, {}},
                                       ClampRule{true, {}, 7.25}, ClampRule()})
            QVERIFY2(clampFrom(textOf(clamp)) == clamp, qPrintable(textOf(clamp)));
        for (const char *wrong : {"..", "5", "a..", "1..2..3"})
            QVERIFY2(!clampFrom(QLatin1String(wrong)), wrong);
    }

    void listsGoBothWays()
    {
        const QList<StateLabel> states{{0, QStringLiteral("Off; really"), {}},
                                       {-1, QStringLiteral("A: b=c"), QStringLiteral("alarm")},
                                       {2, QStringLiteral("back\\slash"), {}}};
        QVERIFY(statesFrom(textOf(states)) == states);
        QVERIFY(!statesFrom(QStringLiteral("Off")));
        QVERIFY(!statesFrom(QStringLiteral("one=Off")));
        QVERIFY(statesFrom(QString())->isEmpty());
        const QList<PollClass> classes = m_document->data().pollClasses;
        QVERIFY(pollClassesFrom(textOf(classes)) == classes);
        QVERIFY(!pollClassesFrom(QStringLiteral("fast=250")));
        const QList<TableRange> ranges{{Table::HoldingRegister, 100, 110}, {Table::Coil, 7, 7}};
        QCOMPARE(textOf(ranges), QStringLiteral("holding 100-110; coil 7"));
        QVERIFY(rangesFrom(textOf(ranges)) == ranges);
        QVERIFY(rangesFrom(QString())->isEmpty());
        for (const char *wrong : {"holding", "spoon 1", "holding 1-2-3", "holding a", "holding -1"})
            QVERIFY2(!rangesFrom(QString::fromLatin1(wrong)), wrong);
    }

    /// A rule that is off is not saved, so nothing may be typed into it.
    void partsOfRulesThatAreOffTakeNothing()
    {
        int row = 0;
        while (m_grid->tag(row).write.enabled)
            ++row;
        const QModelIndex least = m_grid->index(row, column("Minimum"));
        QVERIFY(!(least.flags() & Qt::ItemIsEditable));
        QVERIFY(!m_grid->setData(least, QStringLiteral("5")));
        QCOMPARE(m_grid->paste(QStringLiteral("no\t5"), {row}, column("Writable")).size(), 1);
        QCOMPARE(m_grid->paste(QStringLiteral("yes\t5"), {row}, column("Writable")), QStringList());
        QCOMPARE(m_grid->tag(row).write.min, std::optional<double>(5));
    }

    void templateTagsAreShownButNotChanged()
    {
        m_grid->setDevice(QStringLiteral("meter1"));
        QCOMPARE(m_grid->ownCount(), 0);
        QVERIFY(m_grid->rowCount() > 20);
        QVERIFY(cell(0, "Id").toString().startsWith(QStringLiteral("meter1.")));
        QVERIFY(!(m_grid->index(0, 1).flags() & Qt::ItemIsEditable));
        QVERIFY(!m_grid->setData(m_grid->index(0, 1), QStringLiteral("other/name")));
        m_grid->removeTags({0, 1});
        m_grid->fillDown({0, 1}, {1});
        m_grid->duplicateTags({0});
        QVERIFY(m_document->undoStack().isClean());
        const QString before = cell(0, "Path").toString();
        PropertyModel properties(*m_document);
        QAbstractItemModelTester tester(&properties, kMode);
        properties.show(PropertyModel::Kind::Device, QStringLiteral("meter1"));
        const int area = deviceRowOf(QStringLiteral("area"));
        QVERIFY(properties.setData(properties.index(area, 1), QStringLiteral("cellar")));
        QVERIFY(cell(0, "Path").toString() != before);
        const int first = int(deviceFields().size());
        QVERIFY(properties.rowCount() > first);
        QVERIFY(properties.setData(properties.index(first, 1), QStringLiteral("Feeder 9")));
        QVERIFY(m_document->device(QStringLiteral("meter1"))
                    ->parameters.values()
                    .contains(QStringLiteral("Feeder 9")));
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
        QVERIFY(!properties.setData(properties.index(0, 1), QStringLiteral("skid")));
        QVERIFY(!properties.setData(properties.index(0, 1), QStringLiteral("../plc")));
        const int serialPort = connectionRowOf(QStringLiteral("serialPort"));
        QVERIFY(!(properties.index(serialPort, 1).flags() & Qt::ItemIsEditable));
        properties.show(PropertyModel::Kind::Project, {});
        QCOMPARE(properties.rowCount(), int(headFields().size()));
        QVERIFY(properties.setData(properties.index(1, 1), QStringLiteral("Works")));
        QCOMPARE(m_document->data().name, QStringLiteral("Works"));
        const auto row = [](const char *key) { return headRowOf(QLatin1String(key)); };
        QCOMPARE(row("northbound/serveStale"), int(headFields().size()) - 1);
        QVERIFY(!properties.setData(properties.index(row("northbound/port"), 1), 1502));
        QVERIFY(!m_document->data().northbound);
        QVERIFY(properties.setData(properties.index(row("northbound/enabled"), 1),
                                   QStringLiteral("yes")));
        QVERIFY(properties.setData(properties.index(row("northbound/port"), 1), 1502));
        QVERIFY(properties.setData(properties.index(row("northbound/allow"), 1),
                                   QStringLiteral("192.0.2.7, ::1")));
        QCOMPARE(m_document->data().northbound->effectivePort(), 1502);
        QCOMPARE(m_document->data().northbound->allow.size(), 2);
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

    void savingElsewhereKeepsTemplatesAndOtherProjects()
    {
        QTemporaryDir first;
        QVERIFY(bool(m_document->saveAs(first.path())));
        QDir(first.path()).mkdir(QStringLiteral("templates"));
        const QString pump = QStringLiteral("templates/pump.json");
        QFile file(first.filePath(pump));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}\n");
        file.close();
        QTemporaryDir second;
        QVERIFY(bool(m_document->saveAs(second.path())));
        QVERIFY(QFile::exists(second.filePath(pump)));
        const auto before = filesBelow(first.path());
        m_document->removeDevice(QStringLiteral("skid"));
        QVERIFY(!m_document->saveAs(first.path()));
        QVERIFY(filesBelow(first.path()) == before);
    }

    void changesOfOthersAreSeen()
    {
        QTemporaryDir folder;
        QVERIFY(bool(m_document->saveAs(folder.path())));
        QVERIFY(!m_document->changedOnDisk());
        QFile file(folder.filePath(QStringLiteral("project.json")));
        QVERIFY(file.open(QIODevice::Append));
        file.write("\n");
        file.close();
        QVERIFY(m_document->changedOnDisk());
        QVERIFY(bool(m_document->save()));
        QVERIFY(!m_document->changedOnDisk());
    }

    void savingTwoOfOneNameIsRefused()
    {
        QTemporaryDir folder;
        Connection twin = m_document->data().connections[0];
        m_document->replaceConnections(0, 0, {twin}, {});
        QVERIFY(!m_document->saveAs(folder.path()));
        QVERIFY(filesBelow(folder.path()).isEmpty());
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

QTEST_MAIN(EditorModelsTest)
#include "tst_models.moc"
