// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/framing.h"
#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QtEndian>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;
/// From request PDU to the bytes that a device sends.
using Answer = std::function<QByteArray(const Framing &framing, const QByteArray &request)>;

constexpr int kUnit = 1;
constexpr int kCount = 10;
constexpr Milliseconds kTimeout{100};

/// Register n holds n. With another count than asked for.
QByteArray registersFrom(const QByteArray &request, int count, int function = 3)
{
    const auto address = qFromBigEndian<quint16>(request.constData() + 1);
    QByteArray pdu = QByteArray(1, char(function)).append(char(2 * count));
    for (int i = 0; i < count; ++i)
        pdu.append(char((address + i) >> 8)).append(char(address + i));
    return pdu;
}

QByteArray good(const Framing &framing, const QByteArray &request)
{
    return framing.frame(kUnit, registersFrom(request, kCount));
}

Answer framed(const std::function<QByteArray(const QByteArray &)> &pdu, int unit = kUnit)
{
    return [pdu, unit](const Framing &framing, const QByteArray &request) {
        return framing.frame(unit, pdu(request));
    };
}

Answer around(const QByteArray &before, const QByteArray &after)
{
    return [before, after](const Framing &framing, const QByteArray &request) {
        return before + good(framing, request) + after;
    };
}

/// A device behind frames without a transaction number, on a pseudo terminal or a TCP stream.
class HostileDevice final : public QObject
{
    Q_OBJECT

public:
    explicit HostileDevice(ConnectionKind kind)
    {
        if (kind == ConnectionKind::Ascii)
            framing = std::make_unique<AsciiFraming>();
        else
            framing = std::make_unique<RtuFraming>();
        connection.kind = kind;
        connection.quietTimeMs = 20;
        connection.baudRate = 115200;
        connection.serialPort = m_far.path;
        m_far.isWhole = [this](const QByteArray &bytes) {
            return bytes.size() == framing->frameSize(m_asked.size());
        };
        m_far.answer = [this](const QByteArray &) { return answer(*framing, m_asked); };
        if (kind != ConnectionKind::RtuOverTcp)
            return;
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no free port on the loopback interface");
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = m_server.serverPort();
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            m_socket = m_server.nextPendingConnection();
            connect(m_socket, &QTcpSocket::readyRead, this, [this] {
                m_socket->readAll();
                say(answer(*framing, m_asked));
            });
        });
    }
    void say(const QByteArray &bytes)
    {
        if (m_socket)
            m_socket->write(bytes);
        else if (!bytes.isEmpty())
            m_far.say(bytes);
    }
    void expect(const QByteArray &request) { m_asked = request; }

    std::unique_ptr<Framing> framing;
    Connection connection;
    Answer answer = &good;

private:
    FarEnd m_far;
    QTcpServer m_server;
    QPointer<QTcpSocket> m_socket;
    QByteArray m_asked; ///< the request PDU on the line
};

/// A transport to it, which asks for other registers each time.
class HostileLine
{
public:
    explicit HostileLine(ConnectionKind kind)
        : device(kind)
        , transport(makeTransport(device.connection))
        , closed(transport.get(), &Transport::closed)
        , m_finished(transport.get(), &Transport::finished)
    {
    }
    [[nodiscard]] bool open() const
    {
        QSignalSpy opened(transport.get(), &Transport::opened);
        transport->open();
        return opened.wait();
    }
    void send()
    {
        m_address += 100;
        m_request = readRequest(Table::HoldingRegister, m_address, kCount).value();
        device.expect(m_request);
        m_finished.clear();
        transport->send(kUnit, m_request, kTimeout);
    }
    [[nodiscard]] TransportReply reply()
    {
        if (m_finished.isEmpty() && !m_finished.wait())
            qFatal("a request was never finished");
        return m_finished.first().first().value<TransportReply>();
    }
    [[nodiscard]] bool isRight(const TransportReply &reply) const
    {
        return reply.status == Status::Answer && reply.pdu == registersFrom(m_request, kCount);
    }

    HostileDevice device;
    std::unique_ptr<Transport> transport;
    QSignalSpy closed;

private:
    QSignalSpy m_finished;
    QByteArray m_request;
    int m_address = 0;
};

/// What the device sends, by the ids of the file and some more, and whether it holds the answer.
struct Hostile {
    Answer answer;
    bool isRight = false;
};

