// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The same slices by libmodbus, as its documentation shows its use: one request at a time.
//
// Usage: bench_libmodbus tcp <port> <registers>
//        bench_libmodbus rtu <line> <baud> <registers>     requests back to back
//        bench_libmodbus paused <line> <baud> <registers>  sleeps t3.5 before each request

#include "clockwork.h"

#include <array>
#include <modbus.h>
#include <string_view>

using namespace mws;

namespace
{

/// Runs slices with a silence of so many nanoseconds after each answer.
int run(modbus_t *context, int registers, int64_t gap)
{
    std::array<uint16_t, MODBUS_MAX_READ_REGISTERS> values;
    if (!context || modbus_set_slave(context, 1) != 0 || modbus_connect(context) != 0)
        return 1;
    bench::runSlices([&](int, int milliseconds) {
        const bench::Slice slice(milliseconds);
        int64_t requests = 0;
        for (; !slice.isOver(); ++requests) {
            if (modbus_read_registers(context, 0, registers, values.data()) != registers)
                exit(2);
            if (gap > 0)
                bench::sleepUntil(bench::now() + gap);
        }
        slice.print(requests);
    });
    modbus_close(context);
    modbus_free(context);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string_view mode(argc > 3 ? argv[1] : "");
    if (mode == "tcp")
        return run(modbus_new_tcp("127.0.0.1", atoi(argv[2])), atoi(argv[3]), 0);
    if (argc < 5)
        return 1;
    const int baudRate = atoi(argv[3]);
    return run(modbus_new_rtu(argv[2], baudRate, 'E', 8, 1), atoi(argv[4]),
               mode == "paused" ? bench::frameGap(baudRate) : 0);
}
