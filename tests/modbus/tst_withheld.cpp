// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/framing.h"
#include "modbus/pki.h"
#include "modbus/requests.h"
#include "modbus/roguedevice.h"
#include "modbus/transport.h"

#include <QElapsedTimer>
#include <QNetworkDatagram>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Status = TransportReply::Status;

const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");
constexpr Milliseconds kShort{150};
constexpr int kQuietMs = 300;

bool no()
{
    return false;
}

/// What a transport of the connection reaches.
class Far
{
public:
    virtual ~Far() = default;
    virtual void reach(Connection &connection) const = 0;
    [[nodiscard]] virtual qsizetype heard() const = 0; ///< requests
    virtual void fallSilent() = 0;
};

class SerialFar final : public Far
{
public:
    explicit SerialFar(std::unique_ptr<Framing> framing)
        : m_framing(std::move(framing))
    {
        const qsizetype size = m_framing->frameSize(kTwoRegisters.size());
        m_end.isWhole = [size](const QByteArray &bytes) { return bytes.size() >= size; };
        m_end.answer = [this](const QByteArray &) { return m_framing->frame(1, kGoodPdu); };
    }
    void reach(Connection &connection) const override
    {
        connection.serialPort = m_end.path;
        connection.baudRate = 115200;
        connection.quietTimeMs = kQuietMs;
    }
    [[nodiscard]] qsizetype heard() const override { return m_end.heard.size(); }
    void fallSilent() override
    {
        m_end.answer = [](const QByteArray &) { return QByteArray(); };
    }

private:
    std::unique_ptr<Framing> m_framing;
    FarEnd m_end;
};

class TcpFar final : public Far
{
public:
    explicit TcpFar(const std::optional<QSslConfiguration> &tls = {})
        : m_device(tls)
    {
    }
    void reach(Connection &connection) const override { connection.port = m_device.port(); }
    [[nodiscard]] qsizetype heard() const override { return m_device.requests().size(); }
    void fallSilent() override
    {
        m_device.setAnswer([](const QByteArray &) { return QByteArray(); });
    }

private:
    RogueDevice m_device;
};

class GatewayFar final : public Far
{
public:
    GatewayFar()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no free port");
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket *accepted = m_server.nextPendingConnection();
            QObject::connect(accepted, &QTcpSocket::readyRead, accepted, [this, accepted] {
                accepted->readAll();
                ++m_heard;
                accepted->write(m_isSilent ? QByteArray() : RtuFraming().frame(1, kGoodPdu));
            });
        });
    }
    void reach(Connection &connection) const override
    {
        connection.port = m_server.serverPort();
        connection.quietTimeMs = kQuietMs;
    }
    [[nodiscard]] qsizetype heard() const override { return m_heard; }
    void fallSilent() override { m_isSilent = true; }

private:
    QTcpServer m_server;
    qsizetype m_heard = 0;
    bool m_isSilent = false;
};

class DatagramFar final : public Far
{
public:
    DatagramFar()
    {
        if (!m_socket.bind(QHostAddress::LocalHost))
            qFatal("no free port");
        QObject::connect(&m_socket, &QUdpSocket::readyRead, &m_socket, [this] {
            const QNetworkDatagram request = m_socket.receiveDatagram();
            ++m_heard;
            if (!m_isSilent)
                m_socket.writeDatagram(request.makeReply(RogueDevice::good(request.data())));
        });
    }
    void reach(Connection &connection) const override { connection.port = m_socket.localPort(); }
    [[nodiscard]] qsizetype heard() const override { return m_heard; }
    void fallSilent() override { m_isSilent = true; }

private:
    QUdpSocket m_socket;
    qsizetype m_heard = 0;
    bool m_isSilent = false;
};

enum class Way { Rtu, RtuByQt, Ascii, RtuOverTcp, Tcp, TcpByQt, Tls, Udp };

std::unique_ptr<Far> farOf(Way way)
{
    switch (way) {
    case Way::Rtu:
    case Way::RtuByQt:
        return std::make_unique<SerialFar>(std::make_unique<RtuFraming>());
    case Way::Ascii:
        return std::make_unique<SerialFar>(std::make_unique<AsciiFraming>());
    case Way::RtuOverTcp:
        return std::make_unique<GatewayFar>();
    case Way::Udp:
        return std::make_unique<DatagramFar>();
    case Way::Tls:
    case Way::Tcp:
    case Way::TcpByQt:
        break;
    }
    return std::make_unique<TcpFar>();
}

ConnectionKind kindOf(Way way)
{
    switch (way) {
    case Way::Rtu:
    case Way::RtuByQt:
        return ConnectionKind::Rtu;
    case Way::Ascii:
        return ConnectionKind::Ascii;
    case Way::RtuOverTcp:
        return ConnectionKind::RtuOverTcp;
    case Way::Tls:
        return ConnectionKind::Tls;
    case Way::Udp:
        return ConnectionKind::Udp;
    case Way::Tcp:
    case Way::TcpByQt:
        break;
    }
    return ConnectionKind::Tcp;
}

