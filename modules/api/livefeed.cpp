// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/livefeed.h"

#include "api/encode.h"
#include "api/livechannel.h"
#include "api/liveconnection.h"
#include "audit/auditlog.h"
#include "control/approvalbook.h"

#include <algorithm>
#include <functional>

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

/// A text for each view, made once for all who see the same.
class PerView
{
public:
    explicit PerView(std::function<QByteArray(const PlantView &)> make)
        : m_make(std::move(make))
    {
    }

    [[nodiscard]] const QByteArray &of(const PlantView &view)
    {
        QByteArray &text = m_texts[&view];
        if (text.isEmpty())
            text = m_make(view);
        return text;
    }

private:
    std::function<QByteArray(const PlantView &)> m_make;
    QHash<const PlantView *, QByteArray> m_texts;
};

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
    connect(&m_deviceTimer, &QTimer::timeout, this, &LiveFeed::sendDevices);
    connect(&m_beatTimer, &QTimer::timeout, this, &LiveFeed::beat);
    m_beatTimer.start(kBeat);
    connect(&services.control.lockout(), &RemoteLockout::changed, this, &LiveFeed::beat);
    connect(&services.control.approvals(), &ApprovalBook::changed, this, &LiveFeed::sendApprovals);
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

void LiveFeed::sendDevices()
{
    m_state = stationState(m_services);
    const auto membersWith = [this](Addresses addresses) {
        return PerView(
            [this, addresses](const PlantView &view) { return deviceMembers(view, addresses); });
    };
    PerView plain = membersWith(Addresses::Hidden);
    PerView full = membersWith(Addresses::Shown);
    for (LiveConnection *connection : std::as_const(m_connections)) {
        PerView &members = connection->addresses() == Addresses::Shown ? full : plain;
        connection->sendDevices(members.of(connection->view()));
    }
}

void LiveFeed::beat()
{
    if (stationState(m_services) != m_state)
        devicesChanged();
    PerView texts([this](const PlantView &view) { return beatText(view); });
    const QList<LiveConnection *> connections = m_connections;
    for (LiveConnection *connection : connections) {
        if (!connection->isCongested())
            connection->send(texts.of(connection->view()));
    }
    sendApprovals(); // what one may do with them changes, and they are forgotten
}

void LiveFeed::sendApprovals()
{
    const QList<LiveConnection *> connections = m_connections;
    for (LiveConnection *connection : connections)
        connection->sendApprovals();
}

QByteArray LiveFeed::beatText(const PlantView &view) const
{
    QByteArray text = timed("beat");
    text.chop(1);
    appendLockouts(text.append(",\"lockouts\":"), m_services.control.lockout().all(), view);
    return text.append('}');
}

void LiveFeed::distribute(const ValueBatch &batch)
{
    for (const TagSample &sample : batch) {
        for (LiveChannel *channel : std::as_const(m_channelsOf[sample.tag]))
            channel->mark(sample.tag);
    }
}

Result<QList<TagIndex>> LiveFeed::tagsOfScreen(const QString &id, const PlantView &view) const
{
    const Screen *screen = m_services.project->screen(id);
    if (!screen || !isSeen(*screen, view))
        return unknown(QStringLiteral("screen"), id);
    QList<TagIndex> tags;
    for (const WidgetGroup &group : screen->groups) {
        for (const Widget &widget : group.widgets) {
            for (const QString &tag : widget.tags) {
                if (const TagIndex index = view.indexOf(tag); index != kNoTag)
                    tags.append(index);
            }
        }
    }
    return tags;
}

Result<QList<TagIndex>> LiveFeed::tagsOf(const LiveMessage &message, const PlantView &view) const
{
    if (message.scope == LiveMessage::Scope::Screen)
        return tagsOfScreen(message.screen, view);
    if (message.scope == LiveMessage::Scope::All)
        return view.tags();
    QList<TagIndex> tags;
    for (const QString &id : message.tags) {
        const TagIndex index = view.indexOf(id);
        if (index == kNoTag)
            return unknown(QStringLiteral("tag"), id);
        tags.append(index);
    }
    return tags;
}

Result<LiveChannel *> LiveFeed::channelFor(const LiveMessage &message, const PlantView &view)
{
    auto wanted = tagsOf(message, view);
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

QByteArray LiveFeed::deviceMembers(const PlantView &view, Addresses addresses)
{
    const StationState state = stationState(m_services);
    if (state != m_state)
        devicesChanged();
    QByteArray out;
    appendDevices(out, m_model, view, addresses, state);
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
