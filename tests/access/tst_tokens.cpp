// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/tokens.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kAnna = QStringLiteral("anna");
const QString kPeer = QStringLiteral("192.0.2.7");

Tag tagIn(const char *path)
{
    Tag tag;
    tag.id = QStringLiteral("t");
    tag.path = QLatin1String(path);
    tag.write.enabled = true;
    return tag;
}

ProjectPtr projectWithPumper()
{
    ProjectData data;
    Role role;
    role.id = QStringLiteral("pumper");
    role.permissions = Permission::View | Permission::Write;
    role.areas = {QStringLiteral("pumping"), QStringLiteral("well")};
    data.roles = {role};
    return std::make_shared<Project>(data);
}

} // namespace

/// What a program may with a token: never more than its user, and often less.
class TokensTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;
    FakeClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AccessControl> m_access;

    void open()
    {
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_file));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, quickHashes());
        QVERIFY(m_access->load());
        m_access->setProject(projectWithPumper());
    }
    void add(const QString &name, const char *role)
    {
        User user;
        user.name = name;
        user.role = QLatin1String(role);
        QVERIFY(m_access->addUser(user, kPassword).result());
    }
    [[nodiscard]] Token token(bool mayWrite = true) const
    {
        Token made;
        made.user = kAnna;
        made.name = QStringLiteral("historian");
        made.mayWrite = mayWrite;
        made.expires = m_clock.now() + 24h;
        return made;
    }
    QByteArray make(const Token &token)
    {
        const auto made = m_access->addToken(token).result();
        return made ? *made : QByteArray();
    }
    Result<Identity> identify(const QByteArray &text, const QString &address = kPeer)
    {
        return m_access->identifyToken(text, address);
    }
    bool writes(const Identity &who, const char *path = "pumping/p1/speed")
    {
        return bool(m_access->mayWrite(who, tagIn(path)));
    }

