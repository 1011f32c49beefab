// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCommandLineOption>
#include <QLocale>
#include <QStringList>

namespace mws
{

/// The languages there are, as two letters.
QStringList translationLanguages();

/// The best of them for a person who prefers the locale's languages; English when none fits.
QString languageOf(const QLocale &locale);

/// Installs the program's and Qt's own texts for the language of the environment. Call it before
/// anything asks for a text. False: the texts are not there.
bool installTranslations();
/// The same for a language asked for by name, whose way of writing numbers becomes the default.
/// False, with nothing changed: there is no such language.
bool installTranslations(const QString &language);

/// Installs what --language among the arguments asks for, or else what the environment prefers. It
/// looks before the parser does, so that the help is translated, too.
bool installTranslationsFor(const QStringList &arguments);
/// The option --language, for the parser's help.
QCommandLineOption languageOption();
/// What to tell about a language that there is not.
QString noSuchLanguage();

} // namespace mws
