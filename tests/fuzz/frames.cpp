// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "http/framefilter.h"

#include <QtEndian>

#include <algorithm>
#include <optional>

using namespace mws::http;

namespace
{

constexpr qsizetype kMaxMessage = 64;

struct Outcome {
    QByteArray passed;
    int frames = 0;
    int violation = 0;
    friend bool operator==(const Outcome &, const Outcome &) = default;
};

Outcome filtered(QByteArrayView stream, qsizetype piece)
{
    FrameFilter filter(kMaxMessage);
    Outcome outcome;
    for (qsizetype at = 0; at < stream.size(); at += piece)
        outcome.passed += filter.take(stream.sliced(at, std::min(piece, stream.size() - at)));
    outcome.frames = filter.takeCount();
    outcome.violation = filter.violation();
    return outcome;
}

/// A whole frame with a mask, as a reader that has all of the stream before it sees it.
struct Frame {
    int first = 0;
    QByteArray payload;
};

/// Takes it off the front; nothing when it is not whole.
std::optional<Frame> takeFrame(QByteArrayView &stream)
{
    if (stream.size() < 2)
        return std::nullopt;
    const int length = stream[1] & 0x7f;
    const qsizetype more = length == 126 ? 2 : length == 127 ? 8 : 0;
    const qsizetype head = 2 + more + 4;
    if ((stream[1] & 0x80) == 0 || stream.size() < head)
        return std::nullopt;
    QByteArray digits(8 - more, '\0');
    digits.append(stream.sliced(2, more));
    const quint64 size = more == 0 ? quint64(length) : qFromBigEndian<quint64>(digits.constData());
    if (size > quint64(stream.size() - head))
        return std::nullopt;
    Frame frame{quint8(stream[0]), stream.sliced(head, qsizetype(size)).toByteArray()};
    for (qsizetype n = 0; n < frame.payload.size(); ++n)
        frame.payload[n] = char(frame.payload[n] ^ stream[head - 4 + n % 4]);
    stream = stream.sliced(head + qsizetype(size));
    return frame;
}

struct Message {
    int kind = 0; ///< first byte of the frame; of a text in parts that of a whole one
    QByteArray payload;
    friend bool operator==(const Message &, const Message &) = default;
};

/// All that is whole in a stream, with the parts of texts joined.
QList<Message> messagesIn(QByteArrayView stream)
{
    QList<Message> all;
    std::optional<QByteArray> text;
    while (const auto frame = takeFrame(stream)) {
        if (frame->first == 0x01) {
            text = frame->payload;
        } else if (text && (frame->first & 0x7f) == 0) {
            *text += frame->payload;
            if (frame->first == 0x80)
                all.append({0x81, *std::exchange(text, std::nullopt)});
        } else {
            all.append({frame->first, frame->payload});
        }
    }
    return all;
}

} // namespace

/// The frames of a client of the live feed, in pieces.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mws::fuzz::Input input(data, size);
    const qsizetype piece = 1 + input.byte() % 16;
    const QByteArray &stream = input.rest();
    const Outcome inPieces = filtered(stream, piece);
    FUZZ_CHECK(inPieces == filtered(stream, std::max<qsizetype>(1, stream.size())));
    FUZZ_CHECK(inPieces.frames <= (stream.size() + 5) / 6 + (inPieces.violation == 0 ? 0 : 1));
    const int code = inPieces.violation;
    FUZZ_CHECK(code == 0 || code == 1002 || code == 1009); // RFC 6455 section 7.4.1
    const QList<Message> passed = messagesIn(inPieces.passed);
    const QList<Message> sent = messagesIn(stream);
    FUZZ_CHECK(passed.size() <= sent.size());
    FUZZ_CHECK(std::equal(passed.begin(), passed.end(), sent.begin()));
    FUZZ_CHECK(code != 0 || passed == sent);
    return 0;
}
