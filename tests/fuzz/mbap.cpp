// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "modbus/mbapreader.h"

using namespace mws;
using namespace mws::modbus;

namespace
{

struct Read {
    QList<QByteArray> frames;
    bool broken = false;
};

Read readIn(const QByteArray &stream, qsizetype piece)
{
    Read read;
    MbapReader reader;
    for (qsizetype at = 0; at < stream.size(); at += piece) {
        reader.feed(stream.mid(at, piece));
        while (const auto frame = reader.next()) {
            FUZZ_CHECK(!frame->pdu.isEmpty() && frame->pdu.size() <= 253);
            read.frames.append(QByteArray::number(frame->transaction) + ' '
                               + QByteArray::number(frame->unit) + ' ' + frame->pdu);
        }
    }
    read.broken = reader.isBroken();
    return read;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const qsizetype piece = 1 + input.byte() % 16;
    const Read inPieces = readIn(input.rest(), piece);
    const Read atOnce = readIn(input.rest(), std::max<qsizetype>(1, input.rest().size()));
    FUZZ_CHECK(inPieces.frames == atOnce.frames);
    FUZZ_CHECK(inPieces.broken == atOnce.broken);
    return 0;
}
