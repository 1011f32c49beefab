// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/approvalbook.h"
#include "session/session.h"

#include <QCoreApplication>

namespace mws
{

/// The writes that wait for a second person, as one session may see and decide them. The door
/// checks and records. In the thread of the session; the futures may finish on any.
class ApprovalDesk final
{
    Q_DECLARE_TR_FUNCTIONS(mws::ApprovalDesk)

public:
    explicit ApprovalDesk(Session &session)
        : m_session(session)
    {
    }

    /// Those that this one asked for or has the right to write, at the panel all; the oldest first,
    /// with those that ended within ApprovalBook::kRemembered.
    [[nodiscard]] QList<Approval> list() const;
    [[nodiscard]] bool isOwn(const Approval &approval) const;
    /// It waits, and this one may say yes or no.
    [[nodiscard]] bool mayDecide(const Approval &approval) const;

    /// At the panel: names of the users with a PIN who may decide it there now.
    [[nodiscard]] QStringList deciders(const Approval &approval) const;

    // As the functions of WriteDoor.
    Future<WriteReply> approve(const QString &id, bool confirmed, const QString &reason = {});
    Future<Result<void>> decline(const QString &id, const QString &reason = {});
    Future<Result<void>> withdraw(const QString &id);

    /// At the panel: another person decides beside who is signed in there, with name and PIN, in a
    /// session of its own that ends when the write has its answer. The error: who signs in is not
    /// that person.
    Future<Result<WriteReply>> approveAs(const QString &user, const QString &pin,
                                         const QString &id);
    Future<Result<void>> declineAs(const QString &user, const QString &pin, const QString &id);

private:
    [[nodiscard]] bool maySee(const Approval &approval, const PlantView &view) const;

    Session &m_session;
};

} // namespace mws
