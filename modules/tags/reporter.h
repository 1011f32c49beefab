// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "project/tag.h"

namespace mws
{

/// Report by exception for one tag with a ReportRule: which of its values go out. A change of the
/// quality always does.
class Reporter
{
public:
    explicit Reporter(const Tag &tag);

    /// Whether the value goes out; then it is what later ones are compared with. `at` is monotonic.
    [[nodiscard]] bool goesOut(const TagValue &now, Milliseconds at);
    /// The value went out whatever the rule says.
    void told(const TagValue &now, Milliseconds at);

private:
    [[nodiscard]] bool isDue(const TagValue &now, Milliseconds at) const;

    double m_deadband; ///< in engineering units
    Milliseconds m_maxSilence;
    TagValue m_told;
    Milliseconds m_toldAt{0};
};

} // namespace mws
