// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "forward/forwarder.h"
#include "forward/forwarding.h"
#include "forward/syslogsink.h"
#include "modbus/pki.h"
#include "storage/store.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

/// The one of syslog_server.py.
class Server
{
public:
    explicit Server(const Pki &pki, const QString &certificate = QStringLiteral("device"),
                    int port = 0, const QString &authority = {})
    {
        QStringList arguments{QStringLiteral(MWS_SYSLOG_SERVER), pki.certificate(certificate),
                              pki.key(certificate), QString::number(port)};
        if (!authority.isEmpty())
            arguments.append(pki.certificate(authority));
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("python3"), arguments);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20000)) { }
        m_port = m_process.readLine().trimmed().toInt();
    }
    ~Server() { stop(); }
    Q_DISABLE_COPY_MOVE(Server)

    void stop()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QList<QJsonObject> messages()
    {
        while (m_process.canReadLine())
            m_messages.append(QJsonDocument::fromJson(m_process.readLine()).object());
        return m_messages;
    }
    [[nodiscard]] QList<qint64> ids()
    {
        QList<qint64> all;
        for (const QJsonObject &message : messages())
            all.append(message[u"data"][u"id"].toString().toLongLong());
        return all;
    }

private:
    QProcess m_process;
    int m_port = 0;
    QList<QJsonObject> m_messages;
};

QList<qint64> firstRows(qint64 last)
{
    QList<qint64> all;
    for (qint64 id = 1; id <= last; ++id)
        all.append(id);
    return all;
}

const QList<QString> kNasty{
    QStringLiteral(R"(quotes " and ] and \ and \" and \])"),
    QStringLiteral("line\nbreak\r\x1b[2J<13>1 - - - - - -"),
    QString::fromUtf8("Ventil 3 auf 12,5 °C \xe2\x80\xae\xf0\x9f\x92\xa7"),
    QString(),
    QStringLiteral("] [x@1 a=\"b\"]"),
    QString(2000, u'x'),
};

} // namespace

