// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"
#include "project/tag.h"

#include <optional>

namespace mws
{

/// The part of the write door that needs no I/O: type, range, step, confirmation and reason of one
/// request against the tag's rule. Gives the value to write, or the refusal.
struct CheckedWrite {
    Value value;
    std::optional<WriteReply> refusal;
};
[[nodiscard]] CheckedWrite checkWrite(const Tag &tag, const WriteRequest &request);

[[nodiscard]] WriteReply refusal(ErrorCode code, const QString &problem, const QString &detail);

} // namespace mws
