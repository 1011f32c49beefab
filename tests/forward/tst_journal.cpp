// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/journalsink.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace mws;

namespace
{

/// A socket where the journal would be.
class Journal
{
public:
    explicit Journal(const QString &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
        m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        m_isBound
            = ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~Journal() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(Journal)

    [[nodiscard]] bool isBound() const { return m_isBound; }
    /// Empty: nothing has come.
    [[nodiscard]] QByteArray next() const
    {
        QByteArray bytes(1 << 18, '\0');
        const auto size = ::recv(m_socket, bytes.data(), std::size_t(bytes.size()), 0);
        return size > 0 ? bytes.left(size) : QByteArray();
    }

private:
    int m_socket = -1;
    bool m_isBound = false;
};

/// As https://systemd.io/JOURNAL_NATIVE_PROTOCOL/ has it; empty when the bytes are anything else.
QMap<QByteArray, QByteArray> fieldsIn(QByteArray bytes)
{
    QMap<QByteArray, QByteArray> fields;
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArray line = bytes.left(end);
        bytes.remove(0, end + 1);
        if (end < 0)
            return {};
        if (const qsizetype equals = line.indexOf('='); equals > 0) {
            fields.insert(line.left(equals), line.mid(equals + 1));
            continue;
        }
        const auto size = qsizetype(qFromLittleEndian<quint64>(bytes.constData()));
        fields.insert(line, bytes.mid(8, size));
        bytes.remove(0, 8 + size + 1);
    }
    return fields;
}

HashedEntry rowNumber(qint64 id)
{
    HashedEntry row;
    row.entry.id = id;
    row.entry.time = fromMsSinceEpoch(1767225600123);
    row.entry.actor = QStringLiteral("anna");
    row.entry.origin = QStringLiteral("panel");
    row.entry.action = QStringLiteral("write.result");
    row.entry.target = QStringLiteral("pumping/p1");
    row.entry.outcome = QStringLiteral("ok");
    row.entry.detail = QStringLiteral("a=b\nMESSAGE=forged");
    row.hash = QByteArray(32, '\x0f');
    return row;
}

} // namespace

/// Rows in systemd's journal, read where that would read them.
class JournalTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] QString path() const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    }

private Q_SLOTS:
    void aRowIsAnEntryWithAllItsFields()
    {
        const Journal journal(path());
        QVERIFY(journal.isBound());
        forward::JournalSink sink({QStringLiteral("host"), QStringLiteral("0123abcd")}, path());
        QVERIFY(sink.open());
        QCOMPARE(sink.send({rowNumber(7), rowNumber(8)}), 2);
        const auto fields = fieldsIn(journal.next());
        QCOMPARE(fields.value("MESSAGE"), QByteArray("anna (panel) write.result pumping/p1: ok"));
        QCOMPARE(fields.value("PRIORITY"), QByteArray("5"));
        QCOMPARE(fields.value("SYSLOG_IDENTIFIER"), QByteArray("modbus-web-server"));
        QCOMPARE(fields.value("MWS_ID"), QByteArray("7"));
        QCOMPARE(fields.value("MWS_TIME"), QByteArray("2026-01-01T00:00:00.123Z"));
        QCOMPARE(fields.value("MWS_ACTOR"), QByteArray("anna"));
        QCOMPARE(fields.value("MWS_DETAIL"), QByteArray("a=b\\u000aMESSAGE=forged"));
        QCOMPARE(fields.value("MWS_HASH"), QByteArray(32, '\x0f').toHex());
        QCOMPARE(fields.value("MWS_STATION"), QByteArray("0123abcd"));
        QCOMPARE(fieldsIn(journal.next()).value("MWS_ID"), QByteArray("8"));
        QVERIFY(journal.next().isEmpty());
    }

    void withoutAJournalItSaysSo()
    {
        forward::JournalSink sink({}, path());
        QVERIFY(!sink.open());
        QVERIFY(!sink.problem().isEmpty());
        const Journal journal(path());
        QVERIFY(sink.open());
        QVERIFY(sink.problem().isEmpty());
    }

    /// A journal that does not read holds up nobody and loses nothing.
    void aFullQueueTakesTheRestLater()
    {
        const Journal journal(path());
        forward::JournalSink sink({}, path());
        QVERIFY(sink.open());
        QList<HashedEntry> rows;
        for (qint64 id = 1; id <= 5000; ++id)
            rows.append(rowNumber(id));
        const qsizetype taken = sink.send(rows);
        QVERIFY(taken > 0 && taken < rows.size());
        QVERIFY(sink.open());
        qint64 read = 0;
        while (!journal.next().isEmpty())
            ++read;
        QCOMPARE(read, taken);
        QVERIFY(sink.send(rows.mid(taken)) > 0);
        QCOMPARE(fieldsIn(journal.next()).value("MWS_ID"), QByteArray::number(taken + 1));
    }
};

QTEST_GUILESS_MAIN(JournalTest)
#include "tst_journal.moc"
