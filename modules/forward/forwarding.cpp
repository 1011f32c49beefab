// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/forwarding.h"

#include "forward/forwarder.h"
#include "forward/journalsink.h"
#include "forward/syslogsink.h"

#include <QCoreApplication>
#include <QSysInfo>

namespace mws::forward
{

Forwarding::Forwarding(AuditLog &audit, const Clock &clock, const Options &options,
                       const QString &station)
{
    m_thread.setObjectName(QStringLiteral("forward"));
    m_context.moveToThread(&m_thread);
    m_thread.start();
    const RowSource source{QSysInfo::machineHostName(), station};
    const auto build = [this, &audit, &clock, options, source] {
        if (options.toJournal)
            m_forwarders.push_back(
                std::make_unique<Forwarder>(audit, clock, std::make_unique<JournalSink>(source)));
        if (options.syslog)
            m_forwarders.push_back(std::make_unique<Forwarder>(
                audit, clock, std::make_unique<SyslogSink>(*options.syslog, source, clock)));
    };
    QMetaObject::invokeMethod(&m_context, build, Qt::BlockingQueuedConnection);
}

Forwarding::~Forwarding()
{
    const auto tearDown = [this] {
        m_forwarders.clear();
        m_context.moveToThread(QCoreApplication::instance()->thread());
    };
    QMetaObject::invokeMethod(&m_context, tearDown, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace mws::forward
