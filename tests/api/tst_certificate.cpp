// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/certificatedesk.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPath = QStringLiteral("/api/v1/certificate");
const QString kReload = QStringLiteral("/api/v1/certificate/reload");

} // namespace

/// What administrators see of the web's certificate and do to it, and the rows that it leaves.
class CertificateApiTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_root;

    [[nodiscard]] QString file(const char *name) const
    {
        return m_plant->folder.filePath(QLatin1String(name));
    }
    [[nodiscard]] QList<AuditEntry> rows() const
    {
        return m_plant->audit(QStringLiteral("certificate"));
    }

    /// What was asked of the audit log has been answered, and what follows from that is written.
    void settle() const
    {
        (void)rows();
        QCoreApplication::processEvents();
        (void)rows();
    }
    /// As somebody would with openssl; it is not one that the station made.
    void bringOneFor20Days()
    {
        QProcess process;
        process.start(QStringLiteral("openssl"),
                      QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                                     "-days 20 -subj /CN=own -addext subjectAltName=DNS:plant.test "
                                     "-keyout %1 -out %2")
                          .arg(file("key.pem"), file("certificate.pem"))
                          .split(u' '));
        QVERIFY(process.waitForFinished() && process.exitCode() == 0);
        QVERIFY(bool(m_plant->certificate.start()));
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        m_plant->clock.advance(fromMsSinceEpoch(now) - m_plant->clock.now());
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_root = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_root->signIn(QStringLiteral("root")).status, 201);
    }

    void itIsForAdministrators()
    {
        for (const char *user : {"otto", "vera"}) {
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(QLatin1String(user)).status, 201);
            QCOMPARE(client.get(kPath).status, 403);
            QCOMPARE(client.post(kReload, "{}").status, 403);
        }
        ApiClient stranger(m_plant->server);
        QCOMPARE(stranger.get(kPath).status, 401);
        QCOMPARE(stranger.post(kReload, "{}").status, 401);
        QVERIFY(rows().isEmpty());
    }

    void itIsShown()
    {
        const QJsonObject shown = m_root->get(kPath).json();
        QCOMPARE(shown.value(QStringLiteral("fingerprint")).toString(),
                 m_plant->certificate.info().fingerprint);
        QVERIFY(
            shown.value(QStringLiteral("names")).toArray().contains(QStringLiteral("plant.test")));
        QCOMPARE(shown.value(QStringLiteral("selfSigned")), QJsonValue(true));
        QCOMPARE(shown.value(QStringLiteral("endsSoon")), QJsonValue(false));
        QVERIFY(!m_root->get(kPath).body.contains("PRIVATE"));
    }

    void loadingWantsThePassword()
    {
        m_plant->clock.advance(std::chrono::minutes(6));
        const Reply refused = m_root->post(kReload, "{}");
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.code(), QStringLiteral("notConfirmed"));
        QVERIFY(rows().isEmpty());
    }

    void anotherOneIsTaken()
    {
        const QString before = m_plant->certificate.info().fingerprint;
        QVERIFY(QFile::remove(file("certificate.pem")) && QFile::remove(file("key.pem")));
        const Reply loaded = m_root->post(kReload, "{}");
        QVERIFY2(loaded.status == 200, loaded.body);
        const QString now = loaded.json().value(QStringLiteral("fingerprint")).toString();
        QVERIFY(now != before);
        QCOMPARE(rows().size(), 1);
        const AuditEntry row = rows().first();
        QCOMPARE(row.actor, QStringLiteral("root"));
        QVERIFY(row.origin.startsWith(QStringLiteral("remote")));
        QCOMPARE(row.target, now);
        QCOMPARE(row.outcome, QStringLiteral("ok"));
    }

    void aBadOneIsRefused()
    {
        const QString before = m_plant->certificate.info().fingerprint;
        QVERIFY(QFile::setPermissions(file("key.pem"), QFile::ReadOwner | QFile::ReadOther));
        const Reply refused = m_root->post(kReload, "{}");
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.code(), QStringLiteral("notAcceptable"));
        QVERIFY(!refused.body.contains(m_plant->folder.path().toUtf8()));
        QCOMPARE(m_plant->certificate.info().fingerprint, before);
        QCOMPARE(rows().size(), 1);
        QCOMPARE(rows().first().outcome, QStringLiteral("failed"));
        QCOMPARE(rows().first().target, before);
        QVERIFY(rows().first().detail.contains(QStringLiteral("0600")));
    }

    void aSignalLeavesARowOfTheSystem()
    {
        m_plant->api->reloadCertificate();
        QTRY_COMPARE(rows().size(), 1);
        QCOMPARE(rows().first().actor, QStringLiteral("system"));
        QCOMPARE(rows().first().origin, QStringLiteral("local"));
        QCOMPARE(rows().first().outcome, QStringLiteral("ok"));
    }

    void theFirstAndEachOtherOneIsRecordedAtTheStart()
    {
        const Services services = m_plant->services();
        const auto start = [&] {
            api::CertificateDesk desk(services, m_plant->certificate);
            desk.watch();
            settle();
        };
        start();
        QCOMPARE(rows().size(), 1);
        QCOMPARE(rows().first().target, m_plant->certificate.info().fingerprint);
        QCOMPARE(rows().first().actor, QStringLiteral("system"));
        start();
        QCOMPARE(rows().size(), 1);
        QVERIFY(QFile::remove(file("certificate.pem")) && QFile::remove(file("key.pem")));
        QVERIFY(bool(m_plant->certificate.start()));
        start();
        QCOMPARE(rows().size(), 2);
        QCOMPARE(rows().first().target, m_plant->certificate.info().fingerprint);
    }

    void itsOwnIsMadeAnewBeforeItEnds()
    {
        const Services services = m_plant->services();
        api::CertificateDesk desk(services, m_plant->certificate);
        const QString before = desk.info().fingerprint;
        m_plant->clock.advance(360 * 24h);
        desk.look();
        QCOMPARE(desk.info().fingerprint, before);
        m_plant->clock.advance(10 * 24h);
        desk.look();
        QVERIFY(desk.info().fingerprint != before);
        QVERIFY(!desk.endsSoon());
        QCOMPARE(rows().size(), 1);
        QCOMPARE(rows().first().target, desk.info().fingerprint);
        QVERIFY(rows().first().detail.contains(QStringLiteral("the last one ends on")));
        QVERIFY(m_plant->audit(QStringLiteral("certificate.expiring")).isEmpty());
    }

    void ofOneThatWasBroughtItWarnsOnceADay()
    {
        bringOneFor20Days();
        const Services services = m_plant->services();
        const auto warnings
            = [this] { return m_plant->audit(QStringLiteral("certificate.expiring")); };
        auto desk = std::make_unique<api::CertificateDesk>(services, m_plant->certificate);
        QVERIFY(desk->endsSoon());
        const auto look = [&] {
            desk->look();
            settle();
        };
        look();
        QCOMPARE(warnings().size(), 1);
        QCOMPARE(warnings().first().target, m_plant->certificate.info().fingerprint);
        QCOMPARE(warnings().first().outcome, QStringLiteral("warning"));
        m_plant->clock.advance(23h);
        desk = std::make_unique<api::CertificateDesk>(services, m_plant->certificate);
        look();
        QCOMPARE(warnings().size(), 1);
        m_plant->clock.advance(1h);
        look();
        QCOMPARE(warnings().size(), 2);
        QVERIFY(rows().isEmpty());
    }

    void withoutTlsThereIsNone()
    {
        http::Server server({QHostAddress(QHostAddress::LocalHost), 0, {}, {}, {}});
        ApiServer api(m_plant->services(), server);
        QVERIFY(bool(server.listen()));
        ApiClient client(server);
        QCOMPARE(client.signIn(QStringLiteral("root")).status, 201);
        QCOMPARE(client.get(kPath).status, 404);
        QCOMPARE(client.post(kReload, "{}").status, 404);
        api.reloadCertificate();
    }
};

QTEST_GUILESS_MAIN(CertificateApiTest)
#include "tst_certificate.moc"
