// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/livefeed.h"

#include "api/encode.h"
#include "api/livechannel.h"
#include "api/liveconnection.h"
#include "audit/auditlog.h"

#include <algorithm>
#include <numeric>

namespace mws::api
{

namespace
{

constexpr int kTryAgainLater = 1013; // IANA WebSocket close code registry

std::string channelKey(const QList<TagIndex> &tags, int maxRate)
{
    std::string key = std::to_string(maxRate) + ':';
    key.append(reinterpret_cast<const char *>(tags.constData()),
               size_t(tags.size()) * sizeof(TagIndex));
    return key;
}

void sortUnique(QList<TagIndex> &tags)
{
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

Error unknown(const QString &what, const QString &id)
{
    return {ErrorCode::NotFound, QStringLiteral("there is no %1 \"%2\"").arg(what, id.left(64))};
}

} // namespace

LiveFeed::LiveFeed(const Services &services, LiveModel &model, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_model(model)
    , m_denials(services.clock)
    , m_channelsOf(services.project->tagCount())
{
    m_keys.reserve(services.project->tagCount());
    for (const Tag &tag : services.project->tags()) {
        QByteArray key;
        appendJsonString(key, tag.id);
        m_keys.append(key.append(':'));
    }
    connect(&model, &LiveModel::changed, this, &LiveFeed::distribute);
    connect(&model, &LiveModel::linkChanged, this, &LiveFeed::devicesChanged);
    connect(&model, &LiveModel::unitChanged, this, &LiveFeed::devicesChanged);
    m_deviceTimer.setSingleShot(true);
    connect(&m_deviceTimer, &QTimer::timeout, this, [this] {
        m_auditFailing = m_services.audit.health().failing;
        const QByteArray members = deviceMembers();
        for (LiveConnection *connection : std::as_const(m_connections))
            connection->sendDevices(members);
    });
    connect(&m_beatTimer, &QTimer::timeout, this, &LiveFeed::beat);
    m_beatTimer.start(kBeat);
    connect(&services.control.lockout(), &RemoteLockout::changed, this, &LiveFeed::beat);
    connect(&m_sessionTimer, &QTimer::timeout, this, &LiveFeed::checkSessions);
    m_sessionTimer.start(kSessionCheck);
}

LiveFeed::~LiveFeed()
{
    const QList<LiveConnection *> connections = std::exchange(m_connections, {});
    for (LiveConnection *connection : connections)
        delete connection;
}

bool LiveFeed::isFull(const QString &user) const
{
    return std::count_if(m_connections.cbegin(), m_connections.cend(),
                         [&user](const LiveConnection *connection) {
                             return connection->isOpen() && connection->user() == user;
                         })
        >= kMaxSocketsPerUser;
}

void LiveFeed::add(std::unique_ptr<http::Socket> socket, std::unique_ptr<Session> session)
{
    const bool full = isFull(session->identity().user);
    auto *connection = new LiveConnection(*this, std::move(socket), std::move(session), this);
    connect(connection, &LiveConnection::closed, this, [this, connection] { remove(connection); });
    m_connections.append(connection);
    if (full)
        connection->close(kTryAgainLater, QStringLiteral("too many connections of this user"));
    else if (connection->checkSession())
        connection->sendHello();
}

void LiveFeed::remove(LiveConnection *connection)
{
    m_connections.removeOne(connection);
    connection->deleteLater();
}

void LiveFeed::checkSessions()
{
    const QList<LiveConnection *> connections = m_connections;
    for (LiveConnection *connection : connections)
        connection->checkSession();
}

void LiveFeed::devicesChanged()
{
    if (!m_deviceTimer.isActive())
        m_deviceTimer.start(kDeviceInterval);
}

void LiveFeed::beat()
{
    if (m_services.audit.health().failing != m_auditFailing)
        devicesChanged();
    QByteArray text = timed("beat");
    text.chop(1);
    appendLockouts(text.append(",\"lockouts\":"), m_services.control.lockout().all());
    text.append('}');
    const QList<LiveConnection *> connections = m_connections;
    for (LiveConnection *connection : connections) {
        if (!connection->isCongested())
            connection->send(text);
    }
}

void LiveFeed::distribute(const ValueBatch &batch)
{
    for (const TagSample &sample : batch) {
        for (LiveChannel *channel : std::as_const(m_channelsOf[sample.tag]))
            channel->mark(sample.tag);
    }
}

Result<QList<TagIndex>> LiveFeed::tagsOfScreen(const QString &id) const
{
    const Project &project = *m_services.project;
    const Screen *screen = project.screen(id);
    if (!screen)
        return unknown(QStringLiteral("screen"), id);
    QList<TagIndex> tags;
    for (const WidgetGroup &group : screen->groups) {
        for (const Widget &widget : group.widgets) {
            for (const QString &tag : widget.tags) {
                if (const TagIndex index = project.indexOf(tag); index != kNoTag)
                    tags.append(index);
            }
        }
    }
    return tags;
}

Result<QList<TagIndex>> LiveFeed::tagsOf(const LiveMessage &message) const
{
    if (message.scope == LiveMessage::Scope::Screen)
        return tagsOfScreen(message.screen);
    const Project &project = *m_services.project;
    QList<TagIndex> tags;
    if (message.scope == LiveMessage::Scope::All) {
        tags.resize(project.tagCount());
        std::iota(tags.begin(), tags.end(), TagIndex(0));
    }
    for (const QString &id : message.tags) {
        const TagIndex index = project.indexOf(id);
        if (index == kNoTag)
            return unknown(QStringLiteral("tag"), id);
        tags.append(index);
    }
    return tags;
}

Result<LiveChannel *> LiveFeed::channelFor(const LiveMessage &message)
{
    auto wanted = tagsOf(message);
    if (!wanted)
        return wanted.error();
    QList<TagIndex> tags = std::move(wanted).value();
    sortUnique(tags);
    auto &channel = m_channels[channelKey(tags, message.maxRate)];
    if (!channel) {
        channel = std::make_unique<LiveChannel>(m_model, m_services.clock, m_keys, tags,
                                                message.maxRate);
        for (const TagIndex tag : std::as_const(tags))
            m_channelsOf[tag].append(channel.get());
    }
    return channel.get();
}

void LiveFeed::release(LiveChannel *channel)
{
    if (!channel->isIdle())
        return;
    for (const TagIndex tag : channel->tags())
        m_channelsOf[tag].removeOne(channel);
    std::erase_if(m_channels,
                  [channel](const auto &entry) { return entry.second.get() == channel; });
}

QByteArray LiveFeed::deviceMembers()
{
    const bool auditFailing = m_services.audit.health().failing;
    if (auditFailing != m_auditFailing)
        devicesChanged();
    QByteArray out;
    appendDevices(out, m_model, auditFailing);
    return out;
}

QByteArray LiveFeed::timed(QByteArrayView type) const
{
    QByteArray out;
    out.append("{\"type\":\"").append(type.data(), type.size()).append("\",\"time\":");
    appendJsonNumber(out, toMsSinceEpoch(m_services.clock.now()));
    return out.append('}');
}

} // namespace mws::api
