// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"
#include "core/tagvalue.h"
#include "project/tag.h"

#include <optional>

namespace mws
{

/// A value that passed the checks, or the refusal.
struct CheckedWrite {
    Value value;
    std::optional<WriteReply> refusal;
};
/// Type, range, step and states of the requested value against the tag's rule.
[[nodiscard]] CheckedWrite checkValue(const Tag &tag, const QJsonValue &requested);
/// The step from the present value, where the tag bounds it: refused, too, when that is not good.
[[nodiscard]] std::optional<WriteReply> checkChange(const Tag &tag, const Value &value,
                                                    const TagValue &present);
/// Two numbers differ by the limit or less; a millionth of that is forgiven.
[[nodiscard]] bool isWithin(const Value &a, const Value &b, double limit);
/// It left, and was not read back. A device that refuses may have taken a part of it before.
[[nodiscard]] bool leavesDoubt(FieldWriteResult::Outcome outcome);
/// "12.5 bar", for people.
[[nodiscard]] QString quantityText(const Tag &tag, double number);
/// Confirmation and reason, where the tag asks for them.
[[nodiscard]] std::optional<WriteReply> checkConsent(const Tag &tag, const WriteRequest &request);

[[nodiscard]] WriteReply refusal(ErrorCode code, const QString &problem, const QString &detail);

} // namespace mws
