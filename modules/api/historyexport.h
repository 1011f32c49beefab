// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/filestream.h"

namespace mws::api
{

/// What is wanted of the history as a file.
struct HistoryWanted {
    QList<TagIndex> tags; ///< of Session::view()
    Timestamp from{};
    Timestamp to{}; ///< excluded
    FileFormat format = FileFormat::Csv;
};

/// All recorded values of some tags as a file, one tag after the other, each in the order of
/// recording; for one who asks as long as he sees all of these tags.
[[nodiscard]] Answer exportHistory(const Context &context, const SessionPtr &session,
                                   const HistoryWanted &wanted);

} // namespace mws::api
