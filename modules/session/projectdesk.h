// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "project/projectkeeper.h"
#include "session/session.h"

namespace mws
{

/// What the one behind a session does to the project as a whole; who may, the face has asked. In
/// the thread of the session; the futures may finish on any. There must be Services::keeper.
class ProjectDesk final
{
public:
    explicit ProjectDesk(const Session &session)
        : m_session(session)
    {
    }

    /// As ProjectKeeper::replace(); Failed (Denied) when this one may not Configure right before it
    /// is written, or not Administer with ProjectChanges::rights. Leaves a row "project.intended",
    /// which is durable before anything is written, and one "project.replace" of what came of it,
    /// which is durable before the future finishes; what was refused leaves the second one only.
    /// Without the first nothing is written (Failed).
    Future<ProjectReply> replace(const QByteArray &text, const QByteArray &revision);

private:
    const Session &m_session;
};

} // namespace mws
