// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "project/project.h"

namespace mws
{

/// A tag, and what it has.
struct Sample {
    Tag tag;
    Value value;
    QualityState state{Quality::Good, 0};
};

/// Numbers, switches, states and texts, good ones and one of each kind in every quality, of device.
/// By turns only engineers may write them, who may write anything, and nobody.
[[nodiscard]] QList<Sample> facesSamples(const QString &device);

/// A screen for each type of widget, with one for every tag that the type takes. The title of a
/// screen is its id.
[[nodiscard]] QList<Screen> facesScreens(const QList<Sample> &samples);

} // namespace mws
