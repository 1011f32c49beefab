// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/remotelockout.h"
#include "core/future.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

Lockout lockoutOf(const char *area)
{
    return {QString::fromLatin1(area), QStringLiteral("otto"), fromMsSinceEpoch(1700000000000)};
}

QString pumping()
{
    return QStringLiteral("pumping");
}

Result<void> block(Future<Result<void>> future)
{
    future.waitForFinished();
    return future.result();
}

} // namespace

/// What is locked to the panel, and that no restart lifts it.
class LockoutTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] QString file() const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    }

private Q_SLOTS:
    void onlyThePanelPasses_data()
    {
        QTest::addColumn<Origin>("origin");
        QTest::addColumn<bool>("passes");
        QTest::newRow("panel") << Origin::Panel << true;
        QTest::newRow("browser") << Origin::Remote << false;
        QTest::newRow("program") << Origin::Program << false;
        QTest::newRow("control system") << Origin::Modbus << false;
    }

    void onlyThePanelPasses()
    {
        QFETCH(const Origin, origin);
        QFETCH(const bool, passes);
        RemoteLockout lockout;
        QVERIFY(bool(lockout.check(origin, pumping())));
        QVERIFY(bool(block(lockout.set(lockoutOf("pumping")))));
        QCOMPARE(bool(lockout.check(origin, pumping())), passes);
        QVERIFY(bool(lockout.check(origin, QStringLiteral("dosing"))));
        QVERIFY(bool(block(lockout.set(lockoutOf("")))));
        QCOMPARE(bool(lockout.check(origin, QStringLiteral("dosing"))), passes);
        QVERIFY(bool(block(lockout.lift({}))));
        QCOMPARE(bool(lockout.check(origin, pumping())), passes);
        QVERIFY(bool(lockout.check(origin, QStringLiteral("dosing"))));
    }

    void saysByWhom()
    {
        RemoteLockout lockout;
        QVERIFY(bool(block(lockout.set(lockoutOf("")))));
        const auto refused = lockout.check(Origin::Remote, pumping());
        QCOMPARE(refused.error().code, ErrorCode::Denied);
        QVERIFY(refused.error().detail.contains(QStringLiteral("otto")));
    }

    void countsAtOnceAndOnlyOnce()
    {
        RemoteLockout lockout;
        const QSignalSpy changed(&lockout, &RemoteLockout::changed);
        const auto stored = lockout.set(lockoutOf("pumping"));
        QVERIFY(!lockout.check(Origin::Remote, pumping()));
        QCOMPARE(changed.size(), 1);
        QVERIFY(bool(block(stored)));
        QCOMPARE(block(lockout.set(lockoutOf("pumping"))).error().code, ErrorCode::Conflict);
        QCOMPARE(block(lockout.lift({})).error().code, ErrorCode::NotFound);
        QCOMPARE(lockout.all(), QList<Lockout>{lockoutOf("pumping")});
    }

    void outlivesARestart()
    {
        {
            RemoteLockout lockout;
            lockout.open(file());
            QVERIFY(lockout.all().isEmpty());
            lockout.set(lockoutOf("pumping"));
            lockout.set(lockoutOf(""));
            lockout.set(lockoutOf("dosing"));
            QVERIFY(bool(block(lockout.lift(QStringLiteral("dosing")))));
        }
        QCOMPARE(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        RemoteLockout again;
        again.open(file());
        QCOMPARE(again.all(), (QList<Lockout>{lockoutOf(""), lockoutOf("pumping")}));
        QVERIFY(bool(block(again.lift({}))));
        QVERIFY(bool(block(again.lift(pumping()))));
        RemoteLockout free;
        free.open(file());
        QVERIFY(free.all().isEmpty());
    }

    void whatCannotBeReadLocksThePlant_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"lockouts\":[{\"area\":\"pum");
        QTest::newRow("other") << QByteArray("{\"lockouts\":{}}");
        QTest::newRow("no area") << QByteArray("{\"lockouts\":[{\"by\":\"otto\"}]}");
        QTest::newRow("list") << QByteArray("[]");
    }

    void whatCannotBeReadLocksThePlant()
    {
        QFETCH(const QByteArray, bytes);
        QFile damaged(file());
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        QCOMPARE(damaged.write(bytes), bytes.size());
        damaged.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("plant is locked")));
        RemoteLockout lockout;
        lockout.open(file());
        QVERIFY(!lockout.check(Origin::Remote, pumping()));
        QVERIFY(bool(lockout.check(Origin::Panel, pumping())));
        QVERIFY(bool(block(lockout.lift({}))));
        QVERIFY(bool(lockout.check(Origin::Remote, pumping())));
    }

    /// What cannot be stored holds when it locks, and does not when it lifts.
    void theDiskFails()
    {
        RemoteLockout lockout;
        lockout.open(m_folder.filePath(QStringLiteral("none/there")));
        const auto expectWarning = [] {
            QTest::ignoreMessage(QtWarningMsg,
                                 QRegularExpression(QStringLiteral("cannot be stored")));
        };
        expectWarning();
        QCOMPARE(block(lockout.set(lockoutOf("pumping"))).error().code, ErrorCode::Unavailable);
        QVERIFY(!lockout.check(Origin::Remote, pumping()));
        expectWarning();
        QCOMPARE(block(lockout.lift(pumping())).error().code, ErrorCode::Unavailable);
        QVERIFY(!lockout.check(Origin::Remote, pumping()));
    }

    /// A disk that is full for an hour must not lose a lockout at the next restart.
    void whatCouldNotBeStoredIsTriedAgain()
    {
        const QString folder = m_folder.filePath(QStringLiteral("later"));
        const QString path = folder + QStringLiteral("/lockout.json");
        const QRegularExpression failing(QStringLiteral("cannot be stored"));
        RemoteLockout lockout(nullptr, Milliseconds(20));
        lockout.open(path);
        QTest::ignoreMessage(QtWarningMsg, failing);
        QVERIFY(!block(lockout.set(lockoutOf("pumping"))));
        QTest::ignoreMessage(QtWarningMsg, failing); // at least one more time
        QTest::qWait(100);
        QVERIFY(QDir().mkpath(folder));
        QTRY_VERIFY(QFile::exists(path));
        RemoteLockout again;
        again.open(path);
        QCOMPARE(again.all(), QList<Lockout>{lockoutOf("pumping")});
    }
};

QTEST_GUILESS_MAIN(LockoutTest)
#include "tst_lockout.moc"
