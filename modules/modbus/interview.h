// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "field/diagnosis.h"

#include <QByteArray>

namespace mws::modbus
{

/// The requests that one inquiry takes: one, but as many as the device wants for a long
/// identification (section 6.21, "more follows").
class Interview
{
public:
    /// Invalid when there is no such request, or it would change the device.
    [[nodiscard]] static Result<Interview> of(const Inquiry &inquiry);

    /// One read of registers or bits, by readRequest(); it has no findings.
    [[nodiscard]] static Interview reading(const QByteArray &request) { return Interview(request); }

    [[nodiscard]] const QByteArray &request() const { return m_request; }
    /// Takes an answer to request() that was checked as Data. True: request() is another one now,
    /// to be sent; false: that was all. Invalid: the device goes round in circles.
    Result<bool> take(const QByteArray &response);
    [[nodiscard]] const QList<Finding> &findings() const { return m_findings; }

private:
    explicit Interview(QByteArray request)
        : m_request(std::move(request))
    {
    }

    QByteArray m_request;
    QList<Finding> m_findings;
};

} // namespace mws::modbus