/// A transport of one kind, its far end and everything it says.
struct Line {
    Line(Way way, const Pki *pki)
        : far(pki ? std::make_unique<TcpFar>(pki->server()) : farOf(way))
    {
        Connection connection;
        connection.id = QStringLiteral("line");
        connection.host = QStringLiteral("127.0.0.1");
        connection.kind = kindOf(way);
        const bool isByQt = way == Way::RtuByQt || way == Way::TcpByQt;
        connection.backend = isByQt ? LinkBackend::QModbus : LinkBackend::Own;
        connection.maxInFlight = way == Way::Tcp || way == Way::Udp ? 4 : 1;
        far->reach(connection);
        transport = makeTransport(connection, pki ? pki->stationFolder(connection.id) : QString());
        opened = std::make_unique<QSignalSpy>(transport.get(), &Transport::opened);
        closed = std::make_unique<QSignalSpy>(transport.get(), &Transport::closed);
        finished = std::make_unique<QSignalSpy>(transport.get(), &Transport::finished);
    }
    [[nodiscard]] bool open() const
    {
        transport->open();
        return opened->wait();
    }
    [[nodiscard]] TransportReply ask(const Transport::MayGo &mayGo = {}) const
    {
        const auto before = finished->size();
        transport->send(1, kTwoRegisters, kShort, mayGo);
        return finished->size() > before || finished->wait()
            ? finished->last().first().value<TransportReply>()
            : TransportReply{Status::LinkLost, {}, QStringLiteral("no end")};
    }

    std::unique_ptr<Far> far;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QSignalSpy> opened;
    std::unique_ptr<QSignalSpy> closed;
    std::unique_ptr<QSignalSpy> finished;
};

} // namespace

/// Every way to a device asks whether a request may go, right before it does.
class WithheldTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Pki> m_pki;
    std::unique_ptr<Line> m_line;

    static Way way()
    {
        QFETCH_GLOBAL(int, way);
        return Way(way);
    }

    /// After a timeout it must be silent first.
    static bool hasQuietTime()
    {
        return way() == Way::Rtu || way() == Way::RtuByQt || way() == Way::Ascii
            || way() == Way::RtuOverTcp;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("RTU") << int(Way::Rtu);
        QTest::newRow("RTU by Qt") << int(Way::RtuByQt);
        QTest::newRow("ASCII") << int(Way::Ascii);
        QTest::newRow("RTU over TCP") << int(Way::RtuOverTcp);
        QTest::newRow("TCP") << int(Way::Tcp);
        QTest::newRow("TCP by Qt") << int(Way::TcpByQt);
        QTest::newRow("TLS") << int(Way::Tls);
        QTest::newRow("UDP") << int(Way::Udp);
    }

    void init()
    {
        const bool isTls = way() == Way::Tls;
        if (isTls && !Pki::isPossible())
            QSKIP("openssl is not installed");
        if (isTls && !m_pki)
            m_pki = std::make_unique<Pki>();
        m_line = std::make_unique<Line>(way(), isTls ? m_pki.get() : nullptr);
        QVERIFY(m_line->open());
        QCOMPARE(m_line->ask().status, Status::Answer); // no time of the line is left over
    }

    void nothingLeaves()
    {
        const auto heard = m_line->far->heard();
        const quint64 sent = m_line->transport->bytesSent();
        const auto before = m_line->finished->size();
        const RequestId id = m_line->transport->send(1, kTwoRegisters, kShort, no);
        QCOMPARE(m_line->finished->size(), before); // it is not told inside send()
        QTRY_COMPARE(m_line->finished->size(), before + 1);
        const auto reply = m_line->finished->last().first().value<TransportReply>();
        QCOMPARE(reply.status, Status::Withheld);
        QCOMPARE(reply.request, id);
        QCOMPARE(m_line->transport->bytesSent(), sent);
        QCOMPARE(m_line->ask().status, Status::Answer);
        QCOMPARE(m_line->far->heard(), heard + 1);
        QCOMPARE(m_line->finished->size(), before + 2);
        QCOMPARE(m_line->closed->size(), 0);
    }

    void whatMayGoIsAskedOnce()
    {
        int asked = 0;
        QCOMPARE(m_line->ask([&asked] { return ++asked > 0; }).status, Status::Answer);
        QCOMPARE(asked, 1);
    }

    /// The right ends while the line has to be silent: it is asked behind that.
    void theLineIsAwaitedFirst()
    {
        if (!hasQuietTime())
            QSKIP("nothing is to be awaited there");
        m_line->far->fallSilent();
        QCOMPARE(m_line->ask().status, Status::Timeout);
        const auto heard = m_line->far->heard();
        QElapsedTimer time;
        time.start();
        qint64 askedAfter = -1;
        const TransportReply reply = m_line->ask([&] {
            askedAfter = time.elapsed();
            return askedAfter < kQuietMs / 2; // still
        });
        QCOMPARE(reply.status, Status::Withheld);
        QVERIFY2(askedAfter >= kQuietMs * 3 / 4, qPrintable(QString::number(askedAfter)));
        QCOMPARE(m_line->ask([] { return true; }).status, Status::Timeout);
        QCOMPARE(m_line->far->heard(), heard + 1);
    }

    void aClosedLinkTellsNothing()
    {
        const auto before = m_line->finished->size();
        m_line->transport->send(1, kTwoRegisters, kShort, no);
        m_line->transport->close();
        QVERIFY(m_line->open());
        QCOMPARE(m_line->ask().status, Status::Answer);
        QCOMPARE(m_line->finished->size(), before + 1);
    }
};

QTEST_GUILESS_MAIN(WithheldTest)
#include "tst_withheld.moc"
