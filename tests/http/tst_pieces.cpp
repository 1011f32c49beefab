// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rawclient.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>

using namespace mws;
using namespace mws::http;
using namespace std::chrono_literals;

namespace
{

constexpr qsizetype kPiece = 64 * 1024;

/// What Python's own client makes of an answer: "whole 12", or the name of its exception.
constexpr char kReader[] = R"(
import http.client, sys
connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=20)
connection.request("GET", sys.argv[2], headers={"Host": "localhost"})
try:
    print("whole", len(connection.getresponse().read()))
except Exception as error:
    print(type(error).__name__)
)";

/// Bytes that the kernel holds between a server on loopback and its one client.
qint64 heldByKernel(quint16 serverPort, quint16 clientPort)
{
    QFile file(QStringLiteral("/proc/net/tcp"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto ends = [](quint16 local, quint16 remote) {
        return QStringLiteral(": 0100007F:%1 0100007F:%2 [0-9A-F]+ ([0-9A-F]+):([0-9A-F]+) ")
            .arg(local, 4, 16, QLatin1Char('0'))
            .arg(remote, 4, 16, QLatin1Char('0'));
    };
    const auto queue
        = [text = QString::fromLatin1(file.readAll())](const QString &line, int which) {
              const QRegularExpression known(line, QRegularExpression::CaseInsensitiveOption);
              return known.match(text).captured(which).toLongLong(nullptr, 16);
          };
    return queue(ends(serverPort, clientPort), 1) + queue(ends(clientPort, serverPort), 2);
}

} // namespace

/// Answers that are made piece by piece.
class PiecesTest final : public QObject
{
    Q_OBJECT

private:
    using Piece = Result<QByteArray>;

    std::unique_ptr<Server> m_server;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0); ///< each body in work holds it
    std::vector<Promise<Piece>> m_asked; ///< pieces of "/api/asked" that nobody has made yet
    qint64 m_made = 0; ///< bytes of bodies
    int m_last = 0; ///< pieces of "/api/some"

    static Future<Piece> at(const QByteArray &piece) { return Future<Piece>::ready(Piece(piece)); }
    static Future<Piece> failed()
    {
        return Future<Piece>::ready(Piece(Error{ErrorCode::Unavailable, {}}));
    }
    static Future<Response> answer(Pieces pieces)
    {
        Response response;
        response.contentType = "text/plain";
        response.pieces = std::move(pieces);
        return ready(response);
    }

    /// Gives so many pieces and then ends as last says.
    Handler some(int count, std::function<Future<Piece>()> last)
    {
        return [this, count, last](const Request &) {
            const auto given = std::make_shared<int>(0);
            return answer([this, count, last, given, alive = m_alive] {
                if (*given == count)
                    return last();
                ++*given;
                m_made += kPiece;
                m_last = *given;
                return at(QByteArray(kPiece, 'x'));
            });
        };
    }

    void make(const Server::Limits &limits = {})
    {
        Server::Config config;
        config.port = 0;
        config.limits = limits;
        m_server = std::make_unique<Server>(config);
        const auto add = [this](const char *pattern, Handler handler) {
            QVERIFY(bool(m_server->addRoute(route(Method::Get, pattern, std::move(handler)))));
        };
        const auto end = [] { return at({}); };
        add("/api/hello",
            [](const Request &) { return ready(Response::json(QByteArray("hello"))); });
        add("/api/some", some(3, end));
        add("/api/none", some(0, end));
        add("/api/endless", some(-1, end));
        add("/api/failing", some(2, failed));
        add("/api/forgotten", some(2, [] { return Promise<Piece>().future(); }));
        add("/api/asked", [this](const Request &) {
            return answer([this, alive = m_alive] {
                m_asked.emplace_back();
                return m_asked.back().future();
            });
        });
        QVERIFY(bool(m_server->listen()));
    }

    /// Bodies in work.
    [[nodiscard]] long alive() const { return m_alive.use_count() - 1; }

    /// Nothing more is made until somebody reads.
    [[nodiscard]] bool stalls()
    {
        qint64 seen = -1;
        QElapsedTimer since;
        const auto isStill = [&] {
            if (std::exchange(seen, m_made) != m_made)
                since.start();
            return since.elapsed() > 200;
        };
        return QTest::qWaitFor(isStill, 20000);
    }

    /// Reads so many bytes or a little more, and gives how many.
    static qint64 take(RawClient &client, qint64 bytes)
    {
        qint64 read = 0;
        const auto isThere = [&client] { return client.socket().bytesAvailable() > 0; };
        while (read < bytes && QTest::qWaitFor(isThere, 5000))
            read += client.socket().readAll().size();
        return read;
    }

    [[nodiscard]] QByteArray readWith(const char *path)
    {
        QProcess python;
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"), QLatin1String(kReader),
                      QString::number(m_server->port()), QLatin1String(path)});
        if (!QTest::qWaitFor([&python] { return python.state() == QProcess::NotRunning; }, 30000))
            return "python does not end";
        return python.readAllStandardOutput().trimmed();
    }

