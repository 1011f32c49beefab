// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/unreadtags.h"

#include "control/writecheck.h"

namespace mws
{

bool UnreadTags::note(const Tag &tag, TagIndex index, FieldWriteResult::Outcome outcome)
{
    if (!tag.write.maxStep || !leavesDoubt(outcome))
        return false;
    m_tags.insert(index);
    return true;
}

void UnreadTags::take(const ValueBatch &batch)
{
    if (m_tags.isEmpty())
        return;
    for (const TagSample &sample : batch) {
        if (sample.now.state.quality == Quality::Good)
            m_tags.remove(sample.tag);
    }
}

std::optional<WriteReply> UnreadTags::check(const Tag &tag, TagIndex index) const
{
    if (!m_tags.contains(index))
        return std::nullopt;
    return refusal(ErrorCode::Unavailable, QStringLiteral("presentUnknown"),
                   QStringLiteral("a write changes this tag by at most %1, and it has not been "
                                  "read since the last one, whose outcome is not known")
                       .arg(quantityText(tag, *tag.write.maxStep)));
}

} // namespace mws
