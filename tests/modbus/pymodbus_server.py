# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pymodbus server for the interoperability test.

Usage: pymodbus_server.py tcp|rtu|ascii|rtuOverTcp|udp <image file> [<serial line>]
       pymodbus_server.py tls <image file> <certificate>,<key>,<authority>

The image has one line per table: "holding 1 2 3". Says "ready <port>" and then every write as
"holding 10 1 2" on standard output.
"""
import asyncio
import importlib.metadata
import os
import ssl
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

from pymodbus.device import ModbusDeviceIdentification  # noqa: E402

IDENTITY = ModbusDeviceIdentification(
    info_name={"VendorName": "Acme", "ProductCode": "PM-7", "MajorMinorRevision": "1.02"}
)

try:
    from pymodbus.framer import FramerType
    from pymodbus.server import (
        ModbusSerialServer,
        ModbusTcpServer,
        ModbusTlsServer,
        ModbusUdpServer,
    )

    RTU, ASCII, MBAP = FramerType.RTU, FramerType.ASCII, FramerType.SOCKET
except ImportError:  # pymodbus 3.0
    from pymodbus.server.async_io import (
        ModbusSerialServer,
        ModbusTcpServer,
        ModbusTlsServer,
        ModbusUdpServer,
    )
    from pymodbus.transaction import ModbusAsciiFramer as ASCII
    from pymodbus.transaction import ModbusRtuFramer as RTU
    from pymodbus.transaction import ModbusSocketFramer as MBAP


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
        print("ready", port_of(server.transport), flush=True)
        await server.serving
    elif isinstance(server, ModbusSerialServer):
        await server.start()
        print("ready 0", flush=True)
        await server.serve_forever()
    else:
        task = asyncio.create_task(server.serve_forever())
        await server.serving
        listening = server.server if isinstance(server, ModbusTcpServer) else server.protocol
        print("ready", port_of(listening), flush=True)
        await task


def port_of(listening):
    """Of a TCP server or a datagram transport; 0 for a serial line."""
    if hasattr(listening, "get_extra_info"):
        listening = listening.get_extra_info("socket")
    elif hasattr(listening, "sockets"):
        listening = listening.sockets[0]
    return listening.getsockname()[1] if hasattr(listening, "getsockname") else 0


def tls_of(files):
    certificate, key, authority = files.split(",")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(authority)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def server_of(kind, image, path):
    network = {"context": context(image), "identity": IDENTITY, "address": ("127.0.0.1", 0)}
    if kind == "tcp":
        return ModbusTcpServer(**network)
    if kind == "rtuOverTcp":
        return ModbusTcpServer(framer=RTU, **network)
    if kind == "tls":
        # Its own framer for TLS leaves the MBAP header out, which the standard does not.
        return ModbusTlsServer(framer=MBAP, sslctx=tls_of(path), **network)
    if kind == "udp":
        return ModbusUdpServer(**network)
    # A pseudo-terminal has no parity; the C library refuses to set one twice.
    return ModbusSerialServer(
        context(image),
        framer=ASCII if kind == "ascii" else RTU,
        port=path,
        baudrate=115200,
        parity="N",
        stopbits=1,
        bytesize=8,
        timeout=1,
    )


async def main(kind, image, path=""):
    await serve(server_of(kind, image, path))


asyncio.run(main(*sys.argv[1:]))