private Q_SLOTS:
    /// Nobody is made to hash what can be no token.
    void whatIsTooLongIsNoToken()
    {
        const QByteArray id(12, 'a');
        QCOMPARE(tokenIdIn("mws_" + id + '_' + QByteArray(43, 'x')), id);
        QVERIFY(tokenIdIn("mws_" + id + '_' + QByteArray(112, 'x')).isEmpty());
    }

    void init()
    {
        m_file = m_folder.filePath(QUuid::createUuid().toString() + QStringLiteral(".db"));
        open();
        add(QStringLiteral("root"), "administrator");
        add(kAnna, "operator");
    }

    void cleanup()
    {
        m_access.reset();
        m_store.reset();
    }

    void aTokenIsItsUserWithLess()
    {
        const QByteArray text = make(token());
        QVERIFY(text.startsWith("mws_"));
        QVERIFY(text.size() >= 4 + 12 + 1 + 43);
        const auto who = identify(text);
        QVERIFY(who);
        QCOMPARE(who->user, kAnna);
        QCOMPARE(who->origin, Origin::Program);
        QCOMPARE(originText(*who),
                 QStringLiteral("program 192.0.2.7 ") + QString::fromLatin1(who->token));
        QVERIFY(m_access->may(*who, Permission::View));
        QVERIFY(writes(*who));
        Tag local = tagIn("pumping/p1/local");
        local.write.localOnly = true;
        QVERIFY(!m_access->mayWrite(*who, local));
        const auto reader = identify(make(token(false)));
        QVERIFY(m_access->may(*reader, Permission::View));
        QVERIFY(!m_access->may(*reader, Permission::Write));
        QVERIFY(!writes(*reader));
    }

    void noTokenConfiguresOrAdministers()
    {
        Token made = token();
        made.user = QStringLiteral("root");
        const auto who = identify(make(made));
        QVERIFY(m_access->may(*who, Permission::Write));
        QVERIFY(!m_access->may(*who, Permission::Configure));
        QVERIFY(!m_access->may(*who, Permission::Administer));
    }

    void areasAreThoseOfBoth()
    {
        Token made = token();
        made.areas = {QStringLiteral("dosing"), QStringLiteral("well")};
        const auto anna = identify(make(made));
        QVERIFY(writes(*anna, "well/a/b"));
        QVERIFY(!writes(*anna, "pumping/a/b"));
        add(QStringLiteral("paul"), "pumper");
        made.user = QStringLiteral("paul");
        const auto paul = identify(make(made));
        QVERIFY(writes(*paul, "well/a/b"));
        QVERIFY(!writes(*paul, "dosing/a/b"));
        QVERIFY(!writes(*paul, "pumping/a/b"));
        made.areas = {QStringLiteral("dosing")}; // has nothing in common with the role
        const auto none = identify(make(made));
        QVERIFY(m_access->may(*none, Permission::View));
        for (const char *path : {"well/a/b", "dosing/a/b", "pumping/a/b"})
            QVERIFY(!writes(*none, path));
    }

    void itEnds()
    {
        const QByteArray text = make(token());
        const Identity who = *identify(text);
        m_clock.advance(24h - 1ms);
        QVERIFY(identify(text));
        m_clock.advance(1ms);
        QVERIFY(!identify(text));
        QVERIFY(!m_access->may(who, Permission::View));
        QVERIFY(!writes(who));
    }

    void whoHasGoneTakesTheTokenAlong()
    {
        const QByteArray text = make(token());
        const Identity who = *identify(text);
        UserChange anna;
        anna.enabled = false;
        QVERIFY(m_access->changeUser(kAnna, anna).result());
        QVERIFY(!identify(text));
        QVERIFY(!writes(who));
        anna.enabled = true;
        anna.role = QStringLiteral("viewer");
        QVERIFY(m_access->changeUser(kAnna, anna).result());
        QVERIFY(identify(text));
        QVERIFY(!writes(who));
        QVERIFY(m_access->removeUser(kAnna).result());
        QVERIFY(!identify(text));
        QVERIFY(m_access->tokens().isEmpty());
    }

    void aRemovedTokenIsWorthNothing()
    {
        const QByteArray text = make(token());
        const Identity who = *identify(text);
        QVERIFY(m_access->removeToken(who.token).result());
        QCOMPARE(identify(text).error().code, ErrorCode::Unauthenticated);
        QVERIFY(!m_access->may(who, Permission::View));
        QCOMPARE(m_access->removeToken(who.token).result().error().code, ErrorCode::NotFound);
    }

    void itComesFromItsNetworkOnly_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *network, const char *address, bool good) {
            QTest::addRow("%s in %s", address, network)
                << QString::fromLatin1(network) << QString::fromLatin1(address) << good;
        };
        row("192.0.2.0/24", "192.0.2.7", true);
        row("192.0.2.0/24", "192.0.3.7", false);
        row("192.0.2.0/24", "::ffff:192.0.2.7", true);
        row("192.0.2.7", "192.0.2.7", true);
        row("192.0.2.7", "192.0.2.8", false);
        row("2001:db8::/32", "2001:db8::1", true);
        row("2001:db8::/32", "2001:db9::1", false);
        row("2001:db8::/32", "192.0.2.7", false);
        row("192.0.2.0/24", "", false);
    }

    void itComesFromItsNetworkOnly()
    {
        QFETCH(QString, network);
        QFETCH(QString, address);
        QFETCH(bool, good);
        Token made = token();
        made.network = network;
        QCOMPARE(bool(identify(make(made), address)), good);
    }

    void forgedTokensAreWorthNothing()
    {
        const QByteArray text = make(token());
        QByteArray otherSecret = text;
        otherSecret[20] = otherSecret.at(20) == 'A' ? 'B' : 'A';
        const QByteArrayList forged{
            {},
            "mws_",
            text.left(text.size() - 1),
            text + 'A',
            otherSecret,
            text.left(17),
            text.left(16),
            "mws_aaaaaaaaaaaa_" + text.mid(17),
            text.toUpper(),
            "eyJhbGciOiJub25lIn0.eyJ1c2VyIjoicm9vdCJ9.",
            QByteArray(100000, 'a'),
            QByteArray("mws_\0\0\0\0\0\0\0\0\0\0\0\0_", 17),
        };
        for (const QByteArray &one : forged)
            QVERIFY2(!identify(one), one.left(80));
        QVERIFY(identify(text));
    }

    void whatMakesNoSenseIsRefused()
    {
        const auto code = [this](const Token &token) {
            const auto made = m_access->addToken(token).result();
            return made ? ErrorCode::Internal : made.error().code;
        };
        Token bad = token();
        bad.expires = m_clock.now();
        QCOMPARE(code(bad), ErrorCode::Invalid);
        bad = token();
        bad.name = QStringLiteral(" ");
        QCOMPARE(code(bad), ErrorCode::Invalid);
        bad.name = QStringLiteral("two\nlines");
        QCOMPARE(code(bad), ErrorCode::Invalid);
        bad = token();
        for (const char *network : {"192.0.2.0/33", "everywhere", "192.0.2.0/24/8"}) {
            bad.network = QLatin1String(network);
            QCOMPARE(code(bad), ErrorCode::Invalid);
        }
        bad = token();
        bad.areas = {QString(101, u'a')};
        QCOMPARE(code(bad), ErrorCode::Invalid);
        bad = token();
        bad.user = QStringLiteral("none");
        QCOMPARE(code(bad), ErrorCode::NotFound);
    }

    void onlyItsHashIsKeptAndItOutlivesARestart()
    {
        const QByteArray text = make(token());
        QVERIFY(identify(text));
        const Token before = m_access->tokens().constFirst();
        QCOMPARE(before.lastUsed, m_clock.now());
        cleanup();
        open();
        QVERIFY(identify(text));
        const Token after = m_access->tokens().constFirst();
        QCOMPARE(after.id, before.id);
        QCOMPARE(after.lastUsed, before.lastUsed);
        for (const char *suffix : {"", "-wal"}) {
            QFile file(m_file + QLatin1String(suffix));
            if (file.open(QIODevice::ReadOnly))
                QVERIFY(!file.readAll().contains(text.mid(17)));
        }
    }

    void aTokenOfOneWhoMustChooseAPasswordSleeps()
    {
        const QByteArray text = make(token());
        const Identity who = *identify(text);
        UserChange change;
        change.demandPassword = true;
        QVERIFY(m_access->changeUser(kAnna, change).result());
        QVERIFY(!m_access->may(who, Permission::View));
        QVERIFY(!writes(who));
    }

    /// Whoever knew the old password may have made it.
    void aResetByAnotherTakesTheTokens()
    {
        const QByteArray text = make(token());
        QVERIFY(m_access->setPassword(kAnna, QStringLiteral("a slow green tram")).result());
        QVERIFY(!identify(text));
        QVERIFY(m_access->tokens().isEmpty());
    }

    void areasAreThoseOfTheProject()
    {
        ProjectData data;
        data.tags = {tagIn("pumping/p1/speed")};
        m_access->setProject(std::make_shared<Project>(data));
        Token made = token();
        made.areas = {QStringLiteral("pumping")};
        QVERIFY(!make(made).isEmpty());
        made.areas = {QStringLiteral("nowhere")};
        QCOMPARE(m_access->addToken(made).result().error().code, ErrorCode::Invalid);
    }

    void aUserHasSoMany()
    {
        for (int i = 0; i < 32; ++i)
            QVERIFY(!make(token()).isEmpty());
        QCOMPARE(m_access->addToken(token()).result().error().code, ErrorCode::Conflict);
        QVERIFY(m_access->removeToken(m_access->tokens().constFirst().id).result());
        QVERIFY(!make(token()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TokensTest)
#include "tst_tokens.moc"
