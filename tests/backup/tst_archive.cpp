// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/archivereader.h"
#include "backup/archives.h"
#include "backup/archivewriter.h"
#include "backup/restore.h"

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::backup;

namespace
{

void addRefusal(const char *name, const char *reason)
{
    QTest::newRow(name) << QString::fromLatin1(reason);
}

/// Every name below folder, with its size, so that whatever is written shows.
QStringList treeOf(const QString &folder)
{
    QStringList all;
    QDirIterator files(folder,
                       QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo info(files.next());
        all.append(QStringLiteral("%1 %2 %3")
                       .arg(info.filePath(), QString::number(info.size()),
                            QString::fromLatin1(fileBytes(info.filePath()).toHex().left(64))));
    }
    all.sort();
    return all;
}

} // namespace

/// What the reader of archives takes and what it refuses.
class ArchiveTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void othersReadIt();
    void opensslKnowsTheSeal();
    void takesArchivesOfOthers_data();
    void takesArchivesOfOthers();
    void hostileArchivesAreRefused_data();
    void hostileArchivesAreRefused();
    void everyByteCounts();
    void everyLengthCounts();
    void nothingMayFollow();
    void aSealIsOfOneArchive();
    void anotherStationIsAnotherStation();
    void whatIsNoFileIsNoBackup();

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    /// Of two files.
    [[nodiscard]] QByteArray writtenArchive();
    [[nodiscard]] Error errorOf(const QByteArray &archive) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<StationKey> m_key;
};

void ArchiveTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(path("keys")) && QDir().mkpath(path("in/data"))
            && QDir().mkpath(path("in/project")));
    const auto key = StationKey::loadOrMake(path("keys"));
    QVERIFY(key);
    m_key = *key;
}

QByteArray ArchiveTest::writtenArchive()
{
    putFile(path("in/data/station.db"), "a database");
    putFile(path("in/project/project.json"), "{}");
    const auto manifest = Manifest::of(path("in"));
    QFile::remove(path("archive"));
    const auto written = manifest ? writeArchive(path("in"), *manifest, *m_key, path("archive"))
                                  : Result<QByteArray>(manifest.error());
    return written ? fileBytes(path("archive")) : QByteArray();
}

/// Of checking it without putting it anywhere; an error of class Internal: it was taken.
Error ArchiveTest::errorOf(const QByteArray &archive) const
{
    putFile(path("suspect"), archive);
    ArchiveFile file(path("suspect"));
    if (auto opened = file.open(); !opened)
        return opened.error();
    const auto read = file.read(nullptr);
    return read ? Error{} : read.error();
}

void ArchiveTest::othersReadIt()
{
    const QByteArray archive = writtenArchive();
    QVERIFY(!archive.isEmpty());
    const QByteArray tar = uncompressed(archive);
    QVERIFY(putFile(path("plain.tar"), tar));
    const QByteArray text = tarMaker({QStringLiteral("list"), path("plain.tar")});
    const QList<QByteArray> lines = text.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("manifest.json "));
    QVERIFY(lines[1].startsWith("data/station.db 10 0o600 e152d5ae22936201"));
    QVERIFY(lines[2].startsWith("project/project.json 2 0o600 44136fa355b3678a"));
    QCOMPARE(QFile::permissions(path("archive"))
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

/// The format as the header says it, taken apart here.
void ArchiveTest::opensslKnowsTheSeal()
{
    const QByteArray archive = writtenArchive();
    const QByteArray payload = archive.chopped(kSealSize);
    const QByteArray seal = archive.right(kSealSize);
    QCOMPARE(seal.left(8).toHex(), QByteArray("5b2a4d18c1000000"));
    const QByteArray label = seal.mid(8, 16);
    QCOMPARE(label, QByteArray("mws-backup-2\0\0\0\0", 16));
    QVERIFY(putFile(path("public.pem"), seal.mid(24, 113)));
    QVERIFY(putFile(path("signature"), seal.right(64)));
    QVERIFY(putFile(path("message"),
                    label + QCryptographicHash::hash(payload, QCryptographicHash::Sha256)));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("pkeyutl"), QStringLiteral("-verify"), QStringLiteral("-pubin"),
                   QStringLiteral("-inkey"), path("public.pem"), QStringLiteral("-rawin"),
                   QStringLiteral("-in"), path("message"), QStringLiteral("-sigfile"),
                   path("signature")});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAll().constData());
}