private Q_SLOTS:
    void init()
    {
        m_made = 0;
        m_asked.clear();
    }
    void cleanup() { m_server.reset(); }

    void aBodyComesInChunksAndTheConnectionGoesOn()
    {
        make();
        RawClient client(*m_server);
        client.send(request("GET /api/some") + request("GET /api/hello", "Connection: close\r\n"));
        const QByteArray all = client.receive();
        const QByteArray chunk = "10000\r\n" + QByteArray(kPiece, 'x') + "\r\n";
        const qsizetype end = all.indexOf("\r\n\r\n");
        QVERIFY(all.left(end).contains("\r\nTransfer-Encoding: chunked\r\n"));
        QVERIFY(!all.left(end).contains("Content-Length"));
        QVERIFY(
            all.mid(end + 4).startsWith(chunk + chunk + chunk + "0\r\n\r\nHTTP/1.1 200 OK\r\n"));
        QVERIFY(all.endsWith("hello"));
        QCOMPARE(alive(), 0L);
    }

    void otherProgramsReadIt_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("read");
        QTest::newRow("whole") << QByteArray("/api/some") << QByteArray("whole 196608");
        QTest::newRow("empty") << QByteArray("/api/none") << QByteArray("whole 0");
        QTest::newRow("an error") << QByteArray("/api/failing") << QByteArray("IncompleteRead");
        QTest::newRow("never") << QByteArray("/api/forgotten") << QByteArray("IncompleteRead");
    }

    void otherProgramsReadIt()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, read);
        make();
        QCOMPARE(readWith(path.constData()), read);
    }

    void aPieceThatNeverComesIsAnEnd()
    {
        Server::Limits limits;
        limits.answerDeadline = 200ms;
        make(limits);
        QCOMPARE(readWith("/api/asked"), QByteArray("IncompleteRead"));
        QTRY_COMPARE(alive(), 0L);
        m_asked.front().finish(QByteArray("late"));
    }

    void headAsksForNothing()
    {
        make();
        RawClient client(*m_server);
        client.send(request("HEAD /api/endless") + request("GET /api/hello"));
        const QByteArray all = client.receive("hello");
        QCOMPARE(all.count("HTTP/1.1 200 OK"), 2);
        QVERIFY(all.contains("Transfer-Encoding: chunked"));
        QVERIFY(all.endsWith("\r\n\r\nhello"));
        QCOMPARE(m_made, 0);
    }

    void aSlowReaderCostsOnePiece()
    {
        make();
        RawClient client(*m_server);
        QTcpSocket &socket = client.socket();
        socket.setReadBufferSize(kPiece);
        client.send(request("GET /api/endless"));
        qint64 read = 0;
        for (int round = 1; round <= 5; ++round) {
            QVERIFY(stalls());
            const qint64 sent = read + socket.bytesAvailable()
                + heldByKernel(m_server->port(), socket.localPort());
            QVERIFY2(m_made - sent <= kPiece, QByteArray::number(m_made - sent));
            read += take(client, 1024 * 1024);
        }
    }

    void aReaderThatStopsGivesThePlaceBack()
    {
        Server::Limits limits;
        limits.writeDeadline = 300ms;
        make(limits);
        RawClient client(*m_server);
        client.socket().setReadBufferSize(1024);
        client.send(request("GET /api/endless"));
        QTRY_VERIFY(m_made > 0);
        QTRY_COMPARE_WITH_TIMEOUT(alive(), 0L, 20000);
    }

    // At every piece: while it is sent, and while it is made.
    void whoLeavesTakesNothingAlong()
    {
        make();
        { // what Qt keeps open from its first socket on
            RawClient client(*m_server);
        }
        const qsizetype descriptors = openDescriptors();
        for (int n = 1; n <= 10; ++n) {
            RawClient client(*m_server);
            client.socket().setReadBufferSize(kPiece);
            client.send(request("GET /api/endless"));
            for (m_last = 0; m_last < n;)
                QVERIFY(take(client, 1) > 0);
            client.abort();
            QTRY_COMPARE(alive(), 0L);
        }
        for (int n = 1; n <= 10; ++n) {
            m_asked.clear();
            RawClient client(*m_server);
            client.send(request("GET /api/asked"));
            for (int made = 0; made < n; ++made) {
                QTRY_COMPARE(int(m_asked.size()), made + 1);
                if (made + 1 < n)
                    m_asked.back().finish(QByteArray("piece"));
            }
            client.abort();
            QTRY_COMPARE(alive(), 0L);
            m_asked.back().finish(QByteArray("for nobody"));
        }
        QTRY_VERIFY(openDescriptors() <= descriptors);
    }

    void aServerThatStopsCutsItOff()
    {
        make();
        RawClient client(*m_server);
        client.socket().setReadBufferSize(kPiece);
        client.send(request("GET /api/endless"));
        client.receive("xxxx");
        m_server->close();
        QCOMPARE(alive(), 0L);
        QVERIFY(!client.receive().endsWith("0\r\n\r\n"));
    }
};

QTEST_GUILESS_MAIN(PiecesTest)
#include "tst_pieces.moc"
