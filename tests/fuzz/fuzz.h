// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <cstdio>
#include <cstdlib>

/// A property of the code under test; libFuzzer keeps the input for which it does not hold.
#define FUZZ_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);     \
            std::abort();                                                                          \
        }                                                                                          \
    } while (false)

namespace mws::fuzz
{

/// Takes choices off the front of the input; what is left is what the device sent. Past its end
/// everything is 0.
class Input
{
public:
    Input(const uint8_t *data, size_t size)
        : m_bytes(reinterpret_cast<const char *>(data), qsizetype(size))
    {
    }
    [[nodiscard]] quint8 byte()
    {
        if (m_bytes.isEmpty())
            return 0;
        const auto first = quint8(m_bytes.front());
        m_bytes.remove(0, 1);
        return first;
    }
    [[nodiscard]] quint16 word()
    {
        const quint16 high = byte();
        return quint16(high << 8 | byte());
    }
    [[nodiscard]] const QByteArray &rest() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// A request that the engine could have sent, chosen by the input.
[[nodiscard]] QByteArray requestFrom(Input &input);
/// One of diagnostics.h.
[[nodiscard]] QByteArray diagnosticFrom(Input &input);

} // namespace mws::fuzz
