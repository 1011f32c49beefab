// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/projectstore.h"
#include "project/variants.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

Tag tagOf(const char *id, DataType type)
{
    Tag tag;
    tag.id = QLatin1String(id);
    tag.path = QStringLiteral("a/") + tag.id;
    tag.device = QStringLiteral("meter");
    tag.type = type;
    tag.length = type == DataType::String ? 8 : 0;
    tag.table = type == DataType::Bool ? Table::Coil : Table::HoldingRegister;
    tag.write.enabled = true;
    return tag;
}

/// With the tags number, state, text, local, asked and readOnly.
ProjectData plant()
{
    ProjectData data = variantA();
    Tag local = tagOf("local", DataType::UInt16);
    local.write.localOnly = true;
    Tag asked = tagOf("asked", DataType::UInt16);
    asked.write.confirm = Confirm::Ask;
    Tag readOnly = tagOf("readonly", DataType::UInt16);
    readOnly.write = {};
    data.tags += {tagOf("number", DataType::Float32),
                  tagOf("state", DataType::Bool),
                  tagOf("text", DataType::String),
                  local,
                  asked,
                  readOnly};
    return data;
}

Northbound everyField()
{
    Northbound settings;
    settings.enabled = true;
    settings.address = QStringLiteral("::1");
    settings.port = 1502;
    settings.tls = true;
    settings.unit = 17;
    settings.allow = {QStringLiteral("192.0.2.0/24"), QStringLiteral("2001:db8::7")};
    settings.maxClients = 3;
    settings.idleTimeoutS = 5;
    settings.requestsPerSecond = 1000;
    settings.serveStale = true;
    NorthboundEntry number;
    number.address = 65534;
    number.type = DataType::Int32;
    number.order = ByteOrder::CDAB;
    number.tag = QStringLiteral("number");
    number.factor = 0.01;
    number.offset = -40;
    number.badValue = QStringLiteral("80000000");
    number.writable = true;
    NorthboundEntry state;
    state.table = Table::DiscreteInput;
    state.type = DataType::Bool;
    state.tag = QStringLiteral("state");
    NorthboundEntry text;
    text.table = Table::InputRegister;
    text.address = 3;
    text.type = DataType::String;
    text.length = 5;
    text.tag = QStringLiteral("text");
    settings.map = {number, state, text};
    return settings;
}

} // namespace

/// northbound.json: kept as it is, and held against its rules.
class NorthboundProjectTest final : public QObject
{
    Q_OBJECT

private:
    static QStringList problemsOf(const QByteArray &text)
    {
        QTemporaryDir folder;
        if (!saveProject(plant(), folder.path()))
            qFatal("cannot save");
        putFile(folder.filePath(QStringLiteral("northbound.json")), text);
        QStringList lines;
        const LoadedProject loaded = loadProject(folder.path());
        for (const Problem &problem : loaded.problems)
            lines.append(toString(problem));
        return lines;
    }
    static QByteArray withMap(const QByteArray &entries)
    {
        return R"({"allow": ["127.0.0.1"], "map": [)" + entries + "]}";
    }

private Q_SLOTS:
    void everyFieldSurvives()
    {
        ProjectData data = plant();
        QTemporaryDir folder;
        for (const auto &northbound : {std::optional(everyField()), std::optional(Northbound()),
                                       std::optional<Northbound>()}) {
            data.northbound = northbound;
            QVERIFY(bool(saveProject(data, folder.path())));
            const auto before = allFiles(folder.path());
            QCOMPARE(before.contains(QStringLiteral("northbound.json")), northbound.has_value());
            const LoadedProject loaded = loadProject(folder.path());
            QVERIFY2(loaded.problems.isEmpty(),
                     qUtf8Printable(loaded.problems.isEmpty() ? QString()
                                                              : toString(loaded.problems.first())));
            QVERIFY(loaded.data.northbound == northbound);
            QVERIFY(bool(saveProject(loaded.data, folder.path())));
            QCOMPARE(allFiles(folder.path()), before);
        }
    }

    void withoutAFileItIsOff()
    {
        QVERIFY(!Northbound().enabled);
        QCOMPARE(Northbound().address, QStringLiteral("127.0.0.1"));
        QVERIFY(Northbound().allow.isEmpty() && Northbound().writeRole.isEmpty());
        QCOMPARE(Northbound().effectivePort(), 502);
        Northbound tls;
        tls.tls = true;
        QCOMPARE(tls.effectivePort(), 802);
        QCOMPARE(problemsOf("{}"), QStringList());
    }

