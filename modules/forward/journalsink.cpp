// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/journalsink.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace mws::forward
{

JournalSink::JournalSink(RowSource source, QString socketFile)
    : m_source(std::move(source))
    , m_socketFile(std::move(socketFile))
{
}

JournalSink::~JournalSink()
{
    close({});
}

bool JournalSink::open()
{
    if (m_socket >= 0)
        return true;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = QFile::encodeName(m_socketFile);
    if (std::size_t(path.size()) >= sizeof address.sun_path) {
        m_problem = QStringLiteral("the path of the journal's socket is too long");
        return false;
    }
    std::memcpy(address.sun_path, path.constData(), std::size_t(path.size()));
    m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const auto *peer = reinterpret_cast<const sockaddr *>(&address);
    if (m_socket >= 0 && ::connect(m_socket, peer, sizeof address) == 0) {
        m_problem.clear();
        return true;
    }
    close(qt_error_string(errno));
    return false;
}

qsizetype JournalSink::send(const QList<HashedEntry> &rows)
{
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QByteArray bytes = journalEntry(rows[i], m_source);
        if (::send(m_socket, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL) >= 0)
            continue;
        if (errno != EAGAIN) // else its queue is full, and it takes the rest later
            close(qt_error_string(errno));
        return i;
    }
    return rows.size();
}

void JournalSink::close(const QString &why)
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
    m_problem = why;
}

} // namespace mws::forward
