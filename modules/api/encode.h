// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/message.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QByteArray>

namespace mws::api
{

// The JSON forms of the plant, appended by hand; REST and live feed share them.

/// {"v":…,"q":"good","x":exception code if any,"t":ms}
void appendTagValue(QByteArray &out, const TagValue &value);
/// The members of TagInfo and, with value, of its current value.
void appendTagInfo(QByteArray &out, const Session &session, TagIndex index, bool withValue = false);
/// Whether links tell where they lead: endpoint and detail. It is what an attacker looks for first
/// and nobody needs who only works with the plant.
enum class Addresses { Hidden, Shown };
/// Shown to those who may configure.
[[nodiscard]] Addresses addressesFor(const Session &session);
/// What is so for the whole station and concerns all who work with it.
struct StationState {
    bool auditFailing = false; ///< the disk takes no audit rows
    bool restartPending = false; ///< another project than the one that runs is saved
    friend bool operator==(const StationState &, const StationState &) = default;
};
[[nodiscard]] StationState stationState(const Services &services);
/// {"auditFailing":false,"restartPending":false,"links":[…],"devices":[…]} without the braces, to
/// stand in a larger object.
/// Of what is in view.
void appendDevices(QByteArray &out, const LiveModel &model, const PlantView &view,
                   Addresses addresses, const StationState &state);
/// [{"area":"","by":"otto","since":ms},…]
/// Of the whole plant, and of the areas in view.
void appendLockouts(QByteArray &out, const QList<Lockout> &lockouts, const PlantView &view);
/// Something that shows tags is seen of it, or nothing on it shows any; else it is not there.
[[nodiscard]] bool isSeen(const Screen &screen, const PlantView &view);
/// A widget with a tag that is not in view is "denied" and names none.
void appendScreen(QByteArray &out, const Screen &screen, const PlantView &view);
/// [[t,min,max,mean,last,good],…]; the numbers of a gap are null.
void appendHistory(QByteArray &out, const QList<HistoryPoint> &points);
void appendTexts(QByteArray &out, const QStringList &texts);
/// role: that has it.
void appendGrant(QByteArray &out, const Grant &grant, const QString &role);

/// bool, int, uint, double, string.
[[nodiscard]] QLatin1String kindName(Value::Kind kind);

} // namespace mws::api
