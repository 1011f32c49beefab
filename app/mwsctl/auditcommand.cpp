// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"

#include "audit/auditfile.h"
#include "audit/keychange.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QFile>
#include <algorithm>

namespace mws::ctl
{

namespace
{

constexpr qint64 kMaxKeyFile = 4096;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

QString signatureOf(const QString &file)
{
    return file + QStringLiteral(".sig");
}

Result<QByteArray> readFile(const QString &name, qint64 most)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, CtlText::tr("'%1' cannot be read").arg(name)};
    return file.read(most);
}

Result<StationPublicKey> keyFrom(const QCommandLineParser &parser)
{
    const auto text = readFile(parser.value(QStringLiteral("key")), kMaxKeyFile);
    if (!text)
        return text.error();
    return StationPublicKey::fromPem(*text);
}

/// The record of a data folder, and the station whose cuts count.
struct Record {
    QString folder;
    Store store;
    SystemClock clock;
    AuditLog log{store, clock};

    Result<void> open(const QCommandLineParser &parser);
    /// Of --key, else that of the data folder.
    Result<void> trustKey(const QCommandLineParser &parser);
};

Result<void> Record::open(const QCommandLineParser &parser)
{
    const auto found = dataFolder(parser);
    if (!found)
        return found.error();
    folder = *found;
    if (!QFile::exists(databaseIn(folder)))
        return Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")};
    if (auto opened = store.open(databaseIn(folder)); !opened)
        return opened;
    return trustKey(parser);
}

Result<void> Record::trustKey(const QCommandLineParser &parser)
{
    if (!parser.value(QStringLiteral("key")).isEmpty()) {
        const auto given = keyFrom(parser);
        if (!given)
            return given.error();
        log.trust(*given);
        return {};
    }
    const auto own = StationKey::load(folder);
    if (own)
        log.trust(own->publicKey());
    return own || own.error().code == ErrorCode::NotFound ? Result<void>() : own.error();
}

Exit verify(const QCommandLineParser &parser)
{
    Record record;
    if (auto opened = record.open(parser); !opened)
        return exitFor(opened);
    const auto found = record.log.check().result();
    if (!found)
        return exitFor(found.error());
    if (!found->isIntact())
        return exitFor(record.log.verify().result().error());
    print(CtlText::tr("%1 row(s), the chain fits").arg(found->rows));
    if (found->pseudonymised > 0)
        print(CtlText::tr("%1 of them without a name, as the station has signed them")
                  .arg(found->pseudonymised));
    return Exit::Done;
}

/// The whole file lies in memory as the system maps it; Ed25519 wants it at once.
Result<QByteArray> signatureFor(const QString &name, const StationKey &key)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, CtlText::tr("'%1' cannot be read").arg(name)};
    const uchar *bytes = file.map(0, file.size());
    if (!bytes)
        return Error{ErrorCode::Unavailable, CtlText::tr("'%1' cannot be read").arg(name)};
    return key.sign(QByteArrayView(bytes, file.size()));
}

/// For its owner only, as the record is; files that exist are left alone.
Result<void> create(QFile &file)
{
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return {};
    return Error{ErrorCode::Conflict,
                 CtlText::tr("'%1' exists already or cannot be made").arg(file.fileName())};
}

Result<void> writeRecord(Record &record, const QString &name, AuditFile &about)
{
    QFile file(name);
    if (auto created = create(file); !created)
        return created;
    const auto written = record.store
                             .read<AuditFile>([&](QSqlDatabase &db) -> Result<AuditFile> {
                                 AuditFile all = about;
                                 if (auto done = writeAuditFile(db, file, all); !done)
                                     return done.error();
                                 return all;
                             })
                             .result();
    if (!written)
        return written.error();
    about = *written;
    if (!file.flush())
        return Error{ErrorCode::Unavailable, CtlText::tr("'%1' cannot be written").arg(name)};
    return {};
}

Result<void> sign(const QString &name, const StationKey &key)
{
    const auto signature = signatureFor(name, key);
    if (!signature)
        return signature.error();
    QFile file(signatureOf(name));
    if (auto created = create(file); !created)
        return created;
    if (signature->isEmpty() || file.write(*signature) != signature->size() || !file.flush())
        return Error{ErrorCode::Unavailable, CtlText::tr("the signature cannot be written")};
    return {};
}

Exit exportRecord(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    Record record;
    if (auto opened = record.open(parser); !opened)
        return exitFor(opened);
    const bool isSigned = parser.isSet(QStringLiteral("signed"));
    const auto key = StationKey::load(record.folder);
    if (isSigned && !key)
        return exitFor(key.error());
    // What does not fit is not signed; without a signature it can be taken away to be looked at.
    if (const auto rows = record.log.verify().result(); isSigned && !rows)
        return exitFor(rows.error());
    AuditFile about;
    about.station = key ? key->publicKey().id() : QString();
    about.made = record.clock.now();
    Result<void> done = writeRecord(record, *name, about);
    if (done && isSigned)
        done = sign(*name, *key);
    if (!done)
        return exitFor(done);
    print(CtlText::tr("%1 row(s), the last one %2 with hash %3")
              .arg(about.rows)
              .arg(about.lastRow)
              .arg(QString::fromLatin1(about.hash.toHex())));
    return Exit::Done;
}

/// Whose signature a file may have.
struct Signer {
    StationPublicKey key;
    std::optional<Timestamp> until; ///< none: it is in use
};

