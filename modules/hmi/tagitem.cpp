// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/tagitem.h"

#include "hmi/hmicontext.h"
#include "hmi/tagtext.h"
#include "project/names.h"

#include <QLocale>
#include <QVariantMap>

namespace mws
{

namespace
{

QVariant variantOf(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::None:
        return {};
    case Value::Kind::Bool:
        return value.toBool();
    case Value::Kind::Int:
        return *value.toInt64();
    case Value::Kind::UInt:
        return *value.toUInt64();
    case Value::Kind::Double:
        return value.toDouble();
    case Value::Kind::String:
        break;
    }
    return value.toString();
}

} // namespace

TagItem::TagItem(QObject *parent)
    : QObject(parent)
{
}

void TagItem::componentComplete()
{
    if (HmiContext *context = HmiContext::of(this))
        attach(*context);
}

void TagItem::attach(HmiContext &context)
{
    m_context = &context;
    connect(&context, &HmiContext::second, this, &TagItem::refreshAge);
    connect(&context.user(), &UserSession::changed, this, &TagItem::refreshRights);
    connect(&context.writes(), &WriteDesk::pendingChanged, this, [this](const QString &tagId) {
        if (tagId == m_tagId)
            Q_EMIT pendingChanged();
    });
    connect(&context.writes(), &WriteDesk::finished, this,
            [this](const QString &tagId, const QString &, bool ok, const QString &text) {
                if (tagId == m_tagId)
                    setLastResult(ok, text);
            });
    bind();
}

void TagItem::setLastResult(bool ok, const QString &text)
{
    m_lastOk = ok;
    m_lastResult = text;
    Q_EMIT lastResultChanged();
}

void TagItem::setTagId(const QString &tagId)
{
    if (m_tagId == tagId)
        return;
    m_tagId = tagId;
    m_lastOk = true;
    m_lastResult.clear();
    if (m_context)
        bind();
}

void TagItem::bind()
{
    TagFeed &feed = m_context->feed();
    feed.forget(this);
    m_index = feed.project().indexOf(m_tagId);
    m_tag = exists() ? feed.project().tag(m_index) : Tag();
    m_tag.write.enabled &= exists() && !feed.project().isDisabled(m_index);
    m_now = exists() ? feed.value(m_index)
                     : TagValue{{}, {Quality::BadConfiguration, 0}, Timestamp{}};
    if (exists())
        feed.listen(m_index, this, [this](const TagValue &now) { take(now); });
    refreshRights();
    refreshAge();
    Q_EMIT tagChanged();
    Q_EMIT valueChanged();
    Q_EMIT pendingChanged();
    Q_EMIT lastResultChanged();
}

void TagItem::take(const TagValue &now)
{
    m_now = now;
    refreshAge();
    Q_EMIT valueChanged();
}

void TagItem::refreshAge()
{
    const bool never = m_now.time == Timestamp{};
    const QString age
        = never || !m_context ? QString() : ageText(m_context->clock().now() - m_now.time);
    if (age == m_age)
        return;
    m_age = age;
    Q_EMIT ageChanged();
}

void TagItem::refreshRights()
{
    if (!exists() || !m_tag.write.enabled) {
        m_mayWrite = false;
        m_writeReason = tr("Read only");
    } else {
        const Result<void> allowed = m_context->session().mayWrite(m_index);
        m_mayWrite = bool(allowed);
        if (allowed)
            m_writeReason.clear();
        else
            m_writeReason = m_context->session().isSignedIn() ? allowed.error().detail
                                                              : tr("Sign in to change this value");
    }
    Q_EMIT rightsChanged();
}

QString TagItem::name() const
{
    return lastName(m_tag);
}

int TagItem::decimals() const
{
    return m_tag.valueKind() == Value::Kind::Double ? m_tag.decimals : 0;
}

QVariantList TagItem::states() const
{
    QVariantList all;
    for (const StateLabel &state : m_tag.states)
        all.append(QVariantMap{{QStringLiteral("value"), state.value},
                               {QStringLiteral("label"), state.label},
                               {QStringLiteral("tone"), state.tone}});
    return all;
}

QVariant TagItem::value() const
{
    return variantOf(m_now.value);
}

QString TagItem::text() const
{
    return textOf(m_tag, m_now.value);
}

QString TagItem::qualityText() const
{
    return mws::qualityText(m_now.state);
}

QString TagItem::qualityCode() const
{
    return mws::qualityCode(m_now.state);
}

QString TagItem::tone() const
{
    const StateLabel *state = stateOf(m_tag, m_now.value);
    if (state)
        return state->tone;
    return isSwitch() && m_now.value.toBool() ? QStringLiteral("active") : QStringLiteral("normal");
}

int TagItem::deviation() const
{
    if (!good() || !m_now.value.isNumber())
        return 0;
    if (m_tag.normalHigh && number() > *m_tag.normalHigh)
        return 1;
    return m_tag.normalLow && number() < *m_tag.normalLow ? -1 : 0;
}

QString TagItem::confirm() const
{
    return nameOf(m_tag.write.confirm);
}

bool TagItem::pending() const
{
    return m_context && m_context->writes().isPending(m_tagId);
}

void TagItem::write(const QVariant &newValue, bool confirmed, const QString &reason)
{
    m_context->writes().submit(m_tagId, jsonOf(newValue), confirmed, reason);
}

QString TagItem::format(double other) const
{
    return numberText(other, decimals());
}

QString TagItem::labelOf(const QVariant &other) const
{
    const auto value = Value::fromJson(jsonOf(other), m_tag.valueKind());
    return value ? textWithUnit(m_tag, value.value()) : other.toString();
}

QJsonValue TagItem::jsonOf(const QVariant &newValue) const
{
    const Value::Kind kind = m_tag.valueKind();
    if (kind == Value::Kind::Bool)
        return newValue.toBool();
    if (kind == Value::Kind::Double)
        return newValue.toDouble();
    if (kind == Value::Kind::String)
        return newValue.toString();
    // Whole numbers travel as text, so that 64 bits stay exact.
    return newValue.typeId() == QMetaType::Double ? QString::number(newValue.toDouble(), 'f', 0)
                                                  : newValue.toString();
}

} // namespace mws