QMap<QString, Hostile> hostiles()
{
    const auto named = [](const char *id) { return QString::fromLatin1(id); };
    const auto registers = [](int count) {
        return framed([count](const QByteArray &request) { return registersFrom(request, count); });
    };
    const auto pdu = [](const char *hex) {
        return framed([hex](const QByteArray &) { return QByteArray::fromHex(hex); });
    };
    const Answer cut = [](const Framing &framing, const QByteArray &request) {
        return good(framing, request).chopped(4);
    };
    const Answer twice = [](const Framing &framing, const QByteArray &request) {
        return good(framing, request) + good(framing, request);
    };
    const Answer longOneFirst = [](const Framing &framing, const QByteArray &request) {
        return framing.frame(kUnit, registersFrom(request, 12)) + good(framing, request);
    };
    const Answer damagedOneFirst = [](const Framing &framing, const QByteArray &request) {
        QByteArray damaged = good(framing, request);
        damaged[7] = char(damaged[7] ^ 1);
        return damaged + good(framing, request);
    };
    return {
        {named("truncated-adu"), {cut}},
        {named("wrong-unit"),
         {framed([](const QByteArray &request) { return registersFrom(request, kCount); }, 77)}},
        {named("wrong-fc"),
         {framed([](const QByteArray &request) { return registersFrom(request, kCount, 4); })}},
        {named("short-payload"), {registers(1)}},
        {named("long-payload"), {registers(12)}},
        {named("duplicate"), {twice, true}},
        {named("stray-bytes"), {around({}, "xx"), true}},
        {named("rtu-leading-00"), {around(QByteArray(1, '\0'), {}), true}},
        {named("count 0"), {pdu("0300")}},
        {named("count 255"), {pdu("03ff")}},
        {named("exception without a code"), {pdu("8300")}},
        {named("behind a longer one"), {longOneFirst, true}},
        {named("behind a damaged one"), {damagedOneFirst, true}},
    };
}

} // namespace

/// What tests/data/modbus/hostile_responses.json lists, over frames without a transaction number:
/// an answer that is taken is the right one, in every framing, and so is that of the next request.
class HostileFramesTest final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static ConnectionKind kind()
    {
        QFETCH_GLOBAL(ConnectionKind, kind);
        return kind;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::newRow("RTU") << ConnectionKind::Rtu;
        QTest::newRow("ASCII") << ConnectionKind::Ascii;
        QTest::newRow("RTU over TCP") << ConnectionKind::RtuOverTcp;
    }

    /// Those of the file that are left out are about the header of Modbus/TCP, or have a test of
    /// their own.
    void nothingOfTheFileIsMissing()
    {
        QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/hostile_responses.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList others{QStringLiteral("late-rtu"), QStringLiteral("late-tcp"),
                                 QStringLiteral("mbap-len-0"), QStringLiteral("mbap-len-big"),
                                 QStringLiteral("proto-id")};
        const QMap<QString, Hostile> here = hostiles();
        const QJsonArray cases
            = QJsonDocument::fromJson(file.readAll())[QLatin1String("cases")].toArray();
        QCOMPARE(cases.size(), 13);
        for (const QJsonValue &one : cases) {
            const QString id = one[QLatin1String("id")].toString();
            QVERIFY2(here.contains(id) || others.contains(id), qUtf8Printable(id));
        }
    }

    void responses_data()
    {
        QTest::addColumn<QString>("id");
        const QMap<QString, Hostile> all = hostiles();
        for (auto it = all.cbegin(); it != all.cend(); ++it)
            QTest::addRow("%s", qPrintable(it.key())) << it.key();
    }

    void responses()
    {
        QFETCH(QString, id);
        const Hostile hostile = hostiles().value(id);
        HostileLine line(kind());
        QVERIFY(line.open());
        line.device.answer = hostile.answer;
        for (int i = 0; i < 2; ++i) {
            line.send();
            const TransportReply reply = line.reply();
            QCOMPARE(line.isRight(reply), hostile.isRight);
            QVERIFY(hostile.isRight || reply.status != Status::Answer);
        }
        line.device.answer = &good;
        for (int i = 0; i < 2; ++i) {
            line.send();
            QVERIFY(line.isRight(line.reply()));
        }
        QCOMPARE(line.closed.size(), 0);
    }

    /// It comes in the quiet time after its request has ended.
    void late()
    {
        HostileLine line(kind());
        QVERIFY(line.open());
        QByteArray late;
        line.device.answer = [&late](const Framing &framing, const QByteArray &request) {
            late = good(framing, request);
            return QByteArray();
        };
        line.send();
        QCOMPARE(line.reply().status, Status::Timeout);
        line.device.answer = &good;
        line.device.say(late);
        for (int i = 0; i < 3; ++i) {
            line.send();
            QVERIFY(line.isRight(line.reply()));
        }
        QCOMPARE(line.closed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(HostileFramesTest)
#include "tst_hostileframes.moc"
