// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/liveconnection.h"

#include "api/approvalanswer.h"
#include "api/jsonwriter.h"
#include "api/livechannel.h"
#include "api/livefeed.h"
#include "api/writeanswer.h"

namespace mws::api
{

namespace
{

constexpr int kPolicyViolation = 1008; // RFC 6455, section 7.4.1
constexpr int kSessionEnded = 4401;
constexpr int kViewChanged = 4403;

} // namespace

LiveConnection::LiveConnection(LiveFeed &feed, std::unique_ptr<http::Socket> socket,
                               std::unique_ptr<Session> session, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_socket(std::move(socket))
    , m_session(std::move(session))
    , m_view(m_session->view())
{
    connect(m_socket.get(), &http::Socket::textReceived, this, &LiveConnection::receive);
    connect(m_socket.get(), &http::Socket::bytesSent, this, &LiveConnection::catchUp);
    // Queued: a socket may close within sendText(), while a channel walks its listeners.
    connect(
        m_socket.get(), &http::Socket::closed, this,
        [this] {
            m_open = false;
            dropAll();
            Q_EMIT closed();
        },
        Qt::QueuedConnection);
}

LiveConnection::~LiveConnection()
{
    m_socket->disconnect(this);
    dropAll();
}

void LiveConnection::sendHello()
{
    QByteArray text;
    {
        JsonObject object(text);
        object.text("type", u"hello");
        object.integer("version", 1);
        object.text("server", QStringLiteral("Modbus Web Server " MWS_VERSION));
        object.time("time", m_session->services().clock.now());
        appendLockouts(object.key("lockouts"), m_session->services().control.lockout().all(),
                       *m_view);
        m_approvals.clear();
        appendApprovals(m_approvals, *m_session);
        object.key("approvals").append(m_approvals);
        JsonObject session(object.key("session"));
        session.text("user", m_session->identity().user);
        session.text("role", m_session->identity().role);
    }
    send(text);
}

void LiveConnection::send(const QByteArray &text)
{
    if (m_open)
        m_socket->sendText(text);
}

void LiveConnection::sendApprovals()
{
    if (isCongested())
        return;
    QByteArray list;
    appendApprovals(list, *m_session);
    if (list == m_approvals)
        return;
    m_approvals = list;
    send("{\"type\":\"approvals\",\"approvals\":" + list + '}');
}

bool LiveConnection::isCongested() const
{
    return m_socket->bytesQueued() > kCongestedBytes;
}

bool LiveConnection::checkSession(bool touch)
{
    if (!m_open)
        return false;
    if (!m_session->recheck(touch) || !m_session->may(Permission::View)) {
        close(kSessionEnded, QStringLiteral("the session has ended"));
        return false;
    }
    if (*m_session->view() == *m_view)
        return true;
    close(kViewChanged, QStringLiteral("other tags may be seen now"));
    return false;
}

void LiveConnection::close(int code, const QString &reason)
{
    if (!m_open)
        return;
    m_open = false;
    dropAll();
    m_socket->close(code, reason);
}

void LiveConnection::receive(const QByteArray &text)
{
    if (!checkSession())
        return;
    const LiveMessageResult result = readLiveMessage(text);
    if (result.violation.isEmpty())
        handle(result.message);
    else
        violate(result);
}

void LiveConnection::violate(const LiveMessageResult &result)
{
    m_feed.denials().record(
        *m_session, result.isWrite ? QStringLiteral("writeTag") : QStringLiteral("liveFeed"),
        result.message.tag, result.violation);
    sendError(result.id, QStringLiteral("badMessage"), result.violation);
    if (++m_violations >= kMaxViolations)
        close(kPolicyViolation, QStringLiteral("too many malformed messages"));
}

void LiveConnection::handle(const LiveMessage &message)
{
    switch (message.type) {
    case LiveMessage::Type::Subscribe:
        subscribe(message);
        return;
    case LiveMessage::Type::Unsubscribe:
        unsubscribe(message.id);
        return;
    case LiveMessage::Type::Resync:
        resync(message.id);
        return;
    case LiveMessage::Type::Ping:
        send(m_feed.timed("pong"));
        return;
    case LiveMessage::Type::Devices:
        subscribeDevices(message.id);
        return;
    case LiveMessage::Type::Write:
        write(message);
        return;
    }
}

bool LiveConnection::mayAdd(qint64 id)
{
    drop(id);
    if (m_channels.size() + m_deviceIds.size() < kMaxSubscriptions)
        return true;
    sendError(id, QStringLiteral("tooMany"),
              QStringLiteral("at most %1 subscriptions").arg(kMaxSubscriptions));
    return false;
}

void LiveConnection::subscribe(const LiveMessage &message)
{
    if (!mayAdd(message.id))
        return;
    const auto channel = m_feed.channelFor(message, *m_view);
    if (!channel) {
        sendError(message.id, QStringLiteral("unknown"), channel.error().detail);
        return;
    }
    m_channels.insert(message.id, *channel);
    (*channel)->add(this, message.id);
}

void LiveConnection::subscribeDevices(qint64 id)
{
    if (!mayAdd(id))
        return;
    m_deviceIds.insert(id);
    sendDevices(m_feed.deviceMembers(*m_view, addresses()));
}

void LiveConnection::sendDevices(const QByteArray &members)
{
    if (isCongested())
        return;
    for (const qint64 id : std::as_const(m_deviceIds)) {
        QByteArray text("{\"type\":\"devices\",\"id\":");
        appendJsonNumber(text, id);
        send(text.append(',').append(members).append('}'));
    }
}

void LiveConnection::unsubscribe(qint64 id)
{
    if (!m_channels.contains(id) && !m_deviceIds.contains(id))
        sendError(id, QStringLiteral("unknown"), QStringLiteral("there is no such subscription"));
    drop(id);
}

void LiveConnection::resync(qint64 id)
{
    if (LiveChannel *channel = m_channels.value(id))
        channel->resync(this, id);
    else
        sendError(id, QStringLiteral("unknown"), QStringLiteral("there is no such subscription"));
}

void LiveConnection::refuseWrite(const LiveMessage &message, const QString &problem,
                                 const QString &detail)
{
    WriteReply reply;
    reply.problem = problem;
    reply.detail = detail;
    m_feed.denials().record(*m_session, QStringLiteral("writeTag"), message.tag, detail);
    finishWrite(message.id, reply);
}

void LiveConnection::write(const LiveMessage &message)
{
    if (!checkSession(true))
        return;
    if (!m_session->may(Permission::Write)) {
        // As with REST: it costs the user of a reading token nothing.
        refuseWrite(message, QStringLiteral("denied"),
                    QStringLiteral("you may look, but not write"));
        return;
    }
    if (m_writes >= kMaxWrites) {
        refuseWrite(message, QStringLiteral("busy"),
                    QStringLiteral("too many writes of this client are waiting"));
        return;
    }
    ++m_writes;
    m_session->write(message.tag, message.value, message.confirmed, message.reason)
        .then(this, [this, id = message.id](const WriteReply &reply) {
            --m_writes;
            finishWrite(id, reply);
        });
}

void LiveConnection::finishWrite(qint64 id, const WriteReply &reply)
{
    QByteArray text("{\"type\":\"written\",\"id\":");
    appendJsonNumber(text, id);
    text.append(',');
    if (reply.outcome == WriteReply::Outcome::Refused)
        text.append("\"problem\":").append(problemOf(reply).body);
    else
        appendWriteResult(text, reply);
    send(text.append('}'));
}

void LiveConnection::drop(qint64 id)
{
    m_deviceIds.remove(id);
    if (LiveChannel *channel = m_channels.take(id)) {
        channel->remove(this, id);
        m_feed.release(channel);
    }
}

void LiveConnection::dropAll()
{
    const QList<qint64> ids = m_channels.keys();
    for (const qint64 id : ids)
        drop(id);
    m_deviceIds.clear();
}

void LiveConnection::catchUp()
{
    for (LiveChannel *channel : std::as_const(m_channels)) {
        if (isCongested())
            return;
        channel->catchUp(this);
    }
}

void LiveConnection::sendError(std::optional<qint64> id, const QString &code, const QString &detail)
{
    QByteArray text;
    {
        JsonObject object(text);
        object.text("type", u"error");
        if (id)
            object.integer("id", *id);
        else
            object.key("id").append("null");
        object.text("code", code);
        object.text("detail", detail);
    }
    send(text);
}

} // namespace mws::api
