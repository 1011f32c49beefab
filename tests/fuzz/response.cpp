// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "modbus/diagnostics.h"

using namespace mws;
using namespace mws::modbus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const QByteArray request = fuzz::requestFrom(input);
    const QByteArray &response = input.rest();
    const ResponseCheck check = checkResponse(request, response);
    if (check.verdict == ResponseCheck::Verdict::Exception) {
        FUZZ_CHECK(response.size() == 2 && quint8(response[0]) == (quint8(request[0]) | 0x80));
        FUZZ_CHECK(check.exception == quint8(response[1])
                   && !exceptionText(check.exception).isEmpty());
    }
    if (check.verdict != ResponseCheck::Verdict::Data || isDiagnostic(quint8(request[0])))
        return 0;
    FUZZ_CHECK(response.size() == expectedResponseSize(request) && response[0] == request[0]);
    const int count = quint8(request[3]) << 8 | quint8(request[4]);
    if (request[0] <= 2)
        FUZZ_CHECK(bitsOf(response, count).size() == count);
    else if (request[0] <= 4 || request[0] == kReadWriteRegisters)
        FUZZ_CHECK(registersOf(response).size() == count);
    else
        FUZZ_CHECK(request.startsWith(response));
    return 0;
}
