// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/problemfolder.h"

using namespace mws;

/// A fault of one tag alone disables that tag, and nothing else.
class DisabledTagsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(DisabledTagsTest)
#include "tst_disabledtags.moc"
