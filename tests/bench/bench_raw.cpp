// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The least that a client can do: the reference of tests/bench/modbus. It sends FC 3 and takes the
// answers over into an array; it checks length and transaction and nothing else.
//
// Usage: bench_raw tcp <port> <registers>      slices over one connection
//        bench_raw rtu <line> <baud> <registers>   slices over a serial line
//        bench_raw links <port> <count>        4 × 125 registers at 1 s over so many connections

#include "clockwork.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <queue>
#include <string_view>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <termios.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace mws;

namespace
{

constexpr int kBlocks = 4;
constexpr int kRegisters = 125;
constexpr size_t kRequest = 12;
constexpr size_t kHeader = 9; ///< of an answer, before the registers

int connected(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(uint16_t(port));
    if (connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        exit(1);
    fcntl(socket, F_SETFL, O_NONBLOCK);
    return socket;
}

void putRequest(uint8_t *out, uint16_t id, int address, int count)
{
    const std::array<uint8_t, kRequest> bytes{
        uint8_t(id >> 8), uint8_t(id), 0, 0, 0, 6, 1, 3, uint8_t(address >> 8), uint8_t(address), 0,
        uint8_t(count)};
    memcpy(out, bytes.data(), bytes.size());
}

/// One connection and the registers that came over it.
class Link
{
public:
    Link(int port, int registers)
        : m_socket(connected(port))
        , m_registers(registers)
    {
    }

    [[nodiscard]] int socket() const { return m_socket; }

    void ask(int address) { askMany(1, address); }
    void askMany(int requests, int address)
    {
        std::array<uint8_t, 64 * kRequest> out;
        for (int i = 0; i < requests; ++i)
            putRequest(out.data() + size_t(i) * kRequest, ++m_asked, address, m_registers);
        const size_t size = size_t(requests) * kRequest;
        if (requests > 0 && send(m_socket, out.data(), size, MSG_NOSIGNAL) != ssize_t(size))
            exit(2);
    }

    /// How many answers have come.
    int receive()
    {
        const ssize_t got = recv(m_socket, m_in.data() + m_size, m_in.size() - m_size, 0);
        if (got <= 0)
            exit(3);
        m_size += size_t(got);
        const size_t frame = kHeader + 2 * size_t(m_registers);
        size_t taken = 0;
        int answers = 0;
        for (; taken + frame <= m_size; taken += frame, ++answers)
            take(m_in.data() + taken);
        m_size -= taken;
        memmove(m_in.data(), m_in.data() + taken, m_size);
        return answers;
    }

private:
    void take(const uint8_t *frame)
    {
        if ((frame[0] << 8 | frame[1]) != ++m_answered || frame[8] != 2 * m_registers)
            exit(4);
        for (size_t i = 0; i < size_t(m_registers); ++i)
            m_values[i] = uint16_t(frame[kHeader + 2 * i] << 8 | frame[kHeader + 2 * i + 1]);
    }

    int m_socket;
    int m_registers;
    uint16_t m_asked = 0;
    uint16_t m_answered = 0;
    size_t m_size = 0;
    std::array<uint8_t, 8192> m_in;
    std::array<uint16_t, kRegisters> m_values;
};

void runTcp(int port, int registers)
{
    Link link(port, registers);
    bench::runSlices([&link](int depth, int milliseconds) {
        const bench::Slice slice(milliseconds);
        int64_t requests = 0;
        link.askMany(depth, 0);
        for (int waiting = depth; waiting > 0;) {
            pollfd watched{link.socket(), POLLIN, 0};
            poll(&watched, 1, -1);
            const int answers = link.receive();
            requests += answers;
            if (slice.isOver())
                waiting -= answers;
            else
                link.askMany(answers, 0);
        }
        slice.print(requests);
    });
}

uint16_t crcOf(const uint8_t *bytes, size_t size)
{
    unsigned crc = 0xFFFF;
    for (size_t i = 0; i < size; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
    }
    return uint16_t(crc);
}

void runRtu(const char *path, int baudRate, int registers)
{
    const int line = open(path, O_RDWR | O_NOCTTY);
    std::array<uint8_t, 8> request{1, 3, 0, 0, 0, uint8_t(registers)};
    const uint16_t crc = crcOf(request.data(), 6);
    request[6] = uint8_t(crc);
    request[7] = uint8_t(crc >> 8);
    std::vector<uint8_t> answer(5 + 2 * size_t(registers));
    bench::runSlices([&](int, int milliseconds) {
        const bench::Slice slice(milliseconds);
        int64_t requests = 0;
        for (; !slice.isOver(); ++requests) {
            if (write(line, request.data(), request.size()) != ssize_t(request.size()))
                exit(2);
            for (size_t size = 0; size < answer.size();)
                size += size_t(read(line, answer.data() + size, answer.size() - size));
            if (crcOf(answer.data(), answer.size()) != 0)
                exit(3);
            bench::sleepUntil(bench::now() + bench::frameGap(baudRate));
        }
        slice.print(requests);
    });
}

/// Polls many connections, each every second since it was made, one request after the other.
class Links
{
public:
    Links(int port, int count);
    void run();

private:
    struct Due {
        int64_t at;
        size_t link;
        friend bool operator<(const Due &a, const Due &b) { return a.at > b.at; }
    };
    struct Poll {
        Link link;
        int block = kBlocks; ///< the one in flight; kBlocks: none
    };

    void watch(int descriptor, size_t index) const;
    void startDue();
    void onAnswer(Poll &poll) const;

    int m_epoll = epoll_create1(0);
    int m_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    std::vector<Poll> m_polls;
    std::priority_queue<Due> m_due;
};

Links::Links(int port, int count)
{
    m_polls.reserve(size_t(count));
    for (size_t i = 0; i < size_t(count); ++i) {
        m_polls.push_back({Link(port, kRegisters)});
        watch(m_polls.back().link.socket(), i);
        m_due.push({bench::now(), i});
    }
    watch(m_timer, m_polls.size());
    std::cout << "ready" << std::endl;
}

void Links::watch(int descriptor, size_t index) const
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void Links::run()
{
    std::array<epoll_event, 256> events;
    for (startDue();;) {
        const int count = epoll_wait(m_epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const size_t index = events[size_t(i)].data.u64;
            if (index < m_polls.size())
                onAnswer(m_polls[index]);
            else
                startDue();
        }
    }
}

void Links::startDue()
{
    while (m_due.top().at <= bench::now()) {
        const Due due = m_due.top();
        m_due.pop();
        m_due.push({due.at + bench::kSecond, due.link});
        if (std::exchange(m_polls[due.link].block, 0) != kBlocks)
            exit(5); // slower than once a second: this is no reference
        m_polls[due.link].link.ask(0);
    }
    const int64_t at = m_due.top().at;
    const itimerspec when{{}, {at / bench::kSecond, at % bench::kSecond}};
    timerfd_settime(m_timer, TFD_TIMER_ABSTIME, &when, nullptr);
}

void Links::onAnswer(Poll &poll) const
{
    if (poll.link.receive() > 0 && ++poll.block < kBlocks)
        poll.link.ask(poll.block * kRegisters);
}

} // namespace

int main(int argc, char **argv)
{
    prctl(PR_SET_TIMERSLACK, 1);
    const std::string_view mode(argc > 3 ? argv[1] : "");
    if (mode == "tcp")
        runTcp(atoi(argv[2]), atoi(argv[3]));
    else if (mode == "rtu" && argc > 4)
        runRtu(argv[2], atoi(argv[3]), atoi(argv[4]));
    else if (mode == "links")
        Links(atoi(argv[2]), atoi(argv[3])).run();
    return 1;
}
