// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/names.h"
#include "project/problemfolder.h"

using namespace mws;

class TagProblemsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writeFunctionRules_data()
    {
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QStringList>("fitting"); // the other functions are refused
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const char *place, const char *fitting,
                            const char *problem) {
            QTest::newRow(name) << QByteArray(place) << QString::fromLatin1(fitting).split(u' ')
                                << QString::fromLatin1(problem);
        };
        row("coil", R"("table": "coil", "type": "bool")", "device single multiple",
            "/write/function: a coil is written by single or multiple");
        row("one register", R"("type": "int16")", "device single multiple mask readWrite", "");
        row("two registers", R"("type": "uint32")", "device multiple readWrite",
            "/write/function: several registers are written by multiple or readWrite");
        row("bit", R"("type": "bool", "bit": 1)", "device",
            "/write/function: a part of a register is written as bitWrite");
        for (const char *type : {"int8Low", "int8High", "uint8Low", "uint8High"})
            row(type, QByteArray(QByteArray("\"type\": \"") + type + '"').constData(), "device",
                "/write/function: a part of a register is written as bitWrite");
        row("bit field", R"("type": "bitField", "bit": 0, "length": 16)", "device",
            "/write/function: a part of a register is written as bitWrite");
    }

    void writeFunctionRules()
    {
        QFETCH(QByteArray, place);
        QFETCH(QStringList, fitting);
        QFETCH(QString, problem);
        for (const QString &function : namesOfWriteFunctions()) {
            const QStringList lines = problemsOfTag(", " + place + R"(, "write": {"function": ")"
                                                    + function.toLatin1() + R"("})");
            QCOMPARE(lines.size(), fitting.contains(function) ? 0 : 1);
            for (const QString &line : lines)
                QVERIFY2(line.startsWith(QStringLiteral("tags/plc.json/tags/0") + problem),
                         qUtf8Printable(line));
        }
    }

    /// FC 23 has room for fewer.
    void readWriteHasItsOwnLimit()
    {
        const QByteArray text = R"(, "type": "string", "length": 246, "write": {"function": "@"})";
        QCOMPARE(problemsOfTag(QByteArray(text).replace("@", "multiple")), QStringList());
        const QStringList lines = problemsOfTag(QByteArray(text).replace("@", "readWrite"));
        QCOMPARE(lines.size(), 1);
        QVERIFY2(lines[0].contains(QStringLiteral("length: has more than the 121 registers")),
                 qUtf8Printable(lines[0]));
    }

    void counterRules_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const char *members, const char *problem) {
            QTest::newRow(name) << QByteArray(members) << QString::fromLatin1(problem);
        };
        row("good", R"("counter": "timeouts")", "");
        row("online", R"("counter": "online")", "");
        row("exceptions of a code", R"("counter": "exception2")", "");
        row("online of the link", R"("counter": "online", "ofLink": true)", "");
        row("of the link", R"("counter": "busLoad", "ofLink": true)", "");
        row("with meaning", R"("counter": "late", "history": {}, "high": 9, "unit": "x")", "");
        row("neither", R"("unit": "x")", "/address: is missing");
        row("both", R"("counter": "late", "address": 4)",
            "/address: must not be there beside counter");
        row("unknown", R"("counter": "lates")", "/counter: must be one of: none, requests");
        row("only of links", R"("counter": "bytesSent")",
            "/counter: is counted of connections only");
        row("no counter", R"("address": 1, "ofLink": true)",
            "/ofLink: is only for tags with a counter");
        row("written", R"("counter": "late", "write": {})",
            "/write: is not for a tag with a counter");
        row("scaled", R"("counter": "late", "factor": 2)",
            "/factor: is not for a tag with a counter");
        row("table", R"("counter": "late", "table": "input")",
            "/table: is not for a tag with a counter");
        row("class", R"("counter": "late", "pollClass": "fast")",
            "/pollClass: is not for a tag with a counter");
    }
    void counterRules()
    {
        QFETCH(QByteArray, members);
        QFETCH(QString, problem);
        const QStringList found
            = problemsOf({{QStringLiteral("tags/plc.json"),
                           R"({"tags": [{"id": "t", "path": "a/t", )" + members + "}]}"}});
        if (problem.isEmpty())
            QCOMPARE(found, QStringList());
        else
            QVERIFY2(found.join(u'\n').contains(problem), qUtf8Printable(found.join(u'\n')));
    }

    void aTemplateMayHaveCounters()
    {
        const auto problemsOfTemplate = [](const QByteArray &members) {
            return problemsOf({{QStringLiteral("templates/own.json"),
                                R"({"id": "own", "name": "Own", "tags": [{"id": "c", "path": "c", )"
                                    + members + "}]}"},
                               {QStringLiteral("connections/net.json"),
                                R"({"id": "net", "host": "192.0.2.1",
                      "devices": [{"id": "plc", "area": "a", "template": "own"}]})"}});
        };
        QCOMPARE(problemsOfTemplate(R"("counter": "roundTripP95Ms")"), QStringList());
        QCOMPARE(problemsOfTemplate(R"("counter": "late", "address": 1)").size(), 1);
    }

    void aCounterIsNoScaleFactor()
    {
        const QStringList found = problemsOf(
            {{QStringLiteral("tags/plc.json"),
              R"({"tags": [{"id": "t", "path": "a/t", "address": 0, "scaleFactor": "c"},
                           {"id": "c", "path": "a/c", "counter": "late"}]})"}});
        QCOMPARE(found.size(), 1);
        QVERIFY(found[0].contains(QStringLiteral("/scaleFactor: must be an int16 register")));
    }

    void aCounterLiesInNoRange()
    {
        const QStringList found = problemsOf(
            {{QStringLiteral("connections/net.json"),
              R"({"id": "net", "host": "192.0.2.1", "devices": [{"id": "plc", "area": "a",
                  "forbidden": [{"table": "holding", "from": 0, "to": 9}]}]})"},
             {QStringLiteral("tags/plc.json"),
              R"({"tags": [{"id": "c", "path": "a/c", "counter": "late"}]})"}});
        QCOMPARE(found, QStringList());
    }

    void tagRules_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<QString>("pointer");
        const auto row = [](const char *name, const char *members, const char *pointer) {
            QTest::newRow(name) << QByteArray(members)
                                << QStringLiteral("tags/plc.json/tags/0") + QLatin1String(pointer);
        };
        row("unknown key", R"(,"adress": 1)", "/adress: is not a known key");
        row("kind", R"(,"decimals": "2")", "/decimals: must be a whole number");
        row("fraction", R"(,"decimals": 1.5)", "/decimals: must be a whole number");
        row("huge", R"(,"decimals": 1e300)", "/decimals: must be a whole number");
        row("range", R"(,"decimals": 12)", "/decimals: must be 0 to 9");
        row("null", R"(,"low": null)", "/low: must be a number");
        row("type", R"(,"type": "int24")", "/type: must be one of: bool, int8Low");
        row("bit table", R"(,"table": "coil")", "/type: must be bool in this table");
        row("bit missing", R"(,"type": "bool")", "/bit: is missing");
        row("bit", R"(,"bit": 3)", "/bit: is only for bool");
        row("length", R"(,"length": 3)", "/length: is only for");
        row("string length", R"(,"type": "string")", "/length: is missing");
        row("order", R"(,"order": "CDABGHEF")", "/order: is only for types of 64 bit");
        row("factor", R"(,"factor": 0)", "/factor: must not be 0");
        row("sentinel digits", R"(,"notAvailable": "80")", "/notAvailable: must be 4");
        row("sentinel hex", R"(,"notAvailable": "80x0")", "/notAvailable: must be 4");
        row("poll class", R"(,"pollClass": "warp")", "/pollClass: there is no poll class warp");
        row("high", R"(,"low": 5, "high": 5)", "/high: must be greater than low");
        row("state", R"(,"states": [{"value": 1, "label": "A"}, {"value": 1, "label": "B"}])",
            "/states/1/value: 1 is used twice");
        row("tone", R"(,"states": [{"value": 1, "label": "A", "tone": "pink"}])",
            "/states/0/tone: must be normal");
        row("write input", R"(,"table": "input", "write": {})",
            "/write: this table cannot be written");
        row("bitField bit", R"(,"type": "bitField", "length": 3)", "/bit: is missing");
        row("bitField length", R"(,"type": "bitField", "bit": 3)", "/length: must be the number");
        row("bitField too long", R"(,"type": "bitField", "bit": 3, "length": 14)",
            "/length: must be the number");
        row("encoding", R"(,"encoding": "utf8")", "/encoding: is only for the type string");
        row("text bytes", R"(,"textBytes": "low")", "/textBytes: is only for");
        row("trim", R"(,"trim": "none")", "/trim: is only for");
        row("encoding word", R"(,"type": "string", "length": 4, "encoding": "ebcdic")",
            "/encoding: must be one of: latin1");
        row("text of one byte", R"(,"type": "string", "length": 126, "textBytes": "low")",
            "/length: must be 1 to 125");
        row("second sentinel", R"(,"notAvailable": "8000 80")", "/notAvailable: must be 4");
        row("blanks in sentinels", R"(,"notAvailable": "8000  7FFF")", "/notAvailable: must be 4");
        row("two scales", R"(,"factor": 2, "scale": {"rawHigh": 1, "high": 1})",
            "/scale: stands instead");
        row("scale raw", R"(,"scale": {"rawLow": 4, "rawHigh": 4, "high": 1})",
            "/scale/rawHigh: must differ");
        row("scale units", R"(,"scale": {"rawHigh": 1})", "/scale/high: must differ");
        row("scale of text", R"(,"type": "string", "length": 2,
            "scale": {"rawHigh": 1, "high": 1})",
            "/scale: is not for bool and string");
        row("scale key", R"(,"scale": {"rawHigh": 1, "high": 1, "mid": 1})",
            "/scale/mid: is not a known key");
        row("clamp empty", R"(,"clamp": {})", "/clamp: wants low, high or both");
        row("clamp order", R"(,"clamp": {"low": 2, "high": 2})", "/clamp/high: must be greater");
        row("clamp of bool", R"(,"type": "bool", "bit": 1, "clamp": {"low": 0})",
            "/clamp: is not for bool and string");
        row("scale factor", R"(,"scaleFactor": "none")", "/scaleFactor: there is no tag none");
        row("own scale factor", R"(,"scaleFactor": "t")", "/scaleFactor: must be an int16");
        row("report deadband", R"(,"report": {"deadband": -1})",
            "/report/deadband: must not be negative");
        row("report percent", R"(,"low": 0, "high": 1, "report": {"deadbandPercent": 101})",
            "/report/deadbandPercent: must be 0 to 100");
        row("report both", R"(,"low": 0, "high": 1,
            "report": {"deadband": 1, "deadbandPercent": 1})",
            "/report/deadbandPercent: stands");
        row("report range", R"(,"report": {"deadbandPercent": 1})",
            "/report/deadbandPercent: wants low and high");
        row("report silence", R"(,"report": {"maxSilenceS": 0})", "/report/maxSilenceS: must be 1");
        row("report of bool", R"(,"type": "bool", "bit": 1, "report": {"deadband": 1})",
            "/report/deadband: is not for bool and string");
        row("debounce", R"(,"debounceMs": 100)", "/debounceMs: is only for bool");
        row("debounce range", R"(,"qualityDebounceMs": -1)", "/qualityDebounceMs: must be 0 to");
        row("write role", R"(,"write": {"roles": ["operator", "king"]})",
            "/write/roles/1: there is no role king");
        row("write command", R"(,"write": {"momentary": true, "idempotent": true})",
            "/write/idempotent: a command is never repeated");
        row("write function", R"(,"write": {"function": "six"})",
            "/write/function: must be one of: device, single");
        row("write limits", R"(,"write": {"min": 2, "max": 1})", "/write/max: must not be less");
        row("write step", R"(,"write": {"step": 0})", "/write/step: must be greater than 0");
        row("write maxStep", R"(,"write": {"maxStep": 0})",
            "/write/maxStep: must be greater than 0");
        row("write maxRate", R"(,"write": {"maxRate": -1})",
            "/write/maxRate: must be greater than 0");
        row("deadband", R"(,"history": {"deadband": -1})",
            "/history/deadband: must not be negative");
    }

    void tagRules()
    {
        QFETCH(QByteArray, members);
        QFETCH(QString, pointer);
        const QStringList lines = problemsOfTag(members);
        QCOMPARE(lines.size(), 1);
        QVERIFY2(lines[0].startsWith(pointer), qUtf8Printable(lines[0]));
    }

    void tagsInForbiddenRanges_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<bool>("isForbidden");
        const auto row = [](const char *range, bool isForbidden) {
            QTest::addRow("%s", range) << QByteArray(range) << isForbidden;
        };
        row(R"({"from": 0, "to": 9})", false);
        row(R"({"from": 0, "to": 10})", true);
        row(R"({"from": 11, "to": 11})", true); // the second register of the tag
        row(R"({"from": 12, "to": 99})", false);
        row(R"({"from": 0, "to": 99, "table": "input"})", false);
    }

    /// A tag of two registers at 10, an own one and one of a template.
    void tagsInForbiddenRanges()
    {
        QFETCH(QByteArray, range);
        QFETCH(bool, isForbidden);
        const QByteArray device = R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a", "forbidden": [@]#}]})";
        const QByteArray tag = R"({"tags": [
            {"id": "t", "path": "a/t", "address": 10, "type": "uint32"}])";
        const QStringList own = problemsOf({
            {QStringLiteral("connections/net.json"),
             QByteArray(device).replace("@", range).replace("#", "")},
            {QStringLiteral("tags/plc.json"), tag + '}'},
        });
        const QStringList made = problemsOf({
            {QStringLiteral("connections/net.json"),
             QByteArray(device).replace("@", range).replace("#", R"(, "template": "m")")},
            {QStringLiteral("templates/m.json"), tag + R"(, "id": "m", "name": "M"})"},
        });
        QCOMPARE(own.size(), isForbidden ? 1 : 0);
        QCOMPARE(made.size(), isForbidden ? 1 : 0);
        if (!isForbidden)
            return;
        QVERIFY2(own[0].startsWith(
                     QStringLiteral("tags/plc.json/tags/0/address: lies in the forbidden range")),
                 qUtf8Printable(own[0]));
        QVERIFY2(made[0].startsWith(
                     QStringLiteral("connections/net.json/devices/0/template: its tag plc.t lies")),
                 qUtf8Printable(made[0]));
    }

    void broadcastRules_data()
    {
        QTest::addColumn<QByteArray>("connection");
        QTest::addColumn<QByteArray>("device");
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<QString>("problem");
        const QByteArray rtu = R"("kind": "rtu", "serialPort": "/dev/ttyS0")";
        const QByteArray ascii = R"("kind": "ascii", "serialPort": "/dev/ttyS0")";
        const QByteArray valid = R"("write": {})";
        const auto row = [](const char *name, const QByteArray &connection,
                            const QByteArray &device, const QByteArray &tag, const char *problem) {
            QTest::newRow(name) << connection << device << tag << QString::fromLatin1(problem);
        };
        const char *place = "tags/plc.json/tags/0/";
        const auto at = [place](const char *rest) { return QByteArray(place) + rest; };
        row("rtu", rtu, {}, valid, "");
        row("ascii", ascii, {}, valid, "");
        row("command", rtu, {}, R"("write": {"momentary": true})", "");
        row("coil", rtu, {}, R"("write": {}, "type": "bool", "table": "coil")", "");
        row("FC 16", rtu, R"(, "registerWrite": "multiple")", valid, "");
        row("network: unit 0 is a unit", R"("host": "h")", {}, R"("unit": "m")", "");
        row("qmodbus", rtu + R"(, "backend": "qmodbus")", {}, valid,
            "connections/net.json/devices/0/unit: 0 is a broadcast, which needs the backend own");
        for (const char *how : {"mask", "readWrite"})
            row(how, rtu, QByteArray(R"(, "registerWrite": "@")").replace("@", how), valid,
                "connections/net.json/devices/0/registerWrite: a broadcast (unit 0) has no FC 22");
        row("tag by FC 22", rtu, {}, R"("write": {"function": "mask"})",
            at("write: a broadcast (unit 0) has no FC 22"));
        row("tag by FC 16", rtu, {}, R"("write": {"function": "multiple"})", "");
        row("no write", rtu, {}, R"("unit": "m")", at("write: is missing: a broadcast"));
        row("bit", rtu, {}, R"("write": {}, "type": "bool", "bit": 3)", at("bit: a broadcast"));
        row("byte", rtu, {}, R"("write": {}, "type": "int8Low")", at("type: a broadcast"));
        row("bit field", rtu, {}, R"("write": {}, "type": "bitField", "bit": 3, "length": 2)",
            at("bit: a broadcast"));
        row("input", rtu, {}, R"("write": {}, "table": "input")",
            at("write: this table cannot be written"));
        row("history", rtu, {}, R"("write": {}, "history": {})", at("history: a broadcast"));
        row("scale factor", rtu, {}, R"("write": {}, "scaleFactor": "s")",
            at("scaleFactor: cannot be read from a broadcast"));
        row("template", rtu, R"(, "template": "eastron-sdm120")", valid,
            "connections/net.json/devices/0/template: its tag plc.");
    }

    void broadcastRules()
    {
        QFETCH(QByteArray, connection);
        QFETCH(QByteArray, device);
        QFETCH(QByteArray, tag);
        QFETCH(QString, problem);
        const QStringList lines = problemsOf(
            {{QStringLiteral("connections/net.json"),
              R"({"id": "net", )" + connection
                  + R"(, "devices": [{"id": "plc", "area": "a", "unit": 0)" + device + "}]}"},
             {QStringLiteral("tags/plc.json"),
              R"({"tags": [{"id": "t", "path": "a/t", "address": 0, )" + tag + "}]}"}});
        const auto begins = [&problem](const QString &line) { return line.startsWith(problem); };
        QVERIFY2(problem.isEmpty() ? lines.isEmpty()
                                   : std::any_of(lines.begin(), lines.end(), begins),
                 qUtf8Printable(lines.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TagProblemsTest)
#include "tst_tagproblems.moc"
