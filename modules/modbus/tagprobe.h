// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "core/tagvalue.h"
#include "project/connection.h"
#include "project/device.h"
#include "project/tag.h"

#include <QObject>
#include <memory>

namespace mws::modbus
{

class Transport;
struct TransportReply;

/// What one read of a tag gave.
struct TagProbeResult {
    Value value;
    QualityState state;
    QString registers; ///< raw words as hex, "0102 A0FF"; "0" or "1" for a bit; empty: no answer
    QString message; ///< for people; empty when there is nothing to say
};

/// Reads one tag once, for an engineer who edits it: opens the connection, asks, closes.
class TagProbe final : public QObject
{
    Q_OBJECT

public:
    explicit TagProbe(QObject *parent = nullptr);
    ~TagProbe() override;

    /// Answered by exactly one finished(), never inside the call; a read that is still under way is
    /// given up without one.
    void read(const Connection &connection, const Device &device, const Tag &tag);
    /// Gives up; no signal comes any more.
    void cancel();

Q_SIGNALS:
    void finished(const mws::modbus::TagProbeResult &result);

private:
    [[nodiscard]] Result<QByteArray> requestFor() const;
    void onOpened();
    void onFinished(const TransportReply &reply);
    void onAnswer(const QByteArray &pdu);
    void conclude(const TagProbeResult &result);
    void fail(const QString &message);

    std::unique_ptr<Transport> m_transport;
    Connection m_connection;
    Device m_device;
    Tag m_tag;
    QByteArray m_request;
};

} // namespace mws::modbus

Q_DECLARE_METATYPE(mws::modbus::TagProbeResult)
