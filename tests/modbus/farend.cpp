// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"

#include "modbus/rtuframe.h"

#include <QFile>
#include <cstdlib>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace mws
{

FarEnd::FarEnd()
    : answer([](const QByteArray &) { return QByteArray(); })
    , isWhole([](const QByteArray &bytes) { return bytes.size() >= 8; })
{
    path = m_folder.filePath(QStringLiteral("line"));
    plug();
}

FarEnd::~FarEnd()
{
    unplug();
}

void FarEnd::plug()
{
    m_fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    termios settings{};
    if (grantpt(m_fd) != 0 || unlockpt(m_fd) != 0 || tcgetattr(m_fd, &settings) != 0)
        qFatal("no pseudo terminal");
    cfmakeraw(&settings);
    tcsetattr(m_fd, TCSANOW, &settings);
    QFile::link(QString::fromLocal8Bit(ptsname(m_fd)), path);
    m_notifier = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &FarEnd::hear);
}

void FarEnd::unplug()
{
    if (m_fd < 0)
        return;
    m_notifier.reset();
    ::close(std::exchange(m_fd, -1));
    QFile::remove(path);
    m_buffer.clear();
}

void FarEnd::say(const QByteArray &bytes)
{
    if (::write(m_fd, bytes.constData(), size_t(bytes.size())) != bytes.size())
        qFatal("the line takes no bytes");
}

void FarEnd::hear()
{
    QByteArray bytes(512, '\0');
    const auto size = ::read(m_fd, bytes.data(), size_t(bytes.size()));
    m_buffer += bytes.first(std::max<qsizetype>(size, 0));
    if (!isWhole(m_buffer))
        return;
    const QByteArray request = std::exchange(m_buffer, {});
    heard.append(request);
    if (const QByteArray reply = answer(request); !reply.isEmpty())
        say(reply);
}

QByteArray rtuFrame(int unit, const QByteArray &pdu)
{
    const QByteArray frame = char(unit) + pdu;
    const quint16 crc = modbus::crc16(frame);
    return frame + char(crc) + char(crc >> 8);
}

} // namespace mws
