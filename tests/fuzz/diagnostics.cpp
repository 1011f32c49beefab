// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/diagnostics.h"
#include "fuzz/fuzz.h"
#include "modbus/findings.h"

#include <algorithm>

using namespace mws;
using namespace mws::modbus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const QByteArray request = fuzz::diagnosticFrom(input);
    const QByteArray &response = input.rest();
    if (checkResponse(request, response).verdict != ResponseCheck::Verdict::Data)
        return 0;
    FUZZ_CHECK(response[0] == request[0]);
    FUZZ_CHECK(response.size() >= shortestResponseSize(request));
    FUZZ_CHECK(response.size() <= expectedResponseSize(request));
    FUZZ_CHECK(diagnosticSize(response, request) == response.size());
    for (qsizetype cut = 1; cut < response.size(); ++cut)
        FUZZ_CHECK(diagnosticSize(QByteArrayView(response).first(cut), request) > cut);
    for (const Finding &finding : findingsOf(request, response)) {
        FUZZ_CHECK(!finding.key.isEmpty() && !finding.label.isEmpty());
        FUZZ_CHECK(std::all_of(finding.text.cbegin(), finding.text.cend(), [](QChar character) {
            return character.isPrint() || character == QChar::ReplacementCharacter;
        }));
    }
    return 0;
}
