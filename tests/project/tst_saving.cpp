// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "variants.h"

#include "project/savejournal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <sys/stat.h>
#include <unistd.h>

using namespace mws;

namespace
{

const QString kMarker = QStringLiteral(".mws-save");
const QString kReadme = QStringLiteral("tags/README.md");

/// A user id that may not write, also when the test runs as root.
class OtherUser
{
public:
    OtherUser() { m_isOther = ::geteuid() != 0 || ::seteuid(65534) == 0; }
    ~OtherUser()
    {
        if (::geteuid() != ::getuid() && ::seteuid(::getuid()) != 0)
            qFatal("cannot become root again");
    }
    Q_DISABLE_COPY_MOVE(OtherUser)
    [[nodiscard]] bool isOther() const { return m_isOther; }

private:
    bool m_isOther = false;
};

QMap<QString, QByteArray> filesOfVariant(const ProjectData &data)
{
    const QTemporaryDir folder;
    if (!saveProject(data, folder.path()))
        qFatal("cannot save");
    return allFiles(folder.path());
}

QString stagedName(QString file)
{
    return file.insert(file.indexOf(u'/') + 1, kMarker + u'.');
}

} // namespace

/// Lays out what a save of variant B over variant A leaves at each point where it can be cut off.
class SavingTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QMap<QString, QByteArray> m_a = filesOfVariant(variantA());
    QMap<QString, QByteArray> m_b = filesOfVariant(variantB());

    [[nodiscard]] QString path(const QString &file) const { return m_folder->filePath(file); }

    void beginSave(bool isCommitted)
    {
        SaveJournal::Changes changes;
        for (auto it = m_a.begin(); it != m_a.end(); ++it) {
            if (!m_b.contains(it.key()))
                changes.insert(it.key(), std::nullopt);
        }
        for (auto it = m_b.begin(); it != m_b.end(); ++it) {
            if (m_a.value(it.key()) != it.value())
                changes.insert(it.key(), it.value());
        }
        ProjectFolder folder;
        QVERIFY(bool(folder.open(m_folder->path())));
        SaveJournal journal(folder);
        QVERIFY(bool(journal.stage(changes)));
        if (isCommitted)
            QVERIFY(bool(journal.commit()));
    }

    [[nodiscard]] QJsonArray markedChanges() const
    {
        QFile marker(path(kMarker));
        if (!marker.open(QIODevice::ReadOnly))
            return {};
        return QJsonDocument::fromJson(marker.readAll())[QLatin1String("changes")].toArray();
    }

    void applyByHand(const QJsonValue &change)
    {
        const QString file = change[QLatin1String("file")].toString();
        QFile::remove(path(file));
        if (!change[QLatin1String("after")].toString().isEmpty())
            QVERIFY(QFile::rename(path(stagedName(file)), path(file)));
    }

    /// The folder holds this variant and nothing else but the user's own file.
    void wantExactly(QMap<QString, QByteArray> variant)
    {
        variant.insert(kReadme, "mine");
        QCOMPARE(allFiles(m_folder->path()).keys(), variant.keys());
        QVERIFY(allFiles(m_folder->path()) == variant);
    }

    /// Loading tells one problem, reads nothing and leaves all files as they are.
    void wantProblem(const QString &begin)
    {
        const auto before = allFiles(m_folder->path());
        const LoadedProject loaded = loadProject(m_folder->path());
        QCOMPARE(loaded.problems.size(), 1);
        const QString line = toString(loaded.problems.first());
        QVERIFY2(line.startsWith(begin), qUtf8Printable(line));
        QVERIFY(loaded.data == ProjectData());
        QVERIFY(!saveProject(variantA(), m_folder->path()));
        QVERIFY(allFiles(m_folder->path()) == before);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(bool(saveProject(variantA(), m_folder->path())));
        putFile(path(kReadme), "mine");
    }

    void savingReplacesAll()
    {
        QVERIFY(bool(saveProject(variantB(), m_folder->path())));
        wantExactly(m_b);
        QVERIFY(loadProject(m_folder->path()).data == variantB());
    }

    void unchangedFilesKeepTheirTime()
    {
        struct stat before {
        };
        struct stat after {
        };
        const QByteArray connection = path(QStringLiteral("connections/net1.json")).toUtf8();
        QCOMPARE(::stat(connection.constData(), &before), 0);
        QVERIFY(bool(saveProject(variantB(), m_folder->path())));
        QCOMPARE(::stat(connection.constData(), &after), 0);
        QCOMPARE(after.st_ino, before.st_ino);
        QCOMPARE(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
    }

    void modeIsKept()
    {
        const QByteArray project = path(QStringLiteral("project.json")).toUtf8();
        QCOMPARE(::chmod(project.constData(), 0640), 0);
        QVERIFY(bool(saveProject(variantB(), m_folder->path())));
        struct stat info {
        };
        QCOMPARE(::stat(project.constData(), &info), 0);
        QCOMPARE(info.st_mode & 07777, mode_t(0640));
    }

    void beforeTheMarkerTheOldProjectCounts()
    {
        beginSave(false);
        putFile(path(QStringLiteral(".mws-save.part")), "{\"changes\": [");
        QVERIFY(QFile::exists(path(stagedName(QStringLiteral("tags/pump.json")))));
        QVERIFY(loadProject(m_folder->path()).data == variantA());
        wantExactly(m_a);
    }

    void withTheMarkerTheNewProjectCounts_data()
    {
        QTest::addColumn<int>("applied");
        for (int applied = 0; applied <= 10; ++applied)
            QTest::addRow("%d applied", applied) << applied;
    }

    void withTheMarkerTheNewProjectCounts()
    {
        QFETCH(int, applied);
        beginSave(true);
        const QJsonArray changes = markedChanges();
        QCOMPARE(changes.size(), 10);
        for (int i = 0; i < applied; ++i)
            applyByHand(changes[i]);
        const LoadedProject loaded = loadProject(m_folder->path());
        QVERIFY(loaded.problems.isEmpty());
        QVERIFY(loaded.data == variantB());
        wantExactly(m_b);
    }

    void theNextSaveFinishesItFirst()
    {
        beginSave(true);
        applyByHand(markedChanges()[0]);
        QVERIFY(bool(saveProject(variantA(), m_folder->path())));
        wantExactly(m_a);
    }

    void theNextSaveDropsWhatDoesNotCount()
    {
        beginSave(false);
        QVERIFY(bool(saveProject(variantA(), m_folder->path())));
        wantExactly(m_a);
    }

    void filesChangedSinceAreNotOverwritten()
    {
        beginSave(true);
        putFile(path(QStringLiteral("tags/meter.json")), "{\"tags\": []}");
        wantProblem(QStringLiteral(".mws-save: the save that was cut off cannot be finished: "
                                   "tags/meter.json is not as that save left it"));
        QVERIFY(QFile::remove(path(kMarker)));
        QVERIFY(loadProject(m_folder->path()).data.name == QStringLiteral("A"));
    }

    void damagedNewFileIsNotTaken()
    {
        beginSave(true);
        putFile(path(QStringLiteral("tags/.mws-save.pump.json")), "{");
        wantProblem(QStringLiteral(".mws-save: the save that was cut off cannot be finished: "
                                   "tags/.mws-save.pump.json is not as"));
    }

    void damagedMarkerIsNotTaken()
    {
        beginSave(true);
        putFile(path(kMarker), "{\"changes\": [");
        wantProblem(QStringLiteral(".mws-save: the save that was cut off cannot be finished: "));
    }

    void markerCannotNameOtherFiles_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file :
             {"../evil.json", "tags/../evil.json", "tags/README.md", "/etc/x.json",
              "tags/.hidden.json", "README.md", "tags", "", "tags/a/b.json"})
            QTest::newRow(file) << QString(QLatin1String(file));
    }

    void markerCannotNameOtherFiles()
    {
        QFETCH(QString, file);
        const QJsonArray changes{QJsonObject{{QStringLiteral("file"), file}}};
        putFile(path(kMarker),
                QJsonDocument(QJsonObject{{QStringLiteral("changes"), changes}}).toJson());
        wantProblem(QStringLiteral(".mws-save: the save that was cut off cannot be finished: "
                                   ".mws-save is not as that save left it"));
    }

    void nothingIsWrittenThroughALink()
    {
        const QTemporaryDir outside;
        QVERIFY(QDir().rename(path(QStringLiteral("tags")), outside.filePath(QStringLiteral("t"))));
        QVERIFY(QFile::link(outside.filePath(QStringLiteral("t")), path(QStringLiteral("tags"))));
        QVERIFY(loadProject(m_folder->path()).data == variantA());
        QVERIFY(bool(saveProject(variantA(), m_folder->path()))); // nothing to write
        const auto before = allFiles(outside.path());
        const auto saved = saveProject(variantB(), m_folder->path());
        QVERIFY(!saved);
        QCOMPARE(saved.error().detail,
                 QStringLiteral("tags cannot be written: it is a symbolic link"));
        QVERIFY(allFiles(outside.path()) == before);
        QVERIFY(loadProject(m_folder->path()).data == variantA());
    }

    void readOnlyFolderLoads()
    {
        const OtherUser other = makeReadOnly();
        QVERIFY(other.isOther());
        QVERIFY(loadProject(m_folder->path()).data == variantA());
        const auto saved = saveProject(variantB(), m_folder->path());
        QVERIFY(!saved);
        QCOMPARE(saved.error().detail,
                 QStringLiteral("connections/net2.json cannot be written: Permission denied"));
    }

    void readOnlyFolderWithACutOffSaveIsAProblem()
    {
        beginSave(true);
        applyByHand(markedChanges()[0]);
        const OtherUser other = makeReadOnly();
        QVERIFY(other.isOther());
        wantProblem(QStringLiteral(".mws-save: the save that was cut off cannot be finished: "
                                   "connections/net3.json cannot be written: Permission denied"));
    }

    void readOnlyFolderWithADroppedSaveLoads()
    {
        beginSave(false);
        const OtherUser other = makeReadOnly();
        QVERIFY(other.isOther());
        const LoadedProject loaded = loadProject(m_folder->path());
        QVERIFY(loaded.problems.isEmpty());
        QVERIFY(loaded.data == variantA());
    }

    void subfolderThatCannotBeListedIsNoEmptyOne()
    {
        QCOMPARE(::chmod(m_folder->path().toUtf8().constData(), 0777), 0);
        QCOMPARE(::chmod(path(QStringLiteral("tags")).toUtf8().constData(), 0333), 0);
        const OtherUser other;
        QVERIFY(other.isOther());
        const LoadedProject loaded = loadProject(m_folder->path());
        QVERIFY(!loaded.isValid());
        const auto saved = saveProject(variantB(), m_folder->path());
        QVERIFY(!saved);
        QCOMPARE(saved.error().detail, QStringLiteral("tags cannot be read: Permission denied"));
    }

    void readOnlySubfolderStopsTheSaveBeforeItCounts()
    {
        QCOMPARE(::chmod(path(QStringLiteral("screens")).toUtf8().constData(), 0555), 0);
        QCOMPARE(::chmod(m_folder->path().toUtf8().constData(), 0777), 0);
        for (const char *folder : {"connections", "tags"})
            QCOMPARE(::chmod(path(QLatin1String(folder)).toUtf8().constData(), 0777), 0);
        const OtherUser other;
        QVERIFY(other.isOther());
        QVERIFY(!saveProject(variantB(), m_folder->path()));
        wantExactly(m_a);
    }

    void whatTheFilesCannotHoldIsRefused_data()
    {
        QTest::addColumn<ProjectData>("data");
        QTest::addColumn<QString>("reason");
        ProjectData connections = variantB();
        connections.connections.append(connections.connections.first());
        QTest::newRow("connections")
            << connections << QStringLiteral("two connections have the id net1");
        ProjectData screens = variantB();
        screens.screens.append(screens.screens.last());
        QTest::newRow("screens") << screens << QStringLiteral("two screens have the id new");
        ProjectData devices = variantB();
        devices.devices[1].connection = QStringLiteral("gone");
        QTest::newRow("device") << devices << QStringLiteral("device pump has no connection");
    }

    void whatTheFilesCannotHoldIsRefused()
    {
        QFETCH(ProjectData, data);
        QFETCH(QString, reason);
        const auto saved = saveProject(data, m_folder->path());
        QVERIFY(!saved);
        QCOMPARE(saved.error().detail, reason);
        wantExactly(m_a);
    }

private:
    /// Everybody may read, nobody write; what follows is done by somebody else than root.
    [[nodiscard]] OtherUser makeReadOnly() const
    {
        for (const char *folder : {"connections", "tags", "screens", "."})
            ::chmod(path(QLatin1String(folder)).toUtf8().constData(), 0555);
        return {};
    }
};

QTEST_GUILESS_MAIN(SavingTest)
#include "tst_saving.moc"
