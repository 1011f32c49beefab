// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/approvalmodel.h"

#include "core/future.h"
#include "hmi/tagtext.h"
#include "hmi/usermodel.h"
#include "hmi/writedesk.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

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

const Approval *ApprovalModel::find(const QString &id) const
{
    const auto found = std::find_if(m_waiting.cbegin(), m_waiting.cend(),
                                    [&id](const Approval &one) { return one.id == id; });
    return found == m_waiting.cend() ? nullptr : &*found;
}

bool ApprovalModel::waits(const QString &id) const
{
    return find(id) != nullptr;
}

QString ApprovalModel::timeLeft(const QString &id) const
{
    const Approval *approval = find(id);
    if (!approval)
        return {};
    const Milliseconds left = approval->expires - m_session.services().clock.monotonic();
    const auto seconds = qMax<qint64>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QStringList ApprovalModel::deciders(const QString &id) const
{
    const Approval *approval = find(id);
    return approval ? ApprovalDesk(m_session).deciders(*approval) : QStringList();
}

void ApprovalModel::approve(const QString &id, const QString &user, const QString &pin)
{
    const Approval *approval = find(id);
    begin();
    whenDone(ApprovalDesk(m_session).approveAs(user, pin, id), this,
             [this, asked = approval ? *approval : Approval()](const Result<WriteReply> &done) {
                 if (done)
                     takeReply(asked, *done);
                 else
                     end(textOf(done.error()));
             });
}

void ApprovalModel::takeReply(const Approval &approval, const WriteReply &reply)
{
    const auto text = [&reply](const Tag &tag) { return mws::textOf(reply, tag); };
    if (reply.outcome == WriteReply::Outcome::Refused)
        return end(text(tagOf(m_session.project(), approval.request.tagId)));
    end({});
    tell(approval.request.tagId, isSuccess(reply.outcome), text);
}

void ApprovalModel::decline(const QString &id, const QString &user, const QString &pin)
{
    const Approval *approval = find(id);
    begin();
    whenDone(ApprovalDesk(m_session).declineAs(user, pin, id), this,
             [this, user, asked = approval ? *approval : Approval()](const Result<void> &done) {
                 if (!done)
                     return end(textOf(done.error()));
                 Approval declined = asked;
                 declined.state = ApprovalState::Declined;
                 declined.by = user;
                 end({});
                 tell(asked.request.tagId, false,
                      [&declined](const Tag &tag) { return mws::textOf(declined, tag); });
             });
}

void ApprovalModel::tell(const QString &tagId, bool ok,
                         const std::function<QString(const Tag &)> &text)
{
    const Tag tag = tagOf(m_session.project(), tagId);
    Q_EMIT finished(tagId, shortName(tag), ok, text(tag));
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

QString ApprovalModel::askedOf(const Approval &approval) const
{
    const auto until = QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(approval.until));
    const QString time = QLocale().toString(until, QStringLiteral("HH:mm:ss"));
    const Identity &who = approval.request.who;
    const QString name = displayNameOf(m_session, who.user);
    return who.origin == Origin::Panel ? tr("%1 asks for it at the panel, until %2").arg(name, time)
                                       : tr("%1 asks for it from afar, until %2").arg(name, time);
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
    case TagId:
        return tag.id;
    case Title:
        return shortName(tag);
    case Path:
        return tag.path;
    case Wanted:
        return textWithUnit(tag, approval.value);
    case Asked:
        return askedOf(approval);
    case Reason:
        return approval.request.reason.trimmed();
    case Own:
        return ApprovalDesk(m_session).isOwn(approval);
    default:
        return {};
    }
}

QHash<int, QByteArray> ApprovalModel::roleNames() const
{
    return {{ApprovalId, "approvalId"}, {TagId, "tagId"}, {Title, "title"},   {Path, "path"},
            {Wanted, "wanted"},         {Asked, "asked"}, {Reason, "reason"}, {Own, "own"}};
}

} // namespace mws
