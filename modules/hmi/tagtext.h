// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "project/tag.h"

#include <QString>

namespace mws
{

class Project;

/// The label of the state that the value is in; none: nullptr.
[[nodiscard]] const StateLabel *stateOf(const Tag &tag, const Value &value);

/// The value as people read it: label of its state, or number in the default locale with the tag's
/// decimals. An en dash for no value.
[[nodiscard]] QString textOf(const Tag &tag, const Value &value);
[[nodiscard]] QString textWithUnit(const Tag &tag, const Value &value);
/// Rounded half away from zero at so many decimals, from the shortest digits that stand for the
/// number: those of the API and of the browser, where -12345.05 is not a little more.
[[nodiscard]] QString numberText(double number, int decimals);

/// The tag of this id; one that says nothing when there is none.
[[nodiscard]] Tag tagOf(const Project &project, const QString &id);

/// "Raw water pump 1 · Speed": the last two parts of the path.
[[nodiscard]] QString shortName(const Tag &tag);
/// "Speed"
[[nodiscard]] QString lastName(const Tag &tag);

/// One sentence; empty for good.
[[nodiscard]] QString qualityText(const QualityState &state);
/// At most seven characters, for small places; empty for good.
[[nodiscard]] QString qualityCode(const QualityState &state);

/// "12 s", "5 min", "3 h", "2 d"
[[nodiscard]] QString ageText(Milliseconds age);

} // namespace mws
