// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "problemfolder.h"

#include "project/role.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;

/// Roles as the files say them: what is refused, what survives a save, and what the short form
/// means.
class RolesTest final : public QObject
{
    Q_OBJECT

private:
    static QStringList problemsOfRoles(const QByteArray &roles)
    {
        QByteArray project(kProject);
        project.chop(1);
        return problemsOf(
            {{QStringLiteral("project.json"), project + ", \"roles\": [" + roles + "]}"},
             {QStringLiteral("tags/plc.json"),
              R"({"tags": [{"id": "t", "path": "a/b/t", "address": 0}]})"}});
    }

    static QStringList idsOf(const QList<const Role *> &lineage)
    {
        QStringList ids;
        for (const Role *role : lineage)
            ids.append(role->id);
        return ids;
    }

    static Role role(const char *id, const QStringList &inherits)
    {
        Role made;
        made.id = QLatin1String(id);
        made.inherits = inherits;
        return made;
    }

private Q_SLOTS:
    void goodOnes_data()
    {
        QTest::addColumn<QByteArray>("roles");
        QTest::newRow("short form")
            << QByteArray(R"({"id": "r", "permissions": ["view", "write"], "areas": ["a"]})");
        QTest::newRow("inherits all") << QByteArray(R"({"id": "r", "inherits": ["operator"]})");
        QTest::newRow("inherits itself an own one")
            << QByteArray(R"({"id": "r", "inherits": ["s"]}, {"id": "s", "inherits": ["viewer"]})");
        QTest::newRow("by two ways to the same") << QByteArray(
            R"({"id": "r", "inherits": ["s", "viewer"]}, {"id": "s", "inherits": ["viewer"]})");
        QTest::newRow("grants") << QByteArray(
            R"({"id": "r", "grants": [{"verbs": ["view"], "areas": ["a/b"]},
                {"verbs": ["write", "acknowledge", "shelve"], "tags": ["t"],
                 "origins": ["panel", "program"], "networks": ["10.1.0.0/16", "2001:db8::1"]},
                {"verbs": ["configure"], "origins": ["remote"]}]})");
    }

    void goodOnes()
    {
        QFETCH(QByteArray, roles);
        QCOMPARE(problemsOfRoles(roles), QStringList());
    }

    void wrongOnes_data()
    {
        QTest::addColumn<QByteArray>("roles");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *roles, const char *problem) {
            QTest::newRow(problem) << QByteArray(roles) << QString(QLatin1String(problem));
        };
        row(R"({"id": "r", "permissions": ["write"]})", "0/permissions: must contain view");
        row(R"({"id": "r", "inherits": ["king"], "permissions": ["view"]})",
            "0/inherits/0: there is no role king");
        row(R"({"id": "r", "inherits": ["viewer", "r"]})", "0/inherits/1: leads back");
        row(R"({"id": "r", "inherits": ["s"], "permissions": ["view"]},
               {"id": "s", "inherits": ["q"]}, {"id": "q", "inherits": ["r"]})",
            "2/inherits/0: leads back");
        row(R"({"id": "r", "inherits": ["administrator"]})", "0/inherits/0: administer belongs");
        row(R"({"id": "r", "inherits": ["s"]}, {"id": "s", "inherits": ["administrator"]})",
            "0/inherits/0: administer belongs ");
        row(R"({"id": "r", "grants": [{"verbs": ["view"]}, {"areas": ["a"]}]})",
            "0/grants/1/verbs: is missing");
        row(R"({"id": "r", "grants": [{"verbs": ["view", "administer"]}]})",
            "0/grants/0/verbs: administer belongs");
        row(R"({"id": "r", "grants": [{"verbs": ["view", "configure"], "areas": ["a"]}]})",
            "0/grants/0/verbs: configure is for the whole plant");
        row(R"({"id": "r", "grants": [{"verbs": ["view", "configure"], "tags": ["t"]}]})",
            "0/grants/0/verbs: configure is for the whole plant: no");
        row(R"({"id": "r", "grants": [{"verbs": ["view", "look"]}]})",
            "0/grants/0/verbs/1: must be one of: view, write, acknowledge");
        row(R"({"id": "r", "grants": [{"verbs": ["view"], "origins": ["home"]}]})",
            "0/grants/0/origins/0: must be one of: panel, remote, program, modbus");
        row(R"({"id": "r", "grants": [{"verbs": ["view"], "tags": ["t", "u"]}]})",
            "0/grants/0/tags/1: there is no tag u");
        row(R"({"id": "r", "grants": [{"verbs": ["view"], "networks": ["10.1.0.1/16"]}]})",
            "0/grants/0/networks/0: must be an IP address");
        row(R"({"id": "r", "grants": [{"verbs": ["view"], "areas": ["a/"]}]})",
            "0/grants/0/areas: no tag lies in a/");
        row(R"({"id": "r", "permissions": ["view", "write"], "areas": ["b"]})",
            "0/areas: no tag lies in b");
        row(R"({"id": "r", "grants": [{"verbs": ["view"], "user": "otto"}]})",
            "0/grants/0/user: is not a known key");
    }

    void wrongOnes()
    {
        QFETCH(QByteArray, roles);
        QFETCH(QString, problem);
        const QStringList problems = problemsOfRoles(roles);
        const QString wanted = QStringLiteral("project.json/roles/") + problem.trimmed();
        QVERIFY2(std::any_of(problems.begin(), problems.end(),
                             [&wanted](const QString &line) { return line.startsWith(wanted); }),
                 qPrintable(problems.join(u'\n')));
    }

    void manyRolesInARowAreChecked()
    {
        QByteArray roles;
        QByteArray behind = R"("viewer")";
        for (int i = 0; i < 200; ++i) {
            const QByteArray id = "\"r" + QByteArray::number(i) + '"';
            roles += "{\"id\": " + id + ", \"inherits\": [" + behind + "]},";
            behind += ", " + id;
        }
        roles.chop(1);
        QCOMPARE(problemsOfRoles(roles), QStringList());
        QCOMPARE(problemsOfRoles(roles + R"(, {"id": "more", "inherits": ["viewer"]})"),
                 QStringList{QStringLiteral("project.json/roles: has more than 200 entries")});
    }

    void everyFieldSurvives()
    {
        ProjectData data;
        data.id = QStringLiteral("p");
        data.name = QStringLiteral("P");
        data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
        Role all = role("all", {QStringLiteral("viewer"), QStringLiteral("operator")});
        all.grants = {{Permission::View | Permission::Shelve | Permission::Acknowledge,
                       {QStringLiteral("a"), QStringLiteral("a/b")},
                       {QStringLiteral("t")},
                       {Origin::Modbus, Origin::Panel, Origin::Program, Origin::Remote},
                       {QStringLiteral("10.1.0.0/16")}},
                      {Permission::Configure}};
        data.roles = {all,
                      {QStringLiteral("short"),
                       {},
                       Permission::View | Permission::Write,
                       {QStringLiteral("a")}}};
        QTemporaryDir folder;
        QVERIFY(bool(saveProject(data, folder.path())));
        QFile file(folder.filePath(QStringLiteral("project.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        file.close();
        QVERIFY2(
            before.contains(R"({"areas": ["a"], "id": "short", "permissions": ["view", "write"]})"),
            before);
        const LoadedProject loaded = loadProject(folder.path());
        QVERIFY(loaded.data.roles == data.roles);
        QVERIFY(bool(saveProject(loaded.data, folder.path())));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), before);
    }

    void theShortFormNarrowsActsOnly()
    {
        Role lead = role("lead", {});
        lead.permissions = Permission::View | Permission::Write | Permission::Configure;
        lead.areas = {QStringLiteral("pumping")};
        const QList<Grant> wanted{{Permission::View | Permission::Configure},
                                  {Permission::Write, {QStringLiteral("pumping")}}};
        QCOMPARE(grantsOf(lead), wanted);
        lead.permissions = Permission::View;
        QCOMPARE(grantsOf(lead), QList<Grant>{{Permission::View}});
    }

    void aLineageEndsWhereItMust()
    {
        const QList<Role> roles{role("a", {QStringLiteral("b"), QStringLiteral("c")}),
                                role("b", {QStringLiteral("a"), QStringLiteral("ghost")}),
                                role("c", {QStringLiteral("b")})};
        QCOMPARE(idsOf(lineageOf(roles, QStringLiteral("a"))),
                 QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
        QCOMPARE(idsOf(lineageOf(roles, QStringLiteral("c"))),
                 QStringList({QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("a")}));
        QVERIFY(lineageOf(roles, QStringLiteral("ghost")).isEmpty());
    }

    void areasAreWholeParts()
    {
        const auto isIn = [](const char *path, const char *area) {
            return isInArea(QLatin1String(path), QLatin1String(area));
        };
        QVERIFY(isIn("a/b/c", "a"));
        QVERIFY(isIn("a/b/c", "a/b"));
        QVERIFY(isIn("a", "a"));
        QVERIFY(!isIn("ab/c", "a"));
        QVERIFY(!isIn("a/bc", "a/b"));
        QVERIFY(!isIn("a/b", "a/b/c"));
        QVERIFY(!isIn("a/b", "a/"));
        QVERIFY(!isIn("a/b", ""));
        QVERIFY(!isIn("A/b", "a"));
    }
};

QTEST_GUILESS_MAIN(RolesTest)
#include "tst_roles.moc"
