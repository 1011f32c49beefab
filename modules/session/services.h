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
class ProjectKeeper;
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
    ProjectKeeper *keeper = nullptr; ///< null: the project cannot be read or replaced as a whole
    QString noticeFile{}; ///< see readNotice(); empty: none
};

} // namespace mws
