// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "selftests.h"

#include "access/accesscontrol.h"
#include "access/password.h"
#include "access/totp.h"
#include "access/vault.h"
#include "audit/auditlog.h"
#include "audit/stationkey.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QMessageAuthenticationCode>
#include <bit>
#include <cstdlib>
#include <memory>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

/// What went wrong is named in English: it is for whoever looks into it.
Result<void> expect(bool isSo, const char *what)
{
    if (isSo)
        return {};
    return Error{ErrorCode::Internal, QLatin1String(what)};
}

Result<void> checkHashes(const QString &)
{
    const QByteArray hash = QCryptographicHash::hash("abc", QCryptographicHash::Sha256);
    if (auto good
        = expect(hash.toHex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                 "SHA-256");
        !good)
        return good;
    const QByteArray code = QMessageAuthenticationCode::hash("what do ya want for nothing?", "Jefe",
                                                             QCryptographicHash::Sha256);
    return expect(code.toHex()
                      == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                  "HMAC-SHA-256");
}

/// The 16 bytes of the tag follow the text; empty: OpenSSL cannot.
QByteArray encryptedZeros()
{
    const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX *)> context(EVP_CIPHER_CTX_new(),
                                                                              EVP_CIPHER_CTX_free);
    const QByteArray zeros(32, '\0');
    const auto *bytes = reinterpret_cast<const uchar *>(zeros.constData());
    QByteArray out(32, '\0');
    auto *to = reinterpret_cast<uchar *>(out.data());
    int size = 0;
    const bool done = context
        && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes, bytes) == 1
        && EVP_EncryptUpdate(context.get(), to, &size, bytes, 16) == 1
        && EVP_EncryptFinal_ex(context.get(), to + size, &size) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, 16, to + 16) == 1;
    return done ? out : QByteArray();
}

Result<void> checkCipher(const QString &)
{
    if (auto good = expect(encryptedZeros().toHex()
                               == "cea7403d4d606b6e074ec5d3baf39d18"
                                  "d0d1c8a799996bf0265b98b5d48ab919",
                           "AES-256-GCM");
        !good)
        return good;
    const Vault vault;
    const QString owner = QStringLiteral("anna");
    QByteArray sealed = vault.seal("secret", owner);
    if (vault.open(sealed, owner) != QByteArray("secret"))
        return expect(false, "the vault does not open");
    if (vault.open(sealed, QStringLiteral("otto")))
        return expect(false, "the vault opens for another");
    sealed.back() = char(sealed.back() ^ 1);
    return expect(!vault.open(sealed, owner), "the vault opens though it was changed");
}

Result<void> checkPasswords(const QString &)
{
    const auto options = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;
    const QByteArray hash
        = QByteArray::fromHex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                              "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
    const QByteArray stored = "$scrypt$ln=14,r=8,p=1$"
        + QByteArray("SodiumChloride").toBase64(options) + '$' + hash.toBase64(options);
    if (!verifyPassword(QStringLiteral("pleaseletmein"), stored))
        return expect(false, "scrypt");
    if (verifyPassword(QStringLiteral("pleaseletmeout"), stored))
        return expect(false, "a wrong password fits");
    return expect(totpCode("12345678901234567890", totpStep(fromMsSinceEpoch(59000)))
                      == QLatin1String("287082"),
                  "TOTP");
}

/// The functions of the product end the program when there are none.
Result<void> needRandom()
{
    return expect(RAND_status() == 1, "no random numbers");
}

/// Six times the standard deviation of the ones in so many random bits.
Result<void> checkRandom(const QString &)
{
    constexpr int kBytes = 4096;
    constexpr int kMostOff = 543;
    if (auto given = needRandom(); !given)
        return given;
    const QByteArray bytes = randomBytes(kBytes);
    int ones = 0;
    for (const char byte : bytes)
        ones += std::popcount(uchar(byte));
    if (bytes.size() != kBytes || bytes == randomBytes(kBytes))
        return expect(false, "the same numbers come again");
    return expect(std::abs(ones - kBytes * 4) < kMostOff, "the random numbers are not even");
}

