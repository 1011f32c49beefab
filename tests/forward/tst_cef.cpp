// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/cef.h"

#include <QRegularExpression>
#include <QTest>

using namespace mws;
using namespace mws::forward;

namespace
{

HashedEntry rowOf(const char *origin, const char *action, const char *outcome, const char *detail)
{
    HashedEntry row;
    row.entry.id = 7;
    row.entry.time = fromMsSinceEpoch(1767225600123);
    row.entry.actor = QStringLiteral("anna");
    row.entry.origin = QString::fromUtf8(origin);
    row.entry.action = QString::fromUtf8(action);
    row.entry.target = QStringLiteral("pumping/p1/start");
    row.entry.outcome = QString::fromUtf8(outcome);
    row.entry.detail = QString::fromUtf8(detail);
    row.hash = QByteArray(32, 'x');
    return row;
}

QByteArray cef(const char *origin, const char *action, const char *outcome, const char *detail)
{
    return cefOf(rowOf(origin, action, outcome, detail),
                 {QStringLiteral("host"), QStringLiteral("0123")});
}

/// The extension as a collector reads it: a key is a word before "=" that has no backslash.
QMap<QString, QString> extensionOf(const QByteArray &line)
{
    static const QRegularExpression head(QStringLiteral("^CEF:0(\\|([^|\\\\]|\\\\.)*){6}\\|"));
    static const QRegularExpression pair(
        QStringLiteral("(\\w+)=((?:[^=\\\\]|\\\\.)*?)(?= \\w+=|$)"));
    const QString text = QString::fromUtf8(line);
    const auto start = head.match(text);
    QMap<QString, QString> all;
    auto found = pair.globalMatch(text, start.capturedEnd());
    while (start.hasMatch() && found.hasNext()) {
        const auto one = found.next();
        all.insert(one.captured(1),
                   one.captured(2).replace(QRegularExpression(QStringLiteral("\\\\(.)")),
                                           QStringLiteral("\\1")));
    }
    return all;
}

} // namespace

/// Rows as the Common Event Format has them: version 0, seven parts behind bars, then pairs.
class CefTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowIsALine()
    {
        QCOMPARE(cef("remote 192.0.2.7", "write.result", "ok", "1 to 2"),
                 QByteArray("CEF:0|Modbus Web Server|Modbus Web Server|" MWS_VERSION
                            "|write.result|write.result|3|rt=1767225600123 externalId=7 "
                            "suser=anna src=192.0.2.7 outcome=ok cs1=remote 192.0.2.7 "
                            "cs1Label=origin cs2=pumping/p1/start cs2Label=target cs4=0123 "
                            "cs4Label=station msg=1 to 2"));
    }

    void whatIsRefusedWeighsMore()
    {
        for (const char *outcome : {"failed", "denied", "lost"})
            QVERIFY(cef("panel", "signIn", outcome, "").contains("|signIn|6|"));
        QVERIFY(cef("panel", "denied", "readOnly", "").contains("|denied|6|"));
        QVERIFY(cef("panel", "signIn", "ok", "").contains("|signIn|3|"));
    }

    void addressesHaveTheirKeys()
    {
        QVERIFY(!extensionOf(cef("panel", "signIn", "ok", "")).contains(QStringLiteral("src")));
        const auto six = extensionOf(cef("program 2001:db8::7 t1", "signIn", "ok", ""));
        QCOMPARE(six.value(QStringLiteral("c6a2")), QStringLiteral("2001:db8::7"));
        QCOMPARE(six.value(QStringLiteral("c6a2Label")), QStringLiteral("Source IPv6 Address"));
    }

    void whatIsWrittenComesBack_data()
    {
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("equals") << QByteArray("reason: a=b outcome=ok suser=root");
        QTest::newRow("bar") << QByteArray("a|b");
        QTest::newRow("backslash") << QByteArray("a\\ b\\=c\\\\");
        QTest::newRow("umlaut") << QByteArray("Ventil auf 12,5 \xc2\xb0 C");
    }

    void whatIsWrittenComesBack()
    {
        QFETCH(const QByteArray, detail);
        const auto all = extensionOf(cef("panel", "note", "ok", detail.constData()));
        QCOMPARE(all.value(QStringLiteral("msg")), QString::fromUtf8(detail));
        QCOMPARE(all.value(QStringLiteral("suser")), QStringLiteral("anna"));
        QCOMPARE(all.value(QStringLiteral("outcome")), QStringLiteral("ok"));
    }

    void aBarInTheHeadIsEscaped()
    {
        QVERIFY(cef("panel", "a|b\\c", "ok", "").contains("|a\\|b\\\\c|a\\|b\\\\c|3|"));
    }

    void noLineBreakLeaves()
    {
        const QByteArray line = cef("panel", "note", "ok", "a\nCEF:0|x\rb");
        QVERIFY(!line.contains('\n') && !line.contains('\r'));
    }

    void itStandsBehindTheStructuredData()
    {
        const HashedEntry row = rowOf("panel", "signIn", "ok", "");
        const RowSource source{QStringLiteral("host"), QStringLiteral("0123")};
        const QByteArray message = syslogMessage(row, source, SyslogText::Cef);
        QVERIFY(message.endsWith("] " + cefOf(row, source)));
        QCOMPARE(message.left(message.indexOf("] ")),
                 syslogMessage(row, source).left(message.indexOf("] ")));
    }
};

QTEST_GUILESS_MAIN(CefTest)
#include "tst_cef.moc"
