// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translations/installtranslations.h"

#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

using namespace mws;

namespace
{

QString cancel()
{
    return QCoreApplication::translate("ConfirmDialog", "Cancel");
}

QString online(int count)
{
    return QCoreApplication::translate("mws::Plant", "%n device(s) online", nullptr, count);
}

void removeTranslators()
{
    const auto translators = qApp->findChildren<QTranslator *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(translators);
}

} // namespace

/// The texts that programs show after installTranslations().
class TranslationsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void german();
    void englishPlurals();
    void unknownLanguage();
    void languageOfLocale_data();
    void languageOfLocale();
    void argument_data();
    void argument();
};

void TranslationsTest::init()
{
    removeTranslators();
    QLocale::setDefault(QLocale::c());
    QCOMPARE(cancel(), QStringLiteral("Cancel"));
}

void TranslationsTest::german()
{
    QVERIFY(installTranslations(QStringLiteral("de")));
    QCOMPARE(cancel(), QStringLiteral("Abbrechen"));
    QCOMPARE(online(1), QStringLiteral("1 Gerät online"));
    QCOMPARE(online(2), QStringLiteral("2 Geräte online"));
    QCOMPARE(QLocale().language(), QLocale::German);
}

void TranslationsTest::englishPlurals()
{
    QVERIFY(installTranslations(QStringLiteral("en")));
    QCOMPARE(cancel(), QStringLiteral("Cancel"));
    QCOMPARE(online(1), QStringLiteral("1 device online"));
    QCOMPARE(online(0), QStringLiteral("0 devices online"));
}

void TranslationsTest::unknownLanguage()
{
    QVERIFY(!installTranslations(QStringLiteral("xx")));
    QVERIFY(!installTranslations(QString()));
    QCOMPARE(cancel(), QStringLiteral("Cancel"));
    QCOMPARE(online(2), QStringLiteral("2 device(s) online"));
}

void TranslationsTest::languageOfLocale_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("language");
    QTest::newRow("Germany") << QStringLiteral("de_DE") << QStringLiteral("de");
    QTest::newRow("Austria") << QStringLiteral("de_AT") << QStringLiteral("de");
    QTest::newRow("Britain") << QStringLiteral("en_GB") << QStringLiteral("en");
    QTest::newRow("other") << QStringLiteral("fr_FR") << QStringLiteral("en");
    QTest::newRow("C") << QStringLiteral("C") << QStringLiteral("en");
}

void TranslationsTest::languageOfLocale()
{
    QFETCH(QString, locale);
    QTEST(languageOf(QLocale(locale)), "language");
}

void TranslationsTest::argument_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("known");
    QTest::addColumn<QString>("text");
    const QString option = QStringLiteral("--language");
    const QString german = QStringLiteral("Abbrechen");
    const QString english = QStringLiteral("Cancel");
    QTest::newRow("two words") << QStringList{option, QStringLiteral("de")} << true << german;
    QTest::newRow("one word") << QStringList{option + QStringLiteral("=de")} << true << german;
    QTest::newRow("unknown") << QStringList{option + QStringLiteral("=xx")} << false << english;
    QTest::newRow("no value") << QStringList{option} << false << english;
}

void TranslationsTest::argument()
{
    QFETCH(QStringList, arguments);
    QTEST(installTranslationsFor(arguments), "known");
    QTEST(cancel(), "text");
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "tst_translations.moc"
