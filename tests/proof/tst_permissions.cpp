// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/ratelimits.h"
#include "audit/auditlog.h"
#include "core/future.h"
#include "demoplant.h"
#include "faces.h"
#include "permissionoracle.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace mws;

namespace
{

/// Refusals for which no right is missing, or nobody is told so.
const SystemClock kClock;
const QStringList kNoRights{QStringLiteral("unknownTag"), QStringLiteral("needsConfirmation"),
                            QStringLiteral("needsReason")};

} // namespace

/// Every role by every way to write, held against an oracle, against what the devices saw and what
/// the audit log says: nothing too much, nothing missing.
///
/// Complete: every role by every way sees exactly the tags that it may see, and is refused every
/// tag of the plant that it may not write, those of templates too; each writable tag is written
/// once by one who may. By class, on two tags of each kind of rule and device: all other permitted
/// writes, lockouts, narrower tokens, and accounts that have ended. What goes in batches of more
/// than one is not held against the record.
class PermissionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyKindOfRuleIsThere();
    void matrix_data();
    void matrix();
    void eachWritableTagIsWritten();
    void views_data() { matrix_data(); }
    void views();
    void lockouts_data();
    void lockouts();
    void tokensAreNarrower_data();
    void tokensAreNarrower();
    void aClientThatIsNotListedIsNotServed();
    void whoIsOutWritesNowhere_data();
    void whoIsOutWritesNowhere();

private:
    /// What a token of some areas adds to refusals(): the rest of the plant is not there.
    [[nodiscard]] QStringList refusalsBy(const QString &way, const QString &role,
                                         const OracleTag &tag) const
    {
        const QStringList all = refusals(m_roles, role, Faces::originOf(way), tag);
        const QString unknown = QStringLiteral("unknownTag");
        const bool isOutside = !role.isEmpty() && !oracleLiesIn(Faces::areasOf(way), tag);
        return isOutside && !all.contains(unknown) ? QStringList{unknown} : all;
    }
    /// A token is for areas that its user sees something of.
    [[nodiscard]] bool mayHave(const QString &role, const QString &way) const
    {
        const QStringList areas = Faces::areasOf(way);
        return areas.isEmpty() || role.isEmpty()
            || std::any_of(m_tags.cbegin(), m_tags.cend(), [&](const OracleTag &tag) {
                   return oracleLiesIn(areas, tag)
                       && oracleSees(m_roles, role, Faces::originOf(way), tag);
               });
    }
    [[nodiscard]] QList<OracleTag> samples() const
    {
        QList<OracleTag> some = m_tags;
        some.removeIf([](const OracleTag &tag) { return !tag.isSample; });
        return some;
    }
    void waitForInterval(const OracleTag &tag);
    /// Writes it, and holds the outcome against the words ("": carried out) and against the wire.
    void checkWrite(const QString &way, const OracleTag &tag, const QStringList &expected);
    /// The same, and against the record.
    void checkCell(const QString &way, const QString &role, const OracleTag &tag);
    /// Tags of which none may be written, by as few requests as there can be.
    void checkBatches(const QString &role, const QList<OracleTag> &tags);
    /// The first of all roles and ways, from a place in their row, that may write it.
    [[nodiscard]] std::optional<std::pair<QString, QString>> writerOf(const OracleTag &tag,
                                                                      qsizetype from) const;
    void checkWire(qsizetype before, const OracleTag &tag, bool expected) const;
    void checkNobodyWritesAlone(const OracleTag &tag);
    qint64 newestAuditId();
    /// Newest first, without the signs of new writers, which end after a while.
    QList<AuditEntry> rowsSince(qint64 id);
    /// One row for a refusal, saying by which right; two for a write that was carried out.
    void checkAudit(qint64 before, const QString &actor, const QString &refused);

    DemoPlant m_plant;
    std::unique_ptr<Faces> m_faces;
    OracleRoles m_roles;
    QList<OracleTag> m_tags;
    qsizetype m_expectedWrites = 0;

    QMap<QString, QElapsedTimer> m_lastWrites; ///< by tag id
};

