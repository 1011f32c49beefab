// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QFile>
#include <QTest>

using namespace mws;

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
