// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/metricswriter.h"
#include "audit/auditforwards.h"

#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPython = QStringLiteral("/usr/bin/python3"); // the one with Debian's packages

bool hasReader()
{
    return QProcess::execute(
               kPython, {QStringLiteral("-c"), QStringLiteral("import prometheus_client.parser")})
        == 0;
}

/// As read_metrics.py says; empty when the parser refuses the text.
QJsonObject familiesIn(const QByteArray &text)
{
    QProcess reader;
    reader.start(kPython, {QStringLiteral(MWS_METRICS_READER)});
    reader.write(text);
    reader.closeWriteChannel();
    if (!reader.waitForFinished(30000) || reader.exitCode() != 0)
        return {};
    return QJsonDocument::fromJson(reader.readAllStandardOutput()).object();
}

/// What `promtool check metrics` finds fault with; empty: nothing.
QByteArray complaintsAbout(const QByteArray &text)
{
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start(QStringLiteral("promtool"),
                   {QStringLiteral("check"), QStringLiteral("metrics")});
    promtool.write(text);
    promtool.closeWriteChannel();
    if (!promtool.waitForFinished(30000))
        return "no verdict";
    const QByteArray said = promtool.readAll();
    return promtool.exitCode() == 0 ? QByteArray() : said + QByteArray::number(promtool.exitCode());
}

/// Of the sample with these labels, or of the only one; NaN: there is none.
double valueOf(const QJsonObject &families, const char *family, const QJsonObject &labels = {})
{
    const QJsonArray samples = families[QLatin1String(family)][QLatin1String("samples")].toArray();
    for (const QJsonValue &sample : samples) {
        if (sample[1].toObject() == labels)
            return sample[2].toDouble();
    }
    return qQNaN();
}

} // namespace

/// What Prometheus is told, read back by its own parser.
class MetricsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_client;

    [[nodiscard]] QJsonObject families()
    {
        const Reply reply = m_client->get(QStringLiteral("/metrics"));
        return reply.status == 200 ? familiesIn(reply.body) : QJsonObject();
    }