void PermissionsTest::initTestCase()
{
    QVERIFY(bool(m_plant.startStation(60000))); // nobody writes as much as all of them together
    const Services services = m_plant.station().services();
    m_roles = oracleRoles(DemoPlant::projectFolder());
    for (const QString &role : m_roles.keys()) {
        if (role.isEmpty())
            continue;
        User user;
        user.name = role;
        user.role = role;
        QVERIFY(bool(waitFor(services.access.addUser(user, Faces::kPassword))));
        QVERIFY(bool(waitFor(services.access.setPin(role, Faces::kPin))));
    }
    QVERIFY(bool(m_plant.openWeb()));
    m_plant.api().setRates(api::Rates::unlimited()); // nobody asks as often as all of them together
    m_tags = oracleTags(DemoPlant::projectFolder());
    m_faces = std::make_unique<Faces>(services, m_plant.server(), m_roles.keys(), m_tags);
    const auto allGood = [this] {
        for (const OracleTag &tag : std::as_const(m_tags)) {
            const TagIndex index = m_faces->model().project().indexOf(tag.id);
            if (tag.writable && m_faces->model().value(index).state.quality != Quality::Good)
                return false;
        }
        return true;
    };
    QTRY_VERIFY_WITH_TIMEOUT(allGood(), 30000);
}

void PermissionsTest::cleanupTestCase()
{
    m_faces.reset();
    m_plant.closeWeb();
    m_plant.station().stop();
    // The station sends nothing any more; what is left in the sockets still reaches the devices.
    QTest::qWait(200);
    QCOMPARE(m_plant.writesSeen().size(), m_expectedWrites);
}

void PermissionsTest::everyKindOfRuleIsThere()
{
    const QList<OracleTag> some = samples();
    const auto count
        = [&some](auto isKind) { return std::count_if(some.cbegin(), some.cend(), isKind); };
    const auto mayWrite = [this](const char *role, const char *origin, const OracleTag &tag) {
        return refusals(m_roles, QLatin1String(role), QLatin1String(origin), tag).isEmpty();
    };
    const auto isFree = [](const OracleTag &tag) {
        return tag.writable && !tag.localOnly && tag.roles.isEmpty();
    };
    QVERIFY(
        count([&](const OracleTag &t) { return isFree(t) && mayWrite("shiftlead", "remote", t); }));
    QVERIFY(count(
        [&](const OracleTag &t) { return isFree(t) && !mayWrite("shiftlead", "remote", t); }));
    QVERIFY(count([&](const OracleTag &t) { // inherited, and by origin
        return mayWrite("foreman", "program", t) && mayWrite("shiftlead", "program", t);
    }));
    QVERIFY(count([&](const OracleTag &t) {
        return mayWrite("foreman", "program", t) && !mayWrite("foreman", "remote", t);
    }));
    const auto doserSees = [this](const OracleTag &tag) {
        return oracleSees(m_roles, QStringLiteral("doser"), QStringLiteral("remote"), tag);
    };
    QVERIFY(count([&](const OracleTag &t) { return t.writable && doserSees(t); }));
    QVERIFY(count([&](const OracleTag &t) { return t.writable && !doserSees(t); }));
    for (const bool inside : {true, false}) {
        QVERIFY(count([&](const OracleTag &t) {
            return mayWrite("foreman", "program", t)
                && oracleLiesIn({QStringLiteral("intake")}, t) == inside;
        }));
    }
    QVERIFY(count([](const OracleTag &t) { return t.asks; }));
    QVERIFY(count([](const OracleTag &t) { return !t.roles.isEmpty(); }));
    QVERIFY(count([](const OracleTag &t) { return t.localOnly; }));
    QVERIFY(count([](const OracleTag &t) { return t.minIntervalMs > 0; }));
    QVERIFY(count([](const OracleTag &t) { return t.exists && !t.writable; }));
    QVERIFY(count([](const OracleTag &t) { return !t.exists; }));
}

void PermissionsTest::matrix_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("way");
    for (const QString &role : m_roles.keys()) {
        for (const QString &way : Faces::ways()) {
            if (mayHave(role, way))
                QTest::addRow("%s by %s", role.isEmpty() ? "nobody" : qUtf8Printable(role),
                              qUtf8Printable(way))
                    << role << way;
        }
    }
}

