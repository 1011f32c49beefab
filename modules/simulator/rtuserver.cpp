// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/rtuserver.h"

#include "simulator/responder.h"

#include <QFile>
#include <QFileInfo>
#include <QSocketNotifier>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace mws::simulator
{

namespace
{

constexpr int kSilenceMs = 20;

Error systemError(const QString &what)
{
    return {ErrorCode::Unavailable, what + QStringLiteral(": ") + qt_error_string(errno)};
}

/// Bytes of a request frame with address and CRC; 0: not known yet, -1: only a silence tells.
qsizetype requestLength(const QByteArray &buffer)
{
    const auto counted = [&buffer](qsizetype at) {
        return buffer.size() > at ? at + 1 + uchar(buffer[at]) + 2 : 0;
    };
    if (buffer.size() < 2)
        return 0;
    switch (uchar(buffer[1])) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
        return 8;
    case 15:
    case 16:
        return counted(6);
    case 22:
        return 10;
    case 23:
        return counted(10);
    default:
        return -1;
    }
}

bool hasGoodCrc(const QByteArray &frame)
{
    const qsizetype body = frame.size() - 2;
    if (body < 2)
        return false;
    const quint16 crc = rtuCrc(frame.left(body));
    return uchar(frame[body]) == (crc & 0xFF) && uchar(frame[body + 1]) == crc >> 8;
}

} // namespace

quint16 rtuCrc(const QByteArray &frame)
{
    unsigned crc = 0xFFFF;
    for (const char byte : frame) {
        crc ^= uchar(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    return quint16(crc);
}

RtuServer::RtuServer(QString connection, Responder &responder, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_responder(responder)
{
    m_silence.setSingleShot(true);
    m_silence.setInterval(kSilenceMs);
    connect(&m_silence, &QTimer::timeout, this, &RtuServer::endOfFrame);
}

RtuServer::~RtuServer()
{
    if (!m_link.isEmpty() && QFile::symLinkTarget(m_link) == m_terminal)
        QFile::remove(m_link);
    m_notifier.reset();
    if (m_slave >= 0)
        ::close(m_slave);
    if (m_master >= 0)
        ::close(m_master);
}

Result<void> RtuServer::open(const QString &link)
{
    if (auto made = makeTerminal(); !made)
        return made;
    if (auto made = makeLink(link); !made)
        return made;
    m_notifier = std::make_unique<QSocketNotifier>(m_master, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &RtuServer::read);
    return {};
}

Result<void> RtuServer::makeTerminal()
{
    m_master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (m_master < 0 || grantpt(m_master) != 0 || unlockpt(m_master) != 0)
        return systemError(QStringLiteral("cannot make a pseudo-terminal"));
    std::array<char, 128> name{};
    if (ptsname_r(m_master, name.data(), name.size()) != 0)
        return systemError(QStringLiteral("cannot name the pseudo-terminal"));
    m_terminal = QString::fromLocal8Bit(name.data());
    m_slave = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios settings{};
    if (m_slave < 0 || tcgetattr(m_slave, &settings) != 0)
        return systemError(QStringLiteral("cannot open the pseudo-terminal"));
    cfmakeraw(&settings);
    tcsetattr(m_slave, TCSANOW, &settings);
    return {};
}

Result<void> RtuServer::makeLink(const QString &link)
{
    if (link.isEmpty())
        return {};
    const QFileInfo info(link);
    if (info.isSymLink())
        QFile::remove(link);
    else if (info.exists())
        return Error{ErrorCode::Conflict, link + QStringLiteral(" exists and is no link")};
    if (!QFile::link(m_terminal, link))
        return Error{ErrorCode::Unavailable, QStringLiteral("cannot make the link ") + link};
    m_link = link;
    return {};
}

void RtuServer::release()
{
    ioctl(m_slave, TIOCNXCL);
    // tcsetattr() of the GNU C library fails when it changes nothing and asks for parity, which a
    // pseudo-terminal has not: leave the next program something to change.
    termios settings{};
    if (tcgetattr(m_slave, &settings) == 0) {
        settings.c_cc[VTIME] = 1;
        tcsetattr(m_slave, TCSANOW, &settings);
    }
}

void RtuServer::read()
{
    std::array<char, 512> bytes;
    const auto got = ::read(m_master, bytes.data(), bytes.size());
    if (got <= 0)
        return;
    m_buffer.append(bytes.data(), got);
    m_silence.start();
    while (takeFrame()) { }
}

bool RtuServer::takeFrame()
{
    const qsizetype length = requestLength(m_buffer);
    if (length <= 0 || m_buffer.size() < length)
        return false;
    const QByteArray frame = m_buffer.left(length);
    if (!hasGoodCrc(frame))
        return false; // out of step: the silence empties the buffer
    m_buffer.remove(0, length);
    handle(frame);
    return true;
}

void RtuServer::endOfFrame()
{
    const QByteArray frame = m_buffer;
    m_buffer.clear();
    if (hasGoodCrc(frame))
        handle(frame);
}

void RtuServer::handle(const QByteArray &frame)
{
    if (m_responder.faults.isClosed(m_connection))
        return;
    const int unit = uchar(frame[0]);
    const QByteArray pdu = frame.mid(1, frame.size() - 3);
    const Reply reply = m_responder.handle(m_connection, unit, pdu, false);
    if (reply.delayMs == 0)
        send(unit, reply);
    else
        QTimer::singleShot(reply.delayMs, this, [this, unit, reply] { send(unit, reply); });
}

void RtuServer::send(int unit, const Reply &reply)
{
    if (reply.kind == Reply::Kind::Silence)
        return;
    QByteArray frame = char(unit) + reply.pdu;
    const quint16 crc = rtuCrc(frame);
    frame.append(char(crc)).append(char(crc >> 8));
    if (reply.kind == Reply::Kind::Garbage)
        frame = QByteArray::fromHex("f3c39a17e80b44d15a");
    if (::write(m_master, frame.constData(), size_t(frame.size())) < 0)
        m_buffer.clear(); // nobody reads: the answer is lost, as on a wire
}

} // namespace mws::simulator
