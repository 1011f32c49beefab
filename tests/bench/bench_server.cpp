// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A Modbus TCP device for any number of clients over one epoll; answers FC 3 only, one request
// after the other, as devices do. All registers change from answer to answer.
//
// Usage: bench_server
//
// Says its port on standard output. "begin" on standard input forgets what was asked so far, "end"
// prints it as [[connection, address, nanoseconds], …].

#include "clockwork.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

using namespace mws;

namespace
{

constexpr int kRequest = 12;
constexpr size_t kHeader = 9; ///< of an answer, before the registers
constexpr int kMostRegisters = 125;

struct Client {
    int number = 0;
    int socket = -1;
    unsigned answered = 0;
    size_t size = 0;
    std::array<uint8_t, 512> bytes; ///< of requests
};

struct Asked {
    int connection;
    int address;
    int64_t time;
};

/// Registers as they go over the wire, with enough behind the last address for one read.
std::vector<uint8_t> makeRegisters()
{
    std::vector<uint8_t> bytes;
    for (int i = 0; i < 65536 + kMostRegisters; ++i)
        bytes.insert(bytes.end(), {uint8_t(i >> 8), uint8_t(i)});
    return bytes;
}

class Server
{
public:
    Server();
    void run();

private:
    void watch(int descriptor);
    void accept();
    [[nodiscard]] bool command();
    void serve(Client &client);
    bool answer(Client &client, const uint8_t *request);
    void drop(const Client &client);

    std::vector<uint8_t> m_registers = makeRegisters();
    int m_epoll = epoll_create1(EPOLL_CLOEXEC);
    int m_listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int m_accepted = 0;
    bool m_recording = false;
    std::vector<Asked> m_asked;
    std::unordered_map<int, Client> m_clients; ///< by socket
};

Server::Server()
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
    listen(m_listener, SOMAXCONN);
    getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    watch(m_listener);
    watch(STDIN_FILENO);
    std::cout << ntohs(address.sin_port) << std::endl;
}

void Server::watch(int descriptor)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void Server::run()
{
    std::array<epoll_event, 256> events;
    for (bool running = true; running;) {
        const int count = epoll_wait(m_epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[size_t(i)].data.fd;
            if (descriptor == m_listener)
                accept();
            else if (descriptor == STDIN_FILENO)
                running &= command();
            else
                serve(m_clients.at(descriptor));
        }
    }
}

void Server::accept()
{
    for (int socket; (socket = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_clients[socket] = {m_accepted++, socket, 0, 0, {}};
        watch(socket);
    }
}

bool Server::command()
{
    std::string word;
    if (!(std::cin >> word))
        return false;
    m_recording = word == "begin";
    if (!m_recording) {
        const char *between = "[";
        for (const Asked &asked : m_asked) {
            std::cout << between << '[' << asked.connection << ',' << asked.address << ','
                      << asked.time << ']';
            between = ",";
        }
        std::cout << (m_asked.empty() ? "[]" : "]") << std::endl;
    }
    m_asked.clear();
    return true;
}

void Server::serve(Client &client)
{
    const ssize_t got = recv(client.socket, client.bytes.data() + client.size,
                             client.bytes.size() - client.size, 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            drop(client);
        return;
    }
    client.size += size_t(got);
    size_t taken = 0;
    for (bool sent = true; sent && taken + kRequest <= client.size; taken += kRequest)
        sent = answer(client, client.bytes.data() + taken);
    client.size -= taken;
    memmove(client.bytes.data(), client.bytes.data() + taken, client.size);
}

bool Server::answer(Client &client, const uint8_t *request)
{
    std::array<uint8_t, kHeader + 2 * kMostRegisters> out;
    const int address = request[8] << 8 | request[9];
    const size_t bytes = 2 * size_t(std::min(request[10] << 8 | request[11], kMostRegisters));
    memcpy(out.data(), request, 8);
    out[4] = 0;
    out[5] = uint8_t(bytes + 3);
    out[8] = uint8_t(bytes);
    const auto from = size_t(uint16_t(unsigned(address) + client.answered++));
    memcpy(out.data() + kHeader, m_registers.data() + 2 * from, bytes);
    if (m_recording)
        m_asked.push_back({client.number, address, bench::now()});
    return send(client.socket, out.data(), kHeader + bytes, MSG_NOSIGNAL) > 0;
}

void Server::drop(const Client &client)
{
    const int socket = client.socket;
    m_clients.erase(socket);
    close(socket); // which also takes it out of the epoll
}

} // namespace

int main()
{
    Server().run();
}
