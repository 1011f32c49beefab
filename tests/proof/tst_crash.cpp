// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDateTime>
#include <QDirIterator>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRandomGenerator>
#include <QSslConfiguration>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QByteArray kPassword = "blue herring sings";
constexpr int kRounds = 5;

/// A write that the server has answered.
struct Answered {
    double value = 0;
    qint64 time = 0; ///< when the answer came, ms since the epoch
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QMap<QString, QByteArray> filesBelow(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        all.insert(path, contentOf(path));
    }
    return all;
}

} // namespace

/// kill -9 while writes run: what was answered must be there afterwards.
class CrashTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void nothingAnsweredIsLost();

private:
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QString program(const char *name) const
    {
        return QStringLiteral(MWS_BIN_DIR "/") + QLatin1String(name);
    }
    bool waitForFile(const QString &file, const QProcess &process) const;
    int runCtl(const QStringList &arguments, const QByteArray &input = {});
    void startServer();
    void signIn();
    QJsonObject call(const QByteArray &method, const QString &target, const QJsonObject &body = {});
    void writeUntil(qint64 end, QList<Answered> &answered);
    [[nodiscard]] QList<QJsonObject> auditRows(const QString &action);

    QTemporaryDir m_folder;
    QProcess m_simulator;
    QProcess m_server;
    QNetworkAccessManager m_network;
    QString m_url;
    QByteArray m_cookie;
    QByteArray m_csrf;
    int m_status = 0;
};

bool CrashTest::waitForFile(const QString &file, const QProcess &process) const
{
    return QTest::qWaitFor(
               [&file, &process] {
                   return !contentOf(file).isEmpty() || process.state() == QProcess::NotRunning;
               },
               20000)
        && !contentOf(file).isEmpty();
}

