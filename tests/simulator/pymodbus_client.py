# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and writes every table of the simulated waterworks with pymodbus, over TCP and RTU.

Usage: pymodbus_client.py <plc host:port> <skid host:port> <serial line>
"""
import importlib.util
import struct
import sys
import time
import types

HAS_SERIAL = all(importlib.util.find_spec(name) for name in ("serial", "serial_asyncio"))
if not HAS_SERIAL:  # pymodbus 3.0 imports them even for TCP
    sys.modules["serial"] = types.SimpleNamespace()
    sys.modules["serial_asyncio"] = types.SimpleNamespace(create_serial_connection=None)

import pymodbus  # noqa: E402
from pymodbus.client import ModbusSerialClient, ModbusTcpClient  # noqa: E402

# pymodbus 3.0 names the unit and the values differently in the two rarer requests.
IS_3_0 = pymodbus.__version__.startswith("3.0")
RARE_UNIT = {"unit": 1} if IS_3_0 else {"slave": 1}
VALUES = "write_registers" if IS_3_0 else "values"


def connect_tcp(endpoint):
    host, port = endpoint.rsplit(":", 1)
    client = ModbusTcpClient(host, port=int(port), timeout=3)
    assert client.connect(), endpoint
    return client


def good(answer):
    assert not answer.isError(), answer
    return answer


def swapped_float(words):
    return struct.unpack(">f", struct.pack(">HH", words[1], words[0]))[0]


def to_swapped_float(number):
    high, low = struct.unpack(">HH", struct.pack(">f", number))
    return [low, high]


def wait_for(what, condition, seconds=40):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def check_plc(endpoint):
    plc = connect_tcp(endpoint)
    # coils: the inlet valve is open; close and open it
    assert good(plc.read_coils(0, count=1, slave=1)).bits[0]
    good(plc.write_coil(0, False, slave=1))
    assert not good(plc.read_coils(0, count=1, slave=1)).bits[0]
    wait_for("valve leaves its end switch",
             lambda: not good(plc.read_discrete_inputs(0, count=2, slave=1)).bits[0])
    good(plc.write_coils(0, [True], slave=1))
    # discrete inputs: both raw water pumps run, none has tripped
    wait_for("both pumps run",
             lambda: good(plc.read_discrete_inputs(10, count=4, slave=1)).bits[:4]
             == [True, False, True, False])
    # input registers: pressure, float32 in CDAB order
    pressure = swapped_float(good(plc.read_input_registers(120, count=2, slave=1)).registers)
    assert 3.5 < pressure < 5.5, pressure
    # holding registers: a pressure setpoint moves the pressure
    good(plc.write_registers(54, to_swapped_float(3.8), slave=1))
    wait_for("pressure follows its setpoint", lambda: abs(swapped_float(
        good(plc.read_input_registers(120, count=2, slave=1)).registers) - 3.8) < 0.1)
    good(plc.write_register(21, 655, slave=1))
    assert good(plc.read_holding_registers(21, count=1, slave=1)).registers == [655]
    good(plc.mask_write_register(address=21, and_mask=0xFF00, or_mask=0x0011, **RARE_UNIT))
    assert good(plc.read_holding_registers(21, count=1, slave=1)).registers == [655 & 0xFF00 | 0x11]
    both = good(plc.readwrite_registers(read_address=20, read_count=2, write_address=21,
                                        **{VALUES: [700]}, **RARE_UNIT))
    assert both.registers == [2, 700], both.registers
    # text and exceptions
    words = good(plc.read_input_registers(150, count=8, slave=1)).registers
    text = struct.pack(">8H", *words).rstrip(b"\0").decode("latin-1")
    assert text == "WWL station 1", text
    assert plc.read_holding_registers(5000, count=1, slave=1).exception_code == 2
    assert plc.write_register(5000, 1, slave=1).exception_code == 2
    assert plc.read_input_registers(0, count=1, slave=77).exception_code == 11
    plc.close()


def check_skid(endpoint):
    skid = connect_tcp(endpoint)
    other = connect_tcp(endpoint)  # two clients at once
    ph = good(skid.read_input_registers(20, count=1, slave=1)).registers[0] / 100
    assert 7 < ph < 8.5, ph
    good(other.write_register(20, 790, slave=1))
    wait_for("pH follows its setpoint", lambda: abs(
        good(skid.read_input_registers(20, count=1, slave=1)).registers[0] - 790) <= 8)
    good(other.write_register(20, 760, slave=1))
    level = good(skid.read_input_registers(6, count=1, slave=1)).registers[0]
    assert f"{level:x}".isdecimal(), level  # BCD
    skid.close()
    other.close()


def check_line(port):
    # a pseudo-terminal has no parity; the C library refuses to set one twice
    line = ModbusSerialClient(port=port, baudrate=19200, parity="N", stopbits=1, timeout=3)
    assert line.connect(), port
    words = good(line.read_input_registers(0, count=12, slave=1)).registers
    volts = struct.unpack(">fff", struct.pack(">6H", *words[:6]))
    amps = struct.unpack(">fff", struct.pack(">6H", *words[6:]))
    assert all(215 < v < 245 for v in volts), volts
    assert all(5 < a < 150 for a in amps), amps
    high, low = good(line.read_input_registers(8, count=2, slave=2)).registers
    assert high < 10000 and low < 10000 and high * 10000 + low >= 52304
    good(line.write_register(2, 5, slave=2))
    assert good(line.read_holding_registers(2, count=1, slave=2)).registers == [5]
    good(line.write_coil(0, True, slave=2))
    wait_for("trip totaliser is reset",
             lambda: good(line.read_input_registers(8, count=2, slave=2)).registers[0] == 0
             and good(line.read_input_registers(8, count=2, slave=2)).registers[1] < 10)
    humidity = good(line.read_input_registers(2, count=1, slave=3)).registers[0]
    assert 20 < humidity < 100, humidity
    assert line.read_input_registers(4000, count=1, slave=3).exception_code == 2
    line.close()


def main():
    check_plc(sys.argv[1])
    check_skid(sys.argv[2])
    if HAS_SERIAL:
        check_line(sys.argv[3])
    else:
        print("without python3-serial-asyncio the serial line is left out")
    print("all good")


main()
