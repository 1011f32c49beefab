// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <atomic>

class QQuickWindow;

namespace mws
{

class HmiContext;

namespace app
{

/// Notices when somebody at the panel can read the first good value: with the first frame that was
/// made after a tag on the screen became good. Lives in the GUI thread; context and window outlive
/// it.
class FirstValue final : public QObject
{
    Q_OBJECT

public:
    FirstValue(HmiContext &context, QQuickWindow &window);

Q_SIGNALS:
    /// Once, with milliseconds since 1970; may come from the render thread.
    void shown(qint64 at);

private:
    void look();
    [[nodiscard]] bool isThere() const;

    HmiContext &m_context;
    QQuickWindow &m_window;
    bool m_waiting = true;
    std::atomic<bool> m_inFrame = false; ///< the frame being made holds the value
    std::atomic<bool> m_told = false;
};

} // namespace app
} // namespace mws
