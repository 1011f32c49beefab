// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/framing.h"
#include "modbus/linetiming.h"
#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Status = TransportReply::Status;

const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kGoodPdu = QByteArray::fromHex("030400650066");
const QByteArray kOtherPdu = QByteArray::fromHex("0304deadbeef");
constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests
constexpr int kPauseMs = 80; ///< longer than the 50 ms of a network
constexpr int kBridging = 5000;

/// A transport of the kind of the global data and its device, which says what the test says.
class Line
{
public:
    explicit Line(int interByteTimeoutMs)
    {
        QFETCH_GLOBAL(int, kind);
        Connection connection;
        connection.kind = ConnectionKind(kind);
        connection.interByteTimeoutMs = interByteTimeoutMs;
        connection.baudRate = 115200;
        if (connection.kind == ConnectionKind::Ascii)
            m_framing = std::make_unique<AsciiFraming>();
        else
            m_framing = std::make_unique<RtuFraming>();
        if (connection.isSerial())
            layWire(connection);
        else
            listen(connection);
        m_transport = makeTransport(connection);
        finished = std::make_unique<QSignalSpy>(m_transport.get(), &Transport::finished);
        stray = std::make_unique<QSignalSpy>(m_transport.get(), &Transport::strayFrame);
    }

    [[nodiscard]] QByteArray frame(const QByteArray &pdu) const { return m_framing->frame(1, pdu); }
    [[nodiscard]] QByteArray damaged() const
    {
        QByteArray bytes = frame(kGoodPdu);
        bytes[6] = char(bytes[6] ^ 1);
        return bytes;
    }
    [[nodiscard]] bool open()
    {
        QSignalSpy opened(m_transport.get(), &Transport::opened);
        m_transport->open();
        return opened.wait();
    }
    /// Until the device has the request.
    [[nodiscard]] bool request()
    {
        const qsizetype size = m_heard.size() + frame(kTwoRegisters).size();
        m_transport->send(1, kTwoRegisters, kLong);
        return QTest::qWaitFor([this, size] { return m_heard.size() >= size; });
    }
    void say(const QByteArray &bytes)
    {
        if (m_socket)
            m_socket->write(bytes);
        else
            m_far->say(bytes);
    }
    [[nodiscard]] bool isStillAwaited() { return !finished->wait(kPauseMs); }
    [[nodiscard]] TransportReply reply()
    {
        return finished->isEmpty() && !finished->wait()
            ? TransportReply{Status::LinkLost, {}, QStringLiteral("no end")}
            : finished->takeFirst().first().value<TransportReply>();
    }

    std::unique_ptr<QSignalSpy> finished;
    std::unique_ptr<QSignalSpy> stray;

private:
    void layWire(Connection &connection)
    {
        m_far = std::make_unique<FarEnd>();
        connection.serialPort = m_far->path;
        m_far->isWhole = [](const QByteArray &) { return true; };
        m_far->answer = [this](const QByteArray &bytes) {
            m_heard += bytes;
            return QByteArray();
        };
    }
    void listen(Connection &connection)
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no free port on the loopback interface");
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = m_server.serverPort();
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            m_socket = m_server.nextPendingConnection();
            QObject::connect(m_socket, &QTcpSocket::readyRead, m_socket,
                             [this] { m_heard += m_socket->readAll(); });
        });
    }

    std::unique_ptr<FarEnd> m_far;
    QTcpServer m_server;
    QPointer<QTcpSocket> m_socket;
    QByteArray m_heard;
    std::unique_ptr<Framing> m_framing;
    std::unique_ptr<Transport> m_transport;
};

} // namespace

/// Connection::interByteTimeoutMs. The request has a minute: only a silence can end it here.
class InterByteTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("RTU") << int(ConnectionKind::Rtu);
        QTest::newRow("ASCII") << int(ConnectionKind::Ascii);
        QTest::newRow("RTU over TCP") << int(ConnectionKind::RtuOverTcp);
    }

    void pauseInsideAnAnswer_data()
    {
        QTest::addColumn<int>("interByteTimeoutMs");
        QTest::newRow("none") << 0;
        QTest::newRow("longer than the pause") << kBridging;
    }

    void pauseInsideAnAnswer()
    {
        QFETCH(int, interByteTimeoutMs);
        Line line(interByteTimeoutMs);
        QVERIFY(line.open());
        QVERIFY(line.request());
        const QByteArray answer = line.frame(kGoodPdu);
        line.say(answer.first(5));
        QVERIFY(line.isStillAwaited());
        line.say(answer.sliced(5));
        QCOMPARE(line.reply().pdu, kGoodPdu);
    }

    /// The rest comes too late, and the next request has its own answer.
    void pauseThatIsTooLong()
    {
        Line line(20);
        QVERIFY(line.open());
        QVERIFY(line.request());
        const QByteArray answer = line.frame(kGoodPdu);
        line.say(answer.first(5));
        const TransportReply reply = line.reply();
        QCOMPARE(reply.status, Status::Invalid);
        QVERIFY2(reply.detail.contains(QLatin1String("in the middle")), qPrintable(reply.detail));
        QCOMPARE(line.stray->size(), 1);
        QCOMPARE(line.stray->first().first().value<StrayReason>(), StrayReason::WrongLength);
        line.say(answer.sliced(5));
        QVERIFY(line.request());
        line.say(line.frame(kOtherPdu));
        QCOMPARE(line.reply().pdu, kOtherPdu);
    }

    /// Before it has begun nothing is cut short.
    void silenceBeforeAnAnswer()
    {
        Line line(20);
        QVERIFY(line.open());
        QVERIFY(line.request());
        QVERIFY(line.isStillAwaited());
        line.say(line.frame(kGoodPdu));
        QCOMPARE(line.reply().pdu, kGoodPdu);
    }

    void pauseBehindADamagedAnswer()
    {
        Line line(0);
        QVERIFY(line.open());
        QVERIFY(line.request());
        line.say(line.damaged());
        QCOMPARE(line.reply().status, Status::Invalid);
    }

    void aLongerPauseIsGrantedBehindADamagedAnswer()
    {
        Line line(kBridging);
        QVERIFY(line.open());
        QVERIFY(line.request());
        line.say(line.damaged());
        QVERIFY(line.isStillAwaited());
        line.say(line.frame(kGoodPdu));
        QCOMPARE(line.reply().pdu, kGoodPdu);
    }

    void onALineItIsNeverLessThanItsSilence()
    {
        QFETCH_GLOBAL(int, kind);
        Connection connection;
        connection.kind = ConnectionKind(kind);
        connection.baudRate = 300;
        QCOMPARE(timingOf(connection).interByte, timingOf(connection).silence);
        connection.interByteTimeoutMs = 1;
        QCOMPARE(timingOf(connection).interByte, connection.isSerial() ? rtuSilence(300) : 1ms);
        connection.interByteTimeoutMs = 200;
        QCOMPARE(timingOf(connection).interByte, 200ms);
    }
};

QTEST_GUILESS_MAIN(InterByteTest)
#include "tst_interbyte.moc"
