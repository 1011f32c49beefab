// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"
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
/// Confirmation and reason, where the tag asks for them.
[[nodiscard]] std::optional<WriteReply> checkConsent(const Tag &tag, const WriteRequest &request);

[[nodiscard]] WriteReply refusal(ErrorCode code, const QString &problem, const QString &detail);

} // namespace mws
