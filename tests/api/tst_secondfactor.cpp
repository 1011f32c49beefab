// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/totp.h"
#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QJsonArray>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kFactor = QStringLiteral("/api/v1/session/second-factor");

/// The inverse of base32(), for what an app would read.
QByteArray fromBase32(const QString &text)
{
    static const QByteArray alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    QByteArray bytes;
    quint32 bits = 0;
    int count = 0;
    for (const QChar c : text) {
        bits = (bits << 5) | quint32(alphabet.indexOf(c.toLatin1()));
        count += 5;
        if (count >= 8) {
            count -= 8;
            bytes.append(char(bits >> count));
        }
    }
    return bytes;
}

} // namespace

/// Codes beside the password, as browsers and programs meet them.
class ApiSecondFactorTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_otto;
    QByteArray m_secret;
    QStringList m_recoveryCodes;

    [[nodiscard]] QString code() const
    {
        return totpCode(m_secret, totpStep(m_plant->clock.now()));
    }
    static QByteArray codeBody(const QString &code)
    {
        return "{\"code\":\"" + code.toLatin1() + "\"}";
    }
    void setUp()
    {
        const Reply begun = m_otto->post(kFactor, "{}");
        QCOMPARE(begun.status, 200);
        const QUrl uri(begun.json().value(QStringLiteral("uri")).toString());
        const QString text = QUrlQuery(uri).queryItemValue(QStringLiteral("secret"));
        QCOMPARE(text, begun.json().value(QStringLiteral("secret")).toString());
        m_secret = fromBase32(text);
        const Reply done = m_otto->post(kFactor + QStringLiteral("/code"), codeBody(code()));
        QCOMPARE(done.status, 200);
        m_recoveryCodes
            = done.json().value(QStringLiteral("recoveryCodes")).toVariant().toStringList();
        QCOMPARE(m_recoveryCodes.size(), 10);
        m_plant->clock.advance(30s);
    }
    Reply giveUp(const QString &code)
    {
        return m_otto->post(kFactor + QStringLiteral("/removal"), codeBody(code));
    }
    /// Of otto, with another client.
    Reply signIn(const QString &code = {}, const char *password = ApiPlant::kPassword)
    {
        ApiClient client(m_plant->server);
        QByteArray body = QByteArray("{\"user\":\"otto\",\"password\":\"") + password + '"';
        if (!code.isEmpty())
            body += ",\"code\":\"" + code.toLatin1() + '"';
        return client.post(QStringLiteral("/api/v1/session"), body + '}');
    }
    [[nodiscard]] QStringList actions() const
    {
        QStringList all;
        for (const AuditEntry &row : m_plant->audit())
            all.prepend(row.action + u' ' + row.outcome);
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_otto = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_otto->signIn(QStringLiteral("otto")).status, 201);
    }

    void cleanup()
    {
        m_otto.reset();
        m_plant.reset();
    }

    void theAnswerTellsThatACodeIsMissing()
    {
        setUp();
        QCOMPARE(signIn().status, 401);
        QCOMPARE(signIn().code(), QStringLiteral("secondFactor"));
        QVERIFY(signIn().setCookie.isEmpty());
        QCOMPARE(signIn(QStringLiteral("000000")).code(), QStringLiteral("secondFactor"));
        QCOMPARE(signIn(code(), "wrong password").code(), QStringLiteral("badCredentials"));
    }

    void theCodeLetsIn()
    {
        setUp();
        const Reply reply = signIn(code());
        QCOMPARE(reply.status, 201);
        QVERIFY(!reply.setCookie.isEmpty());
        QVERIFY(reply.json().value(QStringLiteral("hasSecondFactor")).toBool());
        QCOMPARE(signIn(m_recoveryCodes[0]).status, 201);
        const Reply session = m_otto->get(QStringLiteral("/api/v1/session"));
        QCOMPARE(session.json().value(QStringLiteral("recoveryCodes")).toInt(), 9);
    }

    void changingItWantsThePasswordAgain()
    {
        m_plant->clock.advance(6min);
        QCOMPARE(m_otto->post(kFactor, "{}").code(), QStringLiteral("notConfirmed"));
        QCOMPARE(giveUp(code()).code(), QStringLiteral("notConfirmed"));
    }

    void itIsRemovedByTheOwnerAndByAdministratorsOnly()
    {
        const QString target = QStringLiteral("/api/v1/users/otto/second-factor");
        setUp();
        ApiClient vera(m_plant->server);
        ApiClient root(m_plant->server);
        QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
        QCOMPARE(vera.send("DELETE", target).status, 403);
        QCOMPARE(signIn().code(), QStringLiteral("secondFactor"));
        QCOMPARE(root.send("DELETE", target).status, 204);
        QCOMPARE(signIn().status, 201);
        setUp();
        QCOMPARE(giveUp(QStringLiteral("000000")).code(), QStringLiteral("secondFactor"));
        QCOMPARE(giveUp({}).status, 400);
        QCOMPARE(signIn().code(), QStringLiteral("secondFactor"));
        QCOMPARE(giveUp(m_recoveryCodes[2]).status, 204);
        QCOMPARE(signIn().status, 201);
    }

    void turningItOnEndsTheOtherSessions()
    {
        ApiClient other(m_plant->server);
        QCOMPARE(other.signIn(QStringLiteral("otto")).status, 201);
        setUp();
        QCOMPARE(other.get(QStringLiteral("/api/v1/session")).status, 401);
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/session")).status, 200);
    }

    void programsHaveNone()
    {
        const Reply made = m_otto->post(QStringLiteral("/api/v1/tokens"),
                                        R"({"name": "historian", "expires": 4102444800000})");
        ApiClient program(m_plant->server);
        program.bearer = made.json().value(QStringLiteral("token")).toString().toLatin1();
        QCOMPARE(program.post(kFactor, "{}").status, 403);
        setUp();
        QCOMPARE(program.get(QStringLiteral("/api/v1/tags")).status, 200); // a token is its own
    }

    void whatHappensIsRecordedWithoutSecrets()
    {
        setUp();
        (void)signIn();
        (void)signIn(code());
        QCOMPARE(giveUp(code()).status, 401); // it has let in
        m_plant->clock.advance(30s);
        QCOMPARE(giveUp(code()).status, 204);
        QCOMPARE(
            actions().mid(1),
            (QStringList{QStringLiteral("secondFactor.add ok"), QStringLiteral("signIn failed"),
                         QStringLiteral("signIn ok"), QStringLiteral("secondFactor.remove failed"),
                         QStringLiteral("secondFactor.remove ok")}));
        for (const AuditEntry &row : m_plant->audit()) {
            const QString text = row.target + row.detail;
            QVERIFY(!text.contains(base32(m_secret)));
            for (const QString &recovery : std::as_const(m_recoveryCodes))
                QVERIFY(!text.contains(recovery));
        }
    }
};

QTEST_GUILESS_MAIN(ApiSecondFactorTest)
#include "tst_secondfactor.moc"
