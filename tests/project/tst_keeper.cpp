// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/filetext.h"
#include "project/projectfolder.h"
#include "project/projectkeeper.h"
#include "variants.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace mws;
using Outcome = ProjectReply::Outcome;

namespace
{

/// Of a template that no device uses.
QJsonObject templateNamed(const QString &id)
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("name"), id}};
}

QJsonObject templateOf(int tags)
{
    QJsonArray all;
    for (int i = 0; i < tags; ++i)
        all.append(QJsonObject{{QStringLiteral("id"), QStringLiteral("t%1").arg(i)},
                               {QStringLiteral("path"), QStringLiteral("${unit}/t%1").arg(i)},
                               {QStringLiteral("address"), i}});
    QJsonObject made = templateNamed(QStringLiteral("big"));
    made.insert(QStringLiteral("parameters"),
                QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("unit")}}});
    made.insert(QStringLiteral("tags"), all);
    return made;
}

/// With so many devices of that template.
QJsonObject connectionOf(int devices)
{
    QJsonArray all;
    for (int i = 1; i <= devices; ++i) {
        const QString id = QStringLiteral("big%1").arg(i);
        all.append(
            QJsonObject{{QStringLiteral("id"), id},
                        {QStringLiteral("unit"), i},
                        {QStringLiteral("area"), QStringLiteral("a")},
                        {QStringLiteral("template"), QStringLiteral("big")},
                        {QStringLiteral("parameters"), QJsonObject{{QStringLiteral("unit"), id}}}});
    }
    return {{QStringLiteral("id"), QStringLiteral("big")},
            {QStringLiteral("host"), QStringLiteral("192.0.2.9")},
            {QStringLiteral("devices"), all}};
}

/// Each inherits all before it.
QJsonArray rolesInARow(int count)
{
    QJsonArray roles;
    QJsonArray before{QStringLiteral("viewer")};
    for (int i = 0; i < count; ++i) {
        const QString id = QStringLiteral("role%1").arg(i);
        roles.append(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("inherits"), before}});
        before.append(id);
    }
    return roles;
}

ProjectFiles filesOf(const ProjectData &data)
{
    const QTemporaryDir folder;
    if (!saveProject(data, folder.path()))
        qFatal("a variant cannot be saved");
    return *readProjectFiles(folder.path());
}

Result<void> approve(const ProjectReply & /*reply*/)
{
    return {};
}

} // namespace

/// A project that is read and replaced as a whole while others do the same.
class KeeperTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProjectKeeper> m_keeper;
    QByteArray m_revision; ///< of variant A, which the station runs

    ProjectReply replace(const ProjectFiles &files, const QByteArray &revision)
    {
        return m_keeper->replace(canonicalText(files), revision, approve).result();
    }
    [[nodiscard]] QMap<QString, QByteArray> onDisk() const { return allFiles(m_folder->path()); }

