// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "softwareversions.h"

#include <QTest>

using namespace mws::ctl;

/// What "mwsctl doctor" says of the libraries that it runs with.
class VersionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thoseThatRunHereAreKnown()
    {
        const QList<SoftwareVersion> all = softwareVersions();
        QCOMPARE(all.size(), 3);
        for (const SoftwareVersion &one : all) {
            QVERIFY2(one.found.segmentCount() >= 3, qPrintable(one.name));
            QVERIFY2(!one.isTooOld(), qPrintable(one.name));
        }
        QCOMPARE(all.first().found.toString(), QString::fromLatin1(qVersion()));
    }

    void olderOnesAreTooOld_data()
    {
        QTest::addColumn<QString>("found");
        QTest::addColumn<bool>("tooOld");
        QTest::newRow("the same") << "3.40.1" << false;
        QTest::newRow("newer") << "3.100.0" << false;
        QTest::newRow("older patch") << "3.40.0" << true;
        QTest::newRow("older") << "3.9.9" << true;
        QTest::newRow("unknown") << "" << true;
    }

    void olderOnesAreTooOld()
    {
        QFETCH(const QString, found);
        const SoftwareVersion one{QStringLiteral("SQLite"), QVersionNumber::fromString(found),
                                  QVersionNumber(3, 40, 1)};
        QTEST(one.isTooOld(), "tooOld");
        QCOMPARE(describe({one}), QStringLiteral("SQLite %1 (>= 3.40.1)").arg(found));
    }
};

QTEST_GUILESS_MAIN(VersionsTest)
#include "tst_versions.moc"
