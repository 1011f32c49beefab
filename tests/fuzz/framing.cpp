// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/framing.h"
#include "fuzz/fuzz.h"

namespace
{

using namespace mws;
using namespace mws::modbus;

/// Whatever comes before it, an answer is only what a frame of the right unit and function holds.
void checkFraming(const Framing &framing, const QByteArray &heard, int unit,
                  const QByteArray &request)
{
    const Heard result = framing.judge(heard, unit, request);
    if (result.verdict != Heard::Verdict::Answer)
        return;
    FUZZ_CHECK(!result.pdu.isEmpty() && result.pdu.size() <= 253);
    FUZZ_CHECK((result.pdu.front() & 0x7F) == request.front());
    const QByteArray frame = framing.frame(unit, result.pdu);
    FUZZ_CHECK(frame.size() == framing.frameSize(result.pdu.size()));
    FUZZ_CHECK(heard.toUpper().contains(frame.toUpper()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const int unit = input.byte();
    const QByteArray request = fuzz::requestFrom(input);
    checkFraming(MWS_FUZZ_FRAMING(), input.rest(), unit, request);
    return 0;
}
