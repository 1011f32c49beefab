// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/farend.h"
#include "modbus/footprint.h"
#include "modbus/peer.h"
#include "modbus/serialwatch.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using modbus::SerialWatch;

constexpr int kAtOnce = 1000; ///< ms of real time, while the clock of the scheduler stands

/// A tag of a device on a serial line that can be pulled out, in the time of a FakeClock that
/// stands still: no backoff ever passes.
class Adapter : public Bench
{
public:
    Adapter()
    {
        addTag(a(), 1, 10);
        connection = peer.connection();
        connection.id = QStringLiteral("line");
        connection.responseTimeoutMs = 400;
        connection.retries = 0;
        startOn(modbus::makeTransport(connection));
    }
    [[nodiscard]] bool isGood() const
    {
        return scheduler->link().state == LinkState::Connected && quality(a()) == Quality::Good;
    }
    [[nodiscard]] bool hasFailed() const { return scheduler->link().state == LinkState::Failed; }

    SerialPeer peer;
};

QString portOf(const QString &path)
{
    return QFileInfo(path).canonicalFilePath();
}

} // namespace

/// Field failures, row 16: adapters that are pulled out, and come back under another number.
class ReplugTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLinkIsOpenWithinASecondOfTheReturn()
    {
        Adapter adapter;
        QTRY_VERIFY(adapter.isGood());
        for (int round = 0; round < 5; ++round) {
            adapter.peer.vanish();
            QTRY_VERIFY_WITH_TIMEOUT(adapter.hasFailed(), kAtOnce);
            QCOMPARE(adapter.quality(a()), Quality::BadCommunication);
            adapter.peer.registers[10] = quint16(100 + round);
            adapter.peer.appear();
            QTRY_VERIFY_WITH_TIMEOUT(adapter.isGood(), kAtOnce);
            QCOMPARE(adapter.value(a()).value, Value(quint64(100 + round)));
        }
    }

    void itComesBackUnderAnotherNumber()
    {
        Adapter adapter;
        QTRY_VERIFY(adapter.isGood());
        const QString path = adapter.connection.serialPort;
        const QString before = portOf(path);
        adapter.peer.vanish();
        QTRY_VERIFY_WITH_TIMEOUT(adapter.hasFailed(), kAtOnce);
        std::vector<std::unique_ptr<SerialPeer>> others;
        while (!QFileInfo::exists(before))
            others.push_back(std::make_unique<SerialPeer>()); // takes the number that is free
        adapter.peer.appear();
        QVERIFY(portOf(path) != before);
        QTRY_VERIFY_WITH_TIMEOUT(adapter.isGood(), kAtOnce);
    }

    void aPortThatWasNotThereAtTheStart()
    {
        Adapter adapter;
        adapter.peer.vanish();
        QTRY_VERIFY_WITH_TIMEOUT(adapter.hasFailed(), kAtOnce);
        adapter.peer.appear();
        QTRY_VERIFY_WITH_TIMEOUT(adapter.isGood(), kAtOnce);
    }

    void nothingIsLeftBehind()
    {
        Adapter adapter;
        QTRY_VERIFY(adapter.isGood());
        const Footprint before = Footprint::now();
        for (int round = 0; round < 20; ++round) {
            adapter.peer.vanish();
            QTRY_VERIFY_WITH_TIMEOUT(adapter.hasFailed(), kAtOnce);
            // Closed are the far end, the port and its lock file; the watch has one, and keeps it.
            QCOMPARE(Footprint::now().files, before.files - 2);
            adapter.peer.appear();
            QTRY_VERIFY_WITH_TIMEOUT(adapter.isGood(), kAtOnce);
            QCOMPARE(Footprint::now().files, before.files + 1);
        }
        adapter.peer.vanish();
        QTRY_VERIFY_WITH_TIMEOUT(adapter.hasFailed(), kAtOnce);
        adapter.scheduler->stop();
        adapter.scheduler.reset();
        QCOMPARE(Footprint::now().files, before.files - 4); // and the timer of the transport
    }

    /// To destroy a watcher holds up the thread of the links.
    void oneWatcherServesAllReturns()
    {
        QTemporaryDir folder;
        SerialWatch watch(folder.filePath(QStringLiteral("usb-1")));
        watch.start();
        const QPointer<QFileSystemWatcher> first = watch.findChild<QFileSystemWatcher *>();
        const Footprint before = Footprint::now();
        for (int round = 0; round < 200; ++round) {
            watch.stop();
            watch.start();
        }
        QVERIFY(!first.isNull());
        QCOMPARE(watch.findChildren<QFileSystemWatcher *>().size(), 1);
        QCOMPARE(Footprint::now().files, before.files);
    }

    void whatChangesWhileItIsOffIsFoundAtTheStart()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(QStringLiteral("by-id/usb-1"));
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("by-id")));
        SerialWatch watch(name);
        QSignalSpy returned(&watch, &SerialWatch::returned);
        watch.start();
        watch.stop();
        QVERIFY(QDir(folder.filePath(QStringLiteral("by-id"))).removeRecursively());
        QTest::qWait(20); // the events of the removal
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("by-id")));
        watch.start();
        QVERIFY(!returned.wait(50));
        FarEnd port;
        QVERIFY(QFile::link(portOf(port.path), name));
        QTRY_COMPARE(returned.size(), 1);
    }

    /// The last adapter takes /dev/serial and all below with it.
    void theFolderOfItsNameGoesToo()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(QStringLiteral("serial/by-id/usb-1"));
        SerialWatch watch(name);
        QSignalSpy returned(&watch, &SerialWatch::returned);
        watch.start();
        for (int round = 1; round <= 3; ++round) {
            QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("serial/by-id")));
            FarEnd port;
            QVERIFY(QFile::link(portOf(port.path), name));
            QTRY_COMPARE(returned.size(), round);
            QVERIFY(QFile::remove(name));
            QVERIFY(QDir(folder.filePath(QStringLiteral("serial"))).removeRecursively());
            QTest::qWait(20); // the events of the removal
            QCOMPARE(returned.size(), round);
        }
    }

    /// A name that somebody made by hand stays when the port goes.
    void theNameStaysAndThePortGoes()
    {
        QTemporaryDir folder;
        const QString port = folder.filePath(QStringLiteral("dev/ttyUSB0"));
        const QString name = folder.filePath(QStringLiteral("pump"));
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("dev")));
        QVERIFY(QFile::link(port, name));
        SerialWatch watch(name);
        QSignalSpy returned(&watch, &SerialWatch::returned);
        watch.start();
        FarEnd far;
        QVERIFY(QFile::link(portOf(far.path), port));
        QTRY_COMPARE(returned.size(), 1);
    }

    void aNameThatLeadsToAnotherPortAtOnce()
    {
        QTemporaryDir folder;
        const QString name = folder.filePath(QStringLiteral("usb-1"));
        FarEnd first;
        FarEnd second;
        QVERIFY(QFile::link(portOf(first.path), name));
        SerialWatch watch(name);
        QSignalSpy returned(&watch, &SerialWatch::returned);
        watch.remember();
        watch.start();
        QVERIFY(!returned.wait(50)); // it is there, but it was there before
        QVERIFY(QFile::remove(name));
        QVERIFY(QFile::link(portOf(second.path), name));
        QTRY_COMPARE(returned.size(), 1);
    }

    void otherFilesOfTheFolderAreNotIt()
    {
        QTemporaryDir folder;
        SerialWatch watch(folder.filePath(QStringLiteral("usb-1")));
        QSignalSpy returned(&watch, &SerialWatch::returned);
        watch.start();
        FarEnd port;
        QVERIFY(QFile::link(portOf(port.path), folder.filePath(QStringLiteral("usb-2"))));
        QVERIFY(!returned.wait(50));
        watch.stop();
        QVERIFY(QFile::link(portOf(port.path), folder.filePath(QStringLiteral("usb-1"))));
        QVERIFY(!returned.wait(50));
    }
};

QTEST_GUILESS_MAIN(ReplugTest)
#include "tst_replug.moc"
