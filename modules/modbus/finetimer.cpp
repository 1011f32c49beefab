// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/finetimer.h"

#include <QSocketNotifier>
#include <algorithm>
#include <sys/timerfd.h>
#include <unistd.h>

namespace mws::modbus
{

using std::chrono::microseconds;

FineTimer::FineTimer(QObject *parent)
    : QObject(parent)
    , m_coarse(this)
{
    m_coarse.setSingleShot(true);
    m_coarse.setTimerType(Qt::PreciseTimer);
    connect(&m_coarse, &QTimer::timeout, this, &FineTimer::fire);
}

FineTimer::~FineTimer()
{
    m_notifier.reset(); // before its descriptor
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool FineTimer::hasDescriptor()
{
    if (m_descriptor >= 0)
        return true;
    m_descriptor = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (m_descriptor < 0)
        return false;
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        quint64 expirations = 0;
        if (::read(m_descriptor, &expirations, sizeof expirations) == sizeof expirations)
            fire();
    });
    return true;
}

void FineTimer::set(microseconds time) const
{
    itimerspec when{};
    when.it_value.tv_sec = time.count() / 1000000;
    when.it_value.tv_nsec = time.count() % 1000000 * 1000;
    ::timerfd_settime(m_descriptor, 0, &when, nullptr);
}

void FineTimer::start(microseconds time)
{
    m_active = true;
    if (hasDescriptor())
        set(std::max(time, microseconds(1))); // 0 would stop it
    else
        m_coarse.start(std::chrono::ceil<std::chrono::milliseconds>(time));
}

void FineTimer::stop()
{
    m_active = false;
    m_coarse.stop();
    if (m_descriptor >= 0)
        set(microseconds(0));
}

void FineTimer::fire()
{
    m_active = false;
    Q_EMIT timeout();
}

} // namespace mws::modbus