void PermissionsTest::matrix()
{
    QFETCH(const QString, role);
    QFETCH(const QString, way);
    QVERIFY(m_faces->enter(role, way));
    // Behind the rows of the sign-ins: rows are stored in order.
    QVERIFY(bool(waitFor(m_plant.station().services().audit.append({}))));
    QList<OracleTag> batch;
    for (const OracleTag &tag : std::as_const(m_tags)) {
        const bool isAllowed = refusalsBy(way, role, tag).isEmpty();
        if (tag.isSample || (!isAllowed && way != QLatin1String("batch")))
            checkCell(way, role, tag);
        else if (!isAllowed)
            batch.append(tag);
        if (QTest::currentTestFailed())
            return;
    }
    if (!batch.isEmpty())
        checkBatches(role, batch);
}

void PermissionsTest::checkCell(const QString &way, const QString &role, const OracleTag &tag)
{
    const QStringList expected = refusalsBy(way, role, tag);
    if (expected.isEmpty() || expected.contains(QStringLiteral("needsConfirmation")))
        waitForInterval(tag);
    const qsizetype before = m_plant.writesSeen().size();
    const qint64 auditedBefore = newestAuditId();
    const QString refused = m_faces->write(way, tag);
    QVERIFY2(expected.isEmpty() ? refused.isEmpty() : expected.contains(refused),
             qPrintable(tag.id + QStringLiteral(": ") + refused));
    m_expectedWrites += expected.isEmpty();
    if (expected.isEmpty())
        m_lastWrites[tag.id].start();
    checkWire(before, tag, expected.isEmpty());
    // Of what is not in its map, and beyond some rows, the Modbus server says nothing.
    if (way != QLatin1String("northbound")
        || (!role.isEmpty() && refused != QLatin1String("unknownTag")))
        checkAudit(auditedBefore, m_faces->actor(), refused);
}

void PermissionsTest::checkBatches(const QString &role, const QList<OracleTag> &tags)
{
    const QString way = QStringLiteral("batch");
    const qsizetype before = m_plant.writesSeen().size();
    const QStringList refused = m_faces->writeAll(tags);
    QCOMPARE(refused.size(), tags.size());
    for (qsizetype i = 0; i < tags.size(); ++i)
        QVERIFY2(refusalsBy(way, role, tags[i]).contains(refused[i]),
                 qPrintable(tags[i].id + QStringLiteral(": ") + refused[i]));
    QCOMPARE(m_plant.writesSeen().size(), before);
}

std::optional<std::pair<QString, QString>> PermissionsTest::writerOf(const OracleTag &tag,
                                                                     qsizetype from) const
{
    const QStringList roles = m_roles.keys();
    const QStringList ways = Faces::ways();
    const qsizetype count = roles.size() * ways.size();
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype place = (from + i) % count;
        const QString role = roles[place / ways.size()];
        const QString way = ways[place % ways.size()];
        if (mayHave(role, way) && refusalsBy(way, role, tag).isEmpty())
            return std::pair(role, way);
    }
    return std::nullopt;
}

/// By another role and another way each time.
void PermissionsTest::eachWritableTagIsWritten()
{
    qsizetype place = 0;
    for (const OracleTag &tag : std::as_const(m_tags)) {
        if (!tag.writable)
            continue;
        if (tag.secondPerson) {
            checkNobodyWritesAlone(tag);
            continue;
        }
        const auto writer = writerOf(tag, place += Faces::ways().size() + 1);
        QVERIFY2(writer.has_value(), qPrintable(tag.id));
        QVERIFY(m_faces->enter(writer->first, writer->second));
        QVERIFY(bool(waitFor(m_plant.station().services().audit.append({}))));
        checkCell(writer->second, writer->first, tag);
        if (QTest::currentTestFailed())
            return;
    }
}

void PermissionsTest::checkNobodyWritesAlone(const OracleTag &tag)
{
    const QString way = QStringLiteral("REST");
    QVERIFY(m_faces->enter(QStringLiteral("administrator"), way));
    const qsizetype before = m_plant.writesSeen().size();
    QCOMPARE(m_faces->write(way, tag), QString());
    checkWire(before, tag, false);
}

