// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QSslConfiguration>
#include <QTest>

namespace
{

const QByteArray kPassword = "blue herring sings";
const QString kTag = QStringLiteral("rp1-manual");
constexpr qint64 kJournalSyncMs = 1000; ///< what a crash may cost of the history

QMap<QString, QByteArray> filesBelow(const QString &folder)
{
    QMap<QString, QByteArray> files;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            files.insert(file.fileName().mid(folder.size()), file.readAll());
    }
    return files;
}

/// [time, min, max, mean, last, good] each.
QJsonArray pointsOf(const QJsonObject &history)
{
    return history.value(QLatin1String("points")).toArray();
}

} // namespace

/// A whole station of real programs goes into a backup while it works, is lost, and comes back from
/// it.
class RestoreTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theRestoredStationWorks();
    void killedBackupsAreWholeOrNone();
    void everyNthByteCounts();

private:
    struct Answer {
        int status = 0;
        QJsonObject body;
    };
    [[nodiscard]] QString path(const char *name) const { return m_installation->path(name); }
    void startServer();
    Answer call(const QByteArray &method, const QString &target, const QJsonObject &body = {});
    int signIn(const char *user);
    [[nodiscard]] int ctl(const QString &words) const
    {
        return m_installation->ctl(qPrintable(words));
    }
    /// Once more while the station answers writes.
    void backUpUnderLoad();
    [[nodiscard]] QString printedStation() const;

    std::unique_ptr<Installation> m_installation;
    std::unique_ptr<QProcess> m_server;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QByteArray m_csrf;
    QByteArray m_printed;
    int m_written = 0;
};

void RestoreTest::init()
{
    m_installation = std::make_unique<Installation>();
    QVERIFY(m_installation->begin());
    for (const char *words : {"user add root --role administrator --password-stdin",
                              "user add otto --role operator --password-stdin"})
        QCOMPARE(m_installation->ctl(words, kPassword + '\n'), 0);
    QFile lockout(path("data/lockout.json"));
    QVERIFY(lockout.open(QIODevice::WriteOnly));
    lockout.write(R"({"lockouts":[{"area":"dosing","by":"anna","since":1790000000000}]})");
    lockout.close();
    startServer();
}

void RestoreTest::cleanup()
{
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
    m_server.reset();
    m_installation.reset();
}

void RestoreTest::startServer()
{
    m_server = m_installation->start("mws-server");
    QVERIFY(m_server);
    m_network = std::make_unique<QNetworkAccessManager>();
    m_csrf.clear();
}

RestoreTest::Answer RestoreTest::call(const QByteArray &method, const QString &target,
                                      const QJsonObject &body)
{
    const QString base = m_installation->ready().value(QLatin1String("url")).toString();
    QNetworkRequest request(QUrl(base + target));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(path("data/certificate.pem")));
    request.setSslConfiguration(tls);
    request.setRawHeader("Origin", base.chopped(1).toLatin1());
    if (!m_csrf.isEmpty())
        request.setRawHeader("X-CSRF-Token", m_csrf);
    const bool hasBody = method == "POST";
    if (hasBody)
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    const std::unique_ptr<QNetworkReply> reply(m_network->sendCustomRequest(
        request, method, hasBody ? QJsonDocument(body).toJson() : QByteArray()));
    if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, 20000))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            QJsonDocument::fromJson(reply->readAll()).object()};
}

int RestoreTest::signIn(const char *user)
{
    m_csrf.clear();
    const Answer answer = call("POST", QStringLiteral("api/v1/session"),
                               {{QStringLiteral("user"), QLatin1String(user)},
                                {QStringLiteral("password"), QString::fromLatin1(kPassword)}});
    m_csrf = answer.body.value(QLatin1String("csrfToken")).toString().toLatin1();
    return answer.status;
}

void RestoreTest::backUpUnderLoad()
{
    const auto backup = m_installation->launchCtl(
        qPrintable(QStringLiteral("backup %1 --project %2").arg(path("backup"), path("project"))));
    do {
        const Answer answer = call("POST", QStringLiteral("api/v1/tags/%1/write").arg(kTag),
                                   {{QStringLiteral("value"), 40 + m_written % 40}});
        QVERIFY2(answer.status == 200 || answer.status == 403 || answer.status == 429,
                 QJsonDocument(answer.body).toJson().constData());
        m_written += answer.status == 200 ? 1 : 0;
    } while (backup->state() != QProcess::NotRunning);
    m_printed = backup->readAll();
    QVERIFY2(backup->exitCode() == 0, m_printed.constData());
}

/// "… signed by station <id>"
QString RestoreTest::printedStation() const
{
    return QString::fromUtf8(m_printed).trimmed().section(u' ', -1);
}