int CrashTest::runCtl(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(program("mwsctl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished(60000) ? process.exitCode() : -1;
}

void CrashTest::initTestCase()
{
    m_simulator.start(program("mws-simulator"),
                      {QStringLiteral("--project"), kDemo, QStringLiteral("--listen"),
                       QStringLiteral("plc=127.0.0.1:0"), QStringLiteral("--listen"),
                       QStringLiteral("skid=127.0.0.1:0"), QStringLiteral("--pty"),
                       QStringLiteral("line=") + path("line"), QStringLiteral("--ready-file"),
                       path("simulator.json")});
    QVERIFY(waitForFile(path("simulator.json"), m_simulator));
    QVERIFY(QDir().mkpath(path("data")));
    QCOMPARE(runCtl({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("root"),
                     QStringLiteral("--role"), QStringLiteral("administrator"),
                     QStringLiteral("--data"), path("data"), QStringLiteral("--password-stdin")},
                    kPassword + '\n'),
             0);
}

void CrashTest::cleanupTestCase()
{
    for (QProcess *process : {&m_server, &m_simulator}) {
        process->terminate();
        if (!process->waitForFinished(10000))
            process->kill();
    }
    QCOMPARE(m_server.exitStatus(), QProcess::NormalExit);
}

void CrashTest::startServer()
{
    QFile::remove(path("ready.json"));
    const QJsonObject endpoints = QJsonDocument::fromJson(contentOf(path("simulator.json")))
                                      .object()
                                      .value(QLatin1String("endpoints"))
                                      .toObject();
    QStringList arguments{QStringLiteral("--project"),    kDemo,
                          QStringLiteral("--data"),       path("data"),
                          QStringLiteral("--port"),       QStringLiteral("0"),
                          QStringLiteral("--ready-file"), path("ready.json")};
    for (auto it = endpoints.begin(); it != endpoints.end(); ++it)
        arguments << QStringLiteral("--endpoint")
                  << it.key() + QLatin1Char('=') + it.value().toString();
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.start(program("mws-server"), arguments);
    QVERIFY2(waitForFile(path("ready.json"), m_server), m_server.readAll());
    m_url = QJsonDocument::fromJson(contentOf(path("ready.json")))
                .object()
                .value(QLatin1String("url"))
                .toString();
    m_network.clearConnectionCache();
}

QJsonObject CrashTest::call(const QByteArray &method, const QString &target,
                            const QJsonObject &body)
{
    QNetworkRequest request(QUrl(m_url.chopped(1) + target));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(path("data/certificate.pem")));
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setRawHeader("Origin", m_url.chopped(1).toLatin1());
    if (!m_cookie.isEmpty())
        request.setRawHeader("Cookie", m_cookie);
    if (!m_csrf.isEmpty())
        request.setRawHeader("X-CSRF-Token", m_csrf);
    if (method != "GET")
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    QNetworkReply *reply = m_network.sendCustomRequest(
        request, method, method == "GET" ? QByteArray() : QJsonDocument(body).toJson());
    QEventLoop loop;
    connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    m_status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray setCookie = reply->rawHeader("Set-Cookie");
    if (!setCookie.isEmpty())
        m_cookie = setCookie.left(setCookie.indexOf(';'));
    reply->deleteLater();
    return QJsonDocument::fromJson(reply->readAll()).object();
}

void CrashTest::signIn()
{
    m_cookie.clear();
    m_csrf.clear();
    const QJsonObject answer = call("POST", QStringLiteral("/api/v1/session"),
                                    {{QStringLiteral("user"), QStringLiteral("root")},
                                     {QStringLiteral("password"), QString::fromLatin1(kPassword)}});
    QCOMPARE(m_status, 201);
    m_csrf = answer.value(QLatin1String("csrfToken")).toString().toLatin1();
}

void CrashTest::writeUntil(qint64 end, QList<Answered> &answered)
{
    // The setpoint of the raw water tank is recorded in history.
    for (int n = 0; QDateTime::currentMSecsSinceEpoch() < end; ++n) {
        const double value = 50 + n % 20;
        const QJsonObject answer
            = call("POST", QStringLiteral("/api/v1/tags/raw-setpoint/write"),
                   {{QStringLiteral("value"), value}, {QStringLiteral("confirmed"), true}});
        if (m_status == 200 && answer.value(QLatin1String("outcome")) == QLatin1String("ok"))
            answered.append({value, QDateTime::currentMSecsSinceEpoch()});
    }
}

QList<QJsonObject> CrashTest::auditRows(const QString &action)
{
    QList<QJsonObject> rows;
    qint64 before = 0;
    for (;;) {
        QString target = QStringLiteral("/api/v1/audit?limit=1000&action=") + action;
        if (before > 0)
            target += QStringLiteral("&before=%1").arg(before);
        const QJsonArray page = call("GET", target).value(QLatin1String("entries")).toArray();
        if (page.isEmpty())
            return rows;
        for (const QJsonValue &row : page)
            rows.append(row.toObject());
        before = rows.last().value(QLatin1String("id")).toInteger();
    }
}

void CrashTest::nothingAnsweredIsLost()
{
    const auto project = filesBelow(kDemo);
    qsizetype total = 0;
    for (int round = 0; round < kRounds; ++round) {
        startServer();
        signIn();
        QTRY_COMPARE_WITH_TIMEOUT(call("GET", QStringLiteral("/api/v1/tags/raw-setpoint"))
                                      .value(QLatin1String("value"))
                                      .toObject()
                                      .value(QLatin1String("q"))
                                      .toString(),
                                  QStringLiteral("good"), 10000);
        QList<Answered> answered;
        const int span = 2500 + QRandomGenerator::global()->bounded(1500);
        writeUntil(QDateTime::currentMSecsSinceEpoch() + span, answered);
        // One more is under way when the power goes.
        QTimer::singleShot(QRandomGenerator::global()->bounded(200), &m_server,
                           [this] { m_server.kill(); });
        writeUntil(QDateTime::currentMSecsSinceEpoch() + 1, answered);
        QTRY_COMPARE(m_server.state(), QProcess::NotRunning);
        const qint64 died = QDateTime::currentMSecsSinceEpoch();
        QVERIFY(answered.size() >= 3);
        total += answered.size();

        QCOMPARE(runCtl({QStringLiteral("audit"), QStringLiteral("verify"),
                         QStringLiteral("--data"), path("data")}),
                 0);
        startServer();
        signIn();
        const QList<QJsonObject> results = auditRows(QStringLiteral("write.result"));
        const auto ok = std::count_if(results.begin(), results.end(), [](const QJsonObject &row) {
            return row.value(QLatin1String("outcome")) == QLatin1String("ok");
        });
        QVERIFY2(ok >= total, qPrintable(QStringLiteral("%1 of %2").arg(ok).arg(total)));

        // What was read back more than a second before the end is in the history.
        const QJsonArray points
            = call("GET",
                   QStringLiteral("/api/v1/history/raw-setpoint?from=%1&to=%2&points=10000")
                       .arg(answered.first().time - 2000)
                       .arg(died + 1000))
                  .value(QLatin1String("points"))
                  .toArray();
        const Answered *durable = nullptr;
        for (const Answered &write : std::as_const(answered)) {
            if (write.time < died - 1500)
                durable = &write;
        }
        QVERIFY(durable);
        const bool found
            = std::any_of(points.begin(), points.end(), [durable](const QJsonValue &point) {
                  const QJsonArray parts = point.toArray();
                  return qAbs(parts.at(0).toDouble() - double(durable->time)) < 2000
                      && qAbs(parts.at(4).toDouble() - durable->value) < 0.01;
              });
        QVERIFY2(found, QJsonDocument(points).toJson(QJsonDocument::Compact));
        m_server.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(m_server.state(), QProcess::NotRunning, 10000);
        QCOMPARE(m_server.exitStatus(), QProcess::NormalExit);
    }
    QVERIFY(filesBelow(kDemo) == project);
    startServer();
}

QTEST_GUILESS_MAIN(CrashTest)
#include "tst_crash.moc"