/// What a face shows is what the role may see: in a list all of it, one by one the samples.
void PermissionsTest::views()
{
    QFETCH(const QString, role);
    QFETCH(const QString, way);
    QVERIFY(m_faces->enter(role, way));
    QStringList expected;
    for (const OracleTag &tag : std::as_const(m_tags)) {
        const bool mayBeSeen = oracleSees(m_roles, role, Faces::originOf(way), tag)
            && oracleLiesIn(Faces::areasOf(way), tag);
        if (mayBeSeen)
            expected.append(tag.id);
        if (tag.isSample)
            QVERIFY2(m_faces->sees(way, tag) == mayBeSeen, qPrintable(tag.id));
    }
    QStringList listed = m_faces->listed(way, m_tags);
    listed.sort();
    expected.sort();
    QCOMPARE(listed, expected);
}

void PermissionsTest::checkWrite(const QString &way, const OracleTag &tag,
                                 const QStringList &expected)
{
    const bool isCarriedOut = expected.isEmpty();
    if (isCarriedOut)
        waitForInterval(tag);
    const qsizetype before = m_plant.writesSeen().size();
    const QString refused = m_faces->write(way, tag);
    QVERIFY2(isCarriedOut ? refused.isEmpty() : expected.contains(refused),
             qPrintable(tag.id + QStringLiteral(": ") + refused));
    m_expectedWrites += isCarriedOut;
    if (isCarriedOut)
        m_lastWrites[tag.id].start();
    checkWire(before, tag, isCarriedOut);
}

void PermissionsTest::lockouts_data()
{
    QTest::addColumn<QString>("area");
    QTest::addColumn<QString>("way");
    for (const char *area : {"", "dosing"}) {
        for (const QString &way : Faces::ways())
            QTest::addRow("%s by %s", *area ? area : "the whole plant", qUtf8Printable(way))
                << QString::fromLatin1(area) << way;
    }
}

/// What is locked to the panel takes writes from there and from nowhere else.
void PermissionsTest::lockouts()
{
    QFETCH(const QString, area);
    QFETCH(const QString, way);
    const QString role = QStringLiteral("engineer");
    RemoteLockout &lockout = m_plant.station().services().control.lockout();
    QVERIFY(m_faces->enter(role, way));
    QVERIFY(bool(lockout.set({area, role, kClock.now()}).result()));
    for (const OracleTag &tag : samples()) {
        if (!refusalsBy(way, role, tag).isEmpty())
            continue;
        const bool isLocked = way != QLatin1String("panel") && (area.isEmpty() || tag.area == area);
        checkWrite(way, tag, isLocked ? QStringList(QStringLiteral("localOnly")) : QStringList());
    }
    QVERIFY(bool(lockout.lift(area).result()));
}

void PermissionsTest::tokensAreNarrower_data()
{
    QTest::addColumn<bool>("mayWrite");
    QTest::addColumn<QString>("network");
    QTest::newRow("reads only") << false << QString();
    QTest::newRow("its network") << true << QStringLiteral("127.0.0.0/8");
    QTest::newRow("another network") << true << QStringLiteral("192.0.2.0/24");
}

void PermissionsTest::tokensAreNarrower()
{
    QFETCH(const bool, mayWrite);
    QFETCH(const QString, network);
    Token token;
    token.user = QStringLiteral("engineer");
    token.name = QStringLiteral("narrower");
    token.mayWrite = mayWrite;
    token.network = network;
    token.expires = kClock.now() + std::chrono::hours(1);
    m_faces->enterByToken(token);
    for (const OracleTag &tag : samples()) {
        QStringList expected = refusals(m_roles, token.user, QStringLiteral("program"), tag);
        if (network.startsWith(QLatin1String("192")))
            expected = {QStringLiteral("notSignedIn")};
        else if (!mayWrite)
            expected = {QStringLiteral("denied"), QStringLiteral("readOnly"),
                        QStringLiteral("unknownTag")};
        checkWrite(QStringLiteral("token"), tag, expected);
    }
}

void PermissionsTest::aClientThatIsNotListedIsNotServed()
{
    QVERIFY(m_faces->enterNorthbound(QStringLiteral("administrator"), QStringLiteral("127.0.9.9")));
    QVERIFY(
        !m_faces->enterNorthbound(QStringLiteral("administrator"), QStringLiteral("127.9.0.1")));
}

