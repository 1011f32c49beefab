// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/accounts.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kAnna = QStringLiteral("anna");
const QString kRoot = QStringLiteral("root");

} // namespace

/// Users whose name is taken out of the station, and accounts that several people use.
class GoneTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    FakeClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AccessControl> m_access;

    Result<void> add(const QString &name, const char *role, bool isShared = false)
    {
        User user;
        user.name = name;
        user.role = QLatin1String(role);
        user.isShared = isShared;
        return m_access->addUser(user, kPassword).result();
    }
    Result<QPair<User, User>> change(const QString &name, const UserChange &change)
    {
        return m_access->changeUser(name, change).result();
    }
    void disable(const QString &name)
    {
        UserChange off;
        off.enabled = false;
        QVERIFY(change(name, off));
    }
    Result<QString> begin(const QString &name) { return m_access->beginPseudonym(name).result(); }
    Identity signedIn(const QString &name)
    {
        const auto in
            = m_access->signIn(name, kPassword, Origin::Remote, QStringLiteral("192.0.2.1"))
                  .result();
        return in ? in->identity : Identity();
    }
    [[nodiscard]] qint64 count(const QString &table)
    {
        return m_store
            ->read<qint64>([table](QSqlDatabase &db) -> Result<qint64> {
                Statement rows(db, QStringLiteral("SELECT count(*) FROM ") + table);
                if (auto ran = rows.run(); !ran)
                    return ran.error();
                return rows.next() ? rows.number(0) : -1;
            })
            .result()
            .value();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder->filePath(QStringLiteral("a.db"))));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, quickHashes());
        QVERIFY(m_access->load());
        QVERIFY(add(kRoot, "administrator"));
        QVERIFY(add(kAnna, "operator"));
    }
    void cleanup()
    {
        m_access.reset();
        m_store.reset();
    }

    void onlyWhoIsGoneOrDisabledGetsAPseudonym()
    {
        QCOMPARE(begin(kAnna).error().code, ErrorCode::Conflict);
        QCOMPARE(begin(QStringLiteral("nobody")).error().code, ErrorCode::NotFound);
        QCOMPARE(m_access->users().size(), 2);
        disable(kAnna);
        const auto alias = begin(kAnna);
        QVERIFY(alias);
        static const QRegularExpression form(QStringLiteral("\\Auser-[0-9a-f]{8}\\z"));
        QVERIFY(form.match(*alias).hasMatch());
        QCOMPARE(m_access->users().size(), 1); // the account is gone
    }

    /// Its rows would change hands.
    void theStationItselfStays()
    {
        const QString station = QStringLiteral("system");
        QVERIFY(
            m_store->write([&](QSqlDatabase &db) { return reserveName(db, station); }).result());
        QCOMPARE(begin(station).error().code, ErrorCode::Conflict);
    }

    void itIsTheSameUntilTheWorkIsDoneAndNobodysAfterwards()
    {
        QVERIFY(m_access->removeUser(kAnna).result());
        const QString alias = *begin(kAnna);
        QCOMPARE(*begin(kAnna), alias); // as after a crash
        QVERIFY(m_access->endPseudonym(kAnna).result());
        QCOMPARE(count(QStringLiteral("pseudonym_begun")), qint64(0));
        QVERIFY(*begin(kAnna) != alias);
        // Nobody is mixed up with either.
        QCOMPARE(add(kAnna, "viewer").error().code, ErrorCode::Conflict);
        QCOMPARE(add(alias, "viewer").error().code, ErrorCode::Conflict);
    }

    void certificatesOfOthersDoNotNameWhoIsGone()
    {
        QVERIFY(m_store
                    ->write([](QSqlDatabase &db) {
                        return execute(db,
                                       QStringLiteral("INSERT INTO user_certificate VALUES (x'01', "
                                                      "'root', 'laptop', 4102444800000, 0, "
                                                      "'anna')"));
                    })
                    .result());
        QVERIFY(m_access->removeUser(kAnna).result());
        const QString alias = *begin(kAnna);
        QCOMPARE(m_access->certificates().constFirst().addedBy, alias);
    }

    void theLastAdministratorStays()
    {
        QCOMPARE(begin(kRoot).error().code, ErrorCode::Conflict);
        QVERIFY(m_access->hasAdministrator());
    }

    void aSharedAccountAdministersNothing()
    {
        QCOMPARE(add(QStringLiteral("shift"), "administrator", true).error().code,
                 ErrorCode::Invalid);
        QVERIFY(add(QStringLiteral("shift"), "operator", true));
        QVERIFY(m_access->isShared(QStringLiteral("shift")));
        QVERIFY(!m_access->isShared(kAnna));
        UserChange promotion;
        promotion.role = QStringLiteral("administrator");
        QCOMPARE(change(QStringLiteral("shift"), promotion).error().code, ErrorCode::Invalid);
        QVERIFY(add(QStringLiteral("second"), "administrator"));
        UserChange sharing;
        sharing.isShared = true;
        QCOMPARE(change(QStringLiteral("second"), sharing).error().code, ErrorCode::Invalid);
        const Identity shift = signedIn(QStringLiteral("shift"));
        QVERIFY(m_access->may(shift, Permission::Write));
        QVERIFY(!m_access->may(shift, Permission::Administer));
    }

    /// Whatever the database says.
    void aMarkInTheDatabaseCountsAtOnce()
    {
        QVERIFY(add(QStringLiteral("second"), "administrator"));
        const Identity second = signedIn(QStringLiteral("second"));
        QVERIFY(m_access->may(second, Permission::Administer));
        QVERIFY(m_store
                    ->write([](QSqlDatabase &db) {
                        return execute(
                            db,
                            QStringLiteral("UPDATE users SET shared = 1 WHERE name = 'second'"));
                    })
                    .result());
        UserChange other;
        other.displayName = QStringLiteral("Anna");
        QVERIFY(change(kAnna, other)); // reads all accounts again
        QVERIFY(!m_access->may(second, Permission::Administer));
        QVERIFY(m_access->may(second, Permission::Configure));
    }

    void recordsSayThatItIsShared()
    {
        QVERIFY(add(QStringLiteral("shift"), "operator", true));
        QCOMPARE(originText(signedIn(QStringLiteral("shift"))),
                 QStringLiteral("remote 192.0.2.1 shared"));
        QCOMPARE(originText(signedIn(kAnna)), QStringLiteral("remote 192.0.2.1"));
    }
};

QTEST_GUILESS_MAIN(GoneTest)
#include "tst_gone.moc"
