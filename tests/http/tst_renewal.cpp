// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatekeeper.h"
#include "modbus/pki.h"
#include "support/fakeclock.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::http;

namespace
{

constexpr std::chrono::days kDay{1};

} // namespace

/// When the station's own certificate is made anew, and that nobody else's is; as openssl sees it.
class RenewalTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<CertificateKeeper> m_keeper;
    QStringList m_names;

    void makeKeeper()
    {
        m_keeper = std::make_unique<CertificateKeeper>(
            m_folder->path(), [this] { return m_names; }, *m_clock);
        QVERIFY(bool(m_keeper->start()));
    }
    [[nodiscard]] QString x509(const QString &options) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"),
                      QStringList{QStringLiteral("x509"), QStringLiteral("-noout"),
                                  QStringLiteral("-in"),
                                  m_folder->filePath(QStringLiteral("certificate.pem"))}
                          + options.split(u' '));
        process.waitForFinished();
        return QString::fromUtf8(process.readAll());
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<FakeClock>();
        m_names = {QStringLiteral("plant.example"), QStringLiteral("192.0.2.7")};
        makeKeeper();
    }

    void aNewOneIsGood()
    {
        QVERIFY(m_keeper->info().selfSigned);
        QCOMPARE(m_keeper->whyRenew(), QString());
        QVERIFY(!endsSoon(m_keeper->info(), m_clock->now()));
        QVERIFY(x509(QStringLiteral("-dates"))
                    .contains(QStringLiteral("notBefore=Dec 31 00:00:00 2025 GMT")));
    }

    void itIsMadeAnewThirtyDaysBeforeItsEnd()
    {
        const CertificateInfo first = m_keeper->info();
        m_clock->advance(first.ends - m_clock->now() - 30 * kDay);
        QCOMPARE(m_keeper->whyRenew(), QString());
        m_clock->advance(Milliseconds(1));
        QVERIFY(m_keeper->whyRenew().contains(QStringLiteral("ends on 2027-")));
        const QSignalSpy changed(m_keeper.get(), &CertificateKeeper::changed);
        QVERIFY(bool(m_keeper->renew()));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_keeper->whyRenew(), QString());
        QVERIFY(m_keeper->info().fingerprint != first.fingerprint);
        QVERIFY(m_keeper->info().ends > first.ends + 300 * kDay);
        QVERIFY(
            x509(QStringLiteral("-fingerprint -sha256")).contains(m_keeper->info().fingerprint));
        const CertificateInfo second = m_keeper->info();
        makeKeeper();
        QCOMPARE(m_keeper->info(), second);
    }

    void oneThatHasEndedStartsAndIsMadeAnewAtReload()
    {
        m_clock->advance(500 * kDay);
        makeKeeper();
        const QString ended = m_keeper->info().fingerprint;
        QVERIFY(bool(m_keeper->reload()));
        QVERIFY(m_keeper->info().fingerprint != ended);
        QCOMPARE(m_keeper->whyRenew(), QString());
    }

    void itIsMadeAnewForAnotherName()
    {
        m_names.append(QStringLiteral("pump.example"));
        QVERIFY(m_keeper->whyRenew().contains(QStringLiteral("lacks pump.example")));
        QVERIFY(bool(m_keeper->renew()));
        QCOMPARE(m_keeper->whyRenew(), QString());
        for (const char *host : {"plant.example", "pump.example", "localhost"})
            QVERIFY(x509(QStringLiteral("-checkhost ") + QLatin1String(host))
                        .contains(QStringLiteral("does match")));
        QVERIFY(x509(QStringLiteral("-checkip 192.0.2.7")).contains(QStringLiteral("does match")));
        m_names.removeLast();
        QCOMPARE(m_keeper->whyRenew(), QString()); // more names than needed are no reason
    }

    void oneThatWasBroughtIsLeftAlone()
    {
        const Pki pki;
        const auto bring = [&](const char *name) {
            const auto pem
                = readPem({pki.certificate(QLatin1String(name)), pki.key(QLatin1String(name))});
            QVERIFY(bool(pem) && bool(installPem(*CertificateLock::take(m_folder->path()), *pem)));
            makeKeeper();
        };
        // ca signs itself, too.
        for (const char *name : {"device", "ca"}) {
            bring(name);
            QVERIFY(!m_keeper->info().selfSigned);
            m_clock->advance(5000 * kDay);
            QVERIFY(endsSoon(m_keeper->info(), m_clock->now()));
            QCOMPARE(m_keeper->whyRenew(), QString());
            const CertificateInfo before = m_keeper->info();
            QVERIFY(!m_keeper->reload());
            QCOMPARE(m_keeper->info(), before);
        }
    }

    void oneThatIsBroughtMeanwhileIsNotReplaced()
    {
        const Pki pki;
        const auto pem = readPem(
            {pki.certificate(QStringLiteral("device")), pki.key(QStringLiteral("device"))});
        QVERIFY(bool(pem) && bool(installPem(*CertificateLock::take(m_folder->path()), *pem)));
        const QString brought = x509(QStringLiteral("-fingerprint -sha256"));
        m_names.append(QStringLiteral("pump.example"));
        QVERIFY(!m_keeper->whyRenew().isEmpty());
        (void)bool(m_keeper->renew());
        QCOMPARE(x509(QStringLiteral("-fingerprint -sha256")), brought);
    }

    void onlyOneInstallsAtATime()
    {
        const CertificateInfo before = m_keeper->info();
        {
            const auto lock = CertificateLock::take(m_folder->path());
            QVERIFY(bool(lock));
            QElapsedTimer since;
            since.start();
            QCOMPARE(m_keeper->renew().error().code, ErrorCode::Conflict);
            QVERIFY(since.elapsed() < 1000); // the web thread does not wait
            QCOMPARE(m_keeper->info(), before);
        }
        QVERIFY(bool(m_keeper->renew()));
        QVERIFY(m_keeper->info().fingerprint != before.fingerprint);
    }

    void aFolderThatCannotBeWrittenKeepsTheOldOne()
    {
        const CertificateInfo before = m_keeper->info();
        QVERIFY(m_folder->remove());
        m_names.append(QStringLiteral("pump.example"));
        QVERIFY(!m_keeper->renew());
        QCOMPARE(m_keeper->info(), before);
    }
};

QTEST_GUILESS_MAIN(RenewalTest)
#include "tst_renewal.moc"