private Q_SLOTS:
    void init()
    {
        m_keeper.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        putFile(m_folder->filePath(QStringLiteral("NOTES.md")), "mine");
        QVERIFY(saveProject(variantA(), m_folder->path()));
        m_revision = revisionOf(m_folder->path());
        m_keeper
            = std::make_unique<ProjectKeeper>(ProjectKeeper::Options{m_folder->path(), m_revision});
    }

    void theTextIsCanonical()
    {
        const ProjectFiles files{{QStringLiteral("project.json"),
                                  {{QStringLiteral("name"), QString::fromUtf8("Ä\"")},
                                   {QStringLiteral("id"), QStringLiteral("a")}}}};
        const QByteArray text = "{\"project.json\":{\"id\":\"a\",\"name\":\"Ä\\\"\"}}";
        QCOMPARE(canonicalText(files), text);
        // sha256sum of it
        QCOMPARE(hashOf(files),
                 QByteArray("960cd04bc085dfd647cc0f47928ba8516b5e621160d7b4a8aff5a67a4f29bfbf"));
        const auto parsed = parseProjectFiles(
            "{ \"project.json\" : {\"name\":\"\\u00c4\\u0022\",\n\"id\":\"a\"} }");
        QVERIFY(parsed);
        QCOMPARE(hashOf(*parsed), hashOf(files));
    }

    void aFileSurvivesItsText()
    {
        const QByteArray text
            = "{\"a\":null,\"b\":[null,true,-0.5,1e300,9007199254740993,\"\\u001f\"],"
              "\"c\":{},\"d\":[],\"e\":[{\"f\":1},{}]}";
        const QJsonObject object = QJsonDocument::fromJson(text).object();
        QCOMPARE(QJsonDocument::fromJson(fileText(object)).object(), object);
    }

    void theWholeProjectIsRead()
    {
        const auto read = m_keeper->read().result();
        QVERIFY(read);
        QCOMPARE(read->hash, m_revision);
        const auto files = parseProjectFiles(read->text);
        QVERIFY(files);
        QCOMPARE(loadProject(*files).data, variantA());
        QVERIFY(!files->contains(QStringLiteral("NOTES.md")));
    }

    void anotherOneTakesItsPlace()
    {
        const ProjectReply reply = replace(filesOf(variantB()), m_revision);
        QCOMPARE(reply.outcome, Outcome::Ok);
        QCOMPARE(reply.before, m_revision);
        QCOMPARE(reply.after, revisionOf(m_folder->path()));
        QVERIFY(reply.restart);
        const LoadedProject loaded = loadProject(m_folder->path());
        QVERIFY(loaded.problems.isEmpty());
        QCOMPARE(loaded.data, variantB());
        QCOMPARE(onDisk().value(QStringLiteral("NOTES.md")), QByteArray("mine"));
        const ProjectChanges &changes = reply.changes;
        using Part = ProjectChanges::Part;
        QCOMPARE(changes.connections, (Part{{}, {QStringLiteral("net3")}, {}}));
        QCOMPARE(
            changes.devices,
            (Part{{QStringLiteral("pump")}, {QStringLiteral("plc"), QStringLiteral("valve")}, {}}));
        QCOMPARE(changes.tags,
                 (Part{{}, {QStringLiteral("t3")}, {QStringLiteral("t1"), QStringLiteral("t2")}}));
        QCOMPARE(
            changes.screens,
            (Part{{QStringLiteral("new")}, {QStringLiteral("second")}, {QStringLiteral("main")}}));
        QVERIFY(changes.files.changed.contains(QStringLiteral("project.json")));
        QVERIFY(
            countsOf(changes).startsWith(QStringLiteral("connections +0 -1 ~0, devices +1 -2")));
    }

    void whatGivesRightsIsTold()
    {
        QVERIFY(!replace(filesOf(variantB()), m_revision).changes.rights);
        ProjectData data = variantB();
        Role role;
        role.id = QStringLiteral("guest");
        role.inherits = {QStringLiteral("viewer")};
        data.roles = {role};
        const QByteArray withRole = canonicalText(filesOf(data));
        const QByteArray revision = revisionOf(m_folder->path());
        QVERIFY(m_keeper->check(withRole, revision).result().changes.rights);
        data.roles.clear();
        data.northbound = Northbound();
        const QByteArray withServer = canonicalText(filesOf(data));
        QVERIFY(m_keeper->check(withServer, revision).result().changes.rights);
    }

    void theOneThatRunsNeedsNoRestart()
    {
        const ProjectReply there = replace(filesOf(variantB()), m_revision);
        QVERIFY(there.restart);
        QVERIFY(m_keeper->isRestartPending());
        const ProjectReply back = replace(filesOf(variantA()), there.after);
        QCOMPARE(back.outcome, Outcome::Ok);
        QVERIFY(!back.restart);
        QVERIFY(!m_keeper->isRestartPending());
        QCOMPARE(back.after, m_revision);
    }

    void whatSaysTheSameKeepsItsBytes()
    {
        const QString file = m_folder->filePath(QStringLiteral("screens/second.json"));
        const QByteArray byHand = "{\"title\":  \"Second\", \"id\": \"second\"}";
        putFile(file, byHand);
        ProjectFiles files = *readProjectFiles(m_folder->path());
        QCOMPARE(hashOf(files), m_revision);
        files[QStringLiteral("project.json")].insert(QStringLiteral("name"), QStringLiteral("C"));
        QCOMPARE(replace(files, m_revision).outcome, Outcome::Ok);
        QCOMPARE(onDisk().value(QStringLiteral("screens/second.json")), byHand);
    }

    void templatesComeAndGo()
    {
        ProjectFiles files = *readProjectFiles(m_folder->path());
        const QString file = QStringLiteral("templates/own.json");
        files.insert(file, templateNamed(QStringLiteral("own")));
        const ProjectReply with = replace(files, m_revision);
        QCOMPARE(with.outcome, Outcome::Ok);
        QCOMPARE(with.changes.files.added, QStringList(file));
        QVERIFY(onDisk().contains(file));
        QVERIFY(saveProject(variantA(), m_folder->path()));
        QVERIFY2(onDisk().contains(file), "the editor's saving leaves templates alone");
        files.remove(file);
        QCOMPARE(replace(files, with.after).outcome, Outcome::Ok);
        QVERIFY(!onDisk().contains(file));
    }

    void aCheckWritesNothing()
    {
        const auto before = onDisk();
        const ProjectReply reply
            = m_keeper->check(canonicalText(filesOf(variantB())), m_revision).result();
        QCOMPARE(reply.outcome, Outcome::Ok);
        QCOMPARE(reply.changes.connections.removed, QStringList(QStringLiteral("net3")));
        QCOMPARE(onDisk(), before);
    }

    void staleOnesAreRefused()
    {
        QCOMPARE(replace(filesOf(variantB()), m_revision).outcome, Outcome::Ok);
        const auto before = onDisk();
        const ProjectReply late = replace(filesOf(variantA()), m_revision);
        QCOMPARE(late.outcome, Outcome::Stale);
        QCOMPARE(late.before, revisionOf(m_folder->path()));
        QCOMPARE(onDisk(), before);
    }

    /// Two programs, each with a keeper of its own: only the lock of the folder stands between
    /// them.
    void ofTwoOneWins()
    {
        ProjectKeeper other({m_folder->path(), {}});
        const QByteArray a = canonicalText(filesOf(variantA()));
        const QByteArray b = canonicalText(filesOf(variantB()));
        for (int round = 0; round < 30; ++round) {
            const QByteArray revision = revisionOf(m_folder->path());
            const QByteArray &text = round % 2 == 0 ? b : a;
            const auto first = m_keeper->replace(text, revision, approve);
            const auto second = other.replace(text, revision, approve);
            QSet<Outcome> outcomes{first.result().outcome, second.result().outcome};
            QCOMPARE(outcomes, (QSet<Outcome>{Outcome::Ok, Outcome::Stale}));
        }
    }

    void problemsAreToldWithTheirPlace()
    {
        const auto before = onDisk();
        ProjectFiles files = filesOf(variantB());
        files[QStringLiteral("connections/net1.json")].insert(QStringLiteral("port"), 99999);
        files[QStringLiteral("project.json")].insert(QStringLiteral("script"), true);
        const ProjectReply reply = replace(files, m_revision);
        QCOMPARE(reply.outcome, Outcome::Invalid);
        const auto has = [&reply](const char *file, const char *pointer) {
            return std::any_of(reply.problems.begin(), reply.problems.end(), [&](const Problem &p) {
                return p.file == QLatin1String(file) && p.pointer == QLatin1String(pointer)
                    && !p.reason.isEmpty();
            });
        };
        QVERIFY(has("connections/net1.json", "/port"));
        QVERIFY(has("project.json", "/script"));
        QCOMPARE(onDisk(), before);
    }

    void unusedTemplatesAreValidated()
    {
        ProjectFiles files = filesOf(variantB());
        files.insert(QStringLiteral("templates/own.json"),
                     templateNamed(QStringLiteral("another")));
        QCOMPARE(replace(files, m_revision).outcome, Outcome::Invalid);
    }

    /// A few KB that would fill the memory of the station, or keep it busy for hours.
    void whatWouldGrowIsRefused_data()
    {
        QTest::addColumn<ProjectFiles>("files");
        ProjectFiles many = filesOf(variantB());
        many.insert(QStringLiteral("templates/big.json"), templateOf(1000));
        many.insert(QStringLiteral("connections/big.json"), connectionOf(51));
        QTest::newRow("templates") << many;
        ProjectFiles roles = filesOf(variantB());
        QJsonObject first = roles.value(QStringLiteral("project.json"));
        first.insert(QStringLiteral("roles"), rolesInARow(300));
        roles.insert(QStringLiteral("project.json"), first);
        QTest::newRow("roles") << roles;
    }

    void whatWouldGrowIsRefused()
    {
        QFETCH(const ProjectFiles, files);
        const auto before = onDisk();
        const ProjectReply reply = replace(files, m_revision);
        QCOMPARE(reply.outcome, Outcome::Invalid);
        QVERIFY(std::any_of(reply.problems.cbegin(), reply.problems.cend(), [](const Problem &one) {
            return one.file == QLatin1String("project.json")
                && one.reason.contains(QLatin1String("more than"));
        }));
        QCOMPARE(onDisk(), before);
    }

    void manyOfATemplateAreTaken()
    {
        ProjectFiles files = filesOf(variantB());
        files.insert(QStringLiteral("templates/big.json"), templateOf(100));
        files.insert(QStringLiteral("connections/big.json"), connectionOf(100));
        const ProjectReply reply = replace(files, m_revision);
        QCOMPARE(reply.outcome, Outcome::Ok);
        QCOMPARE(reply.changes.tags.added.size(), 10'000);
    }

    void malformedOnesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("cut off") << QByteArray("{\"project.json\":{");
        QTest::newRow("no object") << QByteArray("{\"project.json\":[]}");
        QTest::newRow("twice") << QByteArray("{\"project.json\":{},\"project.json\":{}}");
        for (const char *name :
             {"../project.json", "/etc/passwd", "tags/../../x.json", "tags/.x.json", "x.json",
              ".mws-save", "tags/a.json\\n", "tags/a/b.json", "Tags/a.json", "tags/A.json",
              "tags/a.txt", "other/a.json", "tags\\\\a.json", "templates/.json"})
            QTest::newRow(name) << QByteArray("{\"project.json\":{},\"") + name + "\":{}}";
        const auto tags = [](const QByteArray &items) -> QByteArray {
            return "{\"project.json\":{},\"tags/a.json\":{\"tags\":[" + items + "0]}}";
        };
        QTest::newRow("many objects") << tags(QByteArray("{},").repeated(120'000));
        QTest::newRow("many values") << tags(QByteArray("0,").repeated(600'001));
        QTest::newRow("deep") << "{\"project.json\":{\"a\":" + QByteArray(16, '[')
                + QByteArray(16, ']') + "}}";
    }

    void malformedOnesAreRefused()
    {
        QFETCH(QByteArray, text);
        const auto before = onDisk();
        const ProjectReply reply = m_keeper->replace(text, m_revision, approve).result();
        QCOMPARE(reply.outcome, Outcome::Malformed);
        QVERIFY(!reply.error.detail.isEmpty());
        QCOMPARE(onDisk(), before);
    }

    void withoutApprovalNothingIsWritten()
    {
        const auto before = onDisk();
        const auto refuse = [](const ProjectReply &reply) -> Result<void> {
            return Error{ErrorCode::Unavailable, QString::fromLatin1(reply.after)};
        };
        const QByteArray text = canonicalText(filesOf(variantB()));
        const ProjectReply reply = m_keeper->replace(text, m_revision, refuse).result();
        QCOMPARE(reply.outcome, Outcome::Failed);
        QCOMPARE(reply.error.detail, QString::fromLatin1(reply.after));
        QCOMPARE(onDisk(), before);
    }

    void theHashesOfTheFolderAreTold()
    {
        QStringList told;
        const auto keep = [&told](const QString &before, const QString &after) {
            told = {before, after};
        };
        const auto hash = [this] {
            ProjectFolder folder;
            return folder.open(m_folder->path()) ? *folder.hash() : QString();
        };
        const QString before = hash();
        ProjectKeeper keeper({m_folder->path(), {}, {}, keep});
        const QByteArray text = canonicalText(filesOf(variantB()));
        QCOMPARE(keeper.check(text, m_revision).result().outcome, Outcome::Ok);
        QVERIFY(told.isEmpty());
        QCOMPARE(keeper.replace(text, m_revision, approve).result().outcome, Outcome::Ok);
        QCOMPARE(told, (QStringList{before, hash()}));
    }

    void aConnectionOfTheCommandLineStays()
    {
        ProjectKeeper keeper({m_folder->path(), {}, {QStringLiteral("net3")}});
        const QByteArray text = canonicalText(filesOf(variantB()));
        const ProjectReply reply = keeper.replace(text, m_revision, approve).result();
        QCOMPARE(reply.outcome, Outcome::Invalid);
        QCOMPARE(reply.problems.constLast().file, QStringLiteral("connections/net3.json"));
    }

    void whereTheFolderIsStaysUntold()
    {
        const QString gone = m_folder->filePath(QStringLiteral("gone"));
        ProjectKeeper keeper({gone, {}});
        const auto read = keeper.read().result();
        QVERIFY(!read);
        QVERIFY2(!read.error().detail.contains(u'/'), qPrintable(read.error().detail));
        const ProjectReply reply
            = keeper.replace(canonicalText(filesOf(variantB())), m_revision, approve).result();
        QCOMPARE(reply.outcome, Outcome::Failed);
        QVERIFY2(!reply.error.detail.contains(u'/'), qPrintable(reply.error.detail));
    }

    void aFolderThatCannotBeReadIsLeftAlone()
    {
        putFile(m_folder->filePath(QStringLiteral("tags/meter.json")), "{");
        const auto before = onDisk();
        const auto read = m_keeper->read().result();
        QVERIFY(!read);
        QVERIFY(read.error().detail.startsWith(QStringLiteral("tags/meter.json")));
        QCOMPARE(replace(filesOf(variantB()), m_revision).outcome, Outcome::Failed);
        QCOMPARE(onDisk(), before);
    }
};

QTEST_GUILESS_MAIN(KeeperTest)
#include "tst_keeper.moc"
