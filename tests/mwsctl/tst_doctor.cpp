// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/vault.h"
#include "audit/auditlog.h"
#include "modbus/pki.h"
#include "mwsctl/ctlrun.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLockFile>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>

using namespace mws;

namespace
{

constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

/// "mwsctl doctor" and "mwsctl factory-reset" on the data folder of a station.
class DoctorTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_data;

    [[nodiscard]] QString file(const char *name) const
    {
        return m_data + QLatin1Char('/') + QLatin1String(name);
    }
    void putPrivate(const QString &path, const QByteArray &bytes)
    {
        writeFile(path, bytes);
        QVERIFY(QFile::setPermissions(path, kPrivate));
    }
    void changeDatabase(const QByteArray &sql)
    {
        Store store;
        QVERIFY(store.open(file("station.db")));
        QVERIFY(
            store.write([sql](QSqlDatabase &db) { return execute(db, QString::fromLatin1(sql)); })
                .result());
    }
    Ran doctor(const QStringList &more = {})
    {
        return runCtl(QStringList{QStringLiteral("doctor"), QStringLiteral("--data"), m_data}
                      + more);
    }
    /// The findings "level check", without those about the machine that the test runs on.
    QStringList findings(const QStringList &more = {})
    {
        const Ran ran = doctor(more + QStringList(QStringLiteral("--json")));
        QStringList all;
        const QJsonArray list = QJsonDocument::fromJson(ran.out.toUtf8()).array();
        for (const QJsonValue &found : list) {
            const QString check = found[QLatin1String("check")].toString();
            if (check != QLatin1String("clock") && check != QLatin1String("space"))
                all.append(found[QLatin1String("level")].toString() + QLatin1Char(' ') + check);
        }
        all.removeDuplicates();
        return all;
    }
    static QStringList words(const char *text)
    {
        return QString::fromLatin1(text).split(QStringLiteral(", "));
    }
    Ran reset(const QString &answer, const QStringList &more = {})
    {
        return runCtl(QStringList{QStringLiteral("factory-reset"), QStringLiteral("--data"), m_data}
                          + more,
                      answer + QLatin1Char('\n'));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_data = m_folder->filePath(QStringLiteral("data"));
        QVERIFY(QDir().mkpath(m_data));
        QVERIFY(QFile::setPermissions(m_data, kPrivate | QFile::ExeOwner));
        const Ran added
            = runCtl({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("root"),
                      QStringLiteral("--data"), m_data, QStringLiteral("--password-stdin"),
                      QStringLiteral("--role"), QStringLiteral("administrator")},
                     QStringLiteral("blue herring sings\n"));
        QVERIFY2(added.code == 0, qPrintable(added.err));
    }

    void aHealthyStationIsTold()
    {
        QCOMPARE(
            findings(),
            words(
                "ok versions, ok folder, ok certificate, warning networks, ok database, ok audit, "
                "ok factors, ok accounts"));
        const Ran ran = doctor();
        QVERIFY(ran.out.contains(QStringLiteral("Qt 6.")));
        QVERIFY(ran.out.contains(QStringLiteral("OpenSSL 3.")));
        QVERIFY(ran.out.contains(QStringLiteral("SQLite 3.")));
        QVERIFY(ran.out.contains(QStringLiteral("the chain fits")));
    }

    void rowsThatWaitToBeForwardedAreTold()
    {
        changeDatabase("INSERT INTO audit_forward VALUES ('journal', 0)");
        QVERIFY(findings().contains(QStringLiteral("ok forwarding")));
        QVERIFY(doctor().out.contains(QStringLiteral("journal: 1 row(s) have not arrived yet")));
        changeDatabase("UPDATE audit_forward SET last_row = -1000");
        QVERIFY(findings().contains(QStringLiteral("warning forwarding")));
        QCOMPARE(doctor().code, 0);
    }

