// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/names.h"
#include "project/projectstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

constexpr auto kProject = R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
 "pollClasses": [{"id": "normal"}]})";
constexpr auto kConnection = R"({"id": "net", "host": "192.0.2.1",
 "devices": [{"id": "plc", "area": "a"}]})";
constexpr auto kScreen = R"({"id": "s", "title": "S"})";

void put(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qUtf8Printable(path));
    file.write(text);
}

} // namespace

class ProblemsTest final : public QObject
{
    Q_OBJECT

private:
    /// A valid project with some files replaced.
    static QStringList problemsOf(const QMap<QString, QByteArray> &replaced)
    {
        QTemporaryDir folder;
        QMap<QString, QByteArray> all{
            {QStringLiteral("project.json"), kProject},
            {QStringLiteral("connections/net.json"), kConnection},
            {QStringLiteral("screens/s.json"), kScreen},
            {QStringLiteral("tags/plc.json"), R"({"tags": []})"},
        };
        all.insert(replaced);
        for (auto it = all.begin(); it != all.end(); ++it)
            put(folder.filePath(it.key()), it.value());
        QStringList lines;
        const LoadedProject loaded = loadProject(folder.path());
        for (const Problem &problem : loaded.problems)
            lines.append(toString(problem));
        return lines;
    }

    static QStringList problemsOfTag(const QByteArray &members)
    {
        return problemsOf(
            {{QStringLiteral("tags/plc.json"),
              R"({"tags": [{"id": "t", "path": "a/t", "address": 0)" + members + "}]}"}});
    }

private Q_SLOTS:
    void baseIsValid()
    {
        QCOMPARE(problemsOf({}), QStringList());
        QCOMPARE(problemsOfTag({}), QStringList());
    }

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

