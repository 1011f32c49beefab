// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "firstvalue.h"

#include "hmi/hmicontext.h"
#include "hmi/tagitem.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QDateTime>
#include <QQuickWindow>

#include <algorithm>

namespace mws::app
{

FirstValue::FirstValue(HmiContext &context, QQuickWindow &window)
    : m_context(context)
    , m_window(window)
{
    // Behind the feed of the tag items, which is connected before.
    connect(&context.session().model(), &LiveModel::changed, this, &FirstValue::look);
}

bool FirstValue::isThere() const
{
    const auto items = m_context.tags().findChildren<TagItem *>();
    return std::any_of(items.cbegin(), items.cend(),
                       [](const TagItem *item) { return item->exists() && item->good(); });
}

void FirstValue::look()
{
    if (!m_waiting || !isThere())
        return;
    m_waiting = false;
    connect(
        &m_window, &QQuickWindow::afterSynchronizing, this, [this] { m_inFrame = true; },
        Qt::DirectConnection);
    connect(
        &m_window, &QQuickWindow::frameSwapped, this,
        [this] {
            if (m_inFrame && !m_told.exchange(true))
                Q_EMIT shown(QDateTime::currentMSecsSinceEpoch());
        },
        Qt::DirectConnection);
}

} // namespace mws::app
