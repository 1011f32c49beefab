// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "modbus/certificaterole.h"
#include "northbound/pdu.h"

using namespace mws::northbound;

namespace
{

constexpr qsizetype kLargestPdu = 253;

void checkRequest(const Request &request, const QByteArray &pdu)
{
    FUZZ_CHECK(request.function == quint8(pdu[0]));
    FUZZ_CHECK(request.isWrite() == isWriteFunction(pdu));
    FUZZ_CHECK(request.isWrite() || request.readCount > 0);
    FUZZ_CHECK(request.readCount <= 2000 && request.values.size() <= 1968);
    FUZZ_CHECK(request.readAddress >= 0 && request.readAddress <= 65535);
    FUZZ_CHECK(request.writeAddress >= 0 && request.writeAddress <= 65535);
    if (request.readCount > 0)
        FUZZ_CHECK(readAnswer(request, QList<quint16>(request.readCount)).size() <= kLargestPdu);
    else
        FUZZ_CHECK(pdu.startsWith(writeAnswer(pdu)));
}

} // namespace

/// What a client of the Modbus server sends, and the role in its certificate.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto parsed = parseRequest(bytes);
    if (const auto *request = std::get_if<Request>(&parsed))
        checkRequest(*request, bytes);
    FUZZ_CHECK(exceptionPdu(bytes, Exception::IllegalFunction).size() == 2);
    if (!bytes.isEmpty() && bytes[0] == 43)
        FUZZ_CHECK(identify({"V", "P", "1"}, bytes).size() <= kLargestPdu);
    const QString role = mws::modbus::utf8StringFromDer(bytes);
    FUZZ_CHECK(role.isEmpty() || role.toUtf8() == bytes.mid(2));
    return 0;
}
