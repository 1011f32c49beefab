// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "history/chunkcodec.h"
#include "history/chunkstore.h"
#include "http/rawclient.h"
#include "storage/statement.h"

#include <QDataStream>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kHistory = QStringLiteral("/api/v1/history?tags=level&from=0&format=");
constexpr qint64 kBegin = 1700000000000;
constexpr qint64 kReadBuffer = 64 * 1024;
constexpr char kLastChunk[] = "\r\n0\r\n\r\n";

/// Numbers of all sizes, and gaps.
QList<HistorySample> samplesFrom(qint64 number, qsizetype count)
{
    auto random = QRandomGenerator(quint32(number) + 1);
    QList<HistorySample> samples;
    for (qsizetype n = 0; n < count; ++n) {
        const qint64 time = kBegin + (number + n) * 7;
        const double value = (random.generateDouble() - 0.5) * std::pow(10.0, int(n % 40) - 20);
        const bool good = n % 97 != 0;
        samples.append({time, good ? value : 0, good});
    }
    return samples;
}

} // namespace

/// Files of any length over the API.
class ExportsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_vera;

    /// Puts samples of the tag level into the store; gives them as read_history.py wants them.
    QByteArray store(int chunks, qsizetype perChunk = 2000)
    {
        QByteArray all;
        QDataStream out(&all, QIODevice::WriteOnly);
        out.setByteOrder(QDataStream::LittleEndian);
        QList<NewChunk> made;
        for (int n = 0; n < chunks; ++n) {
            const auto samples = samplesFrom(n * perChunk, perChunk);
            made.append({QStringLiteral("level"), 0, samples, encodeChunk(samples)});
            for (const HistorySample &one : samples)
                out << one.time << one.value << quint8(one.good);
        }
        const auto insert = [made](QSqlDatabase &db) -> Result<void> {
            for (const NewChunk &chunk : made) {
                if (auto done = insertChunk(db, chunk); !done)
                    return done;
            }
            return {};
        };
        if (!waitFor(m_plant->store.write(insert)))
            qFatal("not stored");
        return all;
    }

    /// As read_history.py says.
    [[nodiscard]] QByteArray judged(const QString &format, const QByteArray &stored)
    {
        QFile file(m_plant->folder.filePath(QStringLiteral("stored")));
        if (!file.open(QIODevice::WriteOnly) || file.write(stored) != stored.size())
            return "cannot write";
        file.close();
        QProcess python;
        QEventLoop loop;
        connect(&python, &QProcess::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(120s, &loop, &QEventLoop::quit);
        python.start(QStringLiteral("python3"),
                     {QStringLiteral(MWS_HISTORY_READER), QString::number(m_plant->server.port()),
                      QString::fromLatin1(m_vera->cookie), kHistory + format, format,
                      file.fileName()});
        loop.exec();
        return python.readAllStandardOutput().trimmed() + python.readAllStandardError();
    }

    /// A download that stands still, because nobody reads on.
    std::unique_ptr<RawClient> halfRead(const ApiClient &client, const QString &target)
    {
        auto raw = std::make_unique<RawClient>(m_plant->server);
        raw->socket().setReadBufferSize(kReadBuffer);
        const QByteArray who = client.bearer.isEmpty() ? "Cookie: " + client.cookie
                                                       : "Authorization: Bearer " + client.bearer;
        raw->send(request("GET " + target.toLatin1(), who + "\r\n"));
        const auto isFull = [&raw] { return raw->socket().bytesAvailable() >= kReadBuffer; };
        if (!QTest::qWaitFor(isFull, 20000))
            qFatal("nothing comes");
        return raw;
    }

    /// What comes until the last chunk, or until the connection ends.
    [[nodiscard]] static QByteArray rest(RawClient &client)
    {
        QTcpSocket &socket = client.socket();
        socket.setReadBufferSize(0);
        QByteArray all;
        QEventLoop loop;
        const auto take = [&] {
            all += socket.readAll();
            if (all.endsWith(kLastChunk) || client.isClosed())
                loop.quit();
        };
        connect(&socket, &QTcpSocket::readyRead, &loop, take);
        connect(&socket, &QTcpSocket::disconnected, &loop, take);
        QTimer::singleShot(60s, &loop, &QEventLoop::quit);
        QTimer::singleShot(0, &loop, take); // what is there, or the end, tells nothing more
        loop.exec();
        return all;
    }

    void change(const UserChange &change)
    {
        QVERIFY(waitFor(m_plant->access.changeUser(QStringLiteral("vera"), change)));
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_vera = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_vera->signIn(QStringLiteral("vera")).status, 201);
    }
    void cleanup()
    {
        m_vera.reset();
        m_plant.reset();
    }

    void aMillionRowsAreThoseOfTheStore_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("csv") << QStringLiteral("csv");
        QTest::newRow("ndjson") << QStringLiteral("ndjson");
    }

    void aMillionRowsAreThoseOfTheStore()
    {
        QFETCH(QString, format);
        QCOMPARE(judged(format, store(500)), QByteArray("equal 1000000"));
    }

    void rowsAreInTheRangeAndTagByTag()
    {
        store(3, 10);
        m_plant->history.record({{m_plant->project->indexOf(QStringLiteral("level")),
                                  {Value(2.5), {Quality::Good, 0}, m_plant->clock.now()}}});
        const QString range = QStringLiteral("/api/v1/history?format=csv&tags=total,level,level")
            + QStringLiteral("&from=%1&to=%2")
                  .arg(kBegin + 7 * 28)
                  .arg(toMsSinceEpoch(m_plant->clock.now()) + 1);
        const Reply reply = m_vera->get(range);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.contentType, QByteArray("text/csv; charset=utf-8"));
        const QList<QByteArray> lines = reply.body.split('\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], QByteArray("time,tag,path,value,quality,unit\r"));
        QVERIFY2(lines[1].startsWith("2023-11-14T22:13:20.196Z,\"level\",\"pumping/tank/level\","),
                 lines[1]);
        QCOMPARE(lines[3],
                 toIsoString(m_plant->clock.now()).toLatin1()
                     + ",\"level\",\"pumping/tank/level\",2.5,good,\"m\"\r");
        QCOMPARE(lines[4], QByteArray());
    }

    void whatIsNotGoodHasNoValue()
    {
        store(1, 1); // the first one begins a gap
        QCOMPARE(
            m_vera->get(kHistory + QStringLiteral("csv")).body.split('\n').at(1),
            QByteArray("2023-11-14T22:13:20.000Z,\"level\",\"pumping/tank/level\",,bad,\"m\"\r"));
        const Reply reply = m_vera->get(kHistory + QStringLiteral("ndjson"));
        QCOMPARE(reply.contentType, QByteArray("application/x-ndjson"));
        QVERIFY(reply.json().value(QStringLiteral("value")).isNull());
        QCOMPARE(reply.json().value(QStringLiteral("quality")).toString(), QStringLiteral("bad"));
    }

    void whatIsNotSeenIsNotThere()
    {
        m_plant->add("dana", "doser");
        ApiClient dana(m_plant->server);
        QCOMPARE(dana.signIn(QStringLiteral("dana")).status, 201);
        QCOMPARE(dana.get(kHistory + QStringLiteral("csv")).code(), QStringLiteral("unknownTag"));
        QCOMPARE(m_vera->get(QStringLiteral("/api/v1/history?tags=none&format=csv")).status, 404);
        for (const char *wrong : {"", "?tags=level", "?tags=&format=csv", "?tags=level&format=xml",
                                  "?tags=level&format=csv&from=5&to=5"})
            QCOMPARE(m_vera->get(QStringLiteral("/api/v1/history") + QLatin1String(wrong)).status,
                     400);
        ApiClient nobody(m_plant->server);
        QCOMPARE(nobody.get(kHistory + QStringLiteral("csv")).status, 401);
    }

    void whatFailsAtFirstIsAProblem()
    {
        store(1, 10);
        const auto damage = [](QSqlDatabase &db) {
            return execute(db, QStringLiteral("UPDATE history_chunk SET samples = x'00'"));
        };
        QVERIFY(waitFor(m_plant->store.write(damage)));
        QCOMPARE(m_vera->get(kHistory + QStringLiteral("ndjson")).status, 503);
    }

    void whoMayNoMoreGetsNoMore_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"signOut", "disable", "role", "nothing"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void whoMayNoMoreGetsNoMore()
    {
        QFETCH(QString, how);
        store(500);
        const auto raw = halfRead(*m_vera, kHistory + QStringLiteral("ndjson"));
        UserChange less;
        if (how == QLatin1String("signOut"))
            QCOMPARE(m_vera->send("DELETE", QStringLiteral("/api/v1/session")).status, 204);
        else if (how == QLatin1String("disable"))
            less.enabled = false;
        else if (how == QLatin1String("role"))
            less.role = QStringLiteral("doser"); // who sees other tags
        if (less.enabled || less.role)
            change(less);
        const QByteArray all = rest(*raw);
        QCOMPARE(raw->isClosed(), how != QLatin1String("nothing"));
        QCOMPARE(all.endsWith(kLastChunk), how == QLatin1String("nothing"));
        QCOMPARE(all.count('\n') > 1000000, how == QLatin1String("nothing"));
    }

    void aTokenThatIsRemovedGetsNoMore()
    {
        store(500);
        const Reply made = m_vera->post(QStringLiteral("/api/v1/tokens"),
                                        "{\"name\":\"reader\",\"expires\":4102444800000}");
        ApiClient program(m_plant->server);
        program.bearer = made.json().value(QStringLiteral("token")).toString().toLatin1();
        const auto raw = halfRead(program, kHistory + QStringLiteral("csv"));
        const QString id = QString::fromLatin1(program.bearer.mid(4, 12));
        QCOMPARE(m_vera->send("DELETE", QStringLiteral("/api/v1/tokens/") + id).status, 204);
        QVERIFY(!rest(*raw).endsWith(kLastChunk));
        QVERIFY(raw->isClosed());
    }

    void theRecordIsForAdministratorsToTheEnd()
    {
        m_plant->add("ada", "administrator");
        ApiClient ada(m_plant->server);
        QCOMPARE(ada.signIn(QStringLiteral("ada")).status, 201);
        const auto fill = [](QSqlDatabase &db) {
            return execute(
                db,
                QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                               "WHERE i < 100000) INSERT INTO audit (time, actor, origin, action, "
                               "target, outcome, detail, correlation, hash) SELECT 5, 'bulk', "
                               "'local', 'fill', 't' || i, 'ok', printf('%200d', i), '', x'00' "
                               "FROM n"));
        };
        QVERIFY(waitFor(m_plant->store.write(fill)));
        const auto raw = halfRead(ada, QStringLiteral("/api/v1/audit/export?format=csv"));
        UserChange less;
        less.role = QStringLiteral("viewer");
        QVERIFY(waitFor(m_plant->access.changeUser(QStringLiteral("ada"), less)));
        QVERIFY(!rest(*raw).endsWith(kLastChunk));
        QVERIFY(raw->isClosed());
    }

    // The station goes on, and what was asked for is given up.
    void whoLeavesIsForgotten()
    {
        store(500);
        for (int n = 0; n < 30; ++n) {
            const auto raw = halfRead(*m_vera, kHistory + QStringLiteral("ndjson"));
            raw->abort();
        }
        QElapsedTimer passed;
        passed.start();
        QCOMPARE(m_vera->get(QStringLiteral("/api/v1/devices")).status, 200);
        QVERIFY(passed.elapsed() < 5000);
    }

    void anApiThatEndsCutsItOff()
    {
        store(500);
        const auto raw = halfRead(*m_vera, kHistory + QStringLiteral("ndjson"));
        m_plant->api.reset();
        QVERIFY(!rest(*raw).endsWith(kLastChunk));
        QVERIFY(raw->isClosed());
    }
};

QTEST_GUILESS_MAIN(ExportsTest)
#include "tst_exports.moc"
