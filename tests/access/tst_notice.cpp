// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/notice.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

/// The text before the sign-in: which one is taken, and how it comes back.
class NoticeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTaken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QByteArray &bytes, const QString &text = {}) {
            QTest::newRow(name) << bytes << text;
        };
        row("plain", "For staff only.\n", QStringLiteral("For staff only."));
        row("lines", "\r\nOne\r\n\tTwo\r\n", QStringLiteral("One\n\tTwo"));
        row("markup stays text", "<b>&amp;</b>", QStringLiteral("<b>&amp;</b>"));
        row("UTF-8", "\xC3\x9C", QStringLiteral("\u00DC"));
        row("longest", QByteArray(kMostOfNotice, 'x'), QString(kMostOfNotice, u'x'));
        row("too long", QByteArray(kMostOfNotice + 1, 'x'));
        row("nothing", "");
        row("blank", " \n\t\n");
        row("not UTF-8", "\xC3(");
        row("NUL", QByteArray("a\0b", 3));
        row("escape", "\x1B[31mred");
        row("turned around",
            "\xE2\x80\xAE"
            "evil");
    }

    void whatIsTaken()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        const auto taken = noticeFrom(bytes);
        QCOMPARE(bool(taken), !text.isEmpty());
        if (taken)
            QCOMPARE(*taken, text);
        else
            QCOMPARE(taken.error().code, ErrorCode::Invalid);
    }

    void itComesBackAndGoes()
    {
        const QTemporaryDir folder;
        const QString file = noticeFileIn(folder.path());
        QCOMPARE(*readNotice(file), QString());
        QVERIFY(writeNotice(file, QStringLiteral("One\nTwo")));
        QCOMPARE(*readNotice(file), QStringLiteral("One\nTwo"));
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(writeNotice(file, {}));
        QVERIFY(!QFile::exists(file));
        QVERIFY(writeNotice(file, {}));
        QFile bad(file);
        QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write("\xC3(") == 2);
        bad.close();
        QVERIFY(!readNotice(file));
    }
};

QTEST_GUILESS_MAIN(NoticeTest)
#include "tst_notice.moc"
