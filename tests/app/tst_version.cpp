// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace
{

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(20000) && process.exitCode() == 0
        ? process.readAllStandardOutput()
        : QByteArray();
}

} // namespace

/// Which program runs where, and on which libraries: for whoever has to know whether a fix is in.
class VersionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyProgramTells_data();
    void everyProgramTells();
};

void VersionTest::everyProgramTells_data()
{
    QTest::addColumn<bool>("hasDatabase");
    QTest::newRow("mws-server") << true;
    QTest::newRow("mws-panel") << true;
    QTest::newRow("mws-editor") << false;
    QTest::newRow("mws-simulator") << false;
    QTest::newRow("mwsctl") << true;
}

void VersionTest::everyProgramTells()
{
    QFETCH(bool, hasDatabase);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QByteArray out = outputOf(QStringLiteral(MWS_BIN_DIR "/") + name,
                                    {QStringLiteral("--version"), QStringLiteral("--json")});
    const QJsonObject all = QJsonDocument::fromJson(out).object();
    QCOMPARE(all.value(QLatin1String("program")).toString(), name);
    QCOMPARE(all.value(QLatin1String("version")).toString(), QStringLiteral(MWS_VERSION));
    QCOMPARE(all.value(QLatin1String("qt")).toString(), QLatin1String(qVersion()));
    QVERIFY(!all.value(QLatin1String("build")).toString().isEmpty());
    // "OpenSSL 3.0.19 27 Jan 2026 …"
    const QByteArray openssl = outputOf(QStringLiteral("openssl"), {QStringLiteral("version")});
    QCOMPARE(all.value(QLatin1String("openssl")).toString().toLatin1(),
             openssl.split(' ').value(1));
    QCOMPARE(all.value(QLatin1String("sqlite")).toString().startsWith(QLatin1String("3.")),
             hasDatabase);
}

QTEST_GUILESS_MAIN(VersionTest)
#include "tst_version.moc"
