// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"
#include "project/tag.h"

#include <QSet>
#include <optional>

namespace mws
{

/// Tags whose write may bound its step, and of which nobody has read since the last write what the
/// device holds: neither the value from before nor the one that was wished for is a start. Lives in
/// the thread of the door.
class UnreadTags
{
public:
    /// How a write has ended. True: the tag is to be read anew.
    bool note(const Tag &tag, TagIndex index, FieldWriteResult::Outcome outcome);
    /// What devices answered: good values end it. A write has its device for itself, so what comes
    /// after its end was asked for after it.
    void take(const ValueBatch &batch);
    /// Refused while nobody has read the tag; none: its present value counts.
    [[nodiscard]] std::optional<WriteReply> check(const Tag &tag, TagIndex index) const;

private:
    QSet<TagIndex> m_tags;
};

} // namespace mws
