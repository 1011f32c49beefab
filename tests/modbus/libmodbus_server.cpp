// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A libmodbus server for the interoperability test.
//
// Usage: libmodbus_server tcp|rtu <image file> [<serial line>]
//
// The image has one line per table: "holding 1 2 3". Says "ready <port>" and then every write as
// "holding 10 1 2" on standard output. With WITHOUT_FC22 in the environment it refuses that one.

#include <arpa/inet.h>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <modbus.h>
#include <netinet/in.h>
#include <sstream>
#include <string>
#include <vector>

namespace
{

constexpr int kSize = 1000;

using Image = std::map<std::string, std::vector<uint16_t>>;

Image readImage(const char *path)
{
    Image image;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream stream(line);
        std::string name;
        stream >> name;
        for (int value = 0; stream >> value;)
            image[name].push_back(uint16_t(value));
    }
    return image;
}

modbus_mapping_t *mappingOf(const Image &image)
{
    modbus_mapping_t *mapping = modbus_mapping_new(kSize, kSize, kSize, kSize);
    const auto copy = [&image](const char *name, auto *target) {
        const auto &values = image.at(name);
        for (size_t i = 0; i < values.size(); ++i)
            target[i] = std::remove_reference_t<decltype(*target)>(values[i]);
    };
    copy("coil", mapping->tab_bits);
    copy("discrete", mapping->tab_input_bits);
    copy("holding", mapping->tab_registers);
    copy("input", mapping->tab_input_registers);
    return mapping;
}

int wordAt(const uint8_t *pdu, int at)
{
    return pdu[at] << 8 | pdu[at + 1];
}

void tellWrite(const uint8_t *pdu, const modbus_mapping_t *mapping)
{
    const int function = pdu[0];
    const bool several = function == 15 || function == 16 || function == 23;
    if (function != 5 && function != 6 && function != 22 && !several)
        return;
    const bool coil = function == 5 || function == 15;
    const int place = function == 23 ? 5 : 1; // of the address
    const int address = wordAt(pdu, place);
    const int count = several ? wordAt(pdu, place + 2) : 1;
    std::cout << (coil ? "coil " : "holding ") << address;
    for (int i = address; i < address + count; ++i)
        std::cout << ' ' << (coil ? int(mapping->tab_bits[i]) : int(mapping->tab_registers[i]));
    std::cout << std::endl;
}

void serve(modbus_t *context, modbus_mapping_t *mapping)
{
    const bool refuses = std::getenv("WITHOUT_FC22") != nullptr;
    std::vector<uint8_t> request(MODBUS_MAX_ADU_LENGTH);
    for (int size = 0; size != -1;) {
        size = modbus_receive(context, request.data());
        if (size <= 0)
            continue;
        const uint8_t *pdu = request.data() + modbus_get_header_length(context);
        if (refuses && pdu[0] == MODBUS_FC_MASK_WRITE_REGISTER) {
            modbus_reply_exception(context, request.data(), MODBUS_EXCEPTION_ILLEGAL_FUNCTION);
            continue;
        }
        modbus_reply(context, request.data(), size, mapping);
        tellWrite(pdu, mapping);
    }
}

int serveTcp(modbus_mapping_t *mapping)
{
    modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
    int listener = modbus_tcp_listen(context, 1);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (listener < 0 || getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) < 0)
        return 1;
    std::cout << "ready " << ntohs(address.sin_port) << std::endl;
    while (modbus_tcp_accept(context, &listener) >= 0)
        serve(context, mapping);
    return 0;
}

int serveRtu(modbus_mapping_t *mapping, const char *path)
{
    modbus_t *context = modbus_new_rtu(path, 115200, 'E', 8, 1);
    if (modbus_set_slave(context, 1) < 0 || modbus_connect(context) < 0) {
        std::cerr << modbus_strerror(errno) << std::endl;
        return 1;
    }
    std::cout << "ready 0" << std::endl;
    for (;;)
        serve(context, mapping);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    modbus_mapping_t *mapping = mappingOf(readImage(argv[2]));
    return std::strcmp(argv[1], "tcp") == 0 ? serveTcp(mapping) : serveRtu(mapping, argv[3]);
}
