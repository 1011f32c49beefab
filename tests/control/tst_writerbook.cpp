// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writerbook.h"
#include "field/fieldmemory.h"

#include <QTest>

using namespace mws;

namespace
{

const QString kPlc = QStringLiteral("plc");

class Memory final : public FieldMemory
{
public:
    [[nodiscard]] QByteArray recall() const override { return bytes; }
    void keep(const QByteArray &now) override
    {
        bytes = now;
        ++times;
    }

    QByteArray bytes;
    int times = 0;
};

Identity writer(const QString &user, Origin origin = Origin::Panel, const QByteArray &token = {})
{
    return {user, QStringLiteral("operator"), origin, QStringLiteral("192.0.2.7"), token};
}

} // namespace

/// Who has written to a device before.
class WriterBookTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachIsNewOnce()
    {
        WriterBook book;
        const Identity anna = writer(QStringLiteral("anna"));
        QVERIFY(!book.knows(kPlc, anna));
        book.note(kPlc, anna);
        QVERIFY(book.knows(kPlc, anna));
        QVERIFY(!book.knows(QStringLiteral("meter"), anna));
        QVERIFY(!book.knows(kPlc, writer(QStringLiteral("bert"))));
        QVERIFY(!book.knows(kPlc, writer(QStringLiteral("anna"), Origin::Remote)));
        QVERIFY(!book.knows(kPlc, writer(QStringLiteral("anna"), Origin::Program, "t1")));
        book.note(kPlc, writer(QStringLiteral("anna"), Origin::Program, "t1"));
        QVERIFY(!book.knows(kPlc, writer(QStringLiteral("anna"), Origin::Program, "t2")));
        Identity elsewhere = anna; // another session, from another place
        elsewhere.address = QStringLiteral("192.0.2.8");
        elsewhere.session = "other";
        QVERIFY(book.knows(kPlc, elsewhere));
    }

    void theyAreKnownAfterARestart()
    {
        Memory memory;
        {
            WriterBook book;
            book.open(memory);
            book.note(kPlc, writer(QStringLiteral("anna")));
            book.note(kPlc, writer(QStringLiteral("anna")));
        }
        QCOMPARE(memory.times, 1);
        QVERIFY(!memory.bytes.contains("anna")); // a name stays nowhere
        WriterBook book;
        book.open(memory);
        QVERIFY(book.knows(kPlc, writer(QStringLiteral("anna"))));
        QVERIFY(!book.knows(kPlc, writer(QStringLiteral("bert"))));
    }

    void whatCannotBeReadIsNothing()
    {
        Memory memory;
        for (const char *bytes : {"", "[]", "{", "{\"plc\": 1}", "{\"plc\": [1, {}]}"}) {
            memory.bytes = bytes;
            WriterBook book;
            book.open(memory);
            QVERIFY(!book.knows(kPlc, writer(QStringLiteral("anna"))));
        }
    }

    void whoWroteLongAgoIsForgotten()
    {
        WriterBook book;
        const auto nth = [](qsizetype n) { return writer(QStringLiteral("user%1").arg(n)); };
        for (qsizetype n = 0; n < WriterBook::kMost; ++n)
            book.note(kPlc, nth(n));
        book.note(kPlc, nth(0)); // again
        book.note(kPlc, nth(WriterBook::kMost));
        QVERIFY(book.knows(kPlc, nth(0)));
        QVERIFY(!book.knows(kPlc, nth(1)));
        QVERIFY(book.knows(kPlc, nth(2)));
    }
};

QTEST_GUILESS_MAIN(WriterBookTest)
#include "tst_writerbook.moc"
