// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

namespace mws
{

class AccessControl;
class AuditLog;
class Clock;
class FieldBus;
class HistoryService;
class TagTable;
class WriteDoor;

/// The parts of one running station that sessions hand work to. Borrowed: the station outlives
/// every session.
struct Services {
    ProjectPtr project;
    const Clock &clock;
    TagTable &tags;
    FieldBus &bus;
    AccessControl &access;
    AuditLog &audit;
    HistoryService &history;
    WriteDoor &control;
    QString noticeFile{}; ///< see readNotice(); empty: none
};

} // namespace mws
