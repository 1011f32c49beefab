// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <memory>

class QSocketNotifier;

namespace mws::modbus
{

/// A single-shot timer in microseconds, for the gaps of a fast serial line: QTimer has whole
/// milliseconds. Never early. Takes one file descriptor at the first start; when there is none, it
/// rounds up to milliseconds.
class FineTimer final : public QObject
{
    Q_OBJECT

public:
    explicit FineTimer(QObject *parent = nullptr);
    ~FineTimer() override;

    /// Also when it runs already. At once: at the next turn of the event loop.
    void start(std::chrono::microseconds time);
    void stop();
    [[nodiscard]] bool isActive() const { return m_active; }

Q_SIGNALS:
    void timeout();

private:
    [[nodiscard]] bool hasDescriptor();
    void set(std::chrono::microseconds time) const;
    void fire();

    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier; ///< of m_descriptor
    QTimer m_coarse; ///< when there is no descriptor
    bool m_active = false;
};

} // namespace mws::modbus
