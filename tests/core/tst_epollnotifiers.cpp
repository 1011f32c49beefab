// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dispatched.h"

#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTemporaryFile>
#include <QTimer>
#include <netinet/in.h>

using namespace mws;

namespace
{

/// Two ends of a TCP connection, which know urgent data.
void connectTcp(int (&ends)[2])
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), size), 0);
    QCOMPARE(::listen(listener, 1), 0);
    QCOMPARE(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size), 0);
    ends[0] = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(::connect(ends[0], reinterpret_cast<sockaddr *>(&address), size), 0);
    ends[1] = ::accept(listener, nullptr, nullptr);
    ::close(listener);
}

} // namespace

/// Sockets and files on the dispatcher.
class EpollNotifiersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance()));
    }

    void zeroTimersLeaveRoomForSockets()
    {
        const Pair pair;
        QTimer zero;
        QSocketNotifier notifier(pair.near(), QSocketNotifier::Read);
        int turns = 0;
        int heard = 0;
        connect(&zero, &QTimer::timeout, this, [&] {
            ++turns;
            if (turns % 10 == 0)
                pair.say();
        });
        connect(&notifier, &QSocketNotifier::activated, this, [&] {
            pair.hear();
            ++heard;
        });
        zero.start(0);
        QTRY_VERIFY(heard >= 5);
        QVERIFY(turns >= 50);
    }

    void readAndWriteOfOneSocket()
    {
        const Pair pair;
        QSocketNotifier read(pair.near(), QSocketNotifier::Read);
        QSocketNotifier write(pair.near(), QSocketNotifier::Write);
        QSignalSpy reads(&read, &QSocketNotifier::activated);
        QSignalSpy writes(&write, &QSocketNotifier::activated);
        turn();
        QCOMPARE(writes.size(), 1);
        QCOMPARE(reads.size(), 0);
        pair.say();
        turn();
        QCOMPARE(writes.size(), 2);
        QCOMPARE(reads.size(), 1);
        write.setEnabled(false);
        turn();
        QCOMPARE(writes.size(), 2);
        QCOMPARE(reads.size(), 2); // nobody has read it
        read.setEnabled(false);
        write.setEnabled(true);
        turn();
        QCOMPARE(writes.size(), 3);
        QCOMPARE(reads.size(), 2);
    }

    void aDisabledNotifierIsSilentAndComesBack()
    {
        const Pair pair;
        QSocketNotifier notifier(pair.near(), QSocketNotifier::Read);
        QSignalSpy activated(&notifier, &QSocketNotifier::activated);
        pair.say();
        turn();
        QCOMPARE(activated.size(), 1);
        notifier.setEnabled(false);
        bool over = false;
        int turns = 0;
        QTimer::singleShot(30, Qt::PreciseTimer, this, [&over] { over = true; });
        while (!over) {
            turn(QEventLoop::WaitForMoreEvents);
            ++turns;
        }
        QVERIFY2(turns < 10, "a socket that nobody watches keeps the loop busy");
        QCOMPARE(activated.size(), 1);
        notifier.setEnabled(true);
        turn();
        QCOMPARE(activated.size(), 2);
    }

    void urgentDataActivatesException()
    {
        int ends[2];
        connectTcp(ends);
        QSocketNotifier exception(ends[0], QSocketNotifier::Exception);
        QSignalSpy activated(&exception, &QSocketNotifier::activated);
        turn();
        QCOMPARE(activated.size(), 0);
        QCOMPARE(::send(ends[1], "!", 1, MSG_OOB), 1);
        QTRY_VERIFY(!activated.isEmpty());
        exception.setEnabled(false);
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void aClosedPeerActivatesRead()
    {
        int ends[2];
        connectTcp(ends);
        QSocketNotifier read(ends[0], QSocketNotifier::Read);
        QSignalSpy activated(&read, &QSocketNotifier::activated);
        ::close(ends[1]);
        QTRY_VERIFY(!activated.isEmpty());
        read.setEnabled(false);
        ::close(ends[0]);
    }

    void aNotifierThatAnotherDeletesIsNotActivated()
    {
        const Pair pairs[2];
        std::unique_ptr<QSocketNotifier> notifiers[2];
        int activated = 0;
        for (int i = 0; i < 2; ++i) {
            notifiers[i]
                = std::make_unique<QSocketNotifier>(pairs[i].near(), QSocketNotifier::Read);
            connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
                ++activated;
                pairs[i].hear();
                notifiers[1 - i].reset();
            });
            pairs[i].say();
        }
        turn();
        turn();
        QCOMPARE(activated, 1);
    }

    void aDescriptorThatIsUsedAgainIsANewOne()
    {
        Pair pairs[2];
        std::unique_ptr<QSocketNotifier> notifiers[2];
        std::unique_ptr<Pair> replacement;
        std::unique_ptr<QSocketNotifier> watching;
        int stale = 0;
        for (int i = 0; i < 2; ++i) {
            notifiers[i]
                = std::make_unique<QSocketNotifier>(pairs[i].near(), QSocketNotifier::Read);
            connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
                pairs[i].hear();
                if (replacement)
                    return;
                const int old = pairs[1 - i].near();
                notifiers[1 - i].reset();
                pairs[1 - i].closeBoth();
                replacement = std::make_unique<Pair>();
                QCOMPARE(replacement->near(), old);
                watching = std::make_unique<QSocketNotifier>(old, QSocketNotifier::Read);
                connect(watching.get(), &QSocketNotifier::activated, this, [&stale] { ++stale; });
            });
            pairs[i].say();
        }
        turn();
        QVERIFY(watching);
        turn();
        QCOMPARE(stale, 0);
        replacement->say();
        QTRY_VERIFY(stale > 0);
    }

    void excludedSocketsComeAfterwards()
    {
        const Pair pair;
        QSocketNotifier notifier(pair.near(), QSocketNotifier::Read);
        QSignalSpy activated(&notifier, &QSocketNotifier::activated);
        pair.say();
        turn(QEventLoop::ExcludeSocketNotifiers);
        QTimer::singleShot(1, this, [] {});
        turn(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
        QCOMPARE(activated.size(), 0);
        turn();
        QCOMPARE(activated.size(), 1);
    }

    void socketsThatAreReadyTogetherAreServedInANestedLoop()
    {
        const Pair pairs[3];
        std::unique_ptr<QSocketNotifier> notifiers[3];
        int heard = 0;
        QEventLoop nested;
        for (int i = 0; i < 3; ++i) {
            notifiers[i]
                = std::make_unique<QSocketNotifier>(pairs[i].near(), QSocketNotifier::Read);
            connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
                pairs[i].hear();
                if (++heard == 1)
                    nested.exec();
                else if (heard == 3)
                    nested.quit();
            });
            pairs[i].say();
        }
        turn();
        QCOMPARE(heard, 3);
    }

    void aFileIsAlwaysReady()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        QSocketNotifier notifier(file.handle(), QSocketNotifier::Read);
        QSignalSpy activated(&notifier, &QSocketNotifier::activated);
        turn(QEventLoop::WaitForMoreEvents);
        turn(QEventLoop::WaitForMoreEvents);
        QCOMPARE(activated.size(), 2);
        notifier.setEnabled(false);
        turn();
        QCOMPARE(activated.size(), 2);
    }
};

int main(int argc, char **argv)
{
    return runDispatched<EpollNotifiersTest>(argc, argv);
}

#include "tst_epollnotifiers.moc"