void PermissionsTest::whoIsOutWritesNowhere_data()
{
    QTest::addColumn<bool>("isDisabled");
    QTest::addColumn<QString>("way");
    for (const bool isDisabled : {true, false}) {
        for (const QString &way : Faces::ways()) {
            if (way != QLatin1String("northbound")) // its clients have no account
                QTest::addRow("%s by %s", isDisabled ? "disabled" : "expired", qUtf8Printable(way))
                    << isDisabled << way;
        }
    }
}

/// Who was in when the account was disabled, or when it ended.
void PermissionsTest::whoIsOutWritesNowhere()
{
    QFETCH(const bool, isDisabled);
    QFETCH(const QString, way);
    const QString user = QStringLiteral("engineer");
    AccessControl &access = m_plant.station().services().access;
    QVERIFY(m_faces->enter(user, way));
    UserChange change;
    const Timestamp end = kClock.now() + std::chrono::milliseconds(300);
    if (isDisabled)
        change.enabled = false;
    else
        change.expires = end;
    QVERIFY(bool(waitFor(access.changeUser(user, change))));
    if (!isDisabled)
        QTRY_VERIFY(kClock.now() > end);
    const QString word
        = way == QLatin1String("panel") ? QStringLiteral("denied") : QStringLiteral("notSignedIn");
    for (const OracleTag &tag : samples())
        checkWrite(way, tag,
                   way == QLatin1String("panel")
                       ? QStringList{word, QStringLiteral("readOnly"), QStringLiteral("unknownTag")}
                       : QStringList{word});
    UserChange back;
    back.enabled = true;
    back.expires = Timestamp{};
    QVERIFY(bool(waitFor(access.changeUser(user, back))));
    m_faces->forget(user);
}

void PermissionsTest::checkWire(qsizetype before, const OracleTag &tag, bool expected) const
{
    const QList<QByteArray> seen = m_plant.writesSeen().mid(before);
    QVERIFY2(seen.size() == (expected ? 1 : 0), qPrintable(tag.id));
    for (const QByteArray &line : seen) {
        const QJsonObject write = QJsonDocument::fromJson(line).object();
        for (auto it = tag.onTheWire.begin(); it != tag.onTheWire.end(); ++it)
            QVERIFY2(write.value(it.key()) == it.value(), line);
    }
}

/// Being too fast is no question of rights.
void PermissionsTest::waitForInterval(const OracleTag &tag)
{
    QElapsedTimer &last = m_lastWrites[tag.id];
    if (tag.minIntervalMs > 0 && last.isValid())
        QTest::qWait(int(std::max<qint64>(0, tag.minIntervalMs + 1 - last.elapsed())));
}

qint64 PermissionsTest::newestAuditId()
{
    const auto rows = m_plant.station().services().audit.read({0, 1, {}}).result();
    return rows && !rows->isEmpty() ? rows->first().id : 0;
}

QList<AuditEntry> PermissionsTest::rowsSince(qint64 id)
{
    auto read = m_plant.station().services().audit.read({0, 10, {}}).result();
    if (!read)
        return {};
    QList<AuditEntry> rows = *read;
    rows.removeIf([id](const AuditEntry &row) {
        return row.id <= id || row.action.startsWith(QLatin1String("sign."));
    });
    return rows;
}

void PermissionsTest::checkAudit(qint64 before, const QString &actor, const QString &refused)
{
    if (refused == QLatin1String("notSignedIn"))
        return; // what strangers may fill the log with is limited
    const qint64 count = refused.isEmpty() ? 2 : 1;
    QTRY_VERIFY(rowsSince(before).size() >= count);
    const QList<AuditEntry> rows = rowsSince(before);
    QCOMPARE(rows.size(), count);
    QStringList actions;
    for (const AuditEntry &row : rows) {
        actions << row.action;
        if (!actor.isEmpty())
            QCOMPARE(row.actor, actor);
    }
    if (refused.isEmpty())
        QCOMPARE(actions,
                 QStringList({QStringLiteral("write.result"), QStringLiteral("write.intended")}));
    else
        QCOMPARE(actions,
                 QStringList(kNoRights.contains(refused) ? QStringLiteral("write.refused")
                                                         : QStringLiteral("denied")));
}

QTEST_MAIN(PermissionsTest)
#include "tst_permissions.moc"
