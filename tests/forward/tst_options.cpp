// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/stationoptions.h"

#include <QTest>

using namespace mws;

/// What the command line says about the places that rows go to.
class ForwardOptionsTest final : public QObject
{
    Q_OBJECT

private:
    static Result<app::StationOptions> parse(const QString &line)
    {
        QCommandLineParser parser;
        app::declareStationOptions(parser);
        const bool isParsed
            = parser.parse(QStringList{QStringLiteral("mws-server"), QStringLiteral("--project"),
                                       QStringLiteral("plant")}
                           + line.split(u' ', Qt::SkipEmptyParts));
        return isParsed
            ? app::stationOptions(parser)
            : Result<app::StationOptions>(Error{ErrorCode::Invalid, parser.errorText()});
    }

private Q_SLOTS:
    void goodOnes_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        const QString ca = QStringLiteral(" --audit-syslog-ca ca.pem");
        QTest::newRow("name") << QStringLiteral("--audit-syslog logs.example.org") + ca
                              << QStringLiteral("logs.example.org") << 6514;
        QTest::newRow("port") << QStringLiteral("--audit-syslog 192.0.2.7:10514") + ca
                              << QStringLiteral("192.0.2.7") << 10514;
        QTest::newRow("IPv6") << QStringLiteral("--audit-syslog [2001:db8::1]:6515") + ca
                              << QStringLiteral("2001:db8::1") << 6515;
        QTest::newRow("certificate") << QStringLiteral("--audit-syslog a --audit-syslog-key k "
                                                       "--audit-syslog-certificate c")
                + ca << QStringLiteral("a")
                                     << 6514;
    }

    void goodOnes()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, host);
        QFETCH(const int, port);
        const auto options = parse(line);
        QVERIFY2(options, options ? "" : qPrintable(options.error().detail));
        const auto &syslog = options->station.forward.syslog;
        QVERIFY(syslog);
        QCOMPARE(syslog->host, host);
        QCOMPARE(int(syslog->port), port);
        QCOMPARE(syslog->caFile, QStringLiteral("ca.pem"));
        QVERIFY(!options->station.forward.toJournal);
    }

    void theTextOfMessages()
    {
        const QString line = QStringLiteral("--audit-syslog logs --audit-syslog-ca ca.pem");
        const auto textOf = [&line](const char *more) {
            return parse(line + QLatin1String(more))->station.forward.syslog->text;
        };
        QCOMPARE(textOf(""), forward::SyslogText::Line);
        QCOMPARE(textOf(" --audit-syslog-text line"), forward::SyslogText::Line);
        QCOMPARE(textOf(" --audit-syslog-text cef"), forward::SyslogText::Cef);
    }

    void badOnes_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"--audit-syslog logs", "--audit-syslog-ca ca.pem",
              "--audit-syslog logs:0 --audit-syslog-ca ca", "--audit-syslog-key k",
              "--audit-syslog logs:70000 --audit-syslog-ca ca",
              "--audit-syslog :6514 --audit-syslog-ca ca",
              "--audit-syslog logs/x --audit-syslog-ca ca", "--audit-syslog-text cef",
              "--audit-syslog logs --audit-syslog-ca ca --audit-syslog-text leef",
              "--audit-syslog a@logs --audit-syslog-ca ca",
              "--audit-syslog logs --audit-syslog-ca ca --audit-syslog-key k",
              "--audit-syslog logs --audit-syslog-ca ca --audit-syslog-certificate c"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }

    void badOnes()
    {
        QFETCH(const QString, line);
        QVERIFY(!parse(line));
    }

    void theJournal()
    {
        const auto none = parse({});
        QVERIFY(none && none->station.forward.isEmpty());
        const auto journal = parse(QStringLiteral("--audit-journal"));
        QVERIFY(journal && journal->station.forward.toJournal && !journal->station.forward.syslog);
    }
};

QTEST_GUILESS_MAIN(ForwardOptionsTest)
#include "tst_options.moc"
