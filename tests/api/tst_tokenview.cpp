// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/livefeed.h"

#include <QSet>
#include <QTest>

using namespace mws;

namespace
{

const QString kApi = QStringLiteral("/api/v1");

/// Of ApiPlant's project, by hand: the area of each tag.
const QMap<QString, QString> &areaOf()
{
    static const QMap<QString, QString> all{
        {QStringLiteral("level"), QStringLiteral("pumping")},
        {QStringLiteral("setpoint"), QStringLiteral("pumping")},
        {QStringLiteral("start"), QStringLiteral("pumping")},
        {QStringLiteral("mode"), QStringLiteral("pumping")},
        {QStringLiteral("local"), QStringLiteral("pumping")},
        {QStringLiteral("calibration"), QStringLiteral("pumping")},
        {QStringLiteral("dose"), QStringLiteral("dosing")},
        {QStringLiteral("total"), QStringLiteral("energy")},
    };
    return all;
}

} // namespace

/// What a program sees with a token of some areas, on every way to read, for users of several
/// roles: held against areaOf() and the one rule that doser sees dosing only.
class TokenViewTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_program;

    void change(const QString &user, const char *role)
    {
        UserChange change;
        change.role = QLatin1String(role);
        QVERIFY(waitFor(m_plant->access.changeUser(user, change)));
    }

    /// Made while the user saw everything, for a token cannot name an area that its user may not
    /// see then.
    QByteArray tokenOf(const QString &user, const QStringList &areas, bool writes)
    {
        const bool seesPart = user == QLatin1String("dana");
        if (seesPart)
            change(user, "operator");
        Token token;
        token.user = user;
        token.name = QStringLiteral("reader");
        token.areas = areas;
        token.mayWrite = writes;
        token.expires = m_plant->clock.now() + std::chrono::hours(24);
        const QByteArray text = waitFor(m_plant->access.addToken(token)).value();
        if (seesPart)
            change(user, "doser");
        return text;
    }

    static QSet<QString> expected(const QString &user, const QStringList &areas)
    {
        QSet<QString> ids;
        for (auto it = areaOf().begin(); it != areaOf().end(); ++it) {
            const bool userSees = user != QLatin1String("dana") || *it == QLatin1String("dosing");
            if (userSees && (areas.isEmpty() || areas.contains(*it)))
                ids.insert(it.key());
        }
        return ids;
    }

    QSet<QString> listed(const QString &target, const QString &list)
    {
        QSet<QString> ids;
        for (const QJsonValue &item : m_program->get(kApi + target).json().value(list).toArray())
            ids.insert(item[QStringLiteral("id")].toString());
        return ids;
    }

    /// Those of all tags for which asking for this one answers 200.
    QSet<QString> answered(const QString &before)
    {
        QSet<QString> ids;
        for (const QString &id : areaOf().keys()) {
            if (m_program->get(kApi + before + id).status == 200)
                ids.insert(id);
        }
        return ids;
    }

    QSet<QString> snapshot(const QByteArray &subscription)
    {
        LiveClient live(*m_program, m_plant->server);
        if (!QTest::qWaitFor([&live] { return !live.messages("hello").isEmpty(); }))
            qFatal("no hello");
        live.send(subscription);
        if (!QTest::qWaitFor([&live] {
                return !live.messages("snapshot").isEmpty() || !live.messages("error").isEmpty();
            }))
            qFatal("no answer");
        if (live.messages("snapshot").isEmpty())
            return {};
        const QStringList ids
            = live.messages("snapshot").first().value(QStringLiteral("values")).toObject().keys();
        return {ids.begin(), ids.end()};
    }

    QSet<QString> screenTags()
    {
        QSet<QString> ids;
        for (const QString &screen :
             listed(QStringLiteral("/screens"), QStringLiteral("screens"))) {
            const QJsonObject shown
                = m_program->get(kApi + QStringLiteral("/screens/") + screen).json();
            for (const QJsonValue &group : shown.value(QStringLiteral("groups")).toArray()) {
                for (const QJsonValue &widget : group[QStringLiteral("widgets")].toArray()) {
                    for (const QJsonValue &tag : widget[QStringLiteral("tags")].toArray())
                        ids.insert(tag.toString());
                }
            }
        }
        return ids;
    }

    int metricsCount()
    {
        int count = 0;
        for (const QByteArray &line : m_program->get(QStringLiteral("/metrics")).body.split('\n'))
            count += line.startsWith("mws_tags{") ? line.split(' ').last().toInt() : 0;
        return count;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_plant->add("dana", "doser");
        QCOMPARE(areaOf().size(), qsizetype(m_plant->project->tagCount()));
        for (const Tag &tag : m_plant->project->tags())
            m_plant->set(tag.id, Value(qint64(1)));
        m_program = std::make_unique<ApiClient>(m_plant->server);
    }

    void everyWayToRead_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QStringList>("areas");
        QTest::addColumn<bool>("writes");
        const QStringList areas{QStringLiteral("pumping"), QStringLiteral("dosing"),
                                QStringLiteral("energy")};
        for (const char *user : {"root", "otto", "vera", "dora", "dana"}) {
            for (int some = 0; some < 8; ++some) {
                QStringList chosen;
                for (int bit = 0; bit < 3; ++bit) {
                    if (some & (1 << bit))
                        chosen.append(areas[bit]);
                }
                for (const bool writes : {false, true})
                    QTest::addRow("%s in [%s]%s", user, qPrintable(chosen.join(u' ')),
                                  writes ? " writes" : "")
                        << QString::fromLatin1(user) << chosen << writes;
            }
        }
    }

    void everyWayToRead()
    {
        QFETCH(const QString, user);
        QFETCH(const QStringList, areas);
        QFETCH(const bool, writes);
        const QSet<QString> seen = expected(user, areas);
        m_program->bearer = tokenOf(user, areas, writes);
        QCOMPARE(listed(QStringLiteral("/tags?limit=1000"), QStringLiteral("tags")), seen);
        QCOMPARE(answered(QStringLiteral("/tags/")), seen);
        QCOMPARE(answered(QStringLiteral("/values?ids=")), seen);
        // Only level has history.
        QCOMPARE(m_program->get(kApi + QStringLiteral("/history/level")).status == 404,
                 !seen.contains(QStringLiteral("level")));
        QVERIFY(seen.contains(screenTags()));
        QCOMPARE(screenTags().contains(QStringLiteral("dose")),
                 seen.contains(QStringLiteral("dose")));
        QCOMPARE(snapshot("{\"type\":\"subscribe\",\"id\":1,\"all\":true}"), seen);
        QCOMPARE(snapshot("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"]}").isEmpty(),
                 !seen.contains(QStringLiteral("level")));
        QCOMPARE(metricsCount(), int(seen.size()));
        const int devices = int(m_program->get(kApi + QStringLiteral("/devices"))
                                    .json()
                                    .value(QStringLiteral("devices"))
                                    .toArray()
                                    .size());
        QCOMPARE(devices, seen.isEmpty() ? 0 : 1);
        QSet<QString> expectedAreas;
        for (const QString &id : seen)
            expectedAreas.insert(areaOf()[id]);
        const QStringList told = m_program->get(kApi + QStringLiteral("/project"))
                                     .json()
                                     .value(QStringLiteral("areas"))
                                     .toVariant()
                                     .toStringList();
        QCOMPARE(QSet<QString>(told.begin(), told.end()), expectedAreas);
    }

    void cleanup()
    {
        for (const Token &token : m_plant->access.tokens())
            QVERIFY(waitFor(m_plant->access.removeToken(token.id)));
    }

    void twoTokensOfOneUserAreToldApart()
    {
        const QByteArray dosing
            = tokenOf(QStringLiteral("otto"), {QStringLiteral("dosing")}, false);
        const QByteArray energy
            = tokenOf(QStringLiteral("otto"), {QStringLiteral("energy")}, false);
        for (int turn = 0; turn < 2; ++turn) { // the second one by what is remembered
            m_program->bearer = dosing;
            QCOMPARE(answered(QStringLiteral("/tags/")), QSet<QString>{QStringLiteral("dose")});
            m_program->bearer = energy;
            QCOMPARE(answered(QStringLiteral("/tags/")), QSet<QString>{QStringLiteral("total")});
        }
    }

    void whatItDoesNotSeeIsNotThereToWrite()
    {
        m_program->bearer = tokenOf(QStringLiteral("otto"), {QStringLiteral("dosing")}, true);
        const Reply hidden = m_program->write(QStringLiteral("setpoint"), "{\"value\":5}");
        QCOMPARE(hidden.status, 404);
        QCOMPARE(hidden.code(), QStringLiteral("unknownTag"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_program->write(QStringLiteral("dose"), "{\"value\":5}").status, 200);
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void lockoutsOfOtherAreasAreNotTold()
    {
        RemoteLockout &lockout = m_plant->door.lockout();
        for (const char *area : {"pumping", "dosing"})
            QVERIFY(waitFor(lockout.set({QLatin1String(area), QStringLiteral("otto"), {}})));
        m_program->bearer = tokenOf(QStringLiteral("otto"), {QStringLiteral("dosing")}, false);
        const QJsonArray told = m_program->get(kApi + QStringLiteral("/lockouts"))
                                    .json()
                                    .value(QStringLiteral("lockouts"))
                                    .toArray();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0][QStringLiteral("area")].toString(), QStringLiteral("dosing"));
    }
};

QTEST_GUILESS_MAIN(TokenViewTest)
#include "tst_tokenview.moc"
