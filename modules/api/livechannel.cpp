// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/livechannel.h"

#include "api/encode.h"
#include "api/liveconnection.h"

namespace mws::api
{

namespace
{

QByteArray frame(QByteArrayView type, qint64 id, qint64 sequence, const QByteArray &body)
{
    QByteArray text;
    text.reserve(body.size() + 64);
    text.append("{\"type\":\"").append(type.data(), type.size()).append("\",\"id\":");
    appendJsonNumber(text, id);
    text.append(",\"seq\":");
    appendJsonNumber(text, sequence);
    return text.append(body);
}

} // namespace

LiveChannel::LiveChannel(const LiveModel &model, const Clock &clock, const QList<QByteArray> &keys,
                         QList<TagIndex> tags, int maxRate, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_clock(clock)
    , m_keys(keys)
    , m_tags(std::move(tags))
    , m_isChanged(size_t(keys.size()), false)
    , m_intervalMs(1000 / maxRate)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LiveChannel::flush);
}

void LiveChannel::mark(TagIndex tag)
{
    m_first.body.clear();
    if (m_isChanged[tag])
        return;
    m_isChanged[tag] = true;
    m_changed.append(tag);
    if (m_timer.isActive())
        return;
    const qint64 since = m_sinceFlush.isValid() ? m_sinceFlush.elapsed() : m_intervalMs;
    m_timer.start(int(std::max<qint64>(0, m_intervalMs - since)));
}

void LiveChannel::add(LiveConnection *listener, qint64 id)
{
    m_listeners.append({listener, id, 0, std::nullopt, false});
    beginSnapshot(m_listeners.last());
}

void LiveChannel::remove(LiveConnection *listener, qint64 id)
{
    m_listeners.removeIf([listener, id](const Listener &known) {
        return known.connection == listener && known.id == id;
    });
}

void LiveChannel::resync(LiveConnection *listener, qint64 id)
{
    for (Listener &known : m_listeners) {
        if (known.connection == listener && known.id == id)
            beginSnapshot(known);
    }
}

void LiveChannel::catchUp(LiveConnection *listener)
{
    for (Listener &known : m_listeners) {
        if (known.connection != listener)
            continue;
        if (known.next)
            continueSnapshot(known);
        else if (known.behind)
            beginSnapshot(known);
    }
}

void LiveChannel::beginSnapshot(Listener &listener)
{
    listener.behind = false;
    listener.next = 0;
    continueSnapshot(listener);
}

void LiveChannel::continueSnapshot(Listener &listener)
{
    while (listener.next && !listener.connection->isCongested()) {
        const bool first = *listener.next == 0;
        const Part sent = first ? firstPart() : part(m_tags, *listener.next);
        listener.next = sent.end < m_tags.size() ? std::optional(sent.end) : std::nullopt;
        ++listener.sequence;
        listener.connection->send(
            frame(first ? "snapshot" : "delta", listener.id, listener.sequence, sent.body));
    }
}

const LiveChannel::Part &LiveChannel::firstPart()
{
    if (m_first.body.isEmpty())
        m_first = part(m_tags, 0);
    return m_first;
}

void LiveChannel::flush()
{
    m_sinceFlush.start();
    const QList<TagIndex> changed = std::exchange(m_changed, {});
    for (const TagIndex tag : changed)
        m_isChanged[tag] = false;
    qsizetype begin = 0;
    while (begin < changed.size()) {
        const Part shared = part(changed, begin);
        begin = shared.end;
        sendDelta(shared.body);
    }
}

void LiveChannel::sendDelta(const QByteArray &body)
{
    QHash<std::pair<qint64, qint64>, QByteArray> frames;
    for (Listener &listener : m_listeners) {
        if (listener.next == 0)
            continue; // its snapshot has not begun and will hold these values
        listener.behind = listener.behind || listener.connection->isCongested();
        if (listener.behind)
            continue;
        ++listener.sequence;
        QByteArray &text = frames[{listener.id, listener.sequence}];
        if (text.isEmpty())
            text = frame("delta", listener.id, listener.sequence, body);
        listener.connection->send(text);
    }
}

LiveChannel::Part LiveChannel::part(const QList<TagIndex> &tags, qsizetype begin) const
{
    QByteArray out;
    out.append(",\"time\":");
    appendJsonNumber(out, toMsSinceEpoch(m_clock.now()));
    out.append(",\"values\":{");
    qsizetype position = begin;
    for (; position < tags.size() && out.size() < kMaxBody; ++position) {
        if (position != begin)
            out.append(',');
        out.append(m_keys[tags[position]]);
        appendTagValue(out, m_model.value(tags[position]));
    }
    return {out.append("}}"), position};
}

} // namespace mws::api
