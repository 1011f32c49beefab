// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminal.h"

#include <QCoreApplication>
#include <QFile>
#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

/// Turns off the echo of standard input until it goes out of scope.
class SilentInput
{
public:
    SilentInput()
    {
        m_known = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        if (m_known)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentInput()
    {
        if (m_known)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    SilentInput(const SilentInput &) = delete;
    SilentInput &operator=(const SilentInput &) = delete;

private:
    termios m_before{};
    bool m_known = false;
};

Result<QString> ask(const QString &prompt)
{
    std::fprintf(stderr, "%s: ", qUtf8Printable(prompt));
    const auto line = lineFromInput();
    std::fprintf(stderr, "\n");
    return line;
}

} // namespace

Result<QString> lineFromInput()
{
    constexpr qint64 kMaxLine = 4096;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{ErrorCode::Invalid, CtlText::tr("standard input cannot be read")};
    QByteArray line;
    char next = 0;
    while (line.size() < kMaxLine && input.read(&next, 1) == 1 && next != char(10))
        line.append(next);
    if (line.endsWith(char(13)))
        line.chop(1);
    return QString::fromUtf8(line);
}

Result<QString> secretFromTerminal(const QString &prompt, bool isNew)
{
    if (::isatty(STDIN_FILENO) != 1)
        return Error{ErrorCode::Invalid, CtlText::tr("there is no terminal; use --password-stdin")};
    const SilentInput silent;
    const auto first = ask(prompt);
    if (!first || !isNew)
        return first;
    const auto second = ask(CtlText::tr("%1 again").arg(prompt));
    if (!second)
        return second;
    if (*first != *second)
        return Error{ErrorCode::Invalid, CtlText::tr("the two differ")};
    return first;
}

} // namespace mws::ctl
