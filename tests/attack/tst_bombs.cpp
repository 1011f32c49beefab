// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/attackplant.h"
#include "attack/corpus.h"
#include "attack/tlsclient.h"
#include "modbus/footprint.h"

#include <QTest>

using namespace mws;

namespace
{

constexpr qsizetype kMaxBody = 1024 * 1024;

/// begin, then as many pieces as fit into the largest body with the end.
QByteArray filledUp(const QByteArray &begin, const QByteArray &piece, const QByteArray &end)
{
    const qsizetype times = (kMaxBody - begin.size() - end.size()) / piece.size();
    return begin + piece.repeated(times) + end;
}

/// The same with a number in each piece, in place of "#".
QByteArray counted(const QByteArray &begin, const QByteArray &piece, const QByteArray &end)
{
    QByteArray body = begin;
    for (int n = 100000; body.size() + piece.size() + 5 + end.size() <= kMaxBody; ++n)
        body += QByteArray(piece).replace("#", QByteArray::number(n));
    return body + end;
}

} // namespace

/// Bodies of a megabyte that would cost a careless reader much more than that. Each is refused, and
/// nothing of it stays.
class BombTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bodies_data();
    void bodies();
    void nothingOfItStays();

private:
    std::unique_ptr<AttackPlant> m_plant;
    qint64 m_resident = 0;
};

void BombTest::initTestCase()
{
    m_plant = std::make_unique<AttackPlant>();
    TlsClient client(m_plant->port());
    client.send(m_plant->filled("{hidden}"));
    QCOMPARE(outcomeOf(client.receiveAnswer()), QByteArray("200"));
    m_resident = Footprint::now().resident;
}

void BombTest::bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &body) { QTest::newRow(name) << body; };
    row("arrays within arrays", QByteArray(kMaxBody, '['));
    row("objects within objects", filledUp({}, "{\"a\":", {}));
    row("both, closed", "{\"value\":" + QByteArray(500000, '[') + QByteArray(500000, ']') + '}');
    row("seventeen levels again and again",
        filledUp("{\"value\":[", QByteArray(17, '[') + QByteArray(17, ']') + ',', "0]}"));
    row("sixteen levels again and again",
        filledUp("{\"value\":[", QByteArray(14, '[') + QByteArray(14, ']') + ',', "0]}"));
    row("many keys", counted("{\"value\":1", ",\"#\":0", "}"));
    row("one key many times", filledUp("{\"value\":1", ",\"a\":0", "}"));
    row("a key of many twice", counted("{\"k100000\":1,\"value\":1", ",\"k#\":0", "}"));
    row("keys with escapes", counted("{\"value\":1", ",\"\\u0061#\":0", "}"));
    row("long keys that end differently",
        counted("{\"value\":1", ",\"" + QByteArray(1000, 'a') + "#\":0", "}"));
    row("one long key", filledUp("{\"value\":1,\"", "a", "\":0}"));
    row("many objects", counted("{\"value\":[0", ",{\"a\":#}", "]}"));
    row("many zeros", filledUp("{\"value\":[0", ",0", "]}"));
    row("many empty texts", filledUp("{\"value\":[0", ",\"\"", "]}"));
    row("digits", filledUp("{\"value\":", "9", "}"));
    row("digits of a fraction", filledUp("{\"value\":0.", "0", "1}"));
    row("digits of an exponent", filledUp("{\"value\":1e", "9", "}"));
    row("zeros of an exponent", filledUp("{\"value\":1e", "0", ",}"));
    row("many large numbers", filledUp("{\"value\":[0", ",1e308", "]}"));
    row("a long text", filledUp("{\"value\":\"", "a", "\"}"));
    row("a text of escapes", filledUp("{\"value\":\"", "\\u20ac", "\"}"));
    row("a text of backslashes", filledUp("{\"value\":\"", "\\\\", "\"}"));
    row("a text without end", filledUp("{\"value\":\"", "\\\"", {}));
    row("halves of pairs", filledUp("{\"value\":\"", "\\ud800", "\"}"));
    row("space", filledUp("{\"value\":", " ", "1,}"));
    row("lines", filledUp("{\"value\":", "\n", "x}"));
    row("commas", QByteArray(kMaxBody, ','));
    row("a list of values",
        filledUp("{\"writes\":[", "{\"tag\":\"setpoint\",\"value\":1},",
                 "{\"tag\":\"setpoint\",\"value\":1}]}"));
}

void BombTest::bodies()
{
    QFETCH(const QByteArray, body);
    QVERIFY(body.size() <= kMaxBody);
    const AttackPlant::Traces before = m_plant->traces();
    const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
    for (const char *path : {"tags/setpoint/write", "tags/write", "session"}) {
        TlsClient client(m_plant->port());
        client.send(m_plant->filled("POST /api/v1/" + QByteArray(path) + " HTTP/1.1\r\n{honest}")
                    + length + body);
        const QByteArray answer = client.receiveAnswer();
        const QByteArray outcome = outcomeOf(answer);
        QVERIFY2(outcome == "400" || outcome == "401" || outcome == "413" || outcome == "422",
                 answer.left(1000));
        QVERIFY(!tellsTooMuch(answer) && answer.size() < 2000);
    }
    const AttackPlant::Traces after = m_plant->traces();
    QCOMPARE(after.busWrites, before.busWrites);
    QCOMPARE(after.sessions, before.sessions);
}

void BombTest::nothingOfItStays()
{
    for (const AuditEntry &row : m_plant->plant.audit())
        QVERIFY2(row.target.size() + row.detail.size() < 1000, qPrintable(row.detail.left(1000)));
    const qint64 more = Footprint::now().resident - m_resident;
    QVERIFY2(!kMemoryCounts || more < 64 * 1024 * 1024, QByteArray::number(more));
}

QTEST_GUILESS_MAIN(BombTest)
#include "tst_bombs.moc"