void RestoreTest::theRestoredStationWorks()
{
    QCOMPARE(signIn("otto"), 201);
    QTRY_COMPARE_WITH_TIMEOUT(call("POST", QStringLiteral("api/v1/tags/%1/write").arg(kTag),
                                   {{QStringLiteral("value"), 77}})
                                  .status,
                              200, 20000);
    const qint64 until = QDateTime::currentMSecsSinceEpoch();
    const QString history
        = QStringLiteral("api/v1/history/%1?from=0&to=%2&points=10000").arg(kTag).arg(until);
    const QJsonObject project = call("GET", QStringLiteral("api/v1/project")).body;
    const QJsonObject lockouts = call("GET", QStringLiteral("api/v1/lockouts")).body;
    QCOMPARE(lockouts.value(QLatin1String("lockouts")).toArray().size(), 1);
    QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() > until + 2 * kJournalSyncMs);
    const QJsonArray before = pointsOf(call("GET", history).body);
    QVERIFY(!before.isEmpty());
    const auto files = filesBelow(path("project"));
    backUpUnderLoad();
    QVERIFY(m_written > 0);

    // All is lost but the backup and the id of the station.
    m_server->kill();
    QVERIFY(m_server->waitForFinished());
    for (const char *folder : {"data", "project"})
        QVERIFY(QDir(path(folder)).removeRecursively());
    QCOMPARE(ctl(QStringLiteral("restore %1 --project %2").arg(path("backup"), path("project"))),
             1);
    QVERIFY(!QFile::exists(path("data")) && !QFile::exists(path("project")));
    QCOMPARE(ctl(QStringLiteral("restore %1 --project %2 --station %3")
                     .arg(path("backup"), path("project"), printedStation())),
             0);
    QCOMPARE(filesBelow(path("project")), files);
    QCOMPARE(ctl(QStringLiteral("audit verify")), 0);

    startServer();
    QCOMPARE(signIn("root"), 201);
    QCOMPARE(signIn("otto"), 201);
    QCOMPARE(call("GET", QStringLiteral("api/v1/project")).body, project);
    QCOMPARE(call("GET", QStringLiteral("api/v1/lockouts")).body, lockouts);
    // Behind the last value the restart has left a gap.
    QJsonArray after = pointsOf(call("GET", history).body);
    while (after.size() > before.size())
        QCOMPARE(after.takeAt(after.size() - 1).toArray().at(5).toInt(-1), 0);
    QCOMPARE(after, before);
    QTRY_COMPARE_WITH_TIMEOUT(call("POST", QStringLiteral("api/v1/tags/%1/write").arg(kTag),
                                   {{QStringLiteral("value"), 66}})
                                  .status,
                              200, 20000);
    QCOMPARE(ctl(QStringLiteral("audit verify")), 0);
}

/// Under the final name there is a backup that holds, or nothing; and the next one is not hindered.
void RestoreTest::killedBackupsAreWholeOrNone()
{
    QElapsedTimer whole;
    whole.start();
    QCOMPARE(ctl(QStringLiteral("backup ") + path("first")), 0);
    const int span = int(whole.elapsed()) * 3 / 2;
    int none = 0;
    for (int i = 0; i < 30; ++i) {
        const QString file = path("backup");
        const auto backup = m_installation->launchCtl(
            qPrintable(QStringLiteral("backup %1 --project %2").arg(file, path("project"))));
        backup->waitForFinished(QRandomGenerator::global()->bounded(1, span));
        backup->kill();
        backup->waitForFinished();
        if (QFile::exists(file)) {
            QCOMPARE(ctl(QStringLiteral("backup verify ") + file), 0);
            QVERIFY(QFile::remove(file));
        } else {
            ++none;
        }
    }
    qInfo("%d of 30 were killed before they were made", none);
    QVERIFY(none > 0);
    QCOMPARE(ctl(QStringLiteral("backup ") + path("backup")), 0);
    QVERIFY(!QFile::exists(path("backup.partial")));
    QCOMPARE(ctl(QStringLiteral("audit verify")), 0);
}

/// Of an archive of a real station, by the program.
void RestoreTest::everyNthByteCounts()
{
    QCOMPARE(ctl(QStringLiteral("backup ") + path("backup")), 0);
    QCOMPARE(ctl(QStringLiteral("backup verify ") + path("backup")), 0);
    QFile archive(path("backup"));
    QVERIFY(archive.open(QIODevice::ReadWrite));
    constexpr int kPlaces = 40;
    for (qint64 place = 0; place <= kPlaces; ++place) {
        const qint64 at = (archive.size() - 1) * place / kPlaces;
        char was = 0;
        QVERIFY(archive.seek(at) && archive.getChar(&was) && archive.seek(at)
                && archive.putChar(char(was ^ 0x10)) && archive.flush());
        QVERIFY2(ctl(QStringLiteral("backup verify ") + path("backup")) == 1,
                 qPrintable(QString::number(at)));
        QVERIFY(archive.seek(at) && archive.putChar(was) && archive.flush());
    }
    QCOMPARE(ctl(QStringLiteral("backup verify ") + path("backup")), 0);
}

QTEST_GUILESS_MAIN(RestoreTest)
#include "tst_restore.moc"