    void aSyslogServerIsReachedOrNot()
    {
        const QString certificate = m_folder->filePath(QStringLiteral("syslog.pem"));
        const QString key = m_folder->filePath(QStringLiteral("syslog.key"));
        QProcess maker;
        maker.start(QStringLiteral("openssl"),
                    QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                                   "-days 2 -subj /CN=logs -addext subjectAltName=IP:127.0.0.1 "
                                   "-out %1 -keyout %2")
                        .arg(certificate, key)
                        .split(QLatin1Char(' ')));
        QVERIFY(maker.waitForFinished() && maker.exitCode() == 0);
        QProcess server;
        server.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_server"), QStringLiteral("-accept"),
                      QStringLiteral("127.0.0.1:0"), QStringLiteral("-cert"), certificate,
                      QStringLiteral("-key"), key});
        QByteArray said;
        while (!said.contains("ACCEPT 127.0.0.1:") && server.waitForReadyRead())
            said += server.readAllStandardOutput();
        const QString address
            = QString::fromLatin1(said.mid(said.indexOf("ACCEPT ") + 7).split('\n').constFirst())
                  .trimmed();
        const auto asked = [&](const QString &authority) {
            return findings({QStringLiteral("--audit-syslog"), address,
                             QStringLiteral("--audit-syslog-ca"), authority});
        };
        QVERIFY2(asked(certificate).contains(QStringLiteral("ok forwarding")), said);
        QVERIFY(asked(m_folder->filePath(QStringLiteral("none"))) // no authorities
                    .contains(QStringLiteral("fault forwarding")));
        server.kill();
        server.waitForFinished();
        QVERIFY(asked(certificate).contains(QStringLiteral("fault forwarding")));
        QCOMPARE(doctor({QStringLiteral("--audit-syslog"), address}).code, 2); // which authorities?
    }

    void whatOthersMayOpenIsAFault()
    {
        putPrivate(file("modbus-tls/plc/key.pem"), "secret");
        QVERIFY(findings().contains(QStringLiteral("ok folder")));
        QVERIFY(QFile::setPermissions(file("modbus-tls/plc/key.pem"), kPrivate | QFile::ReadGroup));
        QVERIFY(findings().contains(QStringLiteral("fault folder")));
        const Ran ran = doctor();
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.out.contains(QStringLiteral("modbus-tls/plc/key.pem")));
        QVERIFY(QFile::setPermissions(file("modbus-tls/plc/key.pem"), kPrivate));
        QVERIFY(QFile::setPermissions(m_data, kPrivate | QFile::ExeOwner | QFile::ReadOther));
        QVERIFY(findings().contains(QStringLiteral("fault folder")));
    }

    void certificatesAreNoSecret()
    {
        putPrivate(file("certificate.pem"), "public");
        QVERIFY(QFile::setPermissions(file("certificate.pem"), kPrivate | QFile::ReadOther));
        QVERIFY(findings().contains(QStringLiteral("ok folder")));
        QVERIFY(QFile::setPermissions(file("certificate.pem"), kPrivate | QFile::WriteGroup));
        QVERIFY(findings().contains(QStringLiteral("fault folder")));
    }

    void theEndOfTheCertificateIsTold_data()
    {
        QTest::addColumn<QString>("days");
        QTest::addColumn<QString>("finding");
        QTest::newRow("far") << "40"
                             << "ok certificate";
        QTest::newRow("near") << "20"
                              << "warning certificate";
        QTest::newRow("over") << "0"
                              << "fault certificate";
    }

    void theEndOfTheCertificateIsTold()
    {
        QFETCH(const QString, days);
        QFETCH(const QString, finding);
        const auto openssl = [](const QString &arguments) {
            return QProcess::execute(QStringLiteral("openssl"),
                                     arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        };
        const QString key = file("key.pem");
        const QString request = m_folder->filePath(QStringLiteral("request.pem"));
        QCOMPARE(openssl(QStringLiteral("req -new -newkey rsa:2048 -nodes -subj /CN=plant -keyout "
                                        "%1 -out %2")
                             .arg(key, request)),
                 0);
        QCOMPARE(openssl(QStringLiteral("x509 -req -in %1 -signkey %2 -days %3 -out %4")
                             .arg(request, key, days, file("certificate.pem"))),
                 0);
        QVERIFY(QFile::setPermissions(key, kPrivate));
        QVERIFY(findings().contains(finding));
        QCOMPARE(doctor().code, finding.startsWith(QLatin1String("fault")) ? 1 : 0);
    }

    void revocationListsAreLookedAt()
    {
        const Pki pki;
        QVERIFY(QDir().mkpath(file("web-clients")));
        QVERIFY(QDir().mkpath(file("modbus-tls/plc")));
        pki.makeList(file("web-clients/ca.crl"), QStringLiteral("ca"), {QStringLiteral("device")});
        QVERIFY(findings().contains(QStringLiteral("warning revocation"))); // it ends tomorrow
        QVERIFY(findings().contains(QStringLiteral("ok folder")));
        pki.makeList(file("modbus-tls/plc/ca.crl"), QStringLiteral("ca"), {},
                     QStringLiteral("20110101000000Z"));
        QVERIFY(findings().contains(QStringLiteral("fault revocation")));
        QVERIFY(doctor().out.contains(QStringLiteral("modbus-tls/plc/ca.crl of 'ca' is out of "
                                                     "date")));
        putPrivate(file("modbus-tls/plc/ca.crl"), "none");
        QVERIFY(doctor().out.contains(QStringLiteral("is no revocation list")));
    }

    void anotherOwnerIsAFault()
    {
        if (::geteuid() != 0)
            QSKIP("needs root to give a file away");
        putPrivate(file("key.pem"), "secret");
        QCOMPARE(::chown(QFile::encodeName(file("key.pem")).constData(), 65534, 65534), 0);
        QVERIFY(findings().contains(QStringLiteral("fault folder")));
    }

    void aChangedRecordIsAFault()
    {
        changeDatabase("UPDATE audit SET detail = 'nothing'");
        QVERIFY(findings().contains(QStringLiteral("fault audit")));
        QCOMPARE(doctor().code, 1);
    }

    void aDamagedDatabaseIsAFault()
    {
        QFile database(file("station.db"));
        QVERIFY(database.open(QIODevice::ReadWrite));
        QVERIFY(database.seek(0));
        database.write(QByteArray(4096, 'x'));
        database.close();
        QVERIFY(findings().contains(QStringLiteral("fault database")));
        QVERIFY(QFile::remove(file("station.db")));
        QVERIFY(findings().contains(QStringLiteral("fault database")));
        QVERIFY(!QFile::exists(file("station.db"))); // none is made
    }

    void aLostKeyOfSecondFactorsIsAFault()
    {
        const auto vault = Vault::make(file("vault.key"));
        QVERIFY(vault);
        const QByteArray sealed = vault->seal("secret", QStringLiteral("root")).toHex();
        changeDatabase("INSERT INTO second_factor VALUES ('root', x'" + sealed + "', 0)");
        QVERIFY(findings().contains(QStringLiteral("ok factors")));
        QVERIFY(QFile::remove(file("vault.key")));
        QVERIFY(findings().contains(QStringLiteral("fault factors")));
        QVERIFY(!QFile::exists(file("vault.key"))); // none is made
        QVERIFY(Vault::make(file("vault.key")));
        const Ran ran = doctor();
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.out.contains(QStringLiteral("root can sign in with recovery codes only")));
    }

    void accountsThatNobodyUsesAreWarnedOf()
    {
        changeDatabase("UPDATE users SET last_sign_in = 1000");
        QVERIFY(findings().contains(QStringLiteral("warning accounts")));
        QCOMPARE(doctor().code, 0);
        changeDatabase("UPDATE users SET enabled = 0");
        const Ran ran = doctor();
        QVERIFY(!ran.out.contains(QStringLiteral("90 days")));
        QVERIFY(ran.out.contains(QStringLiteral("no enabled administrator")));
    }

    void aProjectIsExaminedToo()
    {
        const QString project = m_folder->filePath(QStringLiteral("project"));
        const QStringList option{QStringLiteral("--project"), project};
        writeFile(project + QStringLiteral("/project.json"),
                  R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
                      "pollClasses": [{"id": "normal"}]})");
        writeFile(project + QStringLiteral("/screens/s.json"), R"({"id": "s", "title": "S"})");
        writeFile(project + QStringLiteral("/connections/bus.json"),
                  R"({"id": "bus", "kind": "rtu", "serialPort": "/dev/nothing-here"})");
        QCOMPARE(findings(option).mid(8), words("ok project, warning ports"));
        writeFile(project + QStringLiteral("/screens/s.json"), "{");
        QVERIFY(findings(option).contains(QStringLiteral("fault project")));
        QCOMPARE(doctor(option).code, 1);
    }

    void whatThisHostPermitsIsTold()
    {
        const QString project = m_folder->filePath(QStringLiteral("project"));
        const QStringList option{QStringLiteral("--project"), project};
        writeFile(project + QStringLiteral("/connections/line.json"),
                  R"({"id": "line", "kind": "tcp", "host": "192.168.10.7",
                      "standbyHost": "10.0.0.1"})");
        QVERIFY(!findings(option).contains(QStringLiteral("fault networks")));
        putPrivate(file("device-networks"), "192.168.10.0/24\n");
        QVERIFY(findings().contains(QStringLiteral("ok networks")));
        QVERIFY(doctor().out.contains(QStringLiteral("192.168.10.0/24")));
        QVERIFY(findings(option).contains(QStringLiteral("fault networks")));
        QVERIFY(doctor(option).out.contains(QStringLiteral("line: 10.0.0.1 is not permitted")));
        QVERIFY(!doctor(option).out.contains(QStringLiteral("192.168.10.7")));
    }

    void aResetIsAskedFor()
    {
        QCOMPARE(reset(QStringLiteral("yes")).code, 1);
        QVERIFY(QFile::exists(file("station.db")));
        QCOMPARE(reset(QString()).code, 1);
        QVERIFY(QFile::exists(file("station.db")));
    }

    void aResetLeavesNothing()
    {
        const QString outside = m_folder->filePath(QStringLiteral("outside"));
        writeFile(outside, "keep this");
        putPrivate(file("key.pem"), "secret");
        putPrivate(file("modbus-tls/plc/key.pem"), "secret");
        QVERIFY(QFile::link(outside, file("link")));
        const QString folder = m_folder->filePath(QStringLiteral("folder"));
        writeFile(folder + QStringLiteral("/within"), "keep this");
        QVERIFY(QFile::link(folder, file("linked")));
        const Ran ran = reset(QStringLiteral("RESET"));
        QVERIFY2(ran.code == 0, qPrintable(ran.err));
        QVERIFY(QDir(m_data).isEmpty());
        QCOMPARE(readFile(outside), QByteArray("keep this"));
        QCOMPARE(readFile(folder + QStringLiteral("/within")), QByteArray("keep this"));
    }

    /// Whatever a folder of somebody else leads to, root writes there as that one only.
    void rootActsAsTheOwnerOfTheFolder()
    {
        if (::geteuid() != 0)
            QSKIP("needs root to give a folder away");
        const QString outside = m_folder->filePath(QStringLiteral("outside"));
        putPrivate(outside, "keep this");
        // The leak sanitizer cannot look at a process that has changed its user.
        const QByteArray options = qgetenv("ASAN_OPTIONS");
        qputenv("ASAN_OPTIONS", options + ":detect_leaks=0");
        const auto restore = qScopeGuard([&options] { qputenv("ASAN_OPTIONS", options); });
        QVERIFY(
            QFile::setPermissions(m_folder->path(), kPrivate | QFile::ExeOwner | QFile::ExeOther));
        QDirIterator all(m_data, QDir::Files);
        while (all.hasNext())
            QCOMPARE(::chown(QFile::encodeName(all.next()).constData(), 65534, 65534), 0);
        QCOMPARE(::chown(QFile::encodeName(m_data).constData(), 65534, 65534), 0);
        QCOMPARE(::link(QFile::encodeName(outside).constData(),
                        QFile::encodeName(file("second-name")).constData()),
                 0);
        QCOMPARE(reset(QStringLiteral("RESET"), {QStringLiteral("--wipe")}).code, 1);
        QCOMPARE(readFile(outside), QByteArray("keep this"));
        QVERIFY(QFile::remove(file("second-name")));
        QCOMPARE(reset(QStringLiteral("RESET"), {QStringLiteral("--wipe")}).code, 0);
        QVERIFY(QDir(m_data).isEmpty());
    }

    /// A second name of the file shows what was in its place on the disk when it went.
    void aWipeOverwritesBeforeItRemoves()
    {
        const QString other = m_folder->filePath(QStringLiteral("other"));
        putPrivate(file("key.pem"), QByteArray(100000, 's'));
        QCOMPARE(::link(QFile::encodeName(file("key.pem")).constData(),
                        QFile::encodeName(other).constData()),
                 0);
        QCOMPARE(reset(QStringLiteral("RESET"), {QStringLiteral("--wipe")}).code, 0);
        QVERIFY(QDir(m_data).isEmpty());
        QCOMPARE(readFile(other), QByteArray(100000, '\0'));
    }

    void aStationThatRunsIsLeftAlone()
    {
        QLockFile lock(file("station.lock"));
        QVERIFY(lock.tryLock());
        const Ran ran = reset(QStringLiteral("RESET"));
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains(QStringLiteral("a station uses")), qPrintable(ran.err));
        QVERIFY(QFile::exists(file("station.db")));
        QVERIFY(doctor().code == 0); // which looks only
    }

    void onlyADataFolderIsReset()
    {
        const QString other = m_folder->filePath(QStringLiteral("documents"));
        writeFile(other + QStringLiteral("/letter.txt"), "dear");
        m_data = other;
        QCOMPARE(reset(QStringLiteral("RESET")).code, 1);
        QCOMPARE(readFile(other + QStringLiteral("/letter.txt")), QByteArray("dear"));
    }
};

QTEST_GUILESS_MAIN(DoctorTest)
#include "tst_doctor.moc"
