// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/transport.h"

#include <QSignalSpy>
#include <QTest>
#include <asm/termbits.h>
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

} // namespace

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
        FarEnd far;
        Connection connection;
        connection.kind = ConnectionKind::Rtu;
        connection.serialPort = far.path;
        connection.backend = backend;
        connection.baudRate = rate;
        const auto transport = makeTransport(connection);
        QSignalSpy opened(transport.get(), &Transport::opened);
        transport->open();
        QVERIFY(opened.wait());
        QCOMPARE(rateOf(far.path), rate);
        transport->close();
    }
};

QTEST_GUILESS_MAIN(BaudRatesTest)
#include "tst_baudrates.moc"
