// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/strictjson.h"

#include <QSet>
#include <QStringDecoder>
#include <QVarLengthArray>

namespace mws
{

namespace
{

Error at(QByteArrayView text, qsizetype offset, const QString &reason)
{
    const QByteArrayView before = text.first(qBound(qsizetype(0), offset, text.size()));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = before.size() - before.lastIndexOf('\n');
    return {ErrorCode::Invalid,
            QStringLiteral("line %1, column %2: %3").arg(line).arg(column).arg(reason)};
}

/// Walks JSON that QJsonDocument has accepted, for what it lets through.
class Inspector
{
public:
    Inspector(QByteArrayView text, int maxDepth)
        : m_text(text)
        , m_maxDepth(maxDepth)
    {
    }

    Result<void> run()
    {
        for (m_pos = 0; m_pos < m_text.size(); ++m_pos) {
            if (auto step = inspect(m_text[m_pos]); !step)
                return step;
        }
        return {};
    }

private:
    Result<void> inspect(char c)
    {
        if (c == '{' || c == '[')
            return enter(c);
        if (c == '}' || c == ']')
            m_stack.removeLast();
        else if (c == ',')
            m_stack.last().expectKey = m_stack.last().object;
        else if (c == '"')
            return string();
        return {};
    }

    Result<void> enter(char c)
    {
        if (m_stack.size() >= m_maxDepth)
            return at(m_text, m_pos, QStringLiteral("nested too deeply"));
        m_stack.append({c == '{', c == '{', {}});
        return {};
    }

    Result<void> string()
    {
        const qsizetype begin = m_pos;
        for (++m_pos; m_text[m_pos] != '"'; ++m_pos) {
            if (m_text[m_pos] == '\\')
                ++m_pos;
        }
        const QByteArrayView literal = m_text.sliced(begin, m_pos - begin + 1);
        if (literal.contains("\\u0000"))
            return at(m_text, begin, QStringLiteral("NUL character in a text"));
        if (m_stack.isEmpty() || !m_stack.last().expectKey)
            return {};
        m_stack.last().expectKey = false;
        const QString key = decode(literal);
        if (m_stack.last().keys.contains(key))
            return at(m_text, begin, QStringLiteral("key appears twice: ") + key);
        m_stack.last().keys.insert(key);
        return {};
    }

    static QString decode(QByteArrayView literal)
    {
        const QByteArray wrapped = QByteArray("[").append(literal).append(']');
        return QJsonDocument::fromJson(wrapped)[0].toString();
    }

    struct Level {
        bool object;
        bool expectKey;
        QSet<QString> keys;
    };

    QByteArrayView m_text;
    int m_maxDepth;
    qsizetype m_pos = 0;
    QList<Level> m_stack;
};

} // namespace

Result<QJsonDocument> parseStrictJson(QByteArrayView text, int maxDepth)
{
    if (const qsizetype nul = text.indexOf('\0'); nul >= 0)
        return at(text, nul, QStringLiteral("NUL character"));
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = utf8(text);
    if (utf8.hasError())
        return Error{ErrorCode::Invalid, QStringLiteral("not UTF-8")};
    QJsonParseError error;
    const QByteArray owned = QByteArray::fromRawData(text.data(), text.size());
    auto document = QJsonDocument::fromJson(owned, &error);
    if (error.error != QJsonParseError::NoError)
        return at(text, error.offset, error.errorString());
    if (auto walk = Inspector(text, maxDepth).run(); !walk)
        return walk.error();
    return document;
}

} // namespace mws
