// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A serial line with one Modbus RTU device, on a pseudo terminal. Every byte takes the time that it
// takes at the baud rate, in both directions, and comes when its last bit has come. The device
// answers FC 3 for unit 1 without any delay.
//
// Usage: bench_line <baud rate>
//        bench_line awake    keeps the cores awake with the time that nobody wants, until standard
//                            input ends: a virtual core that sleeps comes late
//
// Says the path of the terminal on standard output. "gaps" on standard input prints what the line
// saw since the last time: how many requests followed another, in what time from the first to the
// last, how many began during an answer, and the shortest and the median silence between an answer
// and the next request; times in nanoseconds.

#include "clockwork.h"

#include <algorithm>
#include <array>
#include <deque>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <string>
#include <sys/timerfd.h>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace mws;

namespace
{

constexpr size_t kRequest = 8;
constexpr uint8_t kUnit = 1;
constexpr int kReadHolding = 3;

struct Byte {
    uint8_t value;
    int64_t at; ///< when its last bit is on the line
};

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

class Line
{
public:
    explicit Line(int baudRate);
    void run();

private:
    void hear();
    void beginRequest(int64_t at);
    void deliver();
    void take(const Byte &byte);
    void answer(int64_t at);
    [[nodiscard]] bool command();
    void arm() const;

    int m_master = -1;
    int m_slave = -1; ///< held open, so that the line outlives its clients
    int m_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    int64_t m_byteTime;
    int64_t m_sentUntil = 0; ///< the end of what the client sends
    int64_t m_answeredUntil = 0;
    std::deque<Byte> m_toDevice;
    std::deque<Byte> m_toClient;
    std::vector<uint8_t> m_request; ///< as far as the device has it
    uint16_t m_counter = 0;
    int64_t m_firstRequest = 0; ///< since the last "gaps"
    int64_t m_lastRequest = 0;
    int m_collisions = 0;
    std::vector<int64_t> m_gaps;
};

Line::Line(int baudRate)
    : m_byteTime(bench::byteTime(baudRate))
{
    std::array<char, 256> path{};
    termios raw{};
    cfmakeraw(&raw);
    if (openpty(&m_master, &m_slave, path.data(), &raw, nullptr) != 0)
        exit(1);
    fcntl(m_master, F_SETFL, O_NONBLOCK);
    std::cout << path.data() << std::endl;
}

void Line::run()
{
    std::array<pollfd, 3> watched{
        {{m_master, POLLIN, 0}, {m_timer, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    for (bool running = true; running;) {
        poll(watched.data(), watched.size(), -1);
        if (watched[0].revents)
            hear();
        deliver();
        arm();
        if (watched[2].revents)
            running = command();
    }
}

void Line::hear()
{
    std::array<uint8_t, 256> bytes;
    const ssize_t size = read(m_master, bytes.data(), bytes.size());
    const int64_t heard = bench::now();
    for (ssize_t i = 0; i < size; ++i) {
        const int64_t start = std::max(heard, m_sentUntil);
        if (m_toDevice.empty() && m_request.empty())
            beginRequest(start);
        m_sentUntil = start + m_byteTime;
        m_toDevice.push_back({bytes[size_t(i)], m_sentUntil});
    }
}

void Line::beginRequest(int64_t at)
{
    if (m_answeredUntil == 0) { // the pause between two slices is no gap
        m_firstRequest = at;
    } else {
        m_collisions += at < m_answeredUntil;
        m_gaps.push_back(at - m_answeredUntil);
    }
    m_lastRequest = at;
}

void Line::deliver()
{
    const int64_t time = bench::now();
    for (; !m_toDevice.empty() && m_toDevice.front().at <= time; m_toDevice.pop_front())
        take(m_toDevice.front());
    std::array<uint8_t, 512> bytes;
    size_t size = 0;
    for (; !m_toClient.empty() && m_toClient.front().at <= time; m_toClient.pop_front())
        bytes[size++] = m_toClient.front().value;
    if (size > 0 && write(m_master, bytes.data(), size) != ssize_t(size))
        exit(2);
}

void Line::take(const Byte &byte)
{
    m_request.push_back(byte.value);
    if (m_request.size() < kRequest)
        return;
    if (m_request[0] == kUnit && m_request[1] == kReadHolding
        && crcOf(m_request.data(), kRequest) == 0)
        answer(byte.at);
    m_request.clear();
}

void Line::answer(int64_t at)
{
    const auto count = std::min<uint8_t>(m_request[5], 125);
    std::vector<uint8_t> frame{kUnit, kReadHolding, uint8_t(2 * count)};
    for (int i = 0; i < count; ++i) {
        ++m_counter;
        frame.insert(frame.end(), {uint8_t(m_counter >> 8), uint8_t(m_counter)});
    }
    const uint16_t crc = crcOf(frame.data(), frame.size());
    frame.insert(frame.end(), {uint8_t(crc), uint8_t(crc >> 8)});
    for (const uint8_t value : frame) {
        at += m_byteTime;
        m_toClient.push_back({value, at});
    }
    m_answeredUntil = at;
}

bool Line::command()
{
    std::string word;
    if (!(std::cin >> word))
        return false;
    std::sort(m_gaps.begin(), m_gaps.end());
    std::cout << "{\"cycles\":" << m_gaps.size() << ",\"span\":" << m_lastRequest - m_firstRequest
              << ",\"collisions\":" << m_collisions
              << ",\"shortest\":" << (m_gaps.empty() ? 0 : m_gaps.front())
              << ",\"median\":" << (m_gaps.empty() ? 0 : m_gaps[m_gaps.size() / 2]) << "}"
              << std::endl;
    m_gaps.clear();
    m_collisions = 0;
    m_answeredUntil = 0;
    return true;
}

void Line::arm() const
{
    int64_t next = INT64_MAX;
    for (const auto *queue : {&m_toDevice, &m_toClient}) {
        if (!queue->empty())
            next = std::min(next, queue->front().at);
    }
    itimerspec when{};
    if (next != INT64_MAX)
        when.it_value = {next / bench::kSecond, next % bench::kSecond};
    timerfd_settime(m_timer, TFD_TIMER_ABSTIME, &when, nullptr);
}

void keepAwake()
{
    const auto spin = [](const std::stop_token &stop) {
        const sched_param none{0};
        sched_setscheduler(0, SCHED_IDLE, &none);
        while (!stop.stop_requested()) { }
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
        threads.emplace_back(spin);
    std::cout << "ready" << std::endl;
    std::cin.get();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && std::string(argv[1]) == "awake") {
        keepAwake();
        return 0;
    }
    if (argc != 2 || atoi(argv[1]) < 300)
        return 1;
    const sched_param priority{1}; // a line keeps its time however busy the machine is
    sched_setscheduler(0, SCHED_FIFO, &priority);
    Line(atoi(argv[1])).run();
}
