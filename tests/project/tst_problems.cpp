// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/problemfolder.h"

using namespace mws;

class ProblemsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void baseIsValid()
    {
        QCOMPARE(problemsOf({}), QStringList());
        QCOMPARE(problemsOfTag({}), QStringList());
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

    void allProblemsAreToldAtOnce()
    {
        const QStringList lines
            = problemsOf({{QStringLiteral("tags/plc.json"),
                           R"({"tags": [{"id": "T!", "path": "a/t", "address": -1, "decimals": 99},
                               {"id": "u", "path": "a/u", "address": 1, "x": 1, "y": 2}]})"},
                          {QStringLiteral("screens/s.json"), "[]"}});
        QVERIFY2(lines.size() >= 6, qUtf8Printable(lines.join(u'\n')));
    }

    void theSameUnitAtTheSameAddressIsTold_data()
    {
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("same") << QByteArray(R"("host": "PLC.example.org")") << true;
        QTest::newRow("over UDP") << QByteArray(R"("kind": "udp", "host": "plc.example.org")")
                                  << true;
        QTest::newRow("another port")
            << QByteArray(R"("host": "plc.example.org", "port": 503)") << false;
        QTest::newRow("another host") << QByteArray(R"("host": "plc2.example.org")") << false;
    }

    void theSameUnitAtTheSameAddressIsTold()
    {
        QFETCH(const QByteArray, other);
        QFETCH(const bool, isTold);
        const auto told = [&other](const QByteArray &device) {
            return problemsOf(
                {{QStringLiteral("connections/net.json"),
                  R"({"id": "net", "host": "plc.example.org", "devices": [
                      {"id": "plc", "area": "a", "unit": 7}]})"},
                 {QStringLiteral("connections/twin.json"),
                  R"({"id": "twin", )" + other + R"(, "devices": [{"id": "twin", "area": "a", )"
                      + device + "}]}"}});
        };
        const QString problem = QStringLiteral("connections/twin.json/devices/0/unit: plc of "
                                               "connection net is the same unit");
        const QStringList lines = told("\"unit\": 7");
        QCOMPARE(lines.filter(problem).size(), isTold ? 1 : 0);
        QVERIFY(told("\"unit\": 8").filter(problem).isEmpty());
        QVERIFY(told("\"unit\": 7, \"enabled\": false").filter(problem).isEmpty());
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
