# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pymodbus server for the interoperability test.

Usage: pymodbus_server.py tcp|rtu <image file> [<serial line>]

The image has one line per table: "holding 1 2 3". Says "ready <port>" and then every write as
"holding 10 1 2" on standard output.
"""
import asyncio
import importlib.metadata
import os
import sys
import tty
import types


class RawLine:
    """A serial line without pyserial, enough for a pseudo terminal."""

    def __init__(self, path):
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.fd)

    def write(self, data):
        os.write(self.fd, data)

    def close(self):
        os.close(self.fd)


async def open_line(loop, factory, path, **_settings):
    line = RawLine(path)
    protocol = factory()
    protocol.connection_made(line)
    loop.add_reader(line.fd, lambda: protocol.data_received(os.read(line.fd, 512)))
    return line, protocol


if importlib.metadata.version("pymodbus").startswith("3.0"):
    # It imports them even for TCP, and its server does not get along with the real ones.
    sys.modules["serial"] = types.SimpleNamespace()
    sys.modules["serial_asyncio"] = types.SimpleNamespace(create_serial_connection=open_line)

from pymodbus.datastore import (  # noqa: E402
    ModbusSequentialDataBlock,
    ModbusServerContext,
    ModbusSlaveContext,
)

try:
    from pymodbus.server import ModbusSerialServer, ModbusTcpServer
except ImportError:  # pymodbus 3.0
    from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer


class LoggedBlock(ModbusSequentialDataBlock):
    """Tells about every write. pymodbus counts the addresses of a block from 1."""

    def __init__(self, name, values):
        super().__init__(1, values)
        self.name = name

    def setValues(self, address, values):  # noqa: N802
        super().setValues(address, values)
        print(self.name, address - 1, *(int(value) for value in values), flush=True)


def context(image):
    tables = {}
    with open(image, encoding="ascii") as lines:
        for line in lines:
            name, *values = line.split()
            tables[name] = LoggedBlock(name, [int(value) for value in values])
    slave = ModbusSlaveContext(
        co=tables["coil"],
        di=tables["discrete"],
        hr=tables["holding"],
        ir=tables["input"],
    )
    return ModbusServerContext(slaves=slave, single=True)


async def serve(server):
    """Listens, tells the port and serves; pymodbus 3.0 and 3.8 name these steps differently."""
    if hasattr(server, "listen"):
        await server.serve_forever(background=True)
        sockets = getattr(server.transport, "sockets", None)
        print("ready", sockets[0].getsockname()[1] if sockets else 0, flush=True)
        await server.serving
    elif isinstance(server, ModbusTcpServer):
        task = asyncio.create_task(server.serve_forever())
        await server.serving
        print("ready", server.server.sockets[0].getsockname()[1], flush=True)
        await task
    else:
        await server.start()
        print("ready 0", flush=True)
        await server.serve_forever()


async def serve_tcp(image):
    await serve(ModbusTcpServer(context(image), address=("127.0.0.1", 0)))


async def serve_rtu(image, path):
    # A pseudo-terminal has no parity; the C library refuses to set one twice.
    await serve(ModbusSerialServer(
        context(image), port=path, baudrate=115200, parity="N", stopbits=1, bytesize=8, timeout=1
    ))


if sys.argv[1] == "tcp":
    asyncio.run(serve_tcp(sys.argv[2]))
else:
    asyncio.run(serve_rtu(sys.argv[2], sys.argv[3]))
