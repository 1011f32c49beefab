// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/transport.h"

#include <QModbusRtuSerialClient>
#include <QSignalSpy>
#include <QTest>
#include <asm/termbits.h>
#include <cstdarg>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace mws;
using namespace mws::modbus;

namespace
{

/// What the kernel has for the port, in both directions; -1 where they differ.
int rateOf(const QString &path)
{
    const int descriptor = ::open(path.toLocal8Bit().constData(), O_RDWR | O_NOCTTY | O_NONBLOCK);
    termios2 settings{};
    const int result = ::ioctl(descriptor, TCGETS2, &settings);
    ::close(descriptor);
    return result == 0 && settings.c_ispeed == settings.c_ospeed ? int(settings.c_ospeed) : -1;
}

/// What a driver would say whose clock cannot make the rate; 0: as it is.
speed_t theRate = 0;

/// As asked for, over its own transport.
std::unique_ptr<Transport> openedAt(const FarEnd &far, int rate,
                                    LinkBackend backend = LinkBackend::Own)
{
    Connection connection;
    connection.kind = ConnectionKind::Rtu;
    connection.serialPort = far.path;
    connection.backend = backend;
    connection.baudRate = rate;
    auto transport = makeTransport(connection);
    transport->open();
    return transport;
}

} // namespace

// The calls of the product come here before those of the system do.
extern "C" __attribute__((visibility("default"))) int ioctl(int descriptor, unsigned long request,
                                                            ...) noexcept
{
    using Function = int (*)(int, unsigned long, void *);
    static const auto system = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "ioctl"));
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    const int result = system(descriptor, request, argument);
    if (request == TCGETS2 && theRate != 0)
        static_cast<termios2 *>(argument)->c_ospeed = theRate;
    return result;
}

/// Baud rates that termios has a name for, and others, reach the port as they were asked for.
class BaudRatesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rateReachesThePort_data()
    {
        QTest::addColumn<LinkBackend>("backend");
        QTest::addColumn<int>("rate");
        for (const int rate :
             {300, 9600, 10400, 31250, 76800, 115200, 250000, 921600, 1234567, 3000000, 4000000}) {
            QTest::addRow("own, %d", rate) << LinkBackend::Own << rate;
            QTest::addRow("qmodbus, %d", rate) << LinkBackend::QModbus << rate;
        }
    }

    void rateReachesThePort()
    {
        QFETCH(LinkBackend, backend);
        QFETCH(int, rate);
        const FarEnd far;
        const auto transport = openedAt(far, rate, backend);
        QSignalSpy opened(transport.get(), &Transport::opened);
        QVERIFY(opened.wait());
        QCOMPARE(rateOf(far.path), rate);
        transport->close();
    }

    /// Qt's client never shortens its pause between frames, so there is a new one at each open.
    void thePauseOfQtsClientBeginsAnewAtEachOpen()
    {
        const FarEnd far;
        const auto transport = openedAt(far, 115200, LinkBackend::QModbus);
        QSignalSpy opened(transport.get(), &Transport::opened);
        QVERIFY(opened.wait());
        const auto clients
            = [&transport] { return transport->findChildren<QModbusRtuSerialClient *>(); };
        QCOMPARE(clients().size(), 1);
        const int usual = clients().first()->interFrameDelay(); // in µs
        clients().first()->setInterFrameDelay(usual + 50000); // as a slow line leaves it
        transport->open();
        QVERIFY(opened.wait());
        QTRY_COMPARE(clients().size(), 1);
        QCOMPARE(clients().first()->interFrameDelay(), usual);
        transport->close();
    }

    void aRateThatThePortCannotMakeIsTold_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("made");
        QTest::addColumn<bool>("bears");
        QTest::newRow("a little less") << 921600 << 923077 << true;
        QTest::newRow("3 %") << 10000 << 9700 << true;
        QTest::newRow("too slow") << 10000 << 9699 << false;
        QTest::newRow("too fast") << 10400 << 10800 << false;
        QTest::newRow("the old one") << 250000 << 9600 << false;
    }

    void aRateThatThePortCannotMakeIsTold()
    {
        QFETCH(int, asked);
        QFETCH(int, made);
        QFETCH(bool, bears);
        const FarEnd far;
        theRate = speed_t(made);
        const auto transport = openedAt(far, asked);
        theRate = 0;
        QSignalSpy opened(transport.get(), &Transport::opened);
        QSignalSpy closed(transport.get(), &Transport::closed);
        QTRY_COMPARE(opened.size() + closed.size(), 1);
        QCOMPARE(opened.size(), bears ? 1 : 0);
        if (!bears)
            QVERIFY(closed.first().first().toString().contains(QString::number(made)));
    }
};

QTEST_GUILESS_MAIN(BaudRatesTest)
#include "tst_baudrates.moc"