    void rules_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        const auto row = [](const QByteArray &text, const char *problem) {
            QTest::newRow(problem)
                << text << QStringLiteral("northbound.json/") + QLatin1String(problem);
        };
        row(R"({"adress": "::1"})", "adress: is not a known key");
        row(R"({"address": "localhost"})", "address: must be an IP address");
        row(R"({"address": "127.0.0.0/8"})", "address: must be an IP address");
        row(R"({"port": 65536})", "port: must be 0 to 65535");
        row(R"({"unit": 0})", "unit: must be 1 to 247");
        row(R"({"maxClients": 65})", "maxClients: must be 1 to 64");
        row(R"({"idleTimeoutS": 4})", "idleTimeoutS: must be 5 to 3600");
        row(R"({"requestsPerSecond": 0})", "requestsPerSecond: must be 1 to 1000");
        row(R"({"allow": ["::1", "192.0.2.1/24"]})", "allow/1: must be an IP address or a network");
        row(R"({"enabled": true})", "allow: is empty: nobody may connect");
        row(R"({"writeRole": "king"})", "writeRole: there is no role king");
        row(R"({"writeRole": "operator", "tls": true})", "writeRole: has no effect with tls");
        row(withMap(R"({"tag": "number"})"), "map/0/address: is missing");
        row(withMap(R"({"tag": "nix", "address": 0})"), "map/0/tag: there is no tag nix");
        row(withMap(R"({"address": 0})"), "map/0/tag: ");
        row(withMap(R"({"tag": "number", "address": 65536})"), "map/0/address: must be 0 to 65535");
        row(withMap(R"({"tag": "number", "address": 65535, "type": "float32"})"),
            "map/0/address: the value reaches beyond address 65535");
        row(withMap(R"({"tag": "number", "address": 0, "table": "coil"})"),
            "map/0/type: must be bool in this table");
        row(withMap(R"({"tag": "number", "address": 0, "type": "bool"})"),
            "map/0/type: does not suit the tag");
        row(withMap(R"({"tag": "state", "address": 0})"), "map/0/type: does not suit the tag");
        row(withMap(R"({"tag": "text", "address": 0, "type": "string"})"),
            "map/0/length: is missing");
        row(withMap(R"({"tag": "number", "address": 0, "type": "int8Low"})"),
            "map/0/type: half a register cannot be served");
        row(withMap(R"({"tag": "number", "address": 0, "factor": 0})"),
            "map/0/factor: must not be 0");
        row(withMap(R"({"tag": "number", "address": 0, "badValue": "80"})"),
            "map/0/badValue: must be 4 hexadecimal digits");
        row(withMap(R"({"tag": "state", "address": 0, "table": "coil", "type": "bool",
                        "badValue": "0001"})"),
            "map/0/badValue: is only for registers");
        row(withMap(R"({"tag": "number", "address": 10, "type": "float32"},
                       {"tag": "number", "address": 5, "type": "int64"},
                       {"tag": "text", "address": 8, "type": "string", "length": 2})"),
            "map/2/address: overlaps the entry at address 5");
        row(withMap(R"({"tag": "text", "address": 0, "type": "string", "length": 20},
                       {"tag": "number", "address": 1}, {"tag": "number", "address": 9})"),
            "map/2/address: overlaps the entry at address 0");
        row(withMap(R"({"tag": "number", "address": 1}, {"tag": "number", "address": 1})"),
            "map/1/address: overlaps the entry at address 1");
        row(withMap(R"({"tag": "number", "address": 0, "table": "input", "writable": true})"),
            "map/0/writable: this table cannot be written");
        row(withMap(R"({"tag": "readonly", "address": 0, "writable": true})"),
            "map/0/writable: the tag can only be read");
        row(withMap(R"({"tag": "local", "address": 0, "writable": true})"),
            "map/0/writable: the tag is written from the panel only");
        row(withMap(R"({"tag": "asked", "address": 0, "writable": true})"),
            "map/0/writable: the tag asks for a person's confirmation");
        row(withMap(R"({"tag": "number", "address": 0, "writable": true},
                       {"tag": "number", "address": 1, "writable": true})"),
            "map/1/writable: number is used twice");
    }

    void rules()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const QStringList lines = problemsOf(text);
        QVERIFY2(std::any_of(lines.begin(), lines.end(),
                             [&problem](const QString &line) { return line.startsWith(problem); }),
                 qUtf8Printable(lines.join(u'\n')));
    }

    void neighboursAndOtherTablesDoNotOverlap()
    {
        QCOMPARE(problemsOf(withMap(R"({"tag": "number", "address": 0, "type": "float32"},
                                       {"tag": "number", "address": 2, "type": "float64"},
                                       {"tag": "number", "address": 6},
                                       {"tag": "number", "address": 0, "table": "input"},
                                       {"tag": "state", "address": 0, "table": "coil",
                                        "type": "bool", "writable": true})")),
                 QStringList());
    }

    void anUnreadableFileIsAProblemAndNoDefault()
    {
        QCOMPARE(problemsOf("{").size(), 1);
        QCOMPARE(problemsOf("[]"),
                 QStringList{QStringLiteral("northbound.json: must be a JSON object")});
    }
};

QTEST_GUILESS_MAIN(NorthboundProjectTest)
#include "tst_northbound.moc"
