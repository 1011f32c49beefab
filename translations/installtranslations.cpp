// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translations/installtranslations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>
#include <memory>
#include <optional>

namespace mws
{

namespace
{

/// Where the translations of the option's texts live.
class LanguageText
{
    Q_DECLARE_TR_FUNCTIONS(Language)
};

bool install(const QString &name, const QString &folder)
{
    auto translator = std::make_unique<QTranslator>(QCoreApplication::instance());
    if (!translator->load(name, folder))
        return false;
    return QCoreApplication::installTranslator(translator.release());
}

bool installLanguage(const QString &language)
{
    // Qt's own texts may be missing on a computer; the program works without.
    install(QStringLiteral("qtbase_") + language,
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    return install(QStringLiteral("mws_") + language, QStringLiteral(":/i18n"));
}

std::optional<QString> requestedLanguage(const QStringList &arguments)
{
    const QString option = QStringLiteral("--language");
    const qsizetype at = arguments.indexOf(option);
    if (at >= 0)
        return arguments.value(at + 1);
    for (const QString &argument : arguments) {
        if (argument.startsWith(option + u'='))
            return argument.mid(option.size() + 1);
    }
    return std::nullopt;
}

} // namespace

QStringList translationLanguages()
{
    return {QStringLiteral("de"), QStringLiteral("en")};
}

QString languageOf(const QLocale &locale)
{
    const QStringList wanted = locale.uiLanguages();
    for (const QString &name : wanted) {
        const QString language = name.section(u'-', 0, 0);
        if (translationLanguages().contains(language))
            return language;
    }
    return QStringLiteral("en");
}

bool installTranslations()
{
    return installLanguage(languageOf(QLocale::system()));
}

bool installTranslations(const QString &language)
{
    if (!translationLanguages().contains(language))
        return false;
    if (languageOf(QLocale()) != language)
        QLocale::setDefault(QLocale(language));
    return installLanguage(language);
}

bool installTranslationsFor(const QStringList &arguments)
{
    const auto language = requestedLanguage(arguments);
    return language ? installTranslations(*language) : installTranslations();
}

QCommandLineOption languageOption()
{
    return {QStringLiteral("language"),
            LanguageText::tr("Language of the texts, de or en; that of the system by default"),
            QStringLiteral("de|en")};
}

QString noSuchLanguage()
{
    return LanguageText::tr("--language wants de or en");
}

} // namespace mws
