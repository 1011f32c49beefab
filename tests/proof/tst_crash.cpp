// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"

#include <QDateTime>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSslConfiguration>
#include <QTest>

#include <algorithm>
#include <array>
#include <numeric>

namespace
{

const QByteArray kPassword = "blue herring sings";
constexpr int kRounds = 6;
constexpr qint64 kSamplePeriodMs = 1000;
constexpr qint64 kMostLostMs = 1000; ///< of the history, as the README of the module says

/// A recorded setpoint of the controller that is written without end: 40 to 89.5 in steps of 0.5.
struct Target {
    const char *id;
    const char *path;
    int address; ///< holding register; it holds ten times the value
};
constexpr std::array<Target, 3> kTargets{{
    {"raw-setpoint", "intake/Raw water tank/Level setpoint", 24},
    {"clear-setpoint", "pumping/Clear water tank/Level setpoint", 41},
    {"rp1-manual", "intake/Raw water pump 1/Manual speed", 21},
}};

/// How often a value was written to a target; the key is its path and ten times the value.
using Counts = QMap<std::pair<QString, int>, int>;

int sumOf(const Counts &counts)
{
    return std::accumulate(counts.cbegin(), counts.cend(), 0);
}

/// Empty if every count of \a part is covered by \a whole, otherwise the first that is not.
QString missingFrom(const Counts &part, const Counts &whole)
{
    for (auto it = part.cbegin(); it != part.cend(); ++it) {
        if (whole.value(it.key()) < it.value())
            return QStringLiteral("%1 = %2: %3 of %4")
                .arg(it.key().first)
                .arg(it.key().second / 10.0)
                .arg(whole.value(it.key()))
                .arg(it.value());
    }
    return {};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject jsonOf(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace

/// kill -9 while writes are under way: what was answered must be there afterwards, and no device
/// may have seen a write that the audit log does not know.
class CrashTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingAnsweredIsLost_data();
    void nothingAnsweredIsLost();
    void startUpSurvivesToo();

private:
    QString path(const char *name) const { return m_installation.path(name); }
    void addUser(const char *name, const char *role);
    void startServer();
    void kill();

    QNetworkReply *send(const QByteArray &method, const QString &target, const QJsonObject &body);
    QJsonObject call(const QByteArray &method, const QString &target, const QJsonObject &body = {});
    void signIn(const char *user, const QByteArray &password, int expected);
    QString qualityOf(const Target &target);

    void writeOn(const Target &target);
    void writeAnswered(const Target &target, int tenfold, QNetworkReply *reply);
    QList<QJsonObject> auditRows(const QString &action);
    void checkAudit();
    void checkHistory(qint64 from);
    Counts seenByDevices() const;

    Installation m_installation;
    std::unique_ptr<QProcess> m_server;
    QNetworkAccessManager m_network;
    QString m_url;
    QByteArray m_cookie;
    QByteArray m_csrf;
    int m_status = 0;

    bool m_writing = false;
    bool m_killAtAnswer = false;
    int m_underWay = 0;
    int m_unanswered = 0; ///< of all rounds
    int m_step = 0;
    qint64 m_killed = 0; ///< ms since the epoch
    Counts m_answered; ///< of all rounds
    QStringList m_refusals;
};

void CrashTest::addUser(const char *name, const char *role)
{
    const QByteArray words
        = QByteArray("user add ") + name + " --role " + role + " --password-stdin";
    QCOMPARE(m_installation.ctl(words, kPassword + '\n'), 0);
}

void CrashTest::initTestCase()
{
    QVERIFY(m_installation.begin());
    addUser("root", "administrator");
    addUser("otto", "operator");
}

void CrashTest::startServer()
{
    m_server = m_installation.start("mws-server");
    QVERIFY(m_server);
    m_url = m_installation.ready().value(QLatin1String("url")).toString().chopped(1);
    m_network.clearConnectionCache();
}

void CrashTest::kill()
{
    m_writing = false;
    m_killAtAnswer = false;
    m_killed = QDateTime::currentMSecsSinceEpoch();
    m_server->kill();
    QVERIFY(m_server->waitForFinished(10000));
    QCOMPARE(m_server->exitStatus(), QProcess::CrashExit);
}

QNetworkReply *CrashTest::send(const QByteArray &method, const QString &target,
                               const QJsonObject &body)
{
    QNetworkRequest request(QUrl(m_url + target));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(path("data/certificate.pem")));
    request.setSslConfiguration(tls);
    request.setTransferTimeout(20000);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setRawHeader("Origin", m_url.toLatin1());
    if (!m_cookie.isEmpty())
        request.setRawHeader("Cookie", m_cookie);
    if (!m_csrf.isEmpty())
        request.setRawHeader("X-CSRF-Token", m_csrf);
    if (method == "GET")
        return m_network.get(request);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    return m_network.sendCustomRequest(request, method, QJsonDocument(body).toJson());
}

QJsonObject CrashTest::call(const QByteArray &method, const QString &target,
                            const QJsonObject &body)
{
    QNetworkReply *reply = send(method, target, body);
    QEventLoop loop;
    connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    m_status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray setCookie = reply->rawHeader("Set-Cookie");
    if (!setCookie.isEmpty())
        m_cookie = setCookie.left(setCookie.indexOf(';'));
    reply->deleteLater();
    return jsonOf(reply->readAll());
}

void CrashTest::signIn(const char *user, const QByteArray &password, int expected)
{
    m_cookie.clear();
    m_csrf.clear();
    const QJsonObject answer = call("POST", QStringLiteral("/api/v1/session"),
                                    {{QStringLiteral("user"), QLatin1String(user)},
                                     {QStringLiteral("password"), QString::fromLatin1(password)}});
    QCOMPARE(m_status, expected);
    m_csrf = answer.value(QLatin1String("csrfToken")).toString().toLatin1();
}

QString CrashTest::qualityOf(const Target &target)
{
    return call("GET", QStringLiteral("/api/v1/tags/") + QLatin1String(target.id))
        .value(QLatin1String("value"))
        .toObject()
        .value(QLatin1String("q"))
        .toString();
}

void CrashTest::writeOn(const Target &target)
{
    const int tenfold = 400 + 5 * (m_step++ % 100);
    QNetworkReply *reply
        = send("POST", QStringLiteral("/api/v1/tags/%1/write").arg(QLatin1String(target.id)),
               {{QStringLiteral("value"), tenfold / 10.0}});
    ++m_underWay;
    connect(reply, &QNetworkReply::finished, this,
            [this, &target, tenfold, reply] { writeAnswered(target, tenfold, reply); });
}

void CrashTest::writeAnswered(const Target &target, int tenfold, QNetworkReply *reply)
{
    --m_underWay;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply->readAll();
    const bool isWhole = reply->error() == QNetworkReply::NoError;
    reply->deleteLater();
    if (isWhole && jsonOf(body).value(QLatin1String("outcome")) == QLatin1String("ok"))
        ++m_answered[{QLatin1String(target.path), tenfold}];
    else if (m_writing)
        m_refusals << QStringLiteral("%1 %2").arg(status).arg(QString::fromUtf8(body));
    else
        ++m_unanswered;
    if (m_killAtAnswer)
        kill();
    if (m_writing)
        writeOn(target);
}

QList<QJsonObject> CrashTest::auditRows(const QString &action)
{
    QList<QJsonObject> rows;
    for (;;) {
        QString target = QStringLiteral("/api/v1/audit?limit=1000&action=") + action;
        if (!rows.isEmpty())
            target += QStringLiteral("&before=%1")
                          .arg(rows.last().value(QLatin1String("id")).toInteger());
        const QJsonArray page = call("GET", target).value(QLatin1String("entries")).toArray();
        if (page.isEmpty())
            return rows;
        for (const QJsonValue &row : page)
            rows.append(row.toObject());
    }
}

Counts CrashTest::seenByDevices() const
{
    Counts counts;
    for (const QByteArray &text : contentOf(path("writes")).split('\n')) {
        const QJsonObject line = jsonOf(text);
        const auto target
            = std::find_if(kTargets.cbegin(), kTargets.cend(), [&line](const Target &one) {
                  return line.value(QLatin1String("address")) == one.address
                      && line.value(QLatin1String("table")) == QLatin1String("holding");
              });
        if (target != kTargets.cend())
            ++counts[{QLatin1String(target->path),
                      line.value(QLatin1String("values")).toArray().first().toInt()}];
    }
    return counts;
}

void CrashTest::checkAudit()
{
    static const QRegularExpression written(QStringLiteral("-> ([0-9.]+)"));
    const auto keyOf = [](const QJsonObject &row) {
        const QString detail = row.value(QLatin1String("detail")).toString();
        return std::pair{row.value(QLatin1String("target")).toString(),
                         qRound(10 * written.match(detail).captured(1).toDouble())};
    };
    QMap<QString, std::pair<QString, int>> intentions; // by correlation
    Counts intended;
    for (const QJsonObject &row : auditRows(QStringLiteral("write.intended"))) {
        const QString correlation = row.value(QLatin1String("correlation")).toString();
        QVERIFY(!correlation.isEmpty() && !intentions.contains(correlation));
        intentions.insert(correlation, keyOf(row));
        ++intended[keyOf(row)];
    }
    Counts results;
    for (const QJsonObject &row : auditRows(QStringLiteral("write.result"))) {
        QCOMPARE(intentions.take(row.value(QLatin1String("correlation")).toString()), keyOf(row));
        QCOMPARE(row.value(QLatin1String("actor")).toString(), QStringLiteral("otto"));
        if (row.value(QLatin1String("outcome")) == QLatin1String("ok"))
            ++results[keyOf(row)];
    }
    const Counts seen = seenByDevices();
    QCOMPARE(missingFrom(m_answered, results), QString());
    QCOMPARE(missingFrom(m_answered, seen), QString());
    QCOMPARE(missingFrom(seen, intended), QString());
    // Nothing is invented either: more than the answers are only the writes that were cut off.
    QVERIFY2(sumOf(intended) - sumOf(m_answered) <= m_unanswered,
             qPrintable(QStringLiteral("%1 intended, %2 answered, %3 cut off")
                            .arg(sumOf(intended))
                            .arg(sumOf(m_answered))
                            .arg(m_unanswered)));
}

void CrashTest::checkHistory(qint64 from)
{
    const Counts seen = seenByDevices();
    for (const Target &target : kTargets) {
        QJsonArray points = call("GET",
                                 QStringLiteral("/api/v1/history/%1?from=%2&to=%3&points=10000")
                                     .arg(QLatin1String(target.id))
                                     .arg(from)
                                     .arg(m_killed))
                                .value(QLatin1String("points"))
                                .toArray();
        // [time, min, max, mean, last, good]: the outage is a gap, what was before it is not lost.
        QVERIFY2(points.size() >= 2, target.id);
        QCOMPARE(points.takeAt(points.size() - 1).toArray().at(5).toInt(-1), 0);
        const QJsonArray last = points.last().toArray();
        QCOMPARE(last.at(5).toInt(-1), 1);
        QVERIFY(seen.contains({QLatin1String(target.path), qRound(10 * last.at(4).toDouble())}));
        const qint64 lost = m_killed - last.first().toInteger();
        qInfo("%s: %lld samples, the last %lld ms before the kill", target.id,
              qint64(points.size()), lost);
        // The last sample older than that is there, and it is at most a period older.
        QVERIFY(lost <= kMostLostMs + kSamplePeriodMs);
    }
}

void CrashTest::nothingAnsweredIsLost_data()
{
    QTest::addColumn<int>("span");
    QTest::addColumn<bool>("atAnswer");
    for (int round = 0; round < kRounds; ++round) {
        const int span = QRandomGenerator::global()->bounded(2500, 4500);
        const bool atAnswer = round % 2 == 1;
        QTest::addRow("killed %safter %d ms", atAnswer ? "with the first answer " : "", span)
            << span << atAnswer;
    }
}

void CrashTest::nothingAnsweredIsLost()
{
    QFETCH(const int, span);
    QFETCH(const bool, atAnswer);
    startServer();
    signIn("otto", kPassword, 201);
    for (const Target &target : kTargets)
        QTRY_COMPARE_WITH_TIMEOUT(qualityOf(target), QStringLiteral("good"), 10000);
    const int before = sumOf(m_answered);
    const qint64 begin = QDateTime::currentMSecsSinceEpoch();
    m_writing = true;
    for (const Target &target : kTargets)
        writeOn(target);
    QTest::qWait(span); // the load runs; the moment of the kill is random, not a condition
    QCOMPARE(m_underWay, int(kTargets.size()));
    m_killAtAnswer = atAnswer;
    if (!atAnswer)
        kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_server->state(), QProcess::NotRunning, 10000);
    QTRY_COMPARE_WITH_TIMEOUT(m_underWay, 0, 30000);
    QCOMPARE(m_refusals, QStringList());
    qInfo("%d writes answered, %d cut off so far", sumOf(m_answered) - before, m_unanswered);
    QVERIFY(sumOf(m_answered) - before >= 3);

    QCOMPARE(m_installation.ctl("audit verify"), 0);
    startServer();
    signIn("otto", kPassword, 201);
    signIn("root", kPassword, 201);
    checkAudit();
    checkHistory(begin);
    QCOMPARE(Installation::end(*m_server), 0);
}

void CrashTest::startUpSurvivesToo()
{
    for (int round = 0; round < kRounds; ++round) {
        m_server = m_installation.launchStation("mws-server");
        QTest::qWait(QRandomGenerator::global()->bounded(300));
        kill();
    }
    QCOMPARE(m_installation.ctl("audit verify"), 0);
    startServer();
    signIn("root", "not the password", 401);
    signIn("root", kPassword, 201);
    checkAudit();
    QCOMPARE(Installation::end(*m_server), 0);
}

QTEST_GUILESS_MAIN(CrashTest)
#include "tst_crash.moc"