/// Of --key, else the station of the data folder with the keys that it had before.
Result<QList<Signer>> signersFor(const QCommandLineParser &parser)
{
    if (parser.isSet(QStringLiteral("key"))) {
        const auto given = keyFrom(parser);
        return given ? Result<QList<Signer>>(QList<Signer>{{*given, {}}}) : given.error();
    }
    const auto folder = dataFolder(parser);
    if (!folder)
        return folder.error();
    const auto own = StationKey::load(*folder);
    if (!own)
        return own.error();
    const auto old = oldStationKeys(*folder, own->publicKey());
    if (!old)
        return old.error();
    QList<Signer> all{{own->publicKey(), {}}};
    for (const OldStationKey &one : *old)
        all.append({one.key, one.until});
    return all;
}

/// The one that has signed the file.
Result<Signer> signerOf(QFile &file, const QList<Signer> &signers)
{
    const auto signature = readFile(signatureOf(file.fileName()), kMaxKeyFile);
    if (!signature)
        return signature.error();
    const uchar *bytes = file.map(0, file.size());
    const auto found = std::find_if(signers.cbegin(), signers.cend(), [&](const Signer &signer) {
        return bytes && signer.key.verify(QByteArrayView(bytes, file.size()), *signature);
    });
    if (found == signers.cend())
        return Error{ErrorCode::Conflict, CtlText::tr("the signature is not that of this file")};
    return *found;
}

/// Walks along the chain of the file, too.
Result<AuditFile> readSigned(QFile &file, const Signer &signer)
{
    const auto about = readAuditFile(file, &signer.key);
    if (!about)
        return about.error();
    if (about->station != signer.key.id())
        return Error{ErrorCode::Conflict, CtlText::tr("the file names another station")};
    if (signer.until && about->made > *signer.until)
        return Error{ErrorCode::Conflict,
                     CtlText::tr("it was signed with a key that the station had given up before, "
                                 "on %1")
                         .arg(toIsoString(*signer.until))};
    return about;
}

Exit verifyExport(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    const auto signers = signersFor(parser);
    if (!signers)
        return exitFor(signers.error());
    QFile file(*name);
    if (!file.open(QIODevice::ReadOnly))
        return exitFor(Error{ErrorCode::NotFound, CtlText::tr("'%1' cannot be read").arg(*name)});
    const auto signer = signerOf(file, *signers);
    if (!signer)
        return exitFor(signer.error());
    const auto about = readSigned(file, *signer);
    if (!about)
        return exitFor(about.error());
    print(CtlText::tr("%1 row(s) of %2, signed by station %3, the chain fits")
              .arg(about->rows)
              .arg(toIsoString(about->made), about->station));
    return Exit::Done;
}

/// The one with this id among those that the station had before; its own without an id.
Result<StationPublicKey> keyOf(const QString &folder, const QString &station)
{
    const auto own = StationKey::load(folder);
    if (!own)
        return own.error();
    if (station.isEmpty() || station == own->publicKey().id())
        return own->publicKey();
    const auto old = oldStationKeys(folder, own->publicKey());
    if (!old)
        return old.error();
    for (const OldStationKey &one : *old) {
        if (one.key.id() == station)
            return one.key;
    }
    return Error{ErrorCode::NotFound, CtlText::tr("the station was never '%1'").arg(station)};
}

Exit printPublicKey(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    const auto key = keyOf(*folder, parser.value(QStringLiteral("station")));
    if (!key)
        return exitFor(key.error());
    print(QString::fromLatin1(key->pem()).trimmed());
    return Exit::Done;
}

void declareKey(QCommandLineParser &parser)
{
    parser.addOption(
        {QStringLiteral("key"),
         CtlText::tr("The station's public key, as 'mwsctl audit public-key' prints it."),
         CtlText::tr("file")});
}

void declareVerify(QCommandLineParser &parser)
{
    declareData(parser);
    declareKey(parser);
}

void declareExport(QCommandLineParser &parser)
{
    declareVerify(parser);
    parser.addOption({QStringLiteral("signed"),
                      CtlText::tr("Checks the record first, and signs the file: <file>.sig.")});
    parser.addPositionalArgument(QStringLiteral("file"), CtlText::tr("The file to make."));
}

void declarePublicKey(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addOption({QStringLiteral("station"),
                      CtlText::tr("The one that it had as the station of this id, as 'mwsctl key "
                                  "list' tells it."),
                      CtlText::tr("id")});
}

void declareVerifyExport(QCommandLineParser &parser)
{
    declareVerify(parser);
    parser.addPositionalArgument(QStringLiteral("file"),
                                 CtlText::tr("A file of 'mwsctl audit export --signed'."));
}

} // namespace

QList<Command> auditCommands()
{
    return {
        {QStringLiteral("audit verify-export"), CtlText::tr("Checks a signed file of the record."),
         declareVerifyExport, verifyExport},
        {QStringLiteral("audit verify"),
         CtlText::tr("Checks that nobody changed the audit record."), declareVerify, verify},
        {QStringLiteral("audit export"), CtlText::tr("Writes the audit record into a file."),
         declareExport, exportRecord},
        {QStringLiteral("audit public-key"),
         CtlText::tr("Prints the key that tells the station's signatures."), declarePublicKey,
         printPublicKey},
    };
}

} // namespace mws::ctl
