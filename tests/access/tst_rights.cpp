// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rights.h"

#include <QMap>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace mws;

namespace
{

const QList<Permission> kVerbs{Permission::View,   Permission::Write,     Permission::Acknowledge,
                               Permission::Shelve, Permission::Configure, Permission::Administer};
const QList<Origin> kOrigins{Origin::Panel, Origin::Remote, Origin::Program, Origin::Modbus};
const QStringList kAreas{QStringLiteral("a"), QStringLiteral("a/b"), QStringLiteral("ab"),
                         QStringLiteral("c")};

/// Which addresses lie in which network, worked out by hand.
const QMap<QString, QStringList> &addressesOf()
{
    static const QMap<QString, QStringList> all{
        {QStringLiteral("10.1.0.0/16"),
         {QStringLiteral("10.1.2.3"), QStringLiteral("::ffff:10.1.9.9")}},
        {QStringLiteral("192.0.2.7"), {QStringLiteral("192.0.2.7")}},
        {QStringLiteral("2001:db8::/32"), {QStringLiteral("2001:db8:1::5")}},
        {QStringLiteral("nonsense"), {}},
    };
    return all;
}

const QStringList kAddresses{QString(),
                             QStringLiteral("10.1.2.3"),
                             QStringLiteral("::ffff:10.1.9.9"),
                             QStringLiteral("10.2.0.1"),
                             QStringLiteral("192.0.2.7"),
                             QStringLiteral("192.0.2.8"),
                             QStringLiteral("2001:db8:1::5"),
                             QStringLiteral("2001:db9::1"),
                             QStringLiteral("not an address")};

/// The rules once more, as sentences of PROJECT.md: a role may what its own grants allow, or what a
/// role that it inherits may. Shares no code with the product but the types.
class Oracle
{
public:
    explicit Oracle(const QList<Role> &roles)
    {
        for (const Role &role : roles) {
            if (!m_roles.contains(role.id)) // the first of two counts
                m_roles.insert(role.id, role);
        }
    }

    [[nodiscard]] bool may(const QString &role, Permission verb, const Asker &asker,
                           const Tag *tag) const
    {
        if (tag && asker.origin == Origin::Panel && verb == Permission::View)
            return true;
        const bool sees = !tag || verb == Permission::View || asker.origin == Origin::Panel
            || !givers(role, Permission::View, asker, tag).isEmpty();
        return sees && !givers(role, verb, asker, tag).isEmpty();
    }

    [[nodiscard]] bool mayWrite(const QString &role, const Asker &asker, const Tag &tag) const
    {
        if (!may(role, Permission::Write, asker, &tag) || !tag.write.enabled)
            return false;
        if (tag.write.localOnly && asker.origin != Origin::Panel)
            return false;
        QSet<QString> named = givers(role, Permission::Write, asker, &tag) + QSet<QString>{role};
        return tag.write.roles.isEmpty()
            || named.intersects(QSet<QString>(tag.write.roles.begin(), tag.write.roles.end()));
    }

private:
    /// The roles whose own words allow it.
    [[nodiscard]] QSet<QString> givers(const QString &role, Permission verb, const Asker &asker,
                                       const Tag *tag, QSet<QString> seen = {}) const
    {
        if (!m_roles.contains(role) || seen.contains(role))
            return {};
        seen.insert(role);
        QSet<QString> found;
        const Role &own = m_roles[role];
        if (own.permissions.testFlag(verb) && shortFormHolds(own, verb, tag))
            found.insert(role);
        for (const Grant &grant : own.grants) {
            if (holds(grant, verb, asker, tag))
                found.insert(role);
        }
        for (const QString &inherited : own.inherits)
            found += givers(inherited, verb, asker, tag, seen);
        return found;
    }

    [[nodiscard]] static bool shortFormHolds(const Role &role, Permission verb, const Tag *tag)
    {
        const bool isAct = verb == Permission::Write || verb == Permission::Acknowledge
            || verb == Permission::Shelve;
        return !isAct || role.areas.isEmpty() || !tag || lies(*tag, role.areas);
    }

