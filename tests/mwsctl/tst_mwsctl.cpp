// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "audit/stationkey.h"
#include "modbus/pki.h"
#include "mwsctl/ctlrun.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QDir>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

using namespace mws;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kOther = QStringLiteral("a slow green tram");

} // namespace

class MwsctlTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_data;

    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    QString database() const { return m_data + QStringLiteral("/station.db"); }

    Ran user(const char *verb, const char *name, const QString &secret,
             const QStringList &more = {})
    {
        QStringList arguments{QStringLiteral("user"), QLatin1String(verb), QLatin1String(name),
                              QStringLiteral("--data"), m_data};
        if (!secret.isNull())
            arguments.append(QStringLiteral("--password-stdin"));
        return runCtl(arguments + more, secret + QLatin1Char('\n'));
    }

    Ran addAdministrator(const char *name)
    {
        return user("add", name, kPassword,
                    {QStringLiteral("--role"), QStringLiteral("administrator")});
    }

    static QStringList audit(const QStringList &arguments)
    {
        return QStringList(QStringLiteral("audit")) + arguments;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_data = path("data");
        QVERIFY(QDir().mkpath(m_data));
    }

    void tellsHowToUseIt()
    {
        QCOMPARE(runCtl({}).code, 2);
        QCOMPARE(runCtl({QStringLiteral("--help")}).code, 0);
        QVERIFY(runCtl({QStringLiteral("--version")}).out.startsWith(QStringLiteral("mwsctl ")));
        QCOMPARE(runCtl({QStringLiteral("dance")}).code, 2);
        for (const char *words : {"check",
                                  "plan",
                                  "user add",
                                  "user reset",
                                  "user list",
                                  "user disable",
                                  "user enable",
                                  "user expire",
                                  "user share",
                                  "user unshare",
                                  "user pseudonymise",
                                  "user remove",
                                  "user pin",
                                  "user certificate add",
                                  "user certificate remove",
                                  "user certificate list",
                                  "token add",
                                  "token list",
                                  "token remove",
                                  "notice set",
                                  "notice clear",
                                  "notice show",
                                  "certificate show",
                                  "certificate install",
                                  "user no-factor",
                                  "doctor",
                                  "selftest",
                                  "factory-reset",
                                  "backup",
                                  "backup verify",
                                  "restore",
                                  "audit verify",
                                  "audit export",
                                  "audit verify-export",
                                  "audit public-key"}) {
            const Ran help = runCtl(QString::fromLatin1(words).split(QLatin1Char(' '))
                                    + QStringList(QStringLiteral("--help")));
            QCOMPARE(help.code, 0);
            QVERIFY2(help.out.contains(QLatin1String(words)), words);
        }
        QCOMPARE(runCtl({QStringLiteral("user"), QStringLiteral("list")}).code, 2);
        QCOMPARE(runCtl({QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"),
                         path("nowhere")})
                     .code,
                 1);
    }

    void checkNamesWhatIsWrong()
    {
        writeFile(path("bad/project.json"), "{");
        const Ran bad = runCtl({QStringLiteral("check"), path("bad")});
        QCOMPARE(bad.code, 1);
        QVERIFY2(bad.out.startsWith(QStringLiteral("error: project.json")), qPrintable(bad.out));
        QCOMPARE(runCtl({QStringLiteral("check"), path("nowhere")}).code, 1);
        QCOMPARE(runCtl({QStringLiteral("check")}).code, 2);
    }

    void checkNamesATagThatIsDisabled()
    {
        writeFile(path("p/project.json"),
                  R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
                      "pollClasses": [{"id": "normal"}]})");
        writeFile(path("p/screens/s.json"), R"({"id": "s", "title": "S"})");
        writeFile(path("p/connections/net.json"),
                  R"({"id": "net", "host": "h", "devices": [{"id": "plc", "area": "a"}]})");
        writeFile(path("p/tags/plc.json"),
                  R"({"tags": [{"id": "t", "path": "a/t", "address": 65536}]})");
        const Ran bad = runCtl({QStringLiteral("check"), path("p")});
        QCOMPARE(bad.code, 1);
        QVERIFY2(bad.out.startsWith(
                     QStringLiteral("tag disabled: tags/plc.json/tags/0/address: must be 0 to")),
                 qPrintable(bad.out));
        QCOMPARE(runCtl({QStringLiteral("plan"), path("p")}).code, 0);
    }

    void addsAndListsUsers()
    {
        const Ran added = addAdministrator("anna");
        QVERIFY2(added.code == 0, qPrintable(added.err));
        QVERIFY(user("add", "anna", kPassword).code == 1);
        QCOMPARE(user("add", "bert", QStringLiteral("short")).code, 2);
        QCOMPARE(
            user("add", "bert", kPassword, {QStringLiteral("--role"), QStringLiteral("king")}).code,
            2);
        const Ran listed = runCtl(
            {QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"), m_data});
        QCOMPARE(listed.code, 0);
        QCOMPARE(listed.out.count(QLatin1Char('\n')), 1);
        QVERIFY(listed.out.contains(QStringLiteral("administrator")));
        Store store;
        QVERIFY(store.open(database()));
        const SystemClock clock;
        AccessControl access(store, clock);
        QVERIFY(access.load());
        QVERIFY(access.signIn(QStringLiteral("anna"), kPassword, Origin::Remote, {}).result());
    }

    void needsATerminalForASecret()
    {
        const Ran added = runCtl({QStringLiteral("user"), QStringLiteral("add"),
                                  QStringLiteral("anna"), QStringLiteral("--data"), m_data},
                                 kPassword + QLatin1Char('\n'));
        QCOMPARE(added.code, 2);
        QVERIFY(added.err.contains(QStringLiteral("--password-stdin")));
    }

    void aTypedPasswordIsNotShown()
    {
        int terminal = -1;
        int keyboard = -1;
        QCOMPARE(::openpty(&terminal, &keyboard, nullptr, nullptr, nullptr), 0);
        const auto closed = qScopeGuard([&] {
            ::close(terminal);
            ::close(keyboard);
        });
        QProcess program;
        program.setChildProcessModifier([keyboard] { ::dup2(keyboard, STDIN_FILENO); });
        program.start(QStringLiteral(MWS_BIN_DIR "/mwsctl"),
                      {QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("anna"),
                       QStringLiteral("--data"), m_data, QStringLiteral("--role"),
                       QStringLiteral("administrator")});
        const QByteArray typed = kPassword.toUtf8() + '\n';
        QByteArray asked;
        for (int times = 1; times <= 2; ++times) {
            QTRY_VERIFY_WITH_TIMEOUT((asked += program.readAllStandardError()).count(": ") == times,
                                     20000);
            QCOMPARE(::write(terminal, typed.constData(), std::size_t(typed.size())),
                     ssize_t(typed.size()));
        }
        QVERIFY(program.waitForFinished(60000));
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(!asked.contains(kPassword.toUtf8()));
        QCOMPARE(::fcntl(terminal, F_SETFL, O_NONBLOCK), 0);
        QByteArray shown(4096, '\0');
        shown.truncate(
            std::max<qsizetype>(0, ::read(terminal, shown.data(), std::size_t(shown.size()))));
        QVERIFY2(!shown.contains(kPassword.left(8).toUtf8()), shown);
    }

    void actsOnARunningStation()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        Store store;
        QVERIFY(store.open(database()));
        const SystemClock clock;
        AccessControl access(store, clock);
        QVERIFY(access.load());
        const QString anna = QStringLiteral("anna");
        const auto in = access.signIn(anna, kPassword, Origin::Remote, {}).result();
        QVERIFY(in);
        const Ran reset = user("reset", "anna", kOther);
        QVERIFY2(reset.code == 0, qPrintable(reset.err));
        QTRY_VERIFY(!access.identify(in->sessionId));
        QVERIFY(!access.signIn(anna, kPassword, Origin::Remote, {}).result());
        QVERIFY(access.signIn(anna, kOther, Origin::Remote, {}).result());
        QCOMPARE(user("pin", "anna", QStringLiteral("4815")).code, 0);
        QVERIFY(access.signInWithPin(anna, QStringLiteral("4815")).result());
        QCOMPARE(user("reset", "nobody", kOther).code, 1);
    }

    void accountsEnd()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        QCOMPARE(
            user("add", "bert", kPassword, {QStringLiteral("--expires"), QStringLiteral("soon")})
                .code,
            2);
        QCOMPARE(user("add", "bert", kPassword,
                      {QStringLiteral("--expires"), QStringLiteral("2001-02-03"),
                       QStringLiteral("--must-change")})
                     .code,
                 0);
        const auto bert = [this] {
            Store store;
            const SystemClock clock;
            AccessControl access(store, clock);
            if (!store.open(database()) || !access.load())
                return User();
            return access.users().value(1);
        };
        QCOMPARE(toIsoString(bert().expires).left(19), QStringLiteral("2001-02-03T00:00:00"));
        QVERIFY(bert().mustChangePassword);
        const Ran listed = runCtl(
            {QStringLiteral("user"), QStringLiteral("list"), QStringLiteral("--data"), m_data});
        QVERIFY(listed.out.contains(QStringLiteral("expired 2001-02-03")));
        const auto expire = [this](const char *name, const char *date) {
            return runCtl({QStringLiteral("user"), QStringLiteral("expire"), QLatin1String(name),
                           QLatin1String(date), QStringLiteral("--data"), m_data})
                .code;
        };
        QCOMPARE(expire("bert", "2999-12-31"), 0);
        QCOMPARE(toIsoString(bert().expires).left(10), QStringLiteral("2999-12-31"));
        QCOMPARE(expire("bert", "never"), 0);
        QCOMPARE(bert().expires, Timestamp());
        QCOMPARE(expire("bert", "31.12.2027"), 2);
        QCOMPARE(expire("anna", "2999-12-31"), 1); // the last administrator
        QCOMPARE(user("reset", "bert", kOther).code, 0);
        QVERIFY(!bert().mustChangePassword);
        QCOMPARE(user("reset", "bert", kPassword, {QStringLiteral("--must-change")}).code, 0);
        QVERIFY(bert().mustChangePassword);
        QCOMPARE(user("remove", "bert", {}).code, 0);
        QCOMPARE(bert().name, QString());
        QCOMPARE(user("add", "bert", kPassword).code, 1); // its name stays its own
        QCOMPARE(user("remove", "anna", {}).code, 1);
    }

    void makesTokens()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        const auto token = [this](const QStringList &words) {
            return runCtl(QStringList{QStringLiteral("token")} + words
                          + QStringList{QStringLiteral("--data"), m_data});
        };
        const QStringList add{QStringLiteral("add"), QStringLiteral("anna"),
                              QStringLiteral("historian")};
        QCOMPARE(token(add).code, 2); // a token must end
        QCOMPARE(token(add + QStringList{QStringLiteral("--expires"), QStringLiteral("2001-02-03")})
                     .code,
                 2);
        const Ran made
            = token(add
                    + QStringList{QStringLiteral("--expires"), QStringLiteral("2999-12-31"),
                                  QStringLiteral("--write"), QStringLiteral("--area"),
                                  QStringLiteral("pumping")});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        const QByteArray text = made.out.trimmed().toLatin1();
        QVERIFY(text.startsWith("mws_"));
        Store store;
        QVERIFY(store.open(database()));
        const SystemClock clock;
        AccessControl access(store, clock);
        QVERIFY(access.load());
        const auto who = access.identifyToken(text, QStringLiteral("192.0.2.7"));
        QVERIFY(who);
        QCOMPARE(access.tokens().constFirst().areas, QStringList{QStringLiteral("pumping")});
        const QString id = QString::fromLatin1(who->token);
        QVERIFY(token({QStringLiteral("list")}).out.startsWith(id + QStringLiteral(" anna ")));
        QCOMPARE(token({QStringLiteral("remove"), id}).code, 0);
        QCOMPARE(token({QStringLiteral("remove"), id}).code, 1);
        QTRY_VERIFY(!access.identifyToken(text, QStringLiteral("192.0.2.7")));
    }

    void marksSharedAccounts()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        QCOMPARE(user("add", "shift", kPassword,
                      {QStringLiteral("--shared"), QStringLiteral("--role"),
                       QStringLiteral("administrator")})
                     .code,
                 2);
        QCOMPARE(
            user("add", "shift", kPassword,
                 {QStringLiteral("--shared"), QStringLiteral("--role"), QStringLiteral("operator")})
                .code,
            0);
        const QStringList list{QStringLiteral("user"), QStringLiteral("list"),
                               QStringLiteral("--data"), m_data};
        QVERIFY(runCtl(list).out.contains(QStringLiteral("enabled, shared")));
        QCOMPARE(user("unshare", "shift", {}).code, 0);
        QVERIFY(!runCtl(list).out.contains(QStringLiteral("shared")));
        QCOMPARE(user("share", "anna", {}).code, 2); // administers
    }

    void takesANameOutOfTheRecord()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        QCOMPARE(user("add", "bert", kPassword).code, 0);
        QVERIFY(user("pseudonymise", "bert", {}).code != 0); // enabled
        QCOMPARE(user("disable", "bert", {}).code, 0);
        const Ran done = user("pseudonymise", "bert", {});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const QString alias = done.out.trimmed();
        QVERIFY(alias.startsWith(QStringLiteral("user-")));
        const Ran verified = runCtl(
            {QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--data"), m_data});
        QCOMPARE(verified.code, 0);
        QVERIFY(verified.out.contains(QStringLiteral("2 of them without a name")));
        QVERIFY(user("pseudonymise", "carl", {}).code != 0); // nobody
        Store store;
        QVERIFY(store.open(database()));
        const SystemClock clock;
        const QList<AuditEntry> rows = *AuditLog(store, clock).read({}).result();
        int named = 0;
        for (const AuditEntry &row : rows) {
            QVERIFY(!(row.target + row.detail).contains(QStringLiteral("bert")));
            named += row.target == alias;
        }
        QCOMPARE(named, 3); // added, disabled, pseudonymised
    }

    void givesUsersCertificates()
    {
        const Pki pki;
        QCOMPARE(addAdministrator("anna").code, 0);
        const auto certificate = [this](const QStringList &words) {
            return runCtl(QStringList{QStringLiteral("user"), QStringLiteral("certificate")} + words
                          + QStringList{QStringLiteral("--data"), m_data});
        };
        const QString file = pki.certificate(QStringLiteral("station"));
        const QStringList add{QStringLiteral("add"), QStringLiteral("anna"), file};
        const Ran added = certificate(add);
        QVERIFY2(added.code == 0, qPrintable(added.err));
        const QString fingerprint
            = fingerprintText(fingerprintFrom(pki.fingerprint(QStringLiteral("station"))));
        QCOMPARE(added.out.trimmed(), QStringLiteral("SHA-256: ") + fingerprint);
        QCOMPARE(certificate(add).code, 1);
        QCOMPARE(certificate({QStringLiteral("add"), QStringLiteral("anna"), path("nothing")}).code,
                 1);
        const QString listed = certificate({QStringLiteral("list")}).out;
        QVERIFY(listed.startsWith(QStringLiteral("anna ")));
        QVERIFY(listed.contains(fingerprint)
                && listed.trimmed().endsWith(QStringLiteral("station")));
        const QStringList remove{QStringLiteral("remove"), QStringLiteral("anna"), fingerprint};
        QCOMPARE(certificate(remove).code, 0);
        QCOMPARE(certificate(remove).code, 1);
        QCOMPARE(certificate({QStringLiteral("list")}).out, QString());
    }

    void setsTheNotice()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        const auto notice = [this](const QStringList &words, const QString &input = {}) {
            return runCtl(QStringList{QStringLiteral("notice")} + words
                              + QStringList{QStringLiteral("--data"), m_data},
                          input);
        };
        const QStringList set{QStringLiteral("set"), QStringLiteral("-")};
        QCOMPARE(notice(set, QStringLiteral("For staff only.\n")).code, 0);
        QCOMPARE(notice({QStringLiteral("show")}).out, QStringLiteral("For staff only.\n"));
        QCOMPARE(notice(set, QString(2001, u'x')).code, 2);
        QCOMPARE(notice({QStringLiteral("set"), path("nothing")}).code, 1);
        QCOMPARE(notice({QStringLiteral("show")}).out, QStringLiteral("For staff only.\n"));
        writeFile(path("text"), "Another one.");
        QCOMPARE(notice({QStringLiteral("set"), path("text")}).code, 0);
        QCOMPARE(notice({QStringLiteral("clear")}).code, 0);
        QCOMPARE(notice({QStringLiteral("show")}).out, QString());
        Store store;
        QVERIFY(store.open(database()));
        const SystemClock clock;
        const auto rows = AuditLog(store, clock).read({0, 9, QStringLiteral("notice")}).result();
        QCOMPARE(rows->size(), 3);
        QCOMPARE(rows->first().detail, QStringLiteral("removed"));
        QCOMPARE(rows->last().detail, QStringLiteral("For staff only."));
    }

    void keepsTheLastAdministrator()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        const Ran disabled = user("disable", "anna", {});
        QCOMPARE(disabled.code, 1);
        QVERIFY(disabled.err.contains(QStringLiteral("no administrator without an end")));
        QCOMPARE(addAdministrator("bert").code, 0);
        QCOMPARE(user("disable", "anna", {}).code, 0);
        QCOMPARE(user("enable", "anna", {}).code, 0);
    }

    void everyChangeLeavesAnAuditRow()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        QCOMPARE(user("disable", "anna", {}).code, 1);
        const QStringList verify{QStringLiteral("audit"), QStringLiteral("verify"),
                                 QStringLiteral("--data"), m_data};
        const Ran good = runCtl(verify);
        QCOMPARE(good.code, 0);
        QVERIFY(good.out.startsWith(QStringLiteral("2 ")));
        {
            Store store;
            QVERIFY(store.open(database()));
            const SystemClock clock;
            const auto rows = AuditLog(store, clock).read({}).result();
            QCOMPARE(rows->at(0).outcome, QStringLiteral("failed"));
            QCOMPARE(rows->at(1).action, QStringLiteral("user.add"));
            QVERIFY(!rows->at(1).detail.contains(kPassword));
            QVERIFY(store
                        .write([](QSqlDatabase &db) {
                            return execute(db,
                                           QStringLiteral("UPDATE audit SET target = 'x' "
                                                          "WHERE id = 1"));
                        })
                        .result());
        }
        const Ran bad = runCtl(verify);
        QCOMPARE(bad.code, 1);
        QVERIFY(bad.err.contains(QStringLiteral("row 1 ")));
    }

    void auditRecordLeavesSigned()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        QCOMPARE(user("disable", "anna", {}).code, 1);
        const QString file = path("audit.ndjson");
        const QStringList make = audit({QStringLiteral("export"), QStringLiteral("--signed"),
                                        QStringLiteral("--data"), m_data, file});
        QCOMPARE(runCtl(make).code, 1); // no station has made its key
        QVERIFY(StationKey::loadOrMake(m_data));
        const Ran made = runCtl(make);
        QVERIFY2(made.code == 0, qPrintable(made.err));
        QCOMPARE(runCtl(make).code, 1); // exists
        const QString key = path("station.pem");
        const Ran told
            = runCtl(audit({QStringLiteral("public-key"), QStringLiteral("--data"), m_data}));
        writeFile(key, told.out.toUtf8());
        const QStringList check
            = audit({QStringLiteral("verify-export"), QStringLiteral("--key"), key, file});
        const Ran good = runCtl(check);
        QVERIFY2(good.code == 0, qPrintable(good.err));
        QVERIFY(good.out.startsWith(QStringLiteral("2 row(s)")));
        QCOMPARE(QProcess::execute(QStringLiteral("openssl"),
                                   {QStringLiteral("pkeyutl"), QStringLiteral("-verify"),
                                    QStringLiteral("-pubin"), QStringLiteral("-inkey"), key,
                                    QStringLiteral("-rawin"), QStringLiteral("-in"), file,
                                    QStringLiteral("-sigfile"), file + QStringLiteral(".sig")}),
                 0);
        QVERIFY(QDir().mkpath(path("project")) && StationKey::loadOrMake(path("project")));
        writeFile(path("other.pem"), StationKey::load(path("project"))->publicKey().pem());
        QCOMPARE(runCtl(audit({QStringLiteral("verify-export"), QStringLiteral("--key"),
                               path("other.pem"), file}))
                     .code,
                 1);
        writeFile(file, readFile(file).replace("\"anna\"", "\"bert\""));
        const Ran bad = runCtl(check);
        QCOMPARE(bad.code, 1);
        QVERIFY(bad.err.contains(QStringLiteral("signature")));
    }

    void aRecordThatWasChangedIsNotSigned()
    {
        QCOMPARE(addAdministrator("anna").code, 0);
        QVERIFY(StationKey::loadOrMake(m_data));
        {
            Store store;
            QVERIFY(store.open(database()));
            QVERIFY(store
                        .write([](QSqlDatabase &db) {
                            return execute(db,
                                           QStringLiteral("UPDATE audit SET actor = 'x' "
                                                          "WHERE id = 1"));
                        })
                        .result());
        }
        const Ran made = runCtl(audit({QStringLiteral("export"), QStringLiteral("--signed"),
                                       QStringLiteral("--data"), m_data, path("audit.ndjson")}));
        QCOMPARE(made.code, 1);
        QVERIFY(made.err.contains(QStringLiteral("row 1 ")));
        QVERIFY(!QFile::exists(path("audit.ndjson")));
    }
};

QTEST_GUILESS_MAIN(MwsctlTest)
#include "tst_mwsctl.moc"