    void otherRules_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *file, const char *text, const char *problem) {
            QTest::newRow(problem) << QString(QLatin1String(file)) << QByteArray(text)
                                   << QString(QLatin1String(problem));
        };
        row("project.json", R"({"schemaVersion": 2})",
            "project.json/schemaVersion: was made by a newer version");
        row("project.json", R"({"id": "p", "name": "P", "startScreen": "s",
            "pollClasses": [{"id": "normal"}]})",
            "project.json/schemaVersion: is missing");
        row("project.json", R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
            "pollClasses": [{"id": "normal", "staleAfter": 1}]})",
            "project.json/pollClasses/0/staleAfter: must be 2 to 100");
        row("project.json", R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "x",
            "pollClasses": [{"id": "normal"}]})",
            "project.json/startScreen: must name a screen");
        row("project.json", R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
            "roles": [{"id": "operator", "name": "X", "permissions": ["view"]}]})",
            "project.json/roles/0/id: is the name of a built-in role");
        row("project.json", R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
            "roles": [{"id": "god", "name": "X", "permissions": ["view", "administer"]}]})",
            "project.json/roles/0/permissions: administer belongs");
        row("project.json", "{", "project.json: line 1");
        row("connections/net.json", R"({"id": "other", "host": "h"})",
            "connections/net.json/id: must be net");
        row("connections/net.json", R"({"id": "net", "devices": []})",
            "connections/net.json/host: is missing");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "devices": []})",
            "connections/net.json/serialPort: is missing");
        for (const char *kind : {"rtuOverTcp", "udp", "tls"})
            row("connections/net.json",
                QByteArray(R"({"id": "net", "devices": [], "kind": "@"})").replace("@", kind),
                "connections/net.json/host: is missing");
        row("connections/net.json", R"({"id": "net", "kind": "ascii", "host": "h"})",
            "connections/net.json/serialPort: is missing");
        row("connections/net.json", R"({"id": "net", "kind": "rtuOverTcp", "host": "h",
            "devices": [{"id": "plc", "area": "a", "unit": 0}]})",
            "connections/net.json/devices/0/unit: must be 1 to 247");
        for (const char *how : {"single", "mask"})
            row("connections/net.json",
                QByteArray(R"({"id": "net", "host": "h", "devices": [{"id": "plc", "area": "a",
                    "mergeWrites": true, "registerWrite": "@"}]})")
                    .replace("@", how),
                "connections/net.json/devices/0/mergeWrites: has no effect without");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [{"id": "plc",
            "area": "a", "bitWrite": "fc22"}]})",
            "connections/net.json/devices/0/bitWrite: ");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "backend": "qmodbus", "localEcho": true})",
            "connections/net.json/localEcho: needs the backend own");
        row("connections/net.json", R"({"id": "net", "host": "h", "backend": "qmodbus",
            "standbyHost": "g"})",
            "connections/net.json/standbyHost: needs the backend own");
        row("connections/net.json", R"({"id": "net", "host": "h", "backend": "qmodbus",
            "maxInFlight": 2})",
            "connections/net.json/maxInFlight: needs the backend own");
        row("connections/net.json", R"({"id": "net", "host": "h", "maxInFlight": 17})",
            "connections/net.json/maxInFlight: must be 1 to 16");
        row("connections/net.json", R"({"id": "net", "host": "h", "standbyPort": 1502})",
            "connections/net.json/standbyPort: has no effect on kind tcp");
        for (const char *field : {R"("serverName": "plc.test")", R"("pin": "00")"})
            row("connections/net.json",
                QByteArray(R"({"id": "net", "host": "h", @})").replace("@", field),
                "connections/net.json/" + QByteArray(field).split('"').at(1)
                    + ": has no effect on kind tcp");
        for (const char *kind : {"rtuOverTcp", "rtu", "ascii"})
            row("connections/net.json",
                QByteArray(R"({"id": "net", "maxInFlight": 2, "kind": "@"})").replace("@", kind),
                QByteArray("connections/net.json/maxInFlight: has no effect on kind @")
                    .replace("@", kind));
        for (const char *pin : {"00", "0", "zz"})
            row("connections/net.json",
                QByteArray(R"({"id": "net", "host": "h", "kind": "tls", "pin": "@"})")
                    .replace("@", pin),
                "connections/net.json/pin: must be a SHA-256 fingerprint");
        row("connections/net.json", R"({"id": "net", "host": "h", "kind": "tls", "port": 502})",
            "connections/net.json/port: 502 is for Modbus without TLS");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "baudRate": 299})",
            "connections/net.json/baudRate: must be 300 to 4000000");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "rs485": "auto"})",
            "connections/net.json/rs485: ");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "backend": "qmodbus", "rs485": "rts"})",
            "connections/net.json/rs485: needs the backend own");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "backend": "qmodbus", "interByteTimeoutMs": 200})",
            "connections/net.json/interByteTimeoutMs: needs the backend own");
        row("connections/net.json", R"({"id": "net", "kind": "rtuOverTcp", "host": "h",
            "interByteTimeoutMs": 5001})",
            "connections/net.json/interByteTimeoutMs: must be 0 to 5000");
        for (const char *delay : {"rtsBeforeMs", "rtsAfterMs"})
            row("connections/net.json",
                QByteArray(R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0", "@": 2})")
                    .replace("@", delay),
                QByteArray("connections/net.json/@: has no effect without rs485")
                    .replace("@", delay));
        row("connections/net.json", R"({"id": "net", "host": "h", "closeAfterPoll": true,
            "idleCloseS": 5})",
            "connections/net.json/idleCloseS: has no effect with closeAfterPoll");
        row("connections/net.json", R"({"id": "net", "host": "h", "pauseAfterConnectMs": 30001})",
            "connections/net.json/pauseAfterConnectMs: must be 0 to 30000");
        row("connections/net.json", R"({"id": "net", "kind": "ascii", "serialPort": "/dev/ttyS0",
            "turnaroundMs": 99})",
            "connections/net.json/turnaroundMs: must be 100 to 5000");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [{"id": "plc",
            "area": "a", "requestGapMs": 5001}]})",
            "connections/net.json/devices/0/requestGapMs: must be 0 to 5000");
        const QList<std::pair<const char *, const char *>> foreign{
            {"serialPort", R"("/dev/ttyS0")"},
            {"baudRate", "9600"},
            {"parity", R"("odd")"},
            {"dataBits", "8"},
            {"stopBits", "2"},
            {"localEcho", "true"},
            {"rs485", R"("rts")"},
            {"turnaroundMs", "150"},
            {"interByteTimeoutMs", "200"},
            {"backend", R"("qmodbus")"},
            {"standbyHost", R"("g")"},
            {"quietTimeMs", "200"}};
        for (const auto &[key, value] : foreign) {
            const QByteArray text = R"({"id": "net", "kind": "udp", "host": "h", "@": #})";
            row("connections/net.json", QByteArray(text).replace("@", key).replace("#", value),
                QByteArray("connections/net.json/@: has no effect on kind udp").replace("@", key));
        }
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "dataBits": 8})",
            "connections/net.json/dataBits: has no effect on kind rtu");
        row("connections/net.json", R"({"id": "net", "kind": "ascii", "serialPort": "/dev/ttyS0",
            "host": "h"})",
            "connections/net.json/host: has no effect on kind ascii");
        row("connections/net.json", R"({"id": "net", "kind": "telepathy", "host": "h"})",
            "connections/net.json/kind: ");
        row("connections/net.json", R"({"id": "net", "kind": "rtu", "serialPort": "/dev/ttyS0",
            "devices": [{"id": "plc", "area": "a", "unit": 248}]})",
            "connections/net.json/devices/0/unit: must be 1 to 247");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a"}, {"id": "plc", "area": "a", "unit": 2}]})",
            "connections/net.json/devices/1/id: plc is used twice");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a"}, {"id": "b", "area": "a"}]})",
            "connections/net.json/devices/1/unit: unit 1 is used twice");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a", "forbidden": [{"from": 7, "to": 6}]}]})",
            "connections/net.json/devices/0/forbidden/0/to: must not be less than from");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a", "forbidden": [{"from": 7, "to": 65536}]}]})",
            "connections/net.json/devices/0/forbidden/0/to: must be 0 to 65535");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a", "forbidden": [{"from": 7}]}]})",
            "connections/net.json/devices/0/forbidden/0/to: is missing");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a", "template": "none"}]})",
            "connections/net.json/devices/0/template: there is no template none");
        row("connections/net.json", R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a", "template": "eastron-sdm630", "parameters": {"x": "1"}}]})",
            "connections/net.json/devices/0/parameters: the template has no parameter x");
        row("tags/ghost.json", R"({"tags": [{"id": "g", "path": "a/g", "address": 1}]})",
            "tags/ghost.json/tags/0/id: there is no device ghost");
        row("tags/plc.json", R"({"tags": [{"id": "t", "path": "a/t", "address": 1},
            {"id": "t", "path": "a/u", "address": 2}]})",
            "tags/plc.json/tags/1/id: t is used twice");
        row("tags/plc.json", R"({"tags": [{"id": "t", "path": "a/t", "address": 1},
            {"id": "u", "path": "a/t", "address": 2}]})",
            "tags/plc.json/tags/1/path: a/t is used twice");
        row("tags/plc.json", R"({"tags": [{"id": "t", "path": "alone", "address": 1}]})",
            "tags/plc.json/tags/0/path: must be area/name");
        row("tags/plc.json", R"({"tags": [{"id": "t", "path": "a/t"}]})",
            "tags/plc.json/tags/0/address: is missing");
        row("tags/plc.json", R"({"tags": [{"id": "t", "path": "a/t", "address": 65535,
            "type": "int32"}]})",
            "tags/plc.json/tags/0/address: the value reaches beyond");
        row("tags/plc.json", R"({"tags": [{"id": "t", "path": "a/t", "address": 1,
            "type": "string", "length": 247, "write": {}}]})",
            "tags/plc.json/tags/0/length: has more than the 123 registers");
        row("tags/plc.json", R"({"tags": [7]})", "tags/plc.json/tags/0: must be an object");
        row("tags/plc.json", R"({"tags": {}})", "tags/plc.json/tags: must be a list");
        row("tags/plc.json", R"({"tags": [], "tags": []})", "tags/plc.json: line 1");
        row("screens/s.json", R"({"id": "s", "title": "S", "icon": "skull"})",
            "screens/s.json/icon: is no known icon");
        row("screens/s.json", R"({"id": "s", "title": "S", "groups": [{"id": "g", "widgets": [
            {"id": "w", "type": "web"}]}]})",
            "screens/s.json/groups/0/widgets/0/type: is no known widget");
        row("screens/s.json", R"({"id": "s", "title": "S", "groups": [{"id": "g", "widgets": [
            {"id": "w", "type": "value", "tags": ["x"]}]}]})",
            "screens/s.json/groups/0/widgets/0/tags/0: there is no tag x");
        row("screens/s.json", R"({"id": "s", "title": "S", "groups": [{"id": "g", "widgets": [
            {"id": "w", "type": "value"}]}]})",
            "screens/s.json/groups/0/widgets/0/tags: must name 1 tags");
        row("screens/s.json", R"({"id": "s", "title": "S", "groups": [{"id": "g", "widgets": [
            {"id": "w", "type": "text", "properties": {"text": 5}}]}]})",
            "screens/s.json/groups/0/widgets/0/properties/text: is not a valid text");
        row("screens/s.json", R"({"id": "s", "title": "S", "groups": [{"id": "g", "widgets": [
            {"id": "w", "type": "text", "x": 11, "properties": {"text": "T"}}]}]})",
            "screens/s.json/groups/0/widgets/0/w: reaches beyond column 11");
        row("screens/s.json", R"({"id": "s", "title": "S", "groups": [{"id": "g", "widgets": [
            {"id": "w", "type": "text", "properties": {"text": "T"}},
            {"id": "v", "type": "text", "x": 2, "properties": {"text": "T"}}]}]})",
            "screens/s.json/groups/0/widgets/1/x: lies on w");
    }

    void otherRules()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const QStringList lines = problemsOf({{file, text}});
        const auto begins = [&problem](const QString &line) { return line.startsWith(problem); };
        QVERIFY2(std::any_of(lines.begin(), lines.end(), begins),
                 qUtf8Printable(lines.join(u'\n')));
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

    void tagsThatDisableOnlyThemselves_data()
    {
        QTest::addColumn<QByteArray>("device");
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *device, const char *tag, const char *problem) {
            QTest::newRow(problem)
                << QByteArray(device) << QByteArray(tag) << QString(QLatin1String(problem));
        };
        row("", R"("address": 65536)", "address: must be 0 to 65535");
        row("", R"("address": -1)", "address: must be 0 to 65535");
        row("", R"("address": 65535, "type": "uint32")", "address: the value reaches beyond");
        row(R"(, "forbidden": [{"from": 7, "to": 7}])", R"("address": 7)",
            "address: lies in the forbidden range");
        row(R"(, "maxRegisters": 1)", R"("address": 7, "type": "uint32")",
            "type: has more than the 1 registers that one request reads");
        row(R"(, "maxRegisters": 2)", R"("address": 7, "type": "string", "length": 5)",
            "length: has more than the 2 registers that one request reads");
        row("", R"("address": 0, "pollClass": "wrong")", "pollClass: there is no poll class wrong");
        row("", R"("address": 0, "write": {"roles": ["wrong"]})",
            "write/roles/0: there is no role wrong");
        row("", R"("address": 0, "write": {"min": 2, "max": 1})", "write/max: must not be less");
        row("", R"("address": 0, "write": {"confirm": "aks"})", "write/confirm: must be one of");
        row("", R"("address": 0, "order": "CDABGHEF")", "order: is only for types of 64 bit");
        row("", R"("address": 0, "type": "bool")", "bit: is missing");
        row("", R"("address": 0, "notAvailable": "80")", "notAvailable: must be 4 hexadecimal");
        row("", R"("address": 0, "scaleFactor": "sf")", "scaleFactor: there is no tag");
        row("", R"("address": 0, "factor": 0)", "factor: must not be 0");
        row("", R"("address": 0, "decimals": 10)", "decimals: must be 0 to 9");
        row("", R"("address": 0, "type": "unit16")", "type: must be one of");
        row("", R"("address": 0, "table": "holdin")", "table: must be one of");
        row("", R"("address": "0")", "address: must be a whole number");
        row("", R"("type": "int16")", "address: is missing");
        row("", R"("address": 0, "states": [{"value": 1}])", "states/0/label: is missing");
        row("", R"("counter": "god")", "counter: must be one of");
    }

    /// Field failures, row 8: told as what must be mended, but the others run.
    void tagsThatDisableOnlyThemselves()
    {
        QFETCH(QByteArray, device);
        QFETCH(QByteArray, tag);
        QFETCH(QString, problem);
        QTemporaryDir folder;
        const QByteArray tags = R"({"tags": [{"id": "t", "path": "a/t", )" + tag + "}";
        const QByteArray net = R"({"id": "net", "host": "h", "devices": [
            {"id": "plc", "area": "a")"
            + device;
        put(folder.filePath(QStringLiteral("project.json")), kProject);
        put(folder.filePath(QStringLiteral("screens/s.json")), kScreen);
        put(folder.filePath(QStringLiteral("connections/net.json")), net + "}]}");
        put(folder.filePath(QStringLiteral("tags/plc.json")), tags + "]}");
        const LoadedProject own = loadProject(folder.path());
        const auto running = openProject(folder.path());
        QVERIFY2(bool(running), qUtf8Printable(running ? QString() : running.error().detail));
        QVERIFY(!own.problems.isEmpty());
        for (const Problem &found : own.problems) {
            QCOMPARE(found.severity, Problem::Severity::TagError);
            QCOMPARE(found.file, QStringLiteral("tags/plc.json"));
        }
        const QString line = toString(own.problems.first());
        QVERIFY2(line.startsWith(QStringLiteral("tags/plc.json/tags/0/") + problem),
                 qUtf8Printable(line));

        put(folder.filePath(QStringLiteral("connections/net.json")),
            net + R"(, "template": "m"}]})");
        put(folder.filePath(QStringLiteral("templates/m.json")),
            tags + R"(], "id": "m", "name": "M"})");
        put(folder.filePath(QStringLiteral("tags/plc.json")), R"({"tags": []})");
        const LoadedProject made = loadProject(folder.path());
        QVERIFY(!made.problems.isEmpty() && made.isValid());
        for (const Problem &found : made.problems)
            QCOMPARE(found.severity, Problem::Severity::TagError);
        QVERIFY(bool(openProject(folder.path())));
    }

    void whatADisabledTagIsIsHeldAgainstNobody()
    {
        QTemporaryDir folder;
        put(folder.filePath(QStringLiteral("project.json")), kProject);
        put(folder.filePath(QStringLiteral("connections/net.json")), R"({"id": "net", "host": "h",
            "devices": [{"id": "plc", "area": "a"}, {"id": "m1", "unit": 2, "area": "b", "template": "m"}]})");
        put(folder.filePath(QStringLiteral("screens/s.json")),
            R"({"id": "s", "title": "S", "groups": [
            {"id": "g", "w": 12, "h": 6, "widgets": [{"id": "w", "type": "lamp", "w": 2, "h": 1, "tags": ["lamp"]}]}]})");
        put(folder.filePath(QStringLiteral("northbound.json")), R"({"map": [
            {"table": "coil", "type": "bool", "address": 0, "tag": "lamp", "writable": true}]})");
        put(folder.filePath(QStringLiteral("templates/m.json")),
            R"({"id": "m", "name": "M", "tags": [
            {"id": "good", "path": "good", "address": 1},
            {"id": "bad", "path": "bad", "address": 2, "factor": 0}]})");
        put(folder.filePath(QStringLiteral("tags/plc.json")), R"({"tags": [
            {"id": "first", "path": "a/first", "address": 1},
            {"id": "lamp", "path": "a/lamp", "address": 2, "table": "coil", "type": "boool"}]})");
        const auto opened = openProject(folder.path());
        QVERIFY2(bool(opened), qUtf8Printable(opened ? QString() : opened.error().detail));
        const Project &project = **opened;
        QStringList disabled;
        for (TagIndex i = 0; i < project.tagCount(); ++i) {
            if (project.isDisabled(i))
                disabled.append(project.tag(i).id);
        }
        QCOMPARE(disabled, (QStringList{QStringLiteral("lamp"), QStringLiteral("m1.bad")}));
    }

    /// Faults that others have a part in, or that make it doubtful what was meant.
    void whatIsNotOfOneTagAloneKeepsRefusing_data()
    {
        QTest::addColumn<QByteArray>("tags");
        const auto row
            = [](const char *name, const char *tags) { QTest::newRow(name) << QByteArray(tags); };
        row("id twice", R"({"id": "t", "path": "a/t", "address": 0},
                           {"id": "t", "path": "a/u", "address": 0})");
        row("path twice", R"({"id": "t", "path": "a/t", "address": 0},
                             {"id": "u", "path": "a/t", "address": 0})");
        row("bad id", R"({"id": "T!", "path": "a/t", "address": 0})");
        row("no id", R"({"path": "a/t", "address": 0})");
        row("bad path", R"({"id": "t", "path": "t", "address": 0})");
        row("unknown key", R"({"id": "t", "path": "a/t", "address": 0, "adress": 1})");
        row("unknown key inside",
            R"({"id": "t", "path": "a/t", "address": 0, "write": {"mni": 1}})");
        row("no object", R"(7)");
        row("no JSON", R"({"id")");
    }

    void whatIsNotOfOneTagAloneKeepsRefusing()
    {
        QFETCH(QByteArray, tags);
        QTemporaryDir folder;
        put(folder.filePath(QStringLiteral("project.json")), kProject);
        put(folder.filePath(QStringLiteral("connections/net.json")), kConnection);
        put(folder.filePath(QStringLiteral("screens/s.json")), kScreen);
        put(folder.filePath(QStringLiteral("tags/plc.json")), R"({"tags": [)" + tags + "]}");
        QVERIFY(!openProject(folder.path()));
    }

    void allProblemsAreToldAtOnce()
    {
        const QStringList lines
            = problemsOf({{QStringLiteral("tags/plc.json"),
                           R"({"tags": [{"id": "T!", "path": "a/t", "address": -1, "decimals": 99},
                               {"id": "u", "path": "a/u", "address": 1, "x": 1, "y": 2}]})"},
                          {QStringLiteral("screens/s.json"), "[]"}});
        QVERIFY2(lines.size() >= 6, qUtf8Printable(lines.join(u'\n')));
    }

    void missingFolderIsAnError()
    {
        const auto opened = openProject(QStringLiteral("/nonexistent"));
        QVERIFY(!opened);
        QVERIFY(opened.error().detail.startsWith(QStringLiteral("project.json: ")));
    }
};

QTEST_GUILESS_MAIN(ProblemsTest)
#include "tst_problems.moc"