Result<void> checkSignatures(const QString &folder)
{
    const auto known
        = StationPublicKey::fromPem("-----BEGIN PUBLIC KEY-----\n"
                                    "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                                    "-----END PUBLIC KEY-----\n");
    const QByteArray signature
        = QByteArray::fromHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    if (!known || !known->verify("r", signature))
        return expect(false, "Ed25519");
    if (known->verify("s", signature))
        return expect(false, "a signature fits another text");
    const auto own = StationKey::loadOrMake(folder);
    return expect(own && own->publicKey().verify("text", own->sign("text")),
                  "a key of its own does not sign");
}

/// Two rows, one of which is changed behind the record's back.
Result<void> checkRecord(const QString &folder)
{
    Store store;
    if (auto opened = store.open(folder + QStringLiteral("/audit.db")); !opened)
        return opened;
    const SystemClock clock;
    AuditLog log(store, clock);
    AuditEntry entry;
    entry.action = QStringLiteral("selftest");
    for (int row = 0; row < 2; ++row) {
        if (const auto added = log.append(entry).result(); !added)
            return added.error();
    }
    const auto before = log.check().result();
    if (!before || !before->isIntact() || before->rows != 2)
        return expect(false, "an untouched record does not fit");
    const auto changed = store.write([](QSqlDatabase &db) {
        return execute(db, QStringLiteral("UPDATE audit SET actor = 'x' WHERE id = 1"));
    });
    if (const auto done = changed.result(); !done)
        return done;
    const auto after = log.check().result();
    return expect(after && after->badRow == 1, "a changed row is not found");
}

Identity identityOf(const User &user)
{
    Identity who;
    who.user = user.name;
    who.role = user.role;
    return who;
}

Result<void> checkDenials(AccessControl &access, const User &viewer, const QString &password)
{
    const Identity nobody;
    const Identity who = identityOf(viewer);
    Identity claimed = who;
    claimed.role = QStringLiteral("administrator");
    const Tag tag;
    if (access.may(nobody, Permission::View) || access.mayWrite(nobody, tag))
        return expect(false, "nobody has rights");
    if (!access.may(who, Permission::View))
        return expect(false, "a viewer may not look");
    if (access.may(who, Permission::Write) || access.may(claimed, Permission::Administer)
        || access.mayWrite(claimed, tag))
        return expect(false, "a viewer may do more than look");
    if (access.identify("unknown") || access.identifyToken("mws_a_b", {}))
        return expect(false, "an unknown session or token is somebody");
    const auto wrong
        = access.signIn(viewer.name, password + QLatin1Char('x'), Origin::Remote, {}).result();
    return expect(!wrong, "a wrong password signs in");
}

Result<void> checkRights(const QString &folder)
{
    if (auto given = needRandom(); !given)
        return given;
    Store store;
    if (auto opened = store.open(folder + QStringLiteral("/access.db")); !opened)
        return opened;
    const SystemClock clock;
    AccessControl access(store, clock);
    if (auto loaded = access.load(); !loaded)
        return loaded;
    User viewer;
    viewer.name = QStringLiteral("looker");
    viewer.role = QStringLiteral("viewer");
    const QString password = QString::fromLatin1(randomToken(24));
    if (auto added = access.addUser(viewer, password).result(); !added)
        return added;
    return checkDenials(access, viewer, password);
}

/// What is made for the owner alone is so, and what others may read is not used.
Result<void> checkModes(const QString &folder)
{
    constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;
    if (auto given = needRandom(); !given)
        return given;
    const QString vault = folder + QStringLiteral("/vault.key");
    if (const auto made = Vault::make(vault); !made)
        return made.error();
    const QString key = folder + QStringLiteral("/station-key.pem");
    if (const auto made = StationKey::loadOrMake(folder); !made)
        return made.error();
    Store store;
    if (auto opened = store.open(folder + QStringLiteral("/modes.db")); !opened)
        return opened;
    for (const QString &file : {vault, key, folder + QStringLiteral("/modes.db")}) {
        if (QFile::permissions(file) & kOthers)
            return expect(false, "a secret file is open to others");
    }
    const bool opened = QFile::setPermissions(key, QFile::permissions(key) | QFile::ReadOther);
    return expect(opened && !StationKey::load(folder), "a key that others may read is used");
}

} // namespace

QList<SelfTest> selfTests()
{
    return {
        {"hashes", CtlText::tr("SHA-256 and HMAC give the published results"), checkHashes},
        {"cipher",
         CtlText::tr(
             "AES-256-GCM gives the published result, and the vault opens for its owner only"),
         checkCipher},
        {"passwords",
         CtlText::tr(
             "scrypt and TOTP give the published results, and a wrong password does not fit"),
         checkPasswords},
        {"random", CtlText::tr("random numbers come, and are even"), checkRandom},
        {"signature",
         CtlText::tr("Ed25519 gives the published result, and the station's own key signs"),
         checkSignatures},
        {"audit", CtlText::tr("a changed row of the audit record is found"), checkRecord},
        {"rights", CtlText::tr("who is unknown may nothing, and nobody more than his role"),
         checkRights},
        {"modes", CtlText::tr("secrets are made for their owner only, and not used otherwise"),
         checkModes},
    };
}

} // namespace mws::ctl
