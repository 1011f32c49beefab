// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

QStringList textsOf(const QJsonValue &list)
{
    return list.toVariant().toStringList();
}

} // namespace

/// The report held against what really happens; of users and tokens in api/tokens.
class AccessReportTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;

    [[nodiscard]] QJsonObject report() const
    {
        ApiClient root(m_plant->server);
        if (root.signIn(QStringLiteral("root")).status != 201)
            qFatal("root is not let in");
        return root.get(QStringLiteral("/api/v1/access-report")).json();
    }

    /// Where a client comes from that the grants of the role for some networks count for.
    static QString addressFor(const QString &role)
    {
        if (role == QLatin1String("near") || role == QLatin1String("distant"))
            return QStringLiteral("10.1.2.3");
        return role == QLatin1String("here") ? QStringLiteral("127.0.0.1")
                                             : QStringLiteral("192.0.2.7");
    }

    /// Which tags a client with this role sees and writes, by asking for each.
    struct Reached {
        QStringList seen;
        QStringList written;
    };
    Reached reachedBy(const QString &role)
    {
        LiveModel model(m_plant->project, m_plant->tags, m_plant->bus);
        Session client(m_plant->services(), model, Origin::Modbus, addressFor(role));
        client.actAs(QStringLiteral("modbus:") + addressFor(role), role);
        Reached reached;
        for (const Tag &tag : m_plant->project->tags()) {
            if (client.view()->indexOf(tag.id) != kNoTag)
                reached.seen.append(tag.id);
            m_plant->clock.advance(2s);
            const qsizetype before = m_plant->bus.writes.size();
            const QJsonValue value = tag.type == DataType::Bool ? QJsonValue(true) : QJsonValue(1);
            const auto written = client.writeAll({{tag.id, value}});
            if (!QTest::qWaitFor([&written] { return written.isFinished(); }))
                qFatal("a write did not end");
            if (m_plant->bus.writes.size() > before)
                reached.written.append(tag.id);
        }
        return reached;
    }

    /// Of the map of ApiPlant, in the order of the project.
    [[nodiscard]] QStringList mapped(const QStringList &ids, bool writable) const
    {
        QStringList shown{QStringLiteral("setpoint"), QStringLiteral("mode"),
                          QStringLiteral("local"), QStringLiteral("dose")};
        if (!writable)
            shown.append(QStringLiteral("level"));
        QStringList found = ids;
        found.removeIf([&shown](const QString &id) { return !shown.contains(id); });
        return found;
    }

private Q_SLOTS:
    void withTlsEveryRoleHasItsLine()
    {
        m_plant = std::make_unique<ApiPlant>(0, true, ApiPlant::plainWeb(), true);
        const QJsonObject north = report().value(QStringLiteral("northbound")).toObject();
        QCOMPARE(textsOf(north.value(QStringLiteral("allow"))),
                 QStringList{QStringLiteral("192.0.2.0/24")});
        const QJsonArray clients = north.value(QStringLiteral("clients")).toArray();
        QCOMPARE(clients.size(), m_plant->project->roles().size());
        int written = 0;
        int hidden = 0;
        for (const QJsonValue &client : clients) {
            const QString role = client[QStringLiteral("role")].toString();
            const Reached reached = reachedBy(role);
            QCOMPARE(textsOf(client[QStringLiteral("modbus")]), mapped(reached.written, true));
            QCOMPARE(textsOf(client[QStringLiteral("modbusView")]), mapped(reached.seen, false));
            written += int(mapped(reached.written, true).size());
            hidden += reached.seen.size() < qsizetype(m_plant->project->tagCount());
        }
        QVERIFY(written > 3);
        QVERIFY(hidden > 0);
    }

    void withoutTlsTheWriteRoleCounts()
    {
        m_plant = std::make_unique<ApiPlant>();
        const QJsonObject north = report().value(QStringLiteral("northbound")).toObject();
        const QJsonArray clients = north.value(QStringLiteral("clients")).toArray();
        QCOMPARE(clients.size(), 1);
        const QString role = QStringLiteral("dosinglead");
        QCOMPARE(clients[0][QStringLiteral("role")].toString(), role);
        const QStringList written = mapped(reachedBy(role).written, true);
        QCOMPARE(written, QStringList{QStringLiteral("dose")});
        QCOMPARE(textsOf(clients[0][QStringLiteral("modbus")]), written);
        QCOMPARE(textsOf(clients[0][QStringLiteral("modbusView")]).size(), 5);
    }

    void aTokenSaysWhatItIsBoundTo()
    {
        m_plant = std::make_unique<ApiPlant>();
        Token token;
        token.user = QStringLiteral("otto");
        token.name = QStringLiteral("dosing only");
        token.mayWrite = true;
        token.areas = {QStringLiteral("dosing")};
        token.expires = m_plant->clock.now() + 24h;
        QVERIFY(waitFor(m_plant->access.addToken(token)));
        const QJsonValue said = report().value(QStringLiteral("tokens"))[0];
        QCOMPARE(textsOf(said[QStringLiteral("areas")]), token.areas);
        QVERIFY(said[QStringLiteral("write")].toBool());
        const QStringList dose{QStringLiteral("dose")};
        QCOMPARE(textsOf(said[QStringLiteral("program")]), dose);
        QCOMPARE(textsOf(said[QStringLiteral("programView")]), dose);
    }
};

QTEST_GUILESS_MAIN(AccessReportTest)
#include "tst_accessreport.moc"
