// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "modbus/framesummary.h"

#include <QString>

using namespace mws::modbus;

/// One line of bounded length, whatever the bytes are.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray pdu(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const QString &line : {requestSummary(pdu), responseSummary(pdu)}) {
        FUZZ_CHECK(pdu.isEmpty() || !line.isEmpty());
        FUZZ_CHECK(!line.contains(u'\n') && line.size() <= 200 + 3 * pdu.size());
    }
    return 0;
}
