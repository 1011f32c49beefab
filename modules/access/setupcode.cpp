// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/setupcode.h"

#include "access/password.h"

#include <QCryptographicHash>

namespace mws
{

namespace
{

constexpr Milliseconds kValid = std::chrono::minutes(30);

QByteArray hashOf(const QString &code)
{
    return QCryptographicHash::hash(normalizedCode(code).toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

QString SetupCode::renew(Milliseconds now)
{
    const QString code = randomCode();
    m_hash = hashOf(code);
    m_expires = now + kValid;
    m_taken = false;
    return code;
}

bool SetupCode::take(const QString &typed, Milliseconds now)
{
    const bool isRight = constantTimeEqual(hashOf(typed), m_hash);
    if (!isRight || m_taken || now >= m_expires)
        return false;
    m_taken = true;
    return true;
}

} // namespace mws