    [[nodiscard]] static bool holds(const Grant &grant, Permission verb, const Asker &asker,
                                    const Tag *tag)
    {
        if (!grant.verbs.testFlag(verb))
            return false;
        if (!grant.origins.isEmpty() && !grant.origins.contains(asker.origin))
            return false;
        bool isInNetwork = grant.networks.isEmpty() || asker.fromAnyNetwork;
        for (const QString &network : grant.networks)
            isInNetwork |= addressesOf()[network].contains(asker.address);
        if (!isInNetwork || !tag)
            return isInNetwork;
        return (grant.areas.isEmpty() || lies(*tag, grant.areas))
            && (grant.tags.isEmpty() || grant.tags.contains(tag->id));
    }

    /// Part by part.
    [[nodiscard]] static bool lies(const Tag &tag, const QStringList &areas)
    {
        const QStringList path = tag.path.split(u'/');
        for (const QString &area : areas) {
            const QStringList parts = area.split(u'/');
            if (path.mid(0, parts.size()) == parts)
                return true;
        }
        return false;
    }

    QMap<QString, Role> m_roles;
};

/// Roles and tags as chance makes them, wrong ones among them: circles, and names that nobody has.
class Chance
{
public:
    explicit Chance(quint32 seed)
        : m_random(seed)
    {
    }

    [[nodiscard]] QList<Role> roles()
    {
        QList<Role> all = builtInRoles();
        for (int i = 0; i < 4; ++i) {
            Role role;
            role.id = QStringLiteral("r%1").arg(i);
            role.permissions = verbs(3);
            role.areas = some(kAreas, 2);
            role.inherits = some(names(), 2);
            for (quint32 n = below(3); n > 0; --n)
                role.grants.append(grant());
            all.append(role);
        }
        return all;
    }

    [[nodiscard]] QList<Tag> tags()
    {
        QList<Tag> all;
        for (const char *path : {"a/x", "a/b/x", "a/bc/x", "ab/x", "c/y"}) {
            Tag tag;
            tag.id = QStringLiteral("t%1").arg(all.size());
            tag.path = QLatin1String(path);
            tag.write.enabled = below(5) != 0;
            tag.write.localOnly = below(4) == 0;
            tag.write.roles = below(2) ? QStringList() : some(names(), 3);
            all.append(tag);
        }
        return all;
    }

    [[nodiscard]] static QStringList names()
    {
        return {QStringLiteral("r0"),       QStringLiteral("r1"),     QStringLiteral("r2"),
                QStringLiteral("r3"),       QStringLiteral("viewer"), QStringLiteral("operator"),
                QStringLiteral("engineer"), QStringLiteral("ghost")};
    }

private:
    [[nodiscard]] quint32 below(int end) { return quint32(m_random.bounded(end)); }

    [[nodiscard]] Permissions verbs(int oneIn)
    {
        Permissions all;
        for (const Permission verb : kVerbs)
            all.setFlag(verb, below(oneIn) == 0);
        return all;
    }

    template <typename T> [[nodiscard]] QList<T> some(const QList<T> &from, int most)
    {
        QList<T> found;
        for (quint32 n = below(most + 1); n > 0; --n)
            found.append(from[qsizetype(below(int(from.size())))]);
        return found;
    }

    [[nodiscard]] Grant grant()
    {
        const QStringList ids{QStringLiteral("t0"), QStringLiteral("t1"), QStringLiteral("t4")};
        return {verbs(2), some(kAreas, 2), below(3) ? QStringList() : some(ids, 2),
                below(2) ? QList<Origin>() : some(kOrigins, 3),
                below(2) ? QStringList() : some(addressesOf().keys(), 2)};
    }

    QRandomGenerator m_random;
};

QList<Asker> everyAsker()
{
    QList<Asker> all;
    for (const Origin origin : kOrigins) {
        for (const QString &address : kAddresses)
            all.append({origin, address, false});
        all.append({origin, {}, true});
    }
    return all;
}

} // namespace

