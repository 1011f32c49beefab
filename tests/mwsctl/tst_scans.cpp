// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/roguedevice.h"
#include "mwsctl/modbusctl.h"

#include <QJsonArray>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

using namespace mws;

namespace
{

/// Has some registers only; every other address is refused.
class Sparse : public RogueDevice
{
public:
    explicit Sparse(const QSet<int> &has)
    {
        setAnswer([has](const QByteArray &request) {
            const int first = wordAt(request, 8);
            const int count = wordAt(request, 10);
            for (int address = first; address < first + count; ++address) {
                if (!has.contains(address))
                    return exceptionOf(request, 2);
            }
            return good(request);
        });
    }
    [[nodiscard]] QString target() const
    {
        return QStringLiteral(" --tcp 127.0.0.1:%1 --timeout 300 ").arg(port());
    }
    [[nodiscard]] bool hasRead(int address) const
    {
        return std::any_of(requests().cbegin(), requests().cend(), [address](const auto &frame) {
            return wordAt(frame, 8) <= address && address < wordAt(frame, 8) + wordAt(frame, 10);
        });
    }
};

} // namespace

/// What mwsctl modbus finds by itself: addresses, units, the baud rate.
class CtlScansTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheAddresses()
    {
        QSet<int> has;
        for (const auto &[first, last] : {std::pair(0, 9), {57, 57}, {300, 449}})
            for (int address = first; address <= last; ++address)
                has.insert(address);
        Sparse device(has);
        const Ran ran = modbusCtl(QStringLiteral("scan addresses holding 0 999 --rate 1000 --json")
                                  + device.target());
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(ran.ranges(),
                 (QStringList{QStringLiteral("0-9"), QStringLiteral("10-56!"),
                              QStringLiteral("57-57"), QStringLiteral("58-299!"),
                              QStringLiteral("300-449"), QStringLiteral("450-999!")}));
        QVERIFY(device.hasRead(0) && device.hasRead(999) && !device.hasRead(1000));
    }

    /// Whole ranges that can be read cost one request each.
    void readableAddressesCostFewRequests()
    {
        RogueDevice device;
        const Ran ran = modbusCtl(QStringLiteral("scan addresses holding 0 1249 --rate 1000 --json "
                                                 "--tcp 127.0.0.1:%1")
                                      .arg(device.port()));
        QCOMPARE(ran.ranges(), QStringList{QStringLiteral("0-1249")});
        QCOMPARE(device.requests().size(), 10);
    }

    void silenceEndsTheSearchOfAddresses()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            return wordAt(request, 8) == 0 ? RogueDevice::good(request) : QByteArray();
        });
        const Ran ran = modbusCtl(QStringLiteral("scan addresses holding 0 999 --rate 1000 --json "
                                                 "--timeout 100 --tcp 127.0.0.1:%1")
                                      .arg(device.port()));
        QCOMPARE(ran.code, NoAnswer);
        QCOMPARE(ran.ranges(), QStringList{QStringLiteral("0-124")});
        QCOMPARE(device.requests().size(), 3); // the silent one twice
    }

    void findsTheUnits()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            const int unit = unitOf(request);
            if (functionOf(request) == 43)
                return unit == 3 ? RogueDevice::framed(
                           request, QByteArray::fromHex("2b0e0101000001000441636d65"))
                                 : exceptionOf(request, 1);
            if (unit == 5)
                return exceptionOf(request, 11);
            return unit == 3 || unit == 7 ? exceptionOf(request, 2) : QByteArray();
        });
        const Ran ran = modbusCtl(QStringLiteral("scan units 1 8 --rate 1000 --timeout 100 --json "
                                                 "--tcp 127.0.0.1:%1")
                                      .arg(device.port()));
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        const QJsonArray units = ran.json()[QLatin1String("units")].toArray();
        QCOMPARE(units.size(), 2);
        QCOMPARE(units[0][QLatin1String("unit")].toInt(), 3);
        QCOMPARE(units[0][QLatin1String("findings")][0][QLatin1String("text")].toString(),
                 QStringLiteral("Acme"));
        QCOMPARE(units[1][QLatin1String("unit")].toInt(), 7);
    }

    /// What was found until then is printed.
    void controlCEndsAScan()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            return unitOf(request) == 1 ? exceptionOf(request, 1) : QByteArray();
        });
        const auto interrupt = [&device](QProcess &program) {
            QVERIFY(QTest::qWaitFor([&device] { return device.requests().size() >= 3; }, 20000));
            ::kill(pid_t(program.processId()), SIGINT);
        };
        const Ran ran = modbusCtl(QStringLiteral("scan units --rate 1000 --timeout 60000 --json "
                                                 "--tcp 127.0.0.1:%1")
                                      .arg(device.port()),
                                  interrupt);
        QCOMPARE(ran.code, Interrupted);
        QCOMPARE(ran.json()[QLatin1String("units")].toArray().size(), 1);
        QCOMPARE(device.requests().size(), 3);
    }

    /// The far end of the line answers at 9600 baud only.
    void findsTheBaudRate()
    {
        const int far = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
        QVERIFY(far >= 0 && ::grantpt(far) == 0 && ::unlockpt(far) == 0);
        const QString path = QString::fromLocal8Bit(::ptsname(far));
        QList<speed_t> speeds;
        const auto answer = [far, &speeds] {
            char bytes[256];
            termios settings{};
            if (::read(far, bytes, sizeof bytes) < 8 || ::tcgetattr(far, &settings) != 0)
                return;
            speeds.append(::cfgetispeed(&settings));
            if (speeds.last() != B9600)
                return;
            const QByteArray frame = QByteArray::fromHex("01830"
                                                         "2c0f1");
            (void)!::write(far, frame.constData(), size_t(frame.size()));
        };
        const auto serve = [&answer](QProcess &program) {
            while (program.state() == QProcess::Running) {
                answer();
                QTest::qWait(5);
            }
        };
        const Ran ran
            = modbusCtl(QStringLiteral("scan baud --timeout 200 --json --rtu ") + path, serve);
        ::close(far);
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(ran.json()[QLatin1String("baudRate")].toInt(), 9600);
        QVERIFY(speeds.contains(B19200));
        QCOMPARE(speeds.count(B9600), 1);
    }
};

QTEST_GUILESS_MAIN(CtlScansTest)
#include "tst_scans.moc"