private Q_SLOTS:
    void init()
    {
        if (!hasReader())
            QSKIP("python3-prometheus-client is not installed");
        m_plant = std::make_unique<ApiPlant>();
        m_client = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_client->signIn(QStringLiteral("vera")).status, 201);
    }

    void cleanup()
    {
        m_client.reset();
        m_plant.reset();
    }

    void strangersGetNothing()
    {
        ApiClient stranger(m_plant->server);
        QCOMPARE(stranger.get(QStringLiteral("/metrics")).status, 401);
    }

    void aTokenThatReadsIsEnough()
    {
        const Reply made = m_client->post(QStringLiteral("/api/v1/tokens"),
                                          R"({"name": "prometheus", "expires": 4102444800000})");
        ApiClient scraper(m_plant->server);
        scraper.bearer = made.json().value(QStringLiteral("token")).toString().toLatin1();
        QVERIFY(!scraper.bearer.isEmpty());
        const Reply reply = scraper.get(QStringLiteral("/metrics"));
        QCOMPARE(reply.status, 200);
        QVERIFY(!familiesIn(reply.body).isEmpty());
    }

    void everyFamilyHasItsTypeHelpAndSamples()
    {
        const QJsonObject all = families();
        QVERIFY(all.size() > 12);
        for (auto family = all.begin(); family != all.end(); ++family) {
            const QJsonArray samples = family.value()[QLatin1String("samples")].toArray();
            const QString name = samples.first()[0].toString();
            const bool isCounter = name.endsWith(QStringLiteral("_total"));
            QCOMPARE(family.value()[QLatin1String("type")].toString(),
                     isCounter ? QStringLiteral("counter") : QStringLiteral("gauge"));
            QVERIFY2(family.value()[QLatin1String("help")].toString().endsWith(u'.'),
                     qPrintable(name));
        }
    }

    /// Names, units, types and help as Prometheus wants them.
    void promtoolFindsNoFault()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed");
        LinkStatus link{m_plant->project->connections().constFirst().id, LinkState::Connected, {}};
        UnitStatus unit;
        unit.device = m_plant->project->devices().constFirst().id;
        unit.state = UnitState::Good;
        unit.lastAnswer = fromMsSinceEpoch(1234567890500);
        Q_EMIT m_plant->bus.linkChanged(link);
        Q_EMIT m_plant->bus.unitChanged(unit);
        ForwardStatus status;
        status.target = QStringLiteral("journal");
        m_plant->auditLog.forwards().show(status);
        QTRY_VERIFY(families().contains(QStringLiteral("mws_device_up")));
        const QByteArray text = m_client->get(QStringLiteral("/metrics")).body;
        QVERIFY(text.contains("mws_audit_forward_up"));
        QCOMPARE(complaintsAbout(text), QByteArray());
        QVERIFY(!complaintsAbout(text + "# TYPE mws_bad counter\nmws_bad 1\n").isEmpty());
    }

    void tagsAreCountedByQuality()
    {
        const auto of = [](const QJsonObject &all, const char *quality) {
            return valueOf(all, "mws_tags",
                           {{QStringLiteral("quality"), QString(QLatin1String(quality))}});
        };
        m_plant->set(QStringLiteral("setpoint"), Value(1.0));
        QTRY_COMPARE(of(families(), "good"), 1.0);
        m_plant->set(QStringLiteral("setpoint"), Value(1.0), {Quality::Uncertain, 0});
        QTRY_COMPARE(of(families(), "uncertain"), 1.0);
        const QJsonObject all = families();
        QCOMPARE(of(all, "good"), 0.0);
        QCOMPARE(of(all, "uncertain") + of(all, "bad"), double(m_plant->project->tagCount()));
    }

    void whereAuditRowsGoIsTold()
    {
        QVERIFY(!families().contains(QStringLiteral("mws_audit_forward_up")));
        ForwardStatus status;
        status.target = QStringLiteral("syslog logs.example.org:6514");
        status.state = ForwardStatus::State::Up;
        status.waiting = 7;
        m_plant->auditLog.forwards().show(status);
        // Its address is not for everyone who may view.
        QVERIFY(!m_client->get(QStringLiteral("/metrics")).body.contains("logs.example.org"));
        const QJsonObject labels{{QStringLiteral("kind"), QStringLiteral("syslog")}};
        QCOMPARE(valueOf(families(), "mws_audit_forward_up", labels), 1.0);
        QCOMPARE(valueOf(families(), "mws_audit_forward_waiting_rows", labels), 7.0);
        status.state = ForwardStatus::State::Down;
        m_plant->auditLog.forwards().show(status);
        QCOMPARE(valueOf(families(), "mws_audit_forward_up", labels), 0.0);
    }

    void theStateOfLinksAndDevicesIsTold()
    {
        LinkStatus link{m_plant->project->connections().constFirst().id, LinkState::Connected, {}};
        UnitStatus unit;
        unit.device = m_plant->project->devices().constFirst().id;
        unit.state = UnitState::Good;
        unit.requests = 12345678901;
        unit.timeouts = 7;
        unit.roundTripMs = 2.5;
        unit.lastAnswer = fromMsSinceEpoch(1234567890500);
        Q_EMIT m_plant->bus.linkChanged(link);
        Q_EMIT m_plant->bus.unitChanged(unit);
        const QJsonObject ofLink{{QStringLiteral("connection"), link.connection}};
        const QJsonObject ofUnit{{QStringLiteral("connection"), link.connection},
                                 {QStringLiteral("device"), unit.device}};
        QTRY_COMPARE(valueOf(families(), "mws_device_up", ofUnit), 1.0);
        const QJsonObject all = families();
        QCOMPARE(valueOf(all, "mws_link_up", ofLink), 1.0);
        QCOMPARE(valueOf(all, "mws_device_requests", ofUnit), 12345678901.0);
        QCOMPARE(valueOf(all, "mws_device_timeouts", ofUnit), 7.0);
        QCOMPARE(valueOf(all, "mws_device_round_trip_seconds", ofUnit), 0.0025);
        QCOMPARE(valueOf(all, "mws_device_last_answer_timestamp_seconds", ofUnit), 1234567890.5);
        link.state = LinkState::Failed;
        Q_EMIT m_plant->bus.linkChanged(link);
        QTRY_COMPARE(valueOf(families(), "mws_link_up", ofLink), 0.0);
    }

    void sessionsAndLiveClientsAreCounted()
    {
        QCOMPARE(valueOf(families(), "mws_sessions"), 1.0);
        QCOMPARE(valueOf(families(), "mws_live_clients"), 0.0);
        LiveClient feed(*m_client, m_plant->server);
        QTRY_VERIFY(feed.isConnected());
        QTRY_COMPARE(valueOf(families(), "mws_live_clients"), 1.0);
        QVERIFY(valueOf(families(), "process_cpu_seconds") > 0);
        QVERIFY(valueOf(families(), "process_resident_memory_bytes") > 1e6);
        QVERIFY(valueOf(families(), "process_open_fds") > 3);
    }

    void anyTextIsALabel()
    {
        const QString hostile = QStringLiteral("a\"b\\c\nd} 7\n# TYPE x é");
        QByteArray text;
        api::MetricsWriter writer(text);
        writer.gauge("x_seconds", "Help.");
        writer.sample({{"first", hostile}, {"second", u""}}, 0.1);
        const QJsonObject all = familiesIn(text);
        QCOMPARE(all.size(), 1);
        QCOMPARE(
            valueOf(all, "x_seconds",
                    {{QStringLiteral("first"), hostile}, {QStringLiteral("second"), QString()}}),
            0.1);
    }
};

QTEST_GUILESS_MAIN(MetricsTest)
#include "tst_metrics.moc"
