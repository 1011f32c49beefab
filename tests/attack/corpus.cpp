// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/corpus.h"

#include "attack/attackplant.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <array>

namespace
{

constexpr char kSeparator[] = " | ";

QByteArray unescaped(const QByteArray &text)
{
    QByteArray out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        const char kind = ++i < text.size() ? text[i] : '\0';
        if (kind == 'x') {
            out += QByteArray::fromHex(text.mid(i + 1, 2));
            i += 2;
            continue;
        }
        const qsizetype known = QByteArrayView("rnt\\").indexOf(kind);
        if (known < 0)
            qFatal("unknown escape in %s", text.constData());
        out += "\r\n\t\\"[known];
    }
    return out;
}

Attack attackOf(const QByteArray &line)
{
    const qsizetype first = line.indexOf(kSeparator);
    const qsizetype second = line.indexOf(kSeparator, first + 1);
    if (first <= 0 || second <= first)
        qFatal("malformed: %s", line.constData());
    return {line.left(first).trimmed(), line.mid(first + 3, second - first - 3).trimmed(),
            unescaped(line.mid(second + 3))};
}

} // namespace

QList<Attack> readCorpus(const char *file)
{
    QFile in(QStringLiteral(MWS_ATTACK_DATA "/") + QLatin1String(file));
    if (!in.open(QIODevice::ReadOnly))
        qFatal("no corpus %s", file);
    QList<Attack> attacks;
    QSet<QByteArray> names;
    for (const QByteArray &line : in.readAll().split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        attacks.append(attackOf(line));
        if (names.contains(attacks.last().name))
            qFatal("twice: %s", attacks.last().name.constData());
        names.insert(attacks.last().name);
    }
    return attacks;
}

QByteArray outcomeOf(const QByteArray &answers)
{
    constexpr char kLength[] = "\r\nContent-Length: ";
    QByteArrayList words;
    qsizetype at = 0;
    while (at < answers.size()) {
        const qsizetype end = answers.indexOf("\r\n\r\n", at);
        if (answers.mid(at, 9) != "HTTP/1.1 " || end < 0) {
            words.append("?");
            break;
        }
        const QByteArray head = answers.mid(at, end + 4 - at);
        const qsizetype field = head.indexOf(kLength);
        const qsizetype digits = field + qsizetype(sizeof kLength) - 1;
        const qsizetype size
            = field < 0 ? 0 : head.mid(digits, head.indexOf('\r', digits) - digits).toLongLong();
        const QByteArray body = answers.mid(end + 4, size);
        words.append(body == AttackPlant::kPage ? QByteArray("page") : head.mid(9, 3));
        at = end + 4 + size;
    }
    return words.isEmpty() ? QByteArray("silence") : words.join(' ');
}

bool tellsTooMuch(const QByteArray &answers)
{
    constexpr std::array<const char *, 9> kSecrets{"/usr",   "/tmp",  "/home", ".cpp",   "sqlite",
                                                   "SELECT", "QHttp", "QJson", "root:x:"};
    return std::any_of(kSecrets.begin(), kSecrets.end(),
                       [&answers](const char *secret) { return answers.contains(secret); });
}
