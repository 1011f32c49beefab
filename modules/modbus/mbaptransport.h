// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bytelink.h"
#include "modbus/windowtransport.h"

namespace mws::modbus
{

/// Modbus/TCP over a stream of bytes, plain or TLS. The link is given up when the stream is out of
/// step.
class MbapTransport final : public WindowTransport
{
    Q_OBJECT

public:
    explicit MbapTransport(std::unique_ptr<ByteLink> link);
    ~MbapTransport() override;

    void open() override;
    void close() override;
    [[nodiscard]] QString detail() const override { return m_link->detail(); }

private:
    void transmit(const QByteArray &frame, bool atOnce) override;
    [[nodiscard]] QString lossShownBy(const MbapWindow::Request &request) override;
    void onReceived(const QByteArray &bytes);

    std::unique_ptr<ByteLink> m_link;
    MbapReader m_reader;
    Clock::time_point m_partSince; ///< when the frame began that has not ended
};

} // namespace mws::modbus