void ArchiveTest::takesArchivesOfOthers_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"good", "good ustar", "good gnu", "odd mode"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ArchiveTest::takesArchivesOfOthers()
{
    QFETCH(QString, name);
    const QByteArray tar = tarOf(name, path("made.tar"));
    QVERIFY(putFile(path("made"), sealed(compressed(tar), *m_key)));
    ArchiveFile archive(path("made"));
    const auto opened = archive.open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    const auto restored = restoreBackup(archive, {{}, path("out"), false}, {});
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().detail));
    QCOMPARE(fileBytes(path("out/tags/plc.json")), QByteArray("{\"tags\":[]}"));
    QCOMPARE(QFileInfo(path("out/tags/plc.json")).permissions()
                 & (QFile::ExeUser | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(!QFile::exists(path("out.restoring")));
}

void ArchiveTest::hostileArchivesAreRefused_data()
{
    QTest::addColumn<QString>("reason");
    addRefusal("dot dot", "leads out of the folder");
    addRefusal("dot dot only", "leads out of the folder");
    addRefusal("backslash", "leads out of the folder");
    addRefusal("absolute", "is an absolute path");
    addRefusal("absolute only", "is an absolute path");
    addRefusal("symbolic link", "is a symbolic link");
    addRefusal("hard link", "is a hard link");
    addRefusal("link to a folder", "is a symbolic link");
    addRefusal("character device", "is a device");
    addRefusal("block device", "is a device");
    addRefusal("fifo", "is a FIFO");
    addRefusal("folder", "is a folder");
    addRefusal("twice", "is there twice");
    addRefusal("listed twice", "is there twice");
    addRefusal("manifest twice", "is there twice");
    addRefusal("case", "differ by case only");
    addRefusal("case only", "differ by case only");
    addRefusal("unknown", "is no file of a station");
    addRefusal("unknown folder", "is no file of a station");
    addRefusal("steers the terminal", "'data/?[2Jx?' is no file of a station");
    addRefusal("long name", "is no file of a station");
    addRefusal("many", "more than 5000 files");
    addRefusal("many unlisted", "is not in its manifest");
    addRefusal("declared bomb", "that is no backup");
    addRefusal("overflow", "that is no backup");
    addRefusal("real bomb", "that is no backup");
    addRefusal("unlisted bomb", "is not as its manifest says");
    addRefusal("headers bomb", "unpacks to more than it says");
    addRefusal("truncated", "is damaged");
    addRefusal("no tar", "is damaged");
    addRefusal("nothing", "is damaged");
    addRefusal("missing", "'data/devices.json' is missing");
    addRefusal("unlisted", "is not in its manifest");
    addRefusal("manifest last", "does not begin with its manifest");
    addRefusal("manifest broken", "manifest is damaged");
    addRefusal("manifest with a key twice", "manifest is damaged");
    addRefusal("manifest of a later version", "of another version");
    addRefusal("manifest too long", "does not begin with its manifest");
    addRefusal("no size", "lacks size or hash");
    addRefusal("negative size", "lacks size or hash");
    addRefusal("wrong size", "is not as its manifest says");
    addRefusal("wrong hash", "is not as its manifest says");
    addRefusal("no hash", "lacks size or hash");
}

/// The worst case: the archive has the seal of the station itself. Nothing is written, in the
/// target or elsewhere.
void ArchiveTest::hostileArchivesAreRefused()
{
    QFETCH(QString, reason);
    const QByteArray tar = tarOf(QString::fromLatin1(QTest::currentDataTag()), path("made.tar"));
    QVERIFY(putFile(path("made"), sealed(compressed(tar), *m_key)));
    QVERIFY(QDir().mkpath(path("plant/tags")));
    QVERIFY(putFile(path("plant/project.json"), "{\"mine\":1}"));
    const QStringList before = treeOf(m_folder->path());
    ArchiveFile archive(path("made"));
    const auto opened = archive.open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    const auto restored = restoreBackup(archive, {path("data"), path("plant"), true}, {});
    QVERIFY(!restored);
    QVERIFY2(restored.error().detail.contains(reason), qPrintable(restored.error().detail));
    QCOMPARE(treeOf(m_folder->path()), before);
}

void ArchiveTest::everyByteCounts()
{
    QByteArray archive = writtenArchive();
    QCOMPARE(errorOf(archive).code, ErrorCode::Internal); // as it is, it is good
    for (qsizetype at = 0; at < archive.size(); ++at) {
        const char was = archive[at];
        archive[at] = char(was ^ (1 << (at % 8)));
        const Error error = errorOf(archive);
        QVERIFY2(error.code == ErrorCode::Conflict, qPrintable(QString::number(at)));
        archive[at] = was;
    }
}

void ArchiveTest::everyLengthCounts()
{
    const QByteArray archive = writtenArchive();
    for (qsizetype size = 0; size < archive.size(); ++size)
        QCOMPARE(errorOf(archive.first(size)).code, ErrorCode::Conflict);
}

void ArchiveTest::nothingMayFollow()
{
    const QByteArray archive = writtenArchive();
    const QByteArray more = compressed("more");
    for (const QByteArray &garbage : {QByteArray(1, '\0'), QByteArray("x"), QByteArray(10240, '\0'),
                                      more, archive, archive.right(kSealSize)})
        QCOMPARE(errorOf(archive + garbage).code, ErrorCode::Conflict);
}

void ArchiveTest::aSealIsOfOneArchive()
{
    const QByteArray first = writtenArchive();
    const QByteArray tar = tarOf(QStringLiteral("good"), path("made.tar"));
    const QByteArray second = compressed(tar);
    QCOMPARE(errorOf(sealed(second, *m_key)).code, ErrorCode::Internal);
    QCOMPARE(errorOf(second + first.right(kSealSize)).detail,
             QStringLiteral("It was changed after it was made."));
}

/// Who has recomputed everything has another key.
void ArchiveTest::anotherStationIsAnotherStation()
{
    QVERIFY(QDir().mkpath(path("others")));
    const auto other = StationKey::loadOrMake(path("others"));
    QVERIFY(other);
    const QByteArray archive = writtenArchive();
    QVERIFY(putFile(path("forged"), sealed(archive.chopped(kSealSize), *other)));
    ArchiveFile forged(path("forged"));
    QVERIFY(forged.open());
    QCOMPARE(forged.station().id(), other->publicKey().id());
    QVERIFY(forged.station().id() != m_key->publicKey().id());
    // The name of the one on the signature of the other.
    const QByteArray mixed = archive.chopped(64) + fileBytes(path("forged")).right(64);
    QCOMPARE(errorOf(mixed).detail, QStringLiteral("It was changed after it was made."));
}

void ArchiveTest::whatIsNoFileIsNoBackup()
{
    QCOMPARE(ArchiveFile(path("nowhere")).open().error().code, ErrorCode::NotFound);
    QCOMPARE(ArchiveFile(path("in")).open().error().code, ErrorCode::NotFound);
    QCOMPARE(errorOf({}).code, ErrorCode::Conflict);
    QCOMPARE(errorOf(QByteArray(kSealSize, '\0')).code, ErrorCode::Conflict);
}

QTEST_GUILESS_MAIN(ArchiveTest)
#include "tst_archive.moc"
