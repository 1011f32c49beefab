// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/forwarder.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

/// What a test makes of it.
struct Place {
    bool takes = true;
    bool isFull = false; ///< open, but hands on nothing
    bool arrives = true;
    QString problem;
    QList<qint64> rows;
    qsizetype largest = 0;
    int closed = 0;
};

class FakeSink final : public forward::Sink
{
public:
    explicit FakeSink(Place &place)
        : m_place(place)
    {
    }
    [[nodiscard]] QString name() const override { return QStringLiteral("test"); }
    [[nodiscard]] bool open() override { return m_place.takes; }
    qsizetype send(const QList<HashedEntry> &rows) override
    {
        if (m_place.isFull)
            return 0;
        for (const HashedEntry &row : rows)
            m_place.rows.append(row.entry.id);
        m_place.largest = std::max(m_place.largest, rows.size());
        return rows.size();
    }
    [[nodiscard]] bool isThrough() override { return m_place.arrives; }
    void close(const QString &why) override
    {
        m_place.problem = why;
        ++m_place.closed;
    }
    [[nodiscard]] QString problem() const override { return m_place.problem; }

private:
    Place &m_place;
};

QList<qint64> range(qint64 first, qint64 last)
{
    QList<qint64> all;
    for (qint64 id = first; id <= last; ++id)
        all.append(id);
    return all;
}

} // namespace

