// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QFile>
#include <QTest>

using namespace mws;

namespace
{

struct RouteLine {
    QByteArray method;
    QString path;
    QString access;
};

/// Operations that want the password again are not for programs.
bool wantsPerson(const RouteLine &route)
{
    static const QJsonObject paths = QJsonDocument::fromJson(ApiServer::openApiDocument())
                                         .object()
                                         .value(QStringLiteral("paths"))
                                         .toObject();
    const QJsonValue operation
        = paths.value(route.path)[QString::fromLatin1(route.method).toLower()];
    return route.access == QLatin1String("signedIn")
        || operation[QStringLiteral("x-confirmed")].toBool();
}

QList<RouteLine> routes()
{
    QFile file(QStringLiteral(MWS_TEST_DATA "/api/routes.txt"));
    QList<RouteLine> all;
    if (!file.open(QIODevice::ReadOnly))
        return all;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QByteArrayList words = line.split(' ');
        if (words.size() == 4)
            all.append({words[0], QString::fromLatin1(words[1]), QString::fromLatin1(words[3])});
    }
    return all;
}

/// The verbs that each role of ApiPlant's project has from loopback in a browser and as a program,
/// read from its grants by hand. No role of a project administers.
struct RoleLine {
    const char *role;
    const char *browser;
    const char *program;
};
constexpr RoleLine kRoles[]{
    {"dosinglead", "view write", "view write"},
    {"doser", "view write", "view write"},
    {"near", "view", "view"}, // writes from 10.1.0.0/16 only
    {"here", "view write", "view write"},
    {"mechanic", "view configure", "view"}, // no token configures
    {"fitter", "view", "view"}, // the rest at the panel only
    {"collector", "", "view write"}, // programs only
    {"distant", "", ""}, // everything from 10.1.0.0/16 only
    {"lead", "view write configure", "view write"}, // inherits doser and mechanic
};

QStringList verbsOf(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

/// Every operation of the API by every role of the project, in a browser and as a program: refused
/// exactly where the table says that the verb is missing, and nothing reaches a device.
class RouteRolesTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;

    static QString targetOf(const RouteLine &route)
    {
        QString target = route.path;
        target.replace(QStringLiteral("/tags/{id}"), QStringLiteral("/tags/dose"));
        target.replace(QStringLiteral("/history/{id}"), QStringLiteral("/history/dose"));
        target.replace(QStringLiteral("/screens/{id}"), QStringLiteral("/screens/dosing"));
        target.replace(QStringLiteral("/devices/{id}"), QStringLiteral("/devices/plc"));
        target.replace(QStringLiteral("/connections/{id}"), QStringLiteral("/connections/plc"));
        target.replace(QStringLiteral("{name}"), QStringLiteral("vera"));
        target.replace(QStringLiteral("{fingerprint}"), QString(64, QLatin1Char('0')));
        return target.replace(QStringLiteral("{id}"), QStringLiteral("0123456789ab"));
    }

    /// A body that is refused as such by everybody who gets that far.
    static QByteArray bodyOf(const RouteLine &route)
    {
        const bool hasBody
            = route.method == "POST" || route.method == "PATCH" || route.method == "PUT";
        return hasBody ? QByteArrayLiteral("{\"no such key\":1}") : QByteArray();
    }

    QByteArray tokenOf(const QString &user)
    {
        Token token;
        token.user = user;
        token.name = QStringLiteral("matrix");
        token.mayWrite = true;
        token.expires = m_plant->clock.now() + std::chrono::hours(24);
        return waitFor(m_plant->access.addToken(token)).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_plant = std::make_unique<ApiPlant>();
        (void)m_plant->saveProject();
        for (const RoleLine &line : kRoles)
            m_plant->add(line.role, line.role);
    }

    void everyRoleOfTheProjectIsThere()
    {
        QStringList own;
        for (const Role &role : m_plant->project->roles()) {
            if (!role.builtIn)
                own.append(role.id);
        }
        QStringList tested;
        for (const RoleLine &line : kRoles)
            tested.append(QLatin1String(line.role));
        own.sort();
        tested.sort();
        QCOMPARE(tested, own);
        QVERIFY(routes().size() > 50);
    }

    void matrix_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<bool>("isProgram");
        QTest::addColumn<QStringList>("verbs");
        for (const RoleLine &line : kRoles) {
            const QString role = QLatin1String(line.role);
            QTest::addRow("%s in a browser", line.role) << role << false << verbsOf(line.browser);
            QTest::addRow("%s as a program", line.role) << role << true << verbsOf(line.program);
        }
    }

    void matrix()
    {
        QFETCH(const QString, role);
        QFETCH(const bool, isProgram);
        QFETCH(const QStringList, verbs);
        for (const RouteLine &route : routes()) {
            if (route.access == QLatin1String("public"))
                continue;
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(role).status, 201);
            if (isProgram)
                client.bearer = tokenOf(role);
            const QString target = targetOf(route);
            const Reply reply = client.send(route.method, target, bodyOf(route));
            const QByteArray what = route.method + ' ' + target.toUtf8() + ": "
                + QByteArray::number(reply.status) + ' ' + reply.body.left(300);
            QVERIFY2(reply.status != 401 && reply.status != 500, what);
            const bool hasVerb
                = route.access == QLatin1String("signedIn") || verbs.contains(route.access);
            const bool mayAsk = hasVerb && !(isProgram && wantsPerson(route));
            QVERIFY2((reply.status == 403) == !mayAsk, what);
            if (isProgram)
                QVERIFY(
                    waitFor(m_plant->access.removeToken(m_plant->access.tokens().constLast().id)));
        }
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_plant->access.users().size(), 4 + std::size(kRoles));
    }
};

QTEST_GUILESS_MAIN(RouteRolesTest)
#include "tst_routeroles.moc"