/// Rows at a syslog server, as one reads them that we did not write.
class SyslogTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditLog> m_log;

    void append(const QString &detail, int count = 1)
    {
        for (int i = 0; i < count; ++i) {
            AuditEntry entry;
            entry.actor = QStringLiteral("anna");
            entry.origin = QStringLiteral("remote 192.0.2.7");
            entry.action = QStringLiteral("write.result");
            entry.target = QStringLiteral("pumping/pump \"1\"/start");
            entry.outcome = QStringLiteral("ok");
            entry.detail = detail;
            entry.correlation = QStringLiteral("c1");
            QVERIFY(m_log->append(entry).result());
        }
    }
    [[nodiscard]] forward::SyslogTarget target(const Server &server) const
    {
        return {QStringLiteral("127.0.0.1"), quint16(server.port()),
                m_pki.certificate(QStringLiteral("ca"))};
    }
    [[nodiscard]] std::unique_ptr<forward::Forwarder> forwarder(const forward::SyslogTarget &target)
    {
        forward::Forwarder::Times times;
        times.every = 20ms;
        times.grace = 3s;
        return std::make_unique<forward::Forwarder>(
            *m_log, m_clock,
            std::make_unique<forward::SyslogSink>(
                target, forward::RowSource{QStringLiteral("plant host"), {}}, m_clock),
            times);
    }
    [[nodiscard]] ForwardStatus status() const { return m_log->forwards().all().value(0); }
    [[nodiscard]] QStringList ownRows() const
    {
        QStringList all;
        AuditLog::Query query;
        query.action = QStringLiteral("audit.forward");
        const auto found = m_log->read(query).result();
        for (const AuditEntry &row : *found)
            all.prepend(row.outcome);
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        Pki::Wish wish;
        wish.names = QStringLiteral("DNS:other.test");
        m_pki.make(QStringLiteral("otherName"), wish);
        wish = {};
        wish.authority = QStringLiteral("otherCa");
        m_pki.make(QStringLiteral("stranger"), wish);
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder->filePath(QStringLiteral("station.db"))));
        m_log = std::make_unique<AuditLog>(*m_store, m_clock);
    }

    void rowsArriveWholeWithAChainThatFits()
    {
        Server server(m_pki);
        QVERIFY(server.port() > 0);
        for (const QString &detail : kNasty)
            append(detail);
        append(QStringLiteral("one of many"), 250); // more than one piece
        const qint64 last = kNasty.size() + 250;
        forward::Options options;
        options.syslog = target(server);
        const forward::Forwarding forwarding(*m_log, m_clock, options, QStringLiteral("0123abcd"));
        QTRY_COMPARE_WITH_TIMEOUT(server.ids(), firstRows(last), 30000);
        const auto stored = m_log->read({0, 1000, {}}).result();
        const QList<QJsonObject> messages = server.messages();
        for (qsizetype i = 0; i < messages.size(); ++i) {
            const QJsonObject data = messages[i][u"data"].toObject();
            QVERIFY2(messages[i][u"fits"].toBool(), qPrintable(QString::number(i)));
            QCOMPARE(data[u"detail"].toString(), stored->at(last - 1 - i).detail);
            QCOMPARE(data[u"target"].toString(), QStringLiteral("pumping/pump \"1\"/start"));
            QCOMPARE(data[u"station"].toString(), QStringLiteral("0123abcd"));
            QCOMPARE(messages[i][u"time"], data[u"time"]);
            QCOMPARE(messages[i][u"messageId"].toString(), QStringLiteral("write.result"));
            QCOMPARE(messages[i][u"priority"].toInt(), 13 * 8 + 5);
        }
        QTRY_COMPARE(status().lastRow, last);
        QCOMPARE(status().waiting, 0);
        QCOMPARE(status().state, ForwardStatus::State::Up);
    }

    void onlyTheServerThatIsMeantGetsRows_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::newRow("another name") << QStringLiteral("otherName");
        QTest::newRow("another authority") << QStringLiteral("stranger");
    }

    void onlyTheServerThatIsMeantGetsRows()
    {
        QFETCH(const QString, certificate);
        Server server(m_pki, certificate);
        append(QStringLiteral("secret of the plant"));
        const auto sender = forwarder(target(server));
        QTRY_COMPARE(status().state, ForwardStatus::State::Down);
        QTRY_VERIFY2(status().problem.contains(QStringLiteral("certificate is not accepted")),
                     qPrintable(status().problem));
        QTRY_COMPARE_WITH_TIMEOUT(ownRows(), QStringList{QStringLiteral("failed")}, 15000);
        QVERIFY(server.messages().isEmpty());
        QCOMPARE(status().lastRow, 0);
    }

    void aServerMayAskForACertificate()
    {
        Server server(m_pki, QStringLiteral("device"), 0, QStringLiteral("ca"));
        append(QStringLiteral("x"), 3);
        forward::SyslogTarget to = target(server);
        {
            const auto stranger = forwarder(to);
            QTRY_COMPARE(status().state, ForwardStatus::State::Down);
            QVERIFY(server.messages().isEmpty());
        }
        QCOMPARE(status().lastRow, 0);
        to.certificateFile = m_pki.certificate(QStringLiteral("station"));
        to.keyFile = m_pki.key(QStringLiteral("station"));
        const auto sender = forwarder(to);
        QTRY_VERIFY_WITH_TIMEOUT(server.ids().size() >= 3, 15000);
    }

    void afterAnOutageNoRowIsMissing()
    {
        auto server = std::make_unique<Server>(m_pki);
        const int port = server->port();
        append(QStringLiteral("before"), 10);
        const auto sender = forwarder(target(*server));
        QTRY_COMPARE_WITH_TIMEOUT(server->ids(), firstRows(10), 15000);
        server->stop();
        QList<qint64> arrived = server->ids();
        append(QStringLiteral("meanwhile"), 10);
        QTRY_COMPARE_WITH_TIMEOUT(ownRows(), QStringList{QStringLiteral("failed")}, 15000);
        QCOMPARE(status().state, ForwardStatus::State::Down);
        QVERIFY(!status().problem.isEmpty());
        server = std::make_unique<Server>(m_pki, QStringLiteral("device"), port);
        QCOMPARE(server->port(), port);
        // What tells of it is row 21 and row 22.
        QTRY_VERIFY_WITH_TIMEOUT(server->ids().contains(22), 30000);
        QCOMPARE(ownRows(), (QStringList{QStringLiteral("failed"), QStringLiteral("ok")}));
        arrived += server->ids();
        const QSet<qint64> all(arrived.cbegin(), arrived.cend());
        QCOMPARE(all.size(), 22);
        for (const QJsonObject &message : server->messages())
            QVERIFY(!message.contains(u"error"));
    }

    void aMissingFileIsTold()
    {
        Server server(m_pki);
        forward::SyslogTarget to = target(server);
        to.caFile = m_folder->filePath(QStringLiteral("nowhere.pem"));
        const auto sender = forwarder(to);
        QTRY_VERIFY(status().problem.contains(QStringLiteral("nowhere.pem")));
    }
};

QTEST_GUILESS_MAIN(SyslogTest)
#include "tst_syslog.moc"
