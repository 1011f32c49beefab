// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/northplant.h"
#include "northbound/rawmodbus.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace mws;

namespace
{

struct Outcome {
    int code = -1;
    QString output;
};

/// While the program runs, so does the server in this thread.
Outcome run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended
        = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60000);
    const bool exited = ended && process.exitStatus() == QProcess::NormalExit;
    return {exited ? process.exitCode() : -1, QString::fromUtf8(process.readAll())};
}

void putFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qUtf8Printable(path));
}

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Programs that others wrote, against the station's Modbus server.
class NorthboundClientsTest final : public QObject
{
    Q_OBJECT

private:
    static constexpr const char *kRole = "1.3.6.1.4.1.50316.802.1=";
    QTemporaryDir m_folder;
    std::unique_ptr<NorthPlant> m_plant;

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString port() const { return QString::number(m_plant->port()); }

    void startWith(const Northbound &settings)
    {
        m_plant = std::make_unique<NorthPlant>(settings);
        m_plant->start();
    }

    void openssl(const QStringList &arguments)
    {
        const Outcome outcome = run(QStringLiteral("openssl"), arguments);
        if (outcome.code != 0)
            qFatal("openssl: %s", qUtf8Printable(outcome.output));
    }

    void makeAuthority(const QString &name)
    {
        openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                 QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                 QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                 QStringLiteral("-subj"), QStringLiteral("/CN=") + name, QStringLiteral("-days"),
                 QStringLiteral("2"), QStringLiteral("-keyout"),
                 path(name + QStringLiteral(".key")), QStringLiteral("-out"),
                 path(name + QStringLiteral(".pem"))});
    }

    /// <name>.pem and <name>.key, and both in <name>.both.
    void makeCertificate(const QString &name, const QByteArray &extensions,
                         const QString &authority = QStringLiteral("ca"))
    {
        const QString key = path(name + QStringLiteral(".key"));
        const QString request = path(name + QStringLiteral(".csr"));
        const QString certificate = path(name + QStringLiteral(".pem"));
        const QString extensionFile = path(name + QStringLiteral(".ext"));
        putFile(extensionFile, "basicConstraints=CA:FALSE\n" + extensions + "\n");
        openssl({QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-newkey"),
                 QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                 QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-nodes"),
                 QStringLiteral("-subj"), QStringLiteral("/CN=") + name, QStringLiteral("-keyout"),
                 key, QStringLiteral("-out"), request});
        openssl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), request,
                 QStringLiteral("-CA"), path(authority + QStringLiteral(".pem")),
                 QStringLiteral("-CAkey"), path(authority + QStringLiteral(".key")),
                 QStringLiteral("-CAcreateserial"), QStringLiteral("-days"), QStringLiteral("2"),
                 QStringLiteral("-extfile"), extensionFile, QStringLiteral("-out"), certificate});
        putFile(path(name + QStringLiteral(".both")), fileBytes(certificate) + fileBytes(key));
    }

    void makeCertificates()
    {
        makeAuthority(QStringLiteral("ca"));
        makeAuthority(QStringLiteral("stranger"));
        makeCertificate(QStringLiteral("server"), "subjectAltName=IP:127.0.0.1");
        const QByteArray role(kRole);
        makeCertificate(QStringLiteral("operator"), role + "ASN1:UTF8String:operator");
        makeCertificate(QStringLiteral("viewer"), role + "ASN1:UTF8String:viewer");
        makeCertificate(QStringLiteral("doser"), role + "ASN1:UTF8String:doser");
        makeCertificate(QStringLiteral("blind"), role + "ASN1:UTF8String:blind");
        makeCertificate(QStringLiteral("ghost"), role + "ASN1:UTF8String:ghost");
        makeCertificate(QStringLiteral("printable"), role + "ASN1:PRINTABLESTRING:operator");
        makeCertificate(QStringLiteral("none"), "keyUsage=digitalSignature");
        makeCertificate(QStringLiteral("two"), role + "DER:0c086f70657261746f720c06766965776572");
        makeCertificate(QStringLiteral("list"),
                        role + "ASN1:SEQUENCE:roles\n[roles]\na=UTF8String:operator");
        makeCertificate(QStringLiteral("foreign"), role + "ASN1:UTF8String:operator",
                        QStringLiteral("stranger"));
    }

    /// Puts the files of the server where it looks for them.
    void installTls(const NorthPlant &plant)
    {
        const QString to = plant.folder.filePath(QStringLiteral("northbound-tls"));
        QDir().mkpath(to);
        putFile(to + QStringLiteral("/ca.pem"), fileBytes(path(QStringLiteral("ca.pem"))));
        putFile(to + QStringLiteral("/certificate.pem"),
                fileBytes(path(QStringLiteral("server.pem"))));
        putFile(to + QStringLiteral("/key.pem"), fileBytes(path(QStringLiteral("server.key"))));
        QFile::setPermissions(to + QStringLiteral("/key.pem"),
                              QFile::ReadOwner | QFile::WriteOwner);
    }

    /// What s_client says until it has ended: by itself, or by the server alone.
    QByteArray sayHello(const QStringList &options, bool byItself)
    {
        QProcess client;
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(QStringLiteral("openssl"),
                     QStringList{QStringLiteral("s_client"), QStringLiteral("-CAfile"),
                                 path(QStringLiteral("ca.pem")), QStringLiteral("-connect"),
                                 QStringLiteral("127.0.0.1:") + port()}
                         + options);
        if (byItself)
            client.closeWriteChannel();
        if (!QTest::qWaitFor([&client] { return client.state() == QProcess::NotRunning; }, 20000))
            qFatal("s_client goes on");
        return client.readAll();
    }

    void startTls()
    {
        Northbound settings = NorthPlant::usual();
        settings.tls = true;
        settings.writeRole.clear();
        m_plant = std::make_unique<NorthPlant>(settings);
        installTls(*m_plant);
        m_plant->start();
        QCOMPARE(m_plant->server->status().lastError, QString());
        QCOMPARE(m_plant->server->status().state, NorthboundStatus::State::Listening);
    }

    [[nodiscard]] Outcome pymodbus(const QStringList &arguments) const
    {
        return run(QStringLiteral("/usr/bin/python3"),
                   QStringList{QStringLiteral(MWS_CLIENT_SCRIPT)} + arguments);
    }
    [[nodiscard]] static bool hasPymodbus()
    {
        return run(QStringLiteral("/usr/bin/python3"),
                   {QStringLiteral("-c"), QStringLiteral("import pymodbus")})
                   .code
            == 0;
    }

    Outcome mbpoll(const QStringList &arguments) const
    {
        return run(QStringLiteral("mbpoll"),
                   QStringList{QStringLiteral("-1"), QStringLiteral("-0"), QStringLiteral("-m"),
                               QStringLiteral("tcp"), QStringLiteral("-p"), port(),
                               QStringLiteral("-t")}
                       + arguments);
    }
    /// The first value that mbpoll shows for a place.
    QString polled(const QString &type, int address)
    {
        const Outcome outcome = mbpoll(
            {type, QStringLiteral("-r"), QString::number(address), QStringLiteral("127.0.0.1")});
        const QString mark = QStringLiteral("[%1]:").arg(address);
        const QString rest = outcome.output.section(mark, 1).section(u'\n', 0, 0).trimmed();
        return outcome.code == 0 ? rest : outcome.output;
    }
    Outcome poke(const QString &type, int address, const QString &value)
    {
        return mbpoll({type, QStringLiteral("-r"), QString::number(address),
                       QStringLiteral("127.0.0.1"), value});
    }

