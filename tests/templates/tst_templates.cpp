// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/strictjson.h"
#include "project/names.h"
#include "project/projectstore.h"
#include "templates/registermap.h"
#include "templates/schemacheck.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace mws;

namespace
{

const QString kFolder = QStringLiteral(MWS_RESOURCES "/templates");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qUtf8Printable(path));
    return file.readAll();
}

QJsonObject publishedSchema()
{
    const QString path = QStringLiteral(MWS_RESOURCES "/schemas/template.schema.json");
    return parseStrictJson(contentOf(path)).value().object();
}

QJsonObject fileOf(const QString &templateId)
{
    return parseStrictJson(contentOf(kFolder + u'/' + templateId + QStringLiteral(".json")))
        .value()
        .object();
}

/// What a register map says of a value, in one line.
QString lineOf(const Tag &tag)
{
    return QStringLiteral("%1: %2 %3, %4 %5 of %6 bytes, times %7 plus %8 %9, none %10, power %11")
        .arg(tag.id, nameOf(tag.table), QString::number(tag.address), nameOf(tag.type),
             nameOf(tag.order), QString::number(tag.length), QString::number(tag.factor),
             QString::number(tag.offset), tag.unit)
        .arg(tag.notAvailable, tag.scaleFactor);
}

QStringList phasesIn(const QString &text, const QRegularExpression &pattern)
{
    QStringList phases;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext())
        phases.append(matches.next().captured(1));
    return phases;
}

} // namespace

/// The built-in templates, each held against its published register map.
class TemplatesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTemplateIsBuiltInAndHasAMap()
    {
        QStringList files;
        const QStringList names = QDir(kFolder).entryList(QDir::Files, QDir::Name);
        for (const QString &name : names)
            files.append(name.chopped(5));
        QStringList library;
        const QList<DeviceTemplate> templates = templateLibrary();
        for (const DeviceTemplate &tmpl : templates)
            library.append(tmpl.id);
        QCOMPARE(library, files);
        QCOMPARE(mappedTemplates(), files);
    }

    void schemaCheckFindsFaults_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *json, const char *problem) {
            QTest::addRow("%s", problem) << QByteArray(json) << QString::fromLatin1(problem);
        };
        row(R"({})", ": has no id");
        row(R"({"id": "A"})", "/id: does not match the pattern");
        row(R"({"id": "a", "author": ""})", ": unknown key author");
        row(R"({"id": "a", "vendor": 1})", "/vendor: is no string");
        row(R"({"id": "a", "tags": {}})", "/tags: is no array");
        row(R"({"id": "a", "tags": [{"id": "t"}]})",
            "/tags/0: fits none of the choices, or several");
        row(R"({"id": "a", "tags": [{"id": "t", "address": 65536}]})",
            "/tags/0/address: above the maximum");
        row(R"({"id": "a", "tags": [{"id": "t", "address": -1}]})",
            "/tags/0/address: below the minimum");
        row(R"({"id": "a", "tags": [{"id": "t", "address": 1.5}]})",
            "/tags/0/address: is no integer");
        row(R"({"id": "a", "tags": [{"id": "t", "address": 1, "type": "int24"}]})",
            "/tags/0/type: is none of the words");
        row(R"({"id": "a", "tags": [{"id": "t", "address": 1, "unit": "123456789012345678901"}]})",
            "/tags/0/unit: is too long");
        row(R"({"id": "a", "tags": [{"id": "t", "address": 1, "write": {"roles": ["x", "x"]}}]})",
            "/tags/0/write/roles: has doubles");
    }

    void schemaCheckFindsFaults()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, problem);
        const QJsonObject object = parseStrictJson(json).value().object();
        QCOMPARE(schemaProblems(object, publishedSchema()), QStringList{problem});
        const QJsonObject unknown{{QStringLiteral("const"), 1}};
        QCOMPARE(schemaProblems(1, unknown),
                 QStringList{QStringLiteral(": unknown keyword const")});
    }

    void isValid_data() { addTemplateRows(); }

    void isValid()
    {
        QFETCH(QString, id);
        QCOMPARE(schemaProblems(fileOf(id), publishedSchema()), QStringList());
        const DeviceTemplate tmpl = builtInTemplate(id);
        QVERIFY(!tmpl.name.isEmpty());
        QVERIFY(!tmpl.vendor.isEmpty());
        QVERIFY(!tmpl.source.isEmpty());
        QStringList problems;
        const QList<Problem> found = validateProject(projectWith(id), {tmpl});
        for (const Problem &problem : found)
            problems.append(toString(problem));
        QCOMPARE(problems, QStringList());
    }

    void isItsMap_data() { addTemplateRows(); }

    void isItsMap()
    {
        QFETCH(QString, id);
        QStringList published;
        const RegisterMap map = registerMapOf(id);
        for (const MapPoint &point : map.points) {
            QCOMPARE(point.tag.span(), point.count);
            if (!point.isOutOfReach)
                published.append(lineOf(point.tag));
        }
        QStringList ours;
        const DeviceTemplate tmpl = builtInTemplate(id);
        for (const Tag &tag : tmpl.tags)
            ours.append(lineOf(tag));
        published.sort();
        ours.sort();
        QCOMPARE(ours, published);
    }

    void readsWithSense_data() { addTemplateRows(); }

    void readsWithSense()
    {
        static const QRegularExpression kInId(QStringLiteral("(?<=[_0-9])l([123])"));
        static const QRegularExpression kInPath(QStringLiteral("L([123])"));
        static const QStringList kCounters{QStringLiteral("kWh"), QStringLiteral("kvarh"),
                                           QStringLiteral("Wh"), QStringLiteral("varh")};
        QFETCH(QString, id);
        const DeviceTemplate tmpl = builtInTemplate(id);
        QCOMPARE(tmpl.parameters.size(), 1);
        const QString unit = QStringLiteral("${%1}/").arg(tmpl.parameters.first().name);
        for (const Tag &tag : tmpl.tags) {
            QVERIFY2(tag.path.startsWith(unit), qUtf8Printable(tag.path));
            QCOMPARE(phasesIn(tag.path, kInPath), phasesIn(tag.id, kInId));
            QVERIFY(!tag.write.enabled);
            if (kCounters.contains(tag.unit))
                QCOMPARE(tag.pollClass, QStringLiteral("slow"));
        }
    }
};

QTEST_GUILESS_MAIN(TemplatesTest)
#include "tst_templates.moc"
