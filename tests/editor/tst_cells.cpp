// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"
#include "editor/field.h"
#include "editor/fielddelegate.h"
#include "editor/listtext.h"
#include "editor/propertymodel.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace mws::editor;

/// What a cell of the grid shows, and what it takes.
class EditorCellsTest final : public EditorBench
{
    Q_OBJECT

private Q_SLOTS:
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
};

QTEST_MAIN(EditorCellsTest)
#include "tst_cells.moc"
