// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/approvalmodel.h"

#include "core/future.h"
#include "hmi/tagtext.h"
#include "hmi/writedesk.h"

#include <QDateTime>
#include <QLocale>

namespace mws
{

ApprovalModel::ApprovalModel(Session &session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    connect(&session.services().control.approvals(), &ApprovalBook::changed, this,
            &ApprovalModel::refresh);
    connect(&session, &Session::identityChanged, this, &ApprovalModel::refresh);
    refresh();
}

void ApprovalModel::refresh()
{
    beginResetModel();
    m_waiting = ApprovalDesk(m_session).list();
    m_waiting.removeIf([](const Approval &one) { return one.state != ApprovalState::Waiting; });
    endResetModel();
    Q_EMIT changed();
}

void ApprovalModel::approve(const QString &id, const QString &user, const QString &pin)
{
    begin();
    whenDone(ApprovalDesk(m_session).approveAs(user, pin, id), this,
             [this](const Result<WriteReply> &done) {
                 if (!done)
                     end(textOf(done.error()));
                 else
                     end(done->outcome == WriteReply::Outcome::Refused ? mws::textOf(*done, Tag())
                                                                       : QString());
             });
}

void ApprovalModel::decline(const QString &id, const QString &user, const QString &pin)
{
    begin();
    whenDone(ApprovalDesk(m_session).declineAs(user, pin, id), this,
             [this](const Result<void> &done) { end(done ? QString() : textOf(done.error())); });
}

void ApprovalModel::withdraw(const QString &id)
{
    begin();
    whenDone(ApprovalDesk(m_session).withdraw(id), this,
             [this](const Result<void> &done) { end(done ? QString() : textOf(done.error())); });
}

QString ApprovalModel::textOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated:
        return tr("Wrong PIN");
    case ErrorCode::Conflict:
    case ErrorCode::NotFound:
        return tr("The request does not wait any more.");
    default:
        return error.detail;
    }
}

void ApprovalModel::begin()
{
    setError({});
    m_busy = true;
    Q_EMIT busyChanged();
}

void ApprovalModel::end(const QString &why)
{
    m_busy = false;
    Q_EMIT busyChanged();
    setError(why);
    Q_EMIT decided(why.isEmpty());
}

void ApprovalModel::setError(const QString &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

QString ApprovalModel::detailOf(const Approval &approval) const
{
    const auto until = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(approval.until));
    const QString who = tr("%1 asks for it, until %2")
                            .arg(approval.request.who.user,
                                 QLocale().toString(until, QStringLiteral("HH:mm:ss")));
    const QString reason = approval.request.reason.trimmed();
    return reason.isEmpty() ? who : who + QStringLiteral(" · ") + reason;
}

int ApprovalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ApprovalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Approval &approval = m_waiting[index.row()];
    const Tag &tag = m_session.project().tag(approval.tag);
    switch (role) {
    case ApprovalId:
        return approval.id;
    case Title:
        return shortName(tag);
    case Path:
        return tag.path;
    case Wanted:
        return textWithUnit(tag, approval.value);
    case Requester:
        return approval.request.who.user;
    case Detail:
        return detailOf(approval);
    case Own:
        return ApprovalDesk(m_session).isOwn(approval);
    default:
        return {};
    }
}

QHash<int, QByteArray> ApprovalModel::roleNames() const
{
    return {{ApprovalId, "approvalId"}, {Title, "title"},   {Path, "path"}, {Wanted, "wanted"},
            {Requester, "requester"},   {Detail, "detail"}, {Own, "own"}};
}

} // namespace mws
