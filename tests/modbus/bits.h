// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bench.h"
#include "modbus/refusals.h"

#include <QRegularExpression>
#include <QTest>

namespace mws
{

inline constexpr int kMask = 22;

inline QList<int> functionsOf(const QList<SentRequest> &sent)
{
    QList<int> functions;
    for (const SentRequest &request : sent)
        functions.append(request.function());
    return functions;
}

inline qsizetype masksIn(const QList<SentRequest> &sent)
{
    return functionsOf(sent).count(kMask);
}

/// As Quiet, but a is bit 3 of its register.
class Bits : public Quiet
{
public:
    Bits()
    {
        data.tags[0].type = DataType::Bool;
        data.tags[0].bit = 3;
    }
    WriteId writeBit(bool on, Milliseconds time = Milliseconds(1000))
    {
        const WriteId id = write(a(), Value(on));
        run(time);
        return id;
    }
    [[nodiscard]] quint16 word() const { return line->registers[1][10]; }
    [[nodiscard]] QMap<int, modbus::Lesson> lessonsOfUnit() const
    {
        return scheduler->lessons().value(QStringLiteral("u1")).functions;
    }
    void expectWarning() const
    {
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("\"u1\" does not know FC 22")));
    }
    /// Leaves FC 22 without an answer.
    void ignoreMasks()
    {
        line->override = [](const SentRequest &request) {
            return request.function() == kMask ? std::optional(modbus::TransportReply())
                                               : std::nullopt;
        };
    }
};

} // namespace mws
