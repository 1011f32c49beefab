// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "http/bodyreader.h"

#include <algorithm>

using namespace mws::http;

namespace
{

constexpr qint64 kMaxBody = 256;

struct ReadBody {
    QByteArray body;
    qsizetype taken = 0;
    int status = 0; ///< of the refusal
    bool done = false;
};

/// As a connection does it, with at most piece bytes at a time.
ReadBody readBody(const RequestHead &head, QByteArrayView bytes, qsizetype piece)
{
    BodyReader reader(head, kMaxBody);
    ReadBody read;
    while (!reader.isDone() && !reader.refusal() && read.taken < bytes.size()) {
        const qsizetype size
            = std::min({qsizetype(reader.wants()), piece, bytes.size() - read.taken});
        FUZZ_CHECK(size > 0);
        reader.take(bytes.sliced(read.taken, size));
        read.taken += size;
        FUZZ_CHECK(reader.body().size() <= kMaxBody);
    }
    read.body = reader.body();
    read.status = reader.refusal() ? reader.refusal()->status : 0;
    read.done = reader.isDone();
    return read;
}

void checkHead(const RequestHead &head, QByteArrayView raw)
{
    const QMap<QByteArray, QByteArray> &headers = head.request.headers;
    const QString &path = head.request.path;
    FUZZ_CHECK(path.startsWith(u'/') && !path.contains(QLatin1String("//")));
    FUZZ_CHECK(!path.contains(u'\\') && !path.contains(QChar::Null));
    for (const QStringView segment : QStringView(path).split(u'/'))
        FUZZ_CHECK(segment != QLatin1String(".") && segment != QLatin1String(".."));
    FUZZ_CHECK(raw.count('\n') == raw.count("\r\n") && raw.count('\r') == raw.count("\r\n"));
    FUZZ_CHECK(!raw.contains('\0') && raw.count("\r\n\r\n") == 1);
    FUZZ_CHECK(head.chunked == headers.contains("transfer-encoding"));
    FUZZ_CHECK(!head.chunked || !headers.contains("content-length"));
    FUZZ_CHECK(head.contentLength >= 0);
    FUZZ_CHECK(!head.host.isEmpty() && headers.size() <= HeadLimits().fields);
    FUZZ_CHECK(!head.wantsUpgrade || (head.contentLength == 0 && !head.chunked));
}

} // namespace

/// What a client of the web sends: a head, and the body that it announces.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mws::fuzz::Input input(data, size);
    const qsizetype piece = 1 + input.byte() % 16;
    const QByteArray bytes = input.rest();
    (void)canonicalPath(bytes);
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    const QByteArrayView raw = end < 0 ? bytes : QByteArrayView(bytes).first(end + 4);
    const auto parsed = parseHead(raw, {});
    const auto *head = std::get_if<RequestHead>(&parsed);
    if (!head) {
        const int status = std::get<Refusal>(parsed).status;
        FUZZ_CHECK(status >= 400 && status < 600);
        return 0;
    }
    checkHead(*head, raw);
    const QByteArrayView rest = QByteArrayView(bytes).sliced(raw.size());
    const ReadBody inPieces = readBody(*head, rest, piece);
    const ReadBody atOnce = readBody(*head, rest, bytes.size() + 1);
    FUZZ_CHECK(inPieces.body == atOnce.body && inPieces.taken == atOnce.taken);
    FUZZ_CHECK(inPieces.status == atOnce.status && inPieces.done == atOnce.done);
    FUZZ_CHECK(!inPieces.done || head->chunked || inPieces.taken == head->contentLength);
    return 0;
}