/// In order, each at least once, over outages and restarts.
class ForwarderTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    FakeClock m_clock;
    Place m_place;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditLog> m_log;
    std::unique_ptr<forward::Forwarder> m_forwarder;

    void start()
    {
        forward::Forwarder::Times times;
        times.every = 5ms;
        m_forwarder = std::make_unique<forward::Forwarder>(
            *m_log, m_clock, std::make_unique<FakeSink>(m_place), times);
    }
    void append(int count)
    {
        for (int i = 0; i < count; ++i)
            QVERIFY(m_log->append({}).result());
    }
    [[nodiscard]] ForwardStatus status() const { return m_log->forwards().all().value(0); }
    [[nodiscard]] QStringList ownRows() const
    {
        QStringList all;
        AuditLog::Query query;
        query.action = QStringLiteral("audit.forward");
        const auto found = m_log->read(query).result();
        for (const AuditEntry &row : *found)
            all.prepend(row.outcome + u' ' + row.detail);
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_place = {};
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder->filePath(QStringLiteral("station.db"))));
        m_log = std::make_unique<AuditLog>(*m_store, m_clock);
    }

    void cleanup()
    {
        m_forwarder.reset();
        m_log.reset();
        m_store.reset();
    }

    void rowsGoInOrderAPieceAtATime()
    {
        append(450);
        start();
        QTRY_COMPARE(m_place.rows, range(1, 450));
        QTRY_COMPARE(status().lastRow, 450);
        QCOMPARE(status().state, ForwardStatus::State::Up);
        QCOMPARE(status().waiting, 0);
        QCOMPARE(m_place.largest, forward::Forwarder::kPiece);
        append(1);
        QTRY_COMPARE(m_place.rows, range(1, 451));
    }

    void whatMayNotHaveArrivedIsSentAgain()
    {
        m_place.arrives = false;
        append(5);
        start();
        QTRY_COMPARE(m_place.rows, range(1, 5));
        QCOMPARE(status().lastRow, 0);
        m_place.takes = false;
        m_place.problem = QStringLiteral("gone");
        QTRY_COMPARE(status().problem, QStringLiteral("gone"));
        QCOMPARE(status().state, ForwardStatus::State::Down);
        m_place.takes = m_place.arrives = true;
        QTRY_COMPARE(m_place.rows, range(1, 5) + range(1, 5));
        QTRY_COMPARE(status().lastRow, 5);
        QVERIFY(status().problem.isEmpty());
    }

    void aRestartGoesOnBehindWhatHasArrived()
    {
        append(7);
        start();
        QTRY_COMPARE(status().lastRow, 7);
        m_forwarder.reset();
        m_place.rows.clear();
        append(3);
        start();
        QTRY_COMPARE(m_place.rows, range(8, 10));
    }

    void rowsThatHangEndTheConnection()
    {
        m_place.arrives = false;
        append(1);
        start();
        QTRY_COMPARE(m_place.rows.size(), 1);
        m_clock.advance(15s);
        QTest::qWait(50);
        QCOMPARE(m_place.closed, 0);
        m_clock.advance(1ms);
        QTRY_VERIFY(m_place.closed > 0);
    }

    void aFullPlaceIsDown()
    {
        append(1);
        start();
        QTRY_COMPARE(status().lastRow, 1);
        m_place.isFull = true;
        append(1);
        QTRY_COMPARE(status().waiting, 1);
        m_clock.advance(15s - 1ms);
        QTest::qWait(50);
        QCOMPARE(status().state, ForwardStatus::State::Up);
        m_clock.advance(1ms);
        QTRY_COMPARE(status().state, ForwardStatus::State::Down);
        QCOMPARE(status().problem, QStringLiteral("it takes no rows"));
        m_clock.advance(15s);
        QTRY_COMPARE(ownRows(),
                     QStringList{QStringLiteral(
                         "failed no row has arrived behind row 1: it takes no rows")});
        m_place.isFull = false;
        QTRY_COMPARE(status().state, ForwardStatus::State::Up);
        QTRY_COMPARE(m_place.rows, range(1, 4));
    }

    void aRecordThatCannotBeReadIsTold()
    {
        const auto rename = [this](const char *from, const char *to) {
            const QString sql = QStringLiteral("ALTER TABLE %1 RENAME TO %2")
                                    .arg(QLatin1String(from), QLatin1String(to));
            QVERIFY(m_store->write([sql](QSqlDatabase &db) { return execute(db, sql); }).result());
        };
        append(1);
        start();
        QTRY_COMPARE(status().state, ForwardStatus::State::Up);
        rename("audit", "gone");
        QTest::qWait(50);
        QCOMPARE(status().state, ForwardStatus::State::Up);
        m_clock.advance(15s);
        QTRY_COMPARE(status().state, ForwardStatus::State::Down);
        QVERIFY(status().problem.startsWith(QStringLiteral("the record cannot be read: ")));
        rename("gone", "audit");
        QTRY_COMPARE(status().state, ForwardStatus::State::Up);
    }

    void theRecordSaysOnceThatRowsDoNotArriveAndThatTheyDo()
    {
        append(2);
        m_place.takes = false;
        m_place.problem = QStringLiteral("no route");
        start();
        QTRY_COMPARE(status().state, ForwardStatus::State::Down);
        m_clock.advance(29s);
        QTest::qWait(50);
        QVERIFY(ownRows().isEmpty());
        m_clock.advance(1s);
        const QString lost = QStringLiteral("failed no row has arrived behind row 0: no route");
        QTRY_COMPARE(ownRows(), QStringList{lost});
        m_clock.advance(1h);
        QTest::qWait(50);
        QCOMPARE(ownRows().size(), 1);
        m_place.takes = true;
        QTRY_COMPARE(ownRows(),
                     (QStringList{lost,
                                  QStringLiteral("ok rows arrive again, row 3 was the last "
                                                 "one")}));
        QTRY_COMPARE(m_place.rows, range(1, 4));
        // A short outage is nothing for the record.
        m_place.takes = false;
        QTRY_COMPARE(status().state, ForwardStatus::State::Down);
        m_clock.advance(20s);
        m_place.takes = true;
        QTRY_COMPARE(status().state, ForwardStatus::State::Up);
        QCOMPARE(ownRows().size(), 2);
    }
};

QTEST_GUILESS_MAIN(ForwarderTest)
#include "tst_forwarder.moc"
