// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/statement.h"
#include "storage/store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

QString fixture(int version, const char *when)
{
    QFile file(QStringLiteral(MWS_TEST_DATA "/migrations/%1-%2.sql")
                   .arg(version)
                   .arg(QLatin1String(when)));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The statements of a fixture, without its comment lines.
QStringList statementsOf(const QString &text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
    lines.removeIf([](const QString &line) { return line.startsWith(QLatin1String("--")); });
    QStringList all = lines.join(QLatin1Char('\n')).split(QLatin1String(";\n"));
    all.removeIf([](const QString &statement) { return statement.trimmed().isEmpty(); });
    return all;
}

QString literal(const QVariant &value)
{
    if (value.isNull())
        return QStringLiteral("NULL");
    if (value.metaType() == QMetaType(QMetaType::QByteArray))
        return QStringLiteral("x'%1'").arg(QString::fromLatin1(value.toByteArray().toHex()));
    if (value.metaType() == QMetaType(QMetaType::QString))
        return QStringLiteral("'%1'").arg(value.toString());
    return value.toString();
}

Result<QString> dumpTable(QSqlDatabase &db, const QString &table)
{
    QStringList columns;
    Statement info(db, QStringLiteral("SELECT name FROM pragma_table_info(?) ORDER BY cid"));
    if (auto ran = info.bind(table).run(); !ran)
        return ran.error();
    while (info.next())
        columns.append(info.text(0));
    Statement rows(db, QStringLiteral("SELECT * FROM %1 ORDER BY 1").arg(table));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QString text;
    while (rows.next()) {
        QStringList values;
        for (int i = 0; i < columns.size(); ++i)
            values.append(literal(rows.value(i)));
        text += QStringLiteral("INSERT INTO %1 VALUES (%2);\n")
                    .arg(table, values.join(QStringLiteral(", ")));
    }
    return text;
}

/// Schema and rows as SQL that makes them again, in a stable order.
Result<QString> dump(QSqlDatabase &db)
{
    QString text;
    QStringList tables;
    Statement schema(db,
                     QStringLiteral("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT "
                                    "NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"));
    if (auto ran = schema.run(); !ran)
        return ran.error();
    while (schema.next()) {
        text += schema.text(2) + QStringLiteral(";\n");
        if (schema.text(0) == QLatin1String("table"))
            tables.append(schema.text(1));
    }
    for (const QString &table : tables) {
        const auto rows = dumpTable(db, table);
        if (!rows)
            return rows.error();
        text += *rows;
    }
    return text;
}

/// A database that the fixture describes, whatever its version.
Result<void> makeDatabase(const QString &file, const QString &sql)
{
    const QList<Migration> none;
    Store store;
    if (auto opened = store.open(file, none); !opened)
        return opened;
    return store
        .write([&sql](QSqlDatabase &db) -> Result<void> {
            for (const QString &statement : statementsOf(sql)) {
                if (auto done = execute(db, statement); !done)
                    return done;
            }
            return {};
        })
        .result();
}

} // namespace

class MigrationsTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void stepsAreNumberedWithoutGaps()
    {
        int version = 0;
        for (const Migration &step : Store::migrations()) {
            QCOMPARE(step.version, ++version);
            QVERIFY(!step.name.isEmpty());
        }
        QVERIFY(version > 0);
    }

    void eachStep_data()
    {
        QTest::addColumn<int>("version");
        for (const Migration &step : Store::migrations())
            QTest::addRow("%d", step.version) << step.version;
    }

    void eachStep()
    {
        QFETCH(int, version);
        const QString file = m_folder.filePath(QStringLiteral("step%1.db").arg(version));
        QVERIFY2(!fixture(version, "before").isEmpty(), "the step has no fixture 'before'");
        QVERIFY(makeDatabase(file, fixture(version, "before")));
        const QList<Migration> upTo = Store::migrations().first(version);
        Store store;
        const auto opened = store.open(file, upTo);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
        const auto found = store.read<QString>(dump).result();
        QVERIFY(found);
        QCOMPARE(*found, statementsText(fixture(version, "after")));
    }

    void allStepsAtOnceGiveTheSame()
    {
        Store store;
        QVERIFY(store.open(m_folder.filePath(QStringLiteral("all.db"))));
        const auto found = store.read<QString>(dump).result();
        QVERIFY(found);
        const int newest = Store::migrations().constLast().version;
        QCOMPARE(schemaOf(*found), schemaOf(statementsText(fixture(newest, "after"))));
    }

private:
    static QString statementsText(const QString &text)
    {
        return statementsOf(text).join(QStringLiteral(";\n")) + QStringLiteral(";\n");
    }

    static QStringList schemaOf(const QString &text)
    {
        return statementsOf(text).filter(QStringLiteral("CREATE "));
    }
};

QTEST_GUILESS_MAIN(MigrationsTest)
#include "tst_migrations.moc"
