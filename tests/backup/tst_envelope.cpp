// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/archives.h"
#include "backup/envelope.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::backup;

namespace
{

const QString kPassphrase = QStringLiteral("four quiet herrings sing \u00e4");
constexpr int kCheap = 4; ///< of scrypt
constexpr qsizetype kHead = 64;
constexpr qsizetype kPiece = 64 * 1024 + 16;

QByteArray contentOf(qsizetype size)
{
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 7 + i / 251) % 256);
    return bytes;
}

} // namespace

/// Files that only a passphrase opens.
class EnvelopeTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }

    [[nodiscard]] QByteArray encrypted(const QByteArray &content)
    {
        QFile::remove(path("closed"));
        if (!putFile(path("plain"), content)
            || !encryptFile(path("plain"), path("closed"), kPassphrase, kCheap))
            return {};
        return fileBytes(path("closed"));
    }

    /// What is in it, or nothing when any part of it does not hold.
    [[nodiscard]] std::optional<QByteArray> openedWith(const QByteArray &closed,
                                                       const QString &passphrase = kPassphrase)
    {
        QFile::remove(path("suspect"));
        putFile(path("suspect"), closed);
        EncryptedFile file(path("suspect"));
        if (!file.unlock(passphrase))
            return std::nullopt;
        const QByteArray all = file.readAll();
        return all.size() == file.size() ? std::optional(all) : std::nullopt;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void givesBackWhatItTook_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 65535, 65536, 65537, 196608, 200000})
            QTest::addRow("%d", size) << size;
    }

    void givesBackWhatItTook()
    {
        QFETCH(int, size);
        const QByteArray content = contentOf(size);
        const QByteArray closed = encrypted(content);
        QCOMPARE(openedWith(closed), std::optional(content));
        QVERIFY(isEncrypted(path("closed")));
        QVERIFY(!isEncrypted(path("plain")));
        QVERIFY(size < 100 || !closed.contains(content.left(32)));
        QCOMPARE(
            QFile::permissions(path("closed"))
                & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
    }

    void isReadAtAnyPlace()
    {
        const QByteArray content = contentOf(200000);
        QVERIFY(!encrypted(content).isEmpty());
        EncryptedFile file(path("closed"));
        QVERIFY(file.unlock(kPassphrase));
        QCOMPARE(file.size(), content.size());
        for (const qint64 place : {199990, 65530, 0, 131072, 65536, 100000}) {
            QVERIFY(file.seek(place));
            QCOMPARE(file.read(70000), content.mid(place, 70000));
        }
    }

    void otherProgramsOpenIt()
    {
        if (QProcess::execute(QStringLiteral("/usr/bin/python3"),
                              {QStringLiteral("-c"), QStringLiteral("import cryptography")})
            != 0)
            QSKIP("python3-cryptography is not installed");
        const QByteArray content = contentOf(150000);
        QVERIFY(putFile(path("plain"), content));
        QVERIFY(encryptFile(path("plain"), path("closed"), kPassphrase));
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral(MWS_ENVELOPE_OPENER), path("closed"), kPassphrase});
        QVERIFY(python.waitForFinished(60000));
        QCOMPARE(python.readAllStandardError(), QByteArray());
        QVERIFY(python.readAllStandardOutput() == content);
    }

    void anotherPassphraseOpensNothing()
    {
        QVERIFY(!encrypted(contentOf(100)).isEmpty());
        for (const QString &other : {QString(), QStringLiteral("four quiet herrings"),
                                     kPassphrase + u' ', kPassphrase.toUpper()}) {
            EncryptedFile file(path("closed"));
            const auto unlocked = file.unlock(other);
            QVERIFY(!unlocked);
            QCOMPARE(unlocked.error().code, ErrorCode::Denied);
        }
        // The same letter, written in two characters.
        EncryptedFile file(path("closed"));
        QVERIFY(file.unlock(kPassphrase.normalized(QString::NormalizationForm_D)));
    }

    void shortPassphrasesAreRefused()
    {
        QVERIFY(putFile(path("plain"), "x"));
        QVERIFY(!encryptFile(path("plain"), path("closed"), QStringLiteral("elevenchars")));
        QVERIFY(!QFile::exists(path("closed")));
    }

    void everyByteCounts()
    {
        const QByteArray closed = encrypted(contentOf(100));
        for (qsizetype place = 0; place < closed.size(); ++place) {
            QByteArray changed = closed;
            changed[place] = char(changed[place] ^ 0x01);
            QVERIFY2(!openedWith(changed), QByteArray::number(place));
        }
    }

    void everyLengthCounts()
    {
        const QByteArray closed = encrypted(contentOf(100));
        for (qsizetype length = 0; length < closed.size(); ++length)
            QVERIFY2(!openedWith(closed.left(length)), QByteArray::number(length));
        QVERIFY(!openedWith(closed + '\0'));
    }

    void piecesStayWhereTheyAre()
    {
        const QByteArray closed = encrypted(contentOf(200000));
        const QByteArray other = encrypted(contentOf(200000));
        const auto piece
            = [](const QByteArray &of, int n) { return of.mid(kHead + n * kPiece, kPiece); };
        const QByteArray head = closed.left(kHead);
        const auto made = [&](const QByteArrayList &pieces) { return head + pieces.join(); };
        const QByteArrayList right{piece(closed, 0), piece(closed, 1), piece(closed, 2),
                                   piece(closed, 3)};
        QVERIFY(openedWith(made(right)));
        QVERIFY(!openedWith(made({right[0], right[1], right[2]}))); // cut off
        QVERIFY(!openedWith(made({right[0], right[2], right[1], right[3]})));
        QVERIFY(!openedWith(made({right[0], right[1], right[3]})));
        QVERIFY(!openedWith(made({right[0], right[1], right[2], right[3], right[3]})));
        QVERIFY(!openedWith(made({right[0], piece(other, 1), right[2], right[3]})));
        QVERIFY(!openedWith(other.left(kHead) + right.join()));
    }

    void aHugeCostIsRefused()
    {
        QByteArray closed = encrypted(contentOf(100));
        closed[16] = 30;
        QFile::remove(path("closed"));
        QVERIFY(putFile(path("closed"), closed));
        EncryptedFile file(path("closed"));
        const auto unlocked = file.unlock(kPassphrase);
        QVERIFY(!unlocked);
        QCOMPARE(unlocked.error().code, ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(EnvelopeTest)
#include "tst_envelope.moc"
