// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::editor;

/// What is written to the disk, and what is not.
class EditorSavingTest final : public EditorBench
{
    Q_OBJECT

private Q_SLOTS:
    void savingUnchangedGivesNoDifference()
    {
        QTemporaryDir folder;
        QVERIFY(bool(m_document->saveAs(folder.path())));
        QVERIFY(filesBelow(folder.path()) == filesBelow(kDemo));
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
};

QTEST_MAIN(EditorSavingTest)
#include "tst_saving.moc"
