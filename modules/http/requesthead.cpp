// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/requesthead.h"

#include "http/basepath.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace mws::http
{

namespace
{

constexpr int kBad = 400;

bool isTokenCharacter(char c)
{
    constexpr QByteArrayView kOthers = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || kOthers.contains(c);
}

bool isVisible(char c)
{
    return c > 0x20 && c < 0x7f;
}

bool isFieldText(char c)
{
    return isVisible(c) || c == ' ' || c == '\t';
}

/// Fields whose values may come in several lines, joined by commas (RFC 9110 section 5.3).
bool isList(QByteArrayView name)
{
    return name.startsWith("accept") || name.startsWith("x-forwarded-") || name == "cache-control"
        || name == "connection" || name == "via" || name == "forwarded";
}

bool hasElement(const QByteArray &list, QByteArrayView wanted)
{
    const QList<QByteArray> parts = list.split(',');
    return std::any_of(parts.begin(), parts.end(), [wanted](const QByteArray &part) {
        return part.trimmed().compare(wanted, Qt::CaseInsensitive) == 0;
    });
}

std::optional<Method> methodFrom(QByteArrayView word)
{
    constexpr std::array<QByteArrayView, 7> kNames{"GET",   "HEAD",   "POST",   "PUT",
                                                   "PATCH", "DELETE", "OPTIONS"};
    const auto found = std::find(kNames.begin(), kNames.end(), word);
    if (found == kNames.end())
        return std::nullopt;
    return Method(found - kNames.begin());
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Percent-decoded; nothing when an escape is broken.
std::optional<QByteArray> unescaped(QByteArrayView text)
{
    QByteArray out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const int high = hexDigit(text[i + 1]);
        const int low = hexDigit(text[i + 2]);
        if (high < 0 || low < 0)
            return std::nullopt;
        out += char(high * 16 + low);
        i += 2;
    }
    return out;
}

/// 16 bytes in base64, exactly (RFC 6455 section 4.1).
bool isWebSocketKey(const QByteArray &text)
{
    const QByteArray key = QByteArray::fromBase64(text);
    return key.size() == 16 && key.toBase64() == text;
}

/// Of characters that nobody sees, or that some take for the end of a line.
bool isHidden(QChar c)
{
    const QChar::Category category = c.category();
    return category == QChar::Other_Control || category == QChar::Other_Format
        || category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
}

bool isCleanSegment(QStringView segment)
{
    return segment != u"." && segment != u"..";
}

/// Parses one head; each step leaves a refusal when the head is bad.
class HeadParser
{
public:
    HeadParser(QByteArrayView head, const HeadLimits &limits)
        : m_rest(head)
        , m_limits(limits)
    {
    }

    std::variant<RequestHead, Refusal> run()
    {
        if (m_rest.size() > m_limits.headBytes)
            return Refusal{431, QStringLiteral("the head is too large")};
        if (readRequestLine() && readFields() && readHost() && readFraming())
            readConnection();
        if (m_refusal)
            return *m_refusal;
        return std::move(m_head);
    }

private:
    bool refuse(int status, const char *detail)
    {
        m_refusal = Refusal{status, QLatin1String(detail)};
        return false;
    }

    /// The next line without its CRLF; nothing after a refusal.
    std::optional<QByteArrayView> nextLine()
    {
        const qsizetype end = m_rest.indexOf("\r\n");
        if (end < 0) {
            refuse(kBad, "a line does not end");
            return std::nullopt;
        }
        if (end > m_limits.lineBytes) {
            refuse(431, "a line is too long");
            return std::nullopt;
        }
        const QByteArrayView line = m_rest.first(end);
        m_rest = m_rest.sliced(end + 2);
        return line;
    }

    bool readRequestLine()
    {
        const qsizetype end = m_rest.indexOf("\r\n");
        const QByteArrayView line = end < 0 ? m_rest : m_rest.first(end);
        const qsizetype first = line.indexOf(' ');
        const qsizetype last = line.lastIndexOf(' ');
        if (end < 0 || first <= 0 || last <= first)
            return refuse(kBad, "the request line is malformed");
        const QByteArrayView target = line.sliced(first + 1, last - first - 1);
        if (target.size() > m_limits.targetBytes)
            return refuse(414, "the address is too long");
        if (line.sliced(last + 1) != "HTTP/1.1")
            return refuse(line.sliced(last + 1).startsWith("HTTP/") ? 505 : kBad,
                          "only HTTP/1.1 is spoken here");
        const auto method = methodFrom(line.first(first));
        if (!method)
            return refuse(std::all_of(line.begin(), line.begin() + first, isTokenCharacter) ? 501
                                                                                            : kBad,
                          "the method is not known");
        m_head.request.method = *method;
        m_rest = m_rest.sliced(end + 2);
        return readTarget(target);
    }

    bool readTarget(QByteArrayView target)
    {
        if (!target.startsWith('/') || !std::all_of(target.begin(), target.end(), isVisible)
            || target.contains('#'))
            return refuse(kBad, "the address is malformed");
        const auto inside = belowBase(m_limits.basePath, target);
        m_head.outside = !inside;
        const QByteArrayView rest = inside.value_or(target);
        const qsizetype mark = rest.indexOf('?');
        const QByteArrayView raw = mark < 0 ? rest : rest.first(mark);
        const auto path = raw.isEmpty() ? QString() : canonicalPath(raw);
        if (!path)
            return refuse(kBad, "the path is malformed");
        m_head.request.path = *path;
        return mark < 0 || readQuery(rest.sliced(mark + 1));
    }

    bool readQuery(QByteArrayView text)
    {
        const auto plain = unescaped(text);
        const bool clean = plain && std::none_of(plain->begin(), plain->end(), [](char c) {
                               return (c >= 0 && c < 0x20) || c == 0x7f;
                           });
        if (!clean || !QUtf8StringView(*plain).isValidUtf8())
            return refuse(kBad, "the query is malformed");
        m_head.request.query.setQuery(QString::fromLatin1(text.data(), text.size()));
        return true;
    }

    bool readFields()
    {
        int count = 0;
        for (;;) {
            const auto line = nextLine();
            if (!line)
                return false;
            if (line->isEmpty())
                return m_rest.isEmpty() || refuse(kBad, "the head does not end where it should");
            if (++count > m_limits.fields)
                return refuse(431, "there are too many fields");
            if (!readField(*line))
                return false;
        }
    }

    bool readField(QByteArrayView line)
    {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || !std::all_of(line.begin(), line.begin() + colon, isTokenCharacter))
            return refuse(kBad, "a field name is malformed");
        if (!std::all_of(line.begin() + colon + 1, line.end(), isFieldText))
            return refuse(kBad, "a field value is malformed");
        const QByteArray name = line.first(colon).toByteArray().toLower();
        const QByteArray value = line.sliced(colon + 1).toByteArray().trimmed();
        QByteArray &stored = m_head.request.headers[name];
        if (stored.isNull())
            stored = value.isNull() ? QByteArray("") : value;
        else if (isList(name))
            stored += ", " + value;
        else
            return refuse(kBad, "a field is there twice");
        return true;
    }

    bool readHost()
    {
        const QByteArray host = m_head.request.header("host").toLower();
        if (host.isEmpty())
            return refuse(kBad, "the field Host is missing");
        const bool literal = host.startsWith('[');
        const qsizetype end = literal ? host.indexOf(']') : host.lastIndexOf(':');
        if (literal && end < 0)
            return refuse(kBad, "the field Host is malformed");
        const QByteArray port = literal ? host.mid(end + 1)
            : end < 0                   ? QByteArray()
                                        : host.mid(end);
        m_head.host = literal ? host.mid(1, end - 1) : end < 0 ? host : host.left(end);
        const bool numeric = port.isEmpty()
            || (port.startsWith(':') && std::all_of(port.begin() + 1, port.end(), [](char c) {
                                 return c >= '0' && c <= '9';
                             }));
        const bool clean = std::all_of(m_head.host.begin(), m_head.host.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
                || c == ':' || c == '_';
        });
        return (numeric && clean && !m_head.host.isEmpty() && m_head.host.contains(':') == literal)
            || refuse(kBad, "the field Host is malformed");
    }

    bool readFraming()
    {
        const QMap<QByteArray, QByteArray> &headers = m_head.request.headers;
        const bool hasLength = headers.contains("content-length");
        if (headers.contains("transfer-encoding")) {
            if (hasLength || headers.value("transfer-encoding").toLower() != "chunked")
                return refuse(kBad, "the framing of the body is ambiguous");
            m_head.chunked = true;
        }
        if (hasLength && !readLength(headers.value("content-length")))
            return false;
        if (headers.contains("expect"))
            return refuse(417, "Expect is not supported");
        const QByteArray encoding = headers.value("content-encoding").toLower();
        if (!encoding.isEmpty() && encoding != "identity")
            return refuse(415, "encoded bodies are not supported");
        const Method method = m_head.request.method;
        const bool hasBody = m_head.chunked || m_head.contentLength > 0;
        if (hasBody && (method == Method::Get || method == Method::Head))
            return refuse(kBad, "this method has no body");
        return true;
    }

    bool readLength(const QByteArray &text)
    {
        const bool digits = !text.isEmpty() && text.size() <= 15
            && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits)
            return refuse(kBad, "Content-Length is malformed");
        m_head.contentLength = text.toLongLong();
        return true;
    }

    bool readConnection()
    {
        const Request &request = m_head.request;
        m_head.keepAlive = !hasElement(request.header("connection"), "close");
        if (!request.headers.contains("upgrade"))
            return true;
        const bool good = request.method == Method::Get
            && request.header("upgrade").compare("websocket", Qt::CaseInsensitive) == 0
            && hasElement(request.header("connection"), "upgrade")
            && request.header("sec-websocket-version") == "13"
            && isWebSocketKey(request.header("sec-websocket-key"));
        if (!good)
            return refuse(kBad, "the upgrade is malformed");
        m_head.wantsUpgrade = true;
        return true;
    }

    QByteArrayView m_rest;
    HeadLimits m_limits;
    RequestHead m_head;
    std::optional<Refusal> m_refusal;
};

} // namespace

std::optional<QString> canonicalPath(QByteArrayView path)
{
    const auto bytes = unescaped(path);
    if (!bytes || !bytes->startsWith('/') || bytes->contains('\\')
        || !QUtf8StringView(*bytes).isValidUtf8())
        return std::nullopt;
    // An escaped slash would make one segment look like two.
    if (path.count('/') != bytes->count('/'))
        return std::nullopt;
    const QString text = QString::fromUtf8(*bytes);
    const bool clean = std::none_of(text.begin(), text.end(), isHidden);
    const QList<QStringView> segments = QStringView(text).sliced(1).split(u'/');
    const bool only = segments.size() == 1 && segments.first().isEmpty();
    const bool full = only
        || std::none_of(segments.begin(), segments.end(),
                        [](QStringView segment) { return segment.isEmpty(); });
    if (!clean || !full || !std::all_of(segments.begin(), segments.end(), isCleanSegment))
        return std::nullopt;
    return text;
}

std::variant<RequestHead, Refusal> parseHead(QByteArrayView head, const HeadLimits &limits)
{
    return HeadParser(head, limits).run();
}

} // namespace mws::http
