// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passwordpolicy.h"

#include <QCoreApplication>
#include <QFile>
#include <vector>
#include <zxcvbn.h>

namespace mws
{

namespace
{

constexpr qsizetype kMinLength = 12;
constexpr qsizetype kMaxLength = 256;
constexpr double kLeastBits = 33.2; // 10^10 guesses

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

QByteArrayList readKnownWords()
{
    QFile file(QStringLiteral(":/mws/access/known-words.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("known-words.txt is missing in the program");
    QByteArrayList words = file.readAll().split('\n');
    words.removeIf([](const QByteArray &line) { return line.isEmpty() || line.startsWith('#'); });
    return words;
}

double guessingBits(const QString &password)
{
    static const QByteArrayList known = readKnownWords();
    std::vector<const char *> words(known.cbegin(), known.cend());
    words.push_back(nullptr);
    return ZxcvbnMatch(password.toUtf8().constData(), words.data(), nullptr);
}

} // namespace

Result<void> checkPassword(const QString &password, const QString &user)
{
    if (password.size() < kMinLength)
        return Error{ErrorCode::Invalid, AccessText::tr("A password has at least 12 characters.")};
    if (password.size() > kMaxLength)
        return Error{ErrorCode::Invalid, AccessText::tr("A password has at most 256 characters.")};
    if (user.size() >= 3 && password.contains(user, Qt::CaseInsensitive))
        return Error{ErrorCode::Invalid,
                     AccessText::tr("The password must not contain the user name.")};
    if (guessingBits(password) < kLeastBits)
        return Error{ErrorCode::Invalid, AccessText::tr("This password is too easy to guess.")};
    return {};
}

} // namespace mws
