// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/strictjson.h"

#include <QUtf8StringView>

#include <algorithm>
#include <deque>
#include <vector>

namespace mws
{

namespace
{

constexpr qsizetype kShownKey = 64;

Error at(QByteArrayView text, qsizetype offset, const QString &reason)
{
    const QByteArrayView before = text.first(qBound(qsizetype(0), offset, text.size()));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = before.size() - before.lastIndexOf('\n');
    return {ErrorCode::Invalid,
            QStringLiteral("line %1, column %2: %3").arg(line).arg(column).arg(reason)};
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Walks a text once by the grammar. A step that fails leaves the reason, and m_at at the place.
class Checker
{
public:
    explicit Checker(QByteArrayView text)
        : m_begin(text.begin())
        , m_at(text.begin())
        , m_end(text.end())
    {
    }

    bool run(int maxDepth)
    {
        skipSpace();
        if (next() != '{' && next() != '[')
            return fail("an object or an array is wanted");
        if (!value(maxDepth))
            return false;
        skipSpace();
        return m_at == m_end || fail("something follows the end");
    }

    [[nodiscard]] qsizetype offset() const { return m_at - m_begin; }
    [[nodiscard]] const QString &reason() const { return m_reason; }

private:
    /// A key of an object that is not closed yet.
    struct Key {
        QByteArrayView name; ///< without escapes
        const char *place;
    };

    /// NUL at the end, and for the character itself, which is allowed nowhere.
    [[nodiscard]] char next() const { return m_at < m_end ? *m_at : '\0'; }

    bool fail(const QString &reason)
    {
        m_reason = reason;
        return false;
    }
    bool fail(const char *reason) { return fail(QString::fromLatin1(reason)); }

    bool take(char wanted)
    {
        const bool there = next() == wanted;
        m_at += there ? 1 : 0;
        return there;
    }

    void skipSpace()
    {
        while (next() == ' ' || next() == '\n' || next() == '\r' || next() == '\t')
            ++m_at;
    }

    /// depth: how many brackets may still open.
    bool value(int depth)
    {
        switch (next()) {
        case '{':
            return depth > 0 ? object(depth - 1) : fail("nested too deeply");
        case '[':
            return depth > 0 ? array(depth - 1) : fail("nested too deeply");
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    /// What is between the brackets, with a comma between two elements.
    template <typename Element> bool elements(char close, Element element)
    {
        ++m_at;
        skipSpace();
        if (take(close))
            return true;
        for (;;) {
            if (!element())
                return false;
            skipSpace();
            if (take(close))
                return true;
            if (!take(','))
                return fail("a comma or a closing bracket is wanted");
            skipSpace();
        }
    }

    bool array(int depth)
    {
        return elements(']', [this, depth] { return value(depth); });
    }

    bool object(int depth)
    {
        const size_t outer = m_keys.size();
        return elements('}', [this, depth] { return member(depth); }) && keysDiffer(outer);
    }

    bool member(int depth)
    {
        const char *const place = m_at;
        if (next() != '"')
            return fail("a key is wanted");
        if (!string())
            return false;
        m_keys.push_back({keyIn({place, m_at}), place});
        skipSpace();
        if (!take(':'))
            return fail("a colon is wanted");
        skipSpace();
        return value(depth);
    }

    QByteArrayView keyIn(QByteArrayView literal)
    {
        if (!m_escaped)
            return literal.sliced(1).chopped(1);
        const QByteArray wrapped = QByteArray("[").append(literal).append(']');
        return m_decoded.emplace_back(QJsonDocument::fromJson(wrapped)[0].toString().toUtf8());
    }

    /// Whether all keys from the place outer on are different; forgets them.
    bool keysDiffer(size_t outer)
    {
        const auto first = m_keys.begin() + ptrdiff_t(outer);
        std::sort(first, m_keys.end(), [](const Key &a, const Key &b) {
            const int order = a.name.compare(b.name);
            return order < 0 || (order == 0 && a.place < b.place);
        });
        const auto twice = std::adjacent_find(
            first, m_keys.end(), [](const Key &a, const Key &b) { return a.name == b.name; });
        if (twice != m_keys.end()) {
            m_at = (twice + 1)->place;
            return fail(QStringLiteral("key appears twice: ")
                        + QString::fromUtf8(twice->name).left(kShownKey));
        }
        m_keys.resize(outer);
        return true;
    }

    bool string()
    {
        m_escaped = false;
        for (++m_at; m_at < m_end; ++m_at) {
            const char c = *m_at;
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (uchar(c) < 0x20)
                return fail(c == '\0' ? "NUL character in a text" : "control character in a text");
            if (c == '\\' && !escape())
                return false;
        }
        return fail("a text does not end");
    }

    /// From the backslash to the last character of the escape.
    bool escape()
    {
        m_escaped = true;
        ++m_at;
        if (next() == 'u')
            return unicodeEscape();
        return QByteArrayView("\"\\/bfnrt").contains(next()) || fail("unknown escape");
    }

    bool unicodeEscape()
    {
        const int unit = codeUnit();
        if (unit < 0)
            return fail("an escape wants four hexadecimal digits");
        if (unit == 0)
            return fail("NUL character in a text");
        const bool high = unit >= 0xd800 && unit < 0xdc00;
        const bool low = unit >= 0xdc00 && unit < 0xe000;
        if (!high && !low)
            return true;
        return (high && lowHalfFollows()) || fail("half of a surrogate pair");
    }

    bool lowHalfFollows()
    {
        if (m_end - m_at < 7 || m_at[1] != '\\' || m_at[2] != 'u')
            return false;
        m_at += 2;
        const int unit = codeUnit();
        return unit >= 0xdc00 && unit < 0xe000;
    }

    /// Of the four digits behind the "u"; -1: they are not there.
    int codeUnit()
    {
        int unit = 0;
        for (int n = 0; n < 4; ++n) {
            ++m_at;
            const int digit = hexDigit(next());
            if (digit < 0)
                return -1;
            unit = unit * 16 + digit;
        }
        return unit;
    }

    bool word(QByteArrayView wanted)
    {
        if (!QByteArrayView(m_at, m_end).startsWith(wanted))
            return fail("a value is malformed");
        m_at += wanted.size();
        return true;
    }

    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return fail("a value is malformed");
        if (take('.') && !digits())
            return fail("a number is malformed");
        if (!take('e') && !take('E'))
            return true;
        if (!take('-'))
            take('+');
        return digits() || fail("a number is malformed");
    }

    /// One or more.
    bool digits()
    {
        const char *const first = m_at;
        while (next() >= '0' && next() <= '9')
            ++m_at;
        return m_at > first;
    }

    const char *m_begin;
    const char *m_at;
    const char *m_end;
    QString m_reason;
    std::vector<Key> m_keys; ///< of all open objects, the innermost last
    std::deque<QByteArray> m_decoded; ///< what keys refer to that had escapes
    bool m_escaped = false; ///< there was an escape in the last text
};

} // namespace

Result<QJsonDocument> parseStrictJson(QByteArrayView text, int maxDepth)
{
    if (!QUtf8StringView(text.data(), text.size()).isValidUtf8())
        return Error{ErrorCode::Invalid, QStringLiteral("not UTF-8")};
    Checker checker(text);
    if (!checker.run(maxDepth))
        return at(text, checker.offset(), checker.reason());
    QJsonParseError error;
    auto document
        = QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size()), &error);
    if (error.error != QJsonParseError::NoError)
        return at(text, error.offset, error.errorString());
    return document;
}

} // namespace mws