/// The decision about rights, held against an oracle over generated roles.
class RightsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generatedRoles()
    {
        int allowed = 0;
        int written = 0;
        const QList<Asker> askers = everyAsker();
        for (quint32 seed = 0; seed < 60; ++seed) {
            Chance chance(seed);
            const QList<Role> roles = chance.roles();
            const QList<Tag> tags = chance.tags();
            const Oracle oracle(roles);
            for (const QString &role : Chance::names()) {
                const Rights rights(roles, role);
                for (const Asker &asker : askers) {
                    for (const Permission verb : kVerbs) {
                        QCOMPARE(rights.may(verb, asker), oracle.may(role, verb, asker, nullptr));
                        for (const Tag &tag : tags) {
                            const bool may = rights.may(verb, asker, tag);
                            if (may != oracle.may(role, verb, asker, &tag))
                                QFAIL(qPrintable(QStringLiteral("seed %1, %2, verb %3, %4, %5")
                                                     .arg(seed)
                                                     .arg(role)
                                                     .arg(int(verb))
                                                     .arg(asker.address, tag.path)));
                            allowed += may;
                        }
                    }
                    for (const Tag &tag : tags) {
                        const bool may = bool(rights.checkWrite(asker, tag));
                        QCOMPARE(may, oracle.mayWrite(role, asker, tag));
                        written += may;
                    }
                }
            }
        }
        QVERIFY(allowed > 50000);
        QVERIFY(written > 500);
    }

    /// Nothing is gained by asking for less, and nothing by a token.
    void aTokenNeverAddsAnything()
    {
        const QList<Asker> askers = everyAsker();
        for (quint32 seed = 0; seed < 40; ++seed) {
            Chance chance(seed);
            const QList<Role> roles = chance.roles();
            const QList<Tag> tags = chance.tags();
            const QStringList areas{QStringLiteral("a")};
            for (const QString &role : Chance::names()) {
                const Rights all(roles, role);
                const Rights reads = all.cutTo(Permission::View, {});
                const Rights writes = all.cutTo(Permission::View | Permission::Write, areas);
                for (const Asker &asker : askers) {
                    for (const Tag &tag : tags) {
                        QVERIFY(!reads.checkWrite(asker, tag));
                        QCOMPARE(reads.may(Permission::View, asker, tag),
                                 all.may(Permission::View, asker, tag));
                        const bool isInside = tag.path.startsWith(QStringLiteral("a/"));
                        QCOMPARE(writes.may(Permission::View, asker, tag),
                                 (isInside || asker.origin == Origin::Panel)
                                     && all.may(Permission::View, asker, tag));
                        QCOMPARE(bool(writes.checkWrite(asker, tag)),
                                 isInside && all.checkWrite(asker, tag));
                        QVERIFY(!writes.may(Permission::Shelve, asker, tag));
                    }
                }
            }
        }
    }

    void whoMayNothingMayNothing()
    {
        const Rights nothing(builtInRoles(), QStringLiteral("ghost"));
        QVERIFY(!nothing.isRole());
        Tag tag;
        tag.path = QStringLiteral("a/x");
        tag.write.enabled = true;
        for (const Permission verb : kVerbs) {
            QVERIFY(!nothing.may(verb, {Origin::Remote, {}, true}));
            QVERIFY(!nothing.may(verb, {Origin::Remote, {}, true}, tag));
            QVERIFY(!nothing.mayAll(verb, {Origin::Panel}, {}));
        }
        QVERIFY(!nothing.checkWrite({Origin::Panel}, tag));
        // At the panel everything can be seen, and nothing else follows from that.
        QVERIFY(nothing.may(Permission::View, {Origin::Panel}, tag));
        QVERIFY(!nothing.may(Permission::Acknowledge, {Origin::Panel}, tag));
    }

    void whatCannotBeSeenIsNotThere()
    {
        Role doser;
        doser.id = QStringLiteral("doser");
        doser.grants = {{Permission::View, {QStringLiteral("dosing")}},
                        {Permission::Write | Permission::Acknowledge}};
        const Rights rights({doser}, doser.id);
        Tag tag;
        tag.path = QStringLiteral("pumping/p1/start");
        tag.write.enabled = true;
        const Asker remote{Origin::Remote, QStringLiteral("192.0.2.1")};
        QCOMPARE(rights.checkWrite(remote, tag).error().code, ErrorCode::NotFound);
        QVERIFY(!rights.may(Permission::Acknowledge, remote, tag));
        QVERIFY(rights.checkWrite({Origin::Panel}, tag));
        tag.path = QStringLiteral("dosing/p1/start");
        QVERIFY(rights.checkWrite(remote, tag));
    }

    void theNetworkIsTold()
    {
        Role role;
        role.id = QStringLiteral("r");
        role.permissions = Permission::View;
        role.grants = {{Permission::Write, {}, {}, {}, {QStringLiteral("10.1.0.0/16")}}};
        const Rights rights({role}, role.id);
        Tag tag;
        tag.path = QStringLiteral("a/x");
        tag.write.enabled = true;
        QVERIFY(rights.checkWrite({Origin::Remote, QStringLiteral("10.1.200.3")}, tag));
        QCOMPARE(
            rights.checkWrite({Origin::Remote, QStringLiteral("10.2.0.3")}, tag).error().detail,
            QStringLiteral("Your role may not write from here."));
        QCOMPARE(rights.checkWrite({Origin::Panel}, tag).error().code, ErrorCode::Denied);
    }

    void lockoutsWantTheWholeArea()
    {
        Role role;
        role.id = QStringLiteral("r");
        role.grants = {{Permission::Write, {QStringLiteral("a")}},
                       {Permission::Write, {QStringLiteral("c/d")}},
                       {Permission::Write, {}, {QStringLiteral("t")}},
                       {Permission::Write, {}, {}, {Origin::Remote}}};
        const Rights rights({role}, role.id);
        const Asker panel{Origin::Panel};
        QVERIFY(rights.checkLockout(panel, QStringLiteral("a")));
        QVERIFY(!rights.checkLockout(panel, QStringLiteral("ab")));
        QVERIFY(!rights.checkLockout(panel, QStringLiteral("c")));
        QVERIFY(!rights.checkLockout(panel, QString()));
        QVERIFY(Rights(builtInRoles(), QStringLiteral("operator")).checkLockout(panel, QString()));
        QVERIFY(!Rights(builtInRoles(), QStringLiteral("viewer")).checkLockout(panel, QString()));
    }

    /// Who sees the same by the same rights is told apart from nobody else.
    void theScopeSaysWhichGrantsCount()
    {
        Role role;
        role.id = QStringLiteral("r");
        role.grants
            = {{Permission::View}, {Permission::View, {}, {}, {}, {QStringLiteral("10.1.0.0/16")}}};
        const Rights rights({role}, role.id);
        const auto scope = [&rights](const char *address) {
            return rights.scopeOf({Origin::Remote, QLatin1String(address)});
        };
        QCOMPARE(scope("10.1.0.1"), scope("10.1.0.2"));
        QVERIFY(scope("10.1.0.1") != scope("10.2.0.1"));
        QCOMPARE(scope("10.2.0.1"), scope("192.0.2.1"));
        QVERIFY(rights.scopeOf({Origin::Remote, {}})
                != rights.cutTo(Permission::Write, {}).scopeOf({Origin::Remote, {}}));
        const auto within = [&rights](const QStringList &areas) {
            return rights.cutTo(Permission::View, areas).scopeOf({Origin::Remote, {}});
        };
        QCOMPARE(within({QStringLiteral("a"), QStringLiteral("b")}),
                 within({QStringLiteral("a"), QStringLiteral("b")}));
        const QList<QStringList> others{{},
                                        {QStringLiteral("a")},
                                        {QStringLiteral("a 1:b")},
                                        {QStringLiteral("a"), QStringLiteral("c")}};
        for (const QStringList &areas : others)
            QVERIFY(within(areas) != within({QStringLiteral("a"), QStringLiteral("b")}));
    }
};

QTEST_GUILESS_MAIN(RightsTest)
#include "tst_rights.moc"
