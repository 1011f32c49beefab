// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTemporaryDir>
#include <functional>
#include <memory>

namespace mws
{

/// The far end of a serial line: a pseudo terminal that hears requests and says anything. It can be
/// pulled out and put in again at the same path.
class FarEnd final : public QObject
{
    Q_OBJECT

public:
    /// From whole request frame to the bytes said at once; nothing for an empty array.
    using Answer = std::function<QByteArray(const QByteArray &request)>;

    FarEnd();
    ~FarEnd() override;

    void say(const QByteArray &bytes);
    void unplug();
    void plug();

    QString path;
    QList<QByteArray> heard;
    Answer answer;
    /// Whether the bytes are a whole request.
    std::function<bool(const QByteArray &bytes)> isWhole;

private:
    void hear();

    QTemporaryDir m_folder;
    int m_fd = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_buffer;
};

/// An RTU frame.
[[nodiscard]] QByteArray rtuFrame(int unit, const QByteArray &pdu);

} // namespace mws