private Q_SLOTS:
    void mbpollReadsAndWrites()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("mbpoll")).isEmpty())
            QSKIP("mbpoll is not installed");
        startWith(NorthPlant::usual());
        QCOMPARE(polled(QStringLiteral("4"), 0), QStringLiteral("72"));
        QCOMPARE(polled(QStringLiteral("0"), 1), QStringLiteral("1"));
        QCOMPARE(polled(QStringLiteral("1"), 0), QStringLiteral("1"));
        QCOMPARE(polled(QStringLiteral("3:float"), 0), QStringLiteral("2.5"));
        QCOMPARE(poke(QStringLiteral("4"), 3, QStringLiteral("77")).code, 0);
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(77)));
        QCOMPARE(poke(QStringLiteral("0"), 0, QStringLiteral("1")).code, 0);
        QCOMPARE(m_plant->valueOf("run"), Value(true));
        const Outcome above = poke(QStringLiteral("4"), 0, QStringLiteral("124"));
        QVERIFY2(above.output.contains(QStringLiteral("Illegal data value")),
                 qPrintable(above.output));
        const Outcome nowhere = mbpoll({QStringLiteral("4"), QStringLiteral("-r"),
                                        QStringLiteral("500"), QStringLiteral("127.0.0.1")});
        QVERIFY2(nowhere.output.contains(QStringLiteral("Illegal data address")),
                 qPrintable(nowhere.output));
    }

    void pymodbusReadsAndWrites()
    {
        if (!hasPymodbus())
            QSKIP("pymodbus is not installed");
        startWith(NorthPlant::usual());
        const Outcome outcome = pymodbus({QStringLiteral("tcp"), port()});
        QVERIFY2(outcome.output.endsWith(QStringLiteral("all good\n")), qPrintable(outcome.output));
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(21)));
    }

    void tlsClientsHaveTheRoleOfTheirCertificate()
    {
        if (!hasPymodbus())
            QSKIP("pymodbus is not installed");
        makeCertificates();
        startTls();
        const std::pair<const char *, const char *> clients[] = {
            {"operator", "writes"}, {"viewer", "reads"},      {"doser", "part"},
            {"blind", "nothing"},   {"ghost", "nothing"},     {"none", "nothing"},
            {"two", "nothing"},     {"printable", "nothing"}, {"list", "nothing"},
            {"foreign", "refused"},
        };
        for (const auto &[name, wanted] : clients) {
            const Outcome outcome = pymodbus(
                {QStringLiteral("tls"), port(), path(QStringLiteral("ca.pem")),
                 path(QLatin1String(name) + QStringLiteral(".both")), QLatin1String(wanted)});
            QVERIFY2(outcome.output.endsWith(QStringLiteral("all good\n")),
                     qPrintable(QLatin1String(name) + u' ' + outcome.output));
        }
        QCOMPARE(m_plant->bus.writes.size(), 2);
        QTRY_COMPARE(m_plant->server->status().clients, 0);
        QCOMPARE(m_plant->server->status().refusedClients, 1U);
        const auto row = [](const char *action, const char *name, const char *rest) {
            return QStringLiteral("%1 modbus:127.0.0.1 (%2) %3")
                .arg(QLatin1String(action), QLatin1String(name), QLatin1String(rest));
        };
        QStringList rows{row("write.intended", "operator", "pumping/pump/mode pending"),
                         row("write.result", "operator", "pumping/pump/mode ok"),
                         row("denied", "viewer", "pumping/pump/mode denied"),
                         row("denied", "doser", " read"),
                         row("write.intended", "doser", "dosing/pump/dose pending"),
                         row("write.result", "doser", "dosing/pump/dose ok"),
                         row("denied", "blind", " read")};
        // Of reads one row for each connection.
        for (const char *name : {"ghost", "none", "two", "printable", "list"})
            rows += {row("denied", name, " read"), row("denied", name, " write")};
        QTRY_COMPARE(m_plant->audit(), rows);
    }

    void tlsIsNotRenegotiatedAndNotCompressed()
    {
        makeCertificates();
        startTls();
        QProcess client;
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_client"), QStringLiteral("-tls1_2"),
                      QStringLiteral("-comp"), QStringLiteral("-CAfile"),
                      path(QStringLiteral("ca.pem")), QStringLiteral("-cert"),
                      path(QStringLiteral("operator.pem")), QStringLiteral("-key"),
                      path(QStringLiteral("operator.key")), QStringLiteral("-connect"),
                      QStringLiteral("127.0.0.1:") + port()});
        QByteArray output;
        const auto says = [&client, &output](const char *text) {
            return QTest::qWaitFor(
                [&] {
                    output += client.readAll();
                    return output.contains(text);
                },
                20000);
        };
        QVERIFY2(says("Verify return code: 0 (ok)"), output.constData());
        QVERIFY2(output.contains("Compression: NONE"), output.constData());
        QTRY_COMPARE(m_plant->server->status().clients, 1);
        client.write("R\n");
        QVERIFY2(says("no renegotiation"), output.constData());
        client.closeWriteChannel();
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, 20000);
        // The others are served as before.
        QTRY_COMPARE(m_plant->server->status().clients, 0);
        QCOMPARE(m_plant->server->status().state, NorthboundStatus::State::Listening);
    }

    void tlsSessionsAreNotResumed_data()
    {
        QTest::addColumn<QString>("version");
        QTest::newRow("1.2") << QStringLiteral("-tls1_2");
        QTest::newRow("1.3") << QStringLiteral("-tls1_3");
    }

    /// A session of the operator is worth nothing to one who comes without the certificate.
    void tlsSessionsAreNotResumed()
    {
        QFETCH(const QString, version);
        makeCertificates();
        startTls();
        const QString session = path(QStringLiteral("session.pem"));
        QFile::remove(session);
        const QByteArray first
            = sayHello({version, QStringLiteral("-sess_out"), session, QStringLiteral("-cert"),
                        path(QStringLiteral("operator.pem")), QStringLiteral("-key"),
                        path(QStringLiteral("operator.key"))},
                       true);
        QVERIFY2(first.contains("Verify return code: 0 (ok)"), first);
        if (!QFile::exists(session))
            return; // the server has given none
        const QByteArray second = sayHello({version, QStringLiteral("-sess_in"), session}, false);
        QVERIFY2(second.contains("New, TLSv1"), second);
        QVERIFY2(!second.contains("Reused, "), second);
    }

    void tlsIsMutualAndNotOld()
    {
        if (!hasPymodbus())
            QSKIP("pymodbus is not installed");
        makeCertificates();
        startTls();
        const auto ends = [this](const char *identity, const char *wanted, const char *version) {
            const QString file = QLatin1String(identity) == QLatin1String("-")
                ? QStringLiteral("-")
                : path(QLatin1String(identity) + QStringLiteral(".both"));
            return pymodbus({QStringLiteral("tls"), port(), path(QStringLiteral("ca.pem")), file,
                             QLatin1String(wanted), QLatin1String(version)})
                .output;
        };
        QCOMPARE(ends("operator", "writes", "TLSv1_2"), QStringLiteral("all good\n"));
        QCOMPARE(ends("operator", "writes", "TLSv1_3"), QStringLiteral("all good\n"));
        QVERIFY(ends("operator", "refused", "TLSv1_1").endsWith(QStringLiteral("all good\n")));
        QVERIFY(ends("-", "refused", "TLSv1_2").endsWith(QStringLiteral("all good\n")));
        QVERIFY(ends("-", "refused", "TLSv1_3").endsWith(QStringLiteral("all good\n")));
        QCOMPARE(m_plant->bus.writes.size(), 2);
        RawModbus plain(m_plant->port());
        plain.send(RawModbus::frame(QByteArray::fromHex("0300030001")));
        QVERIFY(plain.waitClosed());
        QCOMPARE(m_plant->server->status().refusedClients, 4U);
    }

    void aKeyThatOthersCanReadIsNotUsed()
    {
        makeCertificates();
        Northbound settings = NorthPlant::usual();
        settings.tls = true;
        m_plant = std::make_unique<NorthPlant>(settings);
        installTls(*m_plant);
        const QString key = m_plant->folder.filePath(QStringLiteral("northbound-tls/key.pem"));
        QVERIFY(
            QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        m_plant->start();
        QCOMPARE(m_plant->server->status().state, NorthboundStatus::State::Failed);
        QCOMPARE(m_plant->server->status().lastError,
                 QStringLiteral("northbound-tls/key.pem: others may read it; want mode 0600"));
        QVERIFY(QFile::setPermissions(key, QFile::ReadOwner));
        QTRY_COMPARE(m_plant->server->status().state, NorthboundStatus::State::Listening);
    }
};

QTEST_GUILESS_MAIN(NorthboundClientsTest)
#include "tst_clients.moc"
