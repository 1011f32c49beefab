// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "project/projectfolder.h"
#include "station/integrity.h"
#include "storage/store.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

/// A program and a project that are replaced between two starts.
class IntegrityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theFirstStartIsSilent();
    void theSameIsSilent();
    void anotherProgramIsToldOnce();
    void aChangedProjectIsTold_data();
    void aChangedProjectIsTold();
    void aReplacedProjectIsKnown();
    void whatWasChangedBeforeItWasReplacedIsTold();
    void whatCannotBeReadIsTold();
    void theMemoryIsTheOwnersOnly();

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    void put(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void start()
    {
        IntegrityWatch(*m_audit, {path("mws-server"), path("project"), path("memory")});
    }
    [[nodiscard]] QString hashOfProject() const;
    /// What a station does when the project is replaced while it runs, and its next start.
    void replace(const QByteArray &bytes, const QString &before);
    /// Targets with outcomes, the oldest first.
    [[nodiscard]] QStringList told() const
    {
        QStringList all;
        const auto rows = m_audit->read({}).result();
        for (const AuditEntry &row : rows ? *rows : QList<AuditEntry>())
            all.prepend(row.target + u' ' + row.outcome);
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditLog> m_audit;
};

void IntegrityTest::init()
{
    m_audit.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(path("project/tags")));
    put("mws-server", "program");
    put("project/project.json", "{}");
    put("project/tags/plc.json", "{}");
    m_store = std::make_unique<Store>();
    QVERIFY(m_store->open(path("station.db")));
    m_audit = std::make_unique<AuditLog>(*m_store, m_clock);
    start();
}

void IntegrityTest::theFirstStartIsSilent()
{
    QCOMPARE(told(), QStringList());
}

void IntegrityTest::theSameIsSilent()
{
    put("project/notes.txt", "no part of it");
    start();
    QCOMPARE(told(), QStringList());
}

void IntegrityTest::anotherProgramIsToldOnce()
{
    put("mws-server", "another program");
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("integrity: mws-server differs")));
    start();
    start();
    QCOMPARE(told(), QStringList(QStringLiteral("mws-server differs")));
    // sha256sum of "program" and of "another program"
    QCOMPARE(
        m_audit->read({}).result()->constFirst().detail,
        QStringLiteral("sha256 1310ca2c8932dbd118668bd97442558a3e1f546b5e15c69699dfbd6024f548d8 -> "
                       "60f787c0cff51e6d575260e89b89f42c99e2dec420fefcd7741146e41ae19939"));
}

void IntegrityTest::aChangedProjectIsTold_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"changed", "added", "removed", "renamed"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void IntegrityTest::aChangedProjectIsTold()
{
    QFETCH(QString, how);
    if (how == QLatin1String("changed"))
        put("project/tags/plc.json", "[]");
    if (how == QLatin1String("added"))
        put("project/northbound.json", "{}");
    if (how == QLatin1String("removed"))
        QVERIFY(QFile::remove(path("project/tags/plc.json")));
    if (how == QLatin1String("renamed"))
        QVERIFY(QFile::rename(path("project/tags/plc.json"), path("project/tags/skid.json")));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("integrity: project differs")));
    start();
    QCOMPARE(told(), QStringList(QStringLiteral("project differs")));
}

QString IntegrityTest::hashOfProject() const
{
    ProjectFolder folder;
    return folder.open(path("project")) ? *folder.hash() : QString();
}

void IntegrityTest::replace(const QByteArray &bytes, const QString &before)
{
    {
        IntegrityWatch watch(*m_audit, {path("mws-server"), path("project"), path("memory")});
        ProjectFolder folder;
        QVERIFY(folder.open(path("project")));
        QVERIFY(folder.lock());
        put("project/tags/plc.json", bytes);
        watch.projectReplaced(before, hashOfProject());
    }
    start();
}

void IntegrityTest::aReplacedProjectIsKnown()
{
    replace("[]", hashOfProject());
    QCOMPARE(told(), QStringList());
}

void IntegrityTest::whatWasChangedBeforeItWasReplacedIsTold()
{
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("integrity: project differs")));
    replace("[]", QStringLiteral("of a change by hand"));
    QCOMPARE(told(), QStringList(QStringLiteral("project differs")));
}

void IntegrityTest::whatCannotBeReadIsTold()
{
    QVERIFY(QFile::remove(path("mws-server")));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("integrity: mws-server failed")));
    start();
    QCOMPARE(told(), QStringList(QStringLiteral("mws-server failed")));
}

void IntegrityTest::theMemoryIsTheOwnersOnly()
{
    QCOMPARE(QFile::permissions(path("memory")) & QFile::Permissions(0x0fff),
             QFile::ReadUser | QFile::WriteUser);
}

QTEST_GUILESS_MAIN(IntegrityTest)
#include "tst_integrity.moc"
