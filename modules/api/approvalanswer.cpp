// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/approvalanswer.h"

#include "api/jsonwriter.h"
#include "api/writeanswer.h"

namespace mws::api
{

void appendApproval(QByteArray &out, Session &session, const Approval &approval)
{
    const ApprovalDesk desk(session);
    JsonObject object(out);
    object.text("id", approval.id);
    object.text("tag", approval.request.tagId);
    object.text("path", session.project().tag(approval.tag).path);
    approval.value.appendJson(object.key("value"));
    object.text("user", approval.request.who.user);
    object.text("origin", originText(approval.request.who));
    object.text("reason", approval.request.reason.trimmed());
    object.time("asked", approval.asked);
    object.time("until", approval.until);
    object.word("state", mws::nameOf(approval.state));
    object.text("by", approval.by);
    object.text("detail", approval.detail);
    object.flag("own", desk.isOwn(approval));
    object.flag("mayDecide", desk.mayDecide(approval));
    QByteArray &outcome = object.key("outcome");
    if (approval.reply)
        appendJsonString(outcome, QString(nameOf(approval.reply->outcome)));
    else
        outcome.append("null");
}

void appendApprovals(QByteArray &out, Session &session)
{
    JsonArray list(out);
    for (const Approval &approval : ApprovalDesk(session).list())
        appendApproval(list.item(), session, approval);
}

} // namespace mws::api
