# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and writes the station's own Modbus server with pymodbus.

Usage: pymodbus_client.py tcp <port>
       pymodbus_client.py tls <port> <ca> <certificate and key, or -> writes|reads|part|nothing|refused [<TLS version>]
"""
import importlib.util
import ssl
import struct
import sys
import types

if not all(importlib.util.find_spec(name) for name in ("serial", "serial_asyncio")):
    sys.modules["serial"] = types.SimpleNamespace()  # pymodbus 3.0 imports them even for TCP
    sys.modules["serial_asyncio"] = types.SimpleNamespace(create_serial_connection=None)

import pymodbus  # noqa: E402
from pymodbus.client import ModbusTcpClient  # noqa: E402

IS_3_0 = pymodbus.__version__.startswith("3.0")
RARE_UNIT = {"unit": 1} if IS_3_0 else {"slave": 1}
VALUES = "write_registers" if IS_3_0 else "values"


def identification(client):
    if not IS_3_0:
        return client.read_device_information(read_code=1, object_id=0, slave=1)
    from pymodbus.mei_message import ReadDeviceInformationRequest
    return client.execute(ReadDeviceInformationRequest(read_code=1, object_id=0, unit=1))


class TlsClient(ModbusTcpClient):
    """Whole Modbus/TCP frames over TLS, as the MODBUS/TCP Security specification wants them.

    The TLS framer of pymodbus leaves the MBAP header out, so this is its TCP client on a TLS socket.
    """

    def __init__(self, port, context):
        super().__init__("127.0.0.1", port=port, timeout=3)
        self.context = context

    def connect(self):
        if not super().connect():
            return False
        if not isinstance(self.socket, ssl.SSLSocket):
            self.socket = self.context.wrap_socket(self.socket, server_hostname="127.0.0.1")
        return True

    def recv(self, size):
        self.socket.settimeout(3)
        data = b""
        while not data or (size and len(data) < size):
            chunk = self.socket.recv(size - len(data) if size else 4096)
            if not chunk:
                raise ConnectionError("closed by the server")
            data += chunk
        return data


def good(answer):
    if isinstance(answer, Exception):  # no answer at all
        raise answer
    assert not answer.isError(), answer
    return answer


def check_tcp(port):
    client = ModbusTcpClient("127.0.0.1", port=port, timeout=3)
    assert client.connect()
    assert good(client.read_coils(0, count=2, slave=1)).bits[:2] == [False, True]
    assert good(client.read_discrete_inputs(0, count=1, slave=1)).bits[0]
    good(client.write_coil(0, True, slave=1))
    assert good(client.read_coils(0, count=1, slave=1)).bits[0]
    good(client.write_coils(0, [False], slave=1))
    assert not good(client.read_coils(0, count=1, slave=1)).bits[0]
    words = good(client.read_input_registers(0, count=4, slave=1)).registers
    assert struct.unpack(">fi", struct.pack(">4H", words[1], words[0], *words[2:])) == (2.5, -5)
    words = good(client.read_input_registers(9, count=4, slave=1)).registers
    assert struct.pack(">4H", *words).rstrip(b"\0") == b"Tank 7"
    good(client.write_register(3, 17, slave=1))
    good(client.write_registers(0, [100, *struct.unpack(">2H", struct.pack(">f", 12.3)), 18], slave=1))
    words = good(client.read_holding_registers(0, count=4, slave=1)).registers
    assert words[0] == 100 and words[3] == 18, words
    assert struct.unpack(">f", struct.pack(">2H", *words[1:3]))[0] == struct.unpack(
        ">f", struct.pack(">f", 12.3))[0]
    partial = client.mask_write_register(address=3, and_mask=0x00FF, or_mask=0x0100, **RARE_UNIT)
    assert partial.exception_code == 1  # what the register holds by then is not known
    good(client.mask_write_register(address=3, and_mask=0, or_mask=0x0112, **RARE_UNIT))
    assert good(client.read_holding_registers(3, count=1, slave=1)).registers == [0x0112]
    both = good(client.readwrite_registers(read_address=0, read_count=1, write_address=3,
                                           **{VALUES: [21]}, **RARE_UNIT))
    assert both.registers == [100], both.registers
    assert client.read_holding_registers(200, count=1, slave=1).exception_code == 2
    assert client.write_register(0, 124, slave=1).exception_code == 3  # 12.4 is above the maximum
    assert client.write_register(4, 1, slave=1).exception_code == 1  # from the panel only
    assert client.read_holding_registers(0, count=1, slave=9).exception_code == 11
    client.close()


def tls_context(authority, identity, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(authority)
    if identity != "-":
        context.load_cert_chain(identity)
    if version:
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    return context


def check_denied(client):
    """No request is answered with more than exception 1, and the connection stays."""
    for _ in range(2):
        assert client.read_coils(0, count=1, slave=1).exception_code == 1
        assert client.read_discrete_inputs(0, count=1, slave=1).exception_code == 1
        assert client.read_holding_registers(3, count=1, slave=1).exception_code == 1
        assert client.read_input_registers(0, count=2, slave=1).exception_code == 1
        assert client.read_holding_registers(200, count=1, slave=1).exception_code == 1  # nor what is there
        both = client.readwrite_registers(read_address=3, read_count=1, write_address=3,
                                          **{VALUES: [3]}, **RARE_UNIT)
        assert both.exception_code == 1, both
        assert identification(client).exception_code == 1
    written = client.write_register(3, 3, slave=1)
    assert written.exception_code == 1, written
    client.close()


def check_part(client):
    """Registers 1 and 2 are there; all others, mapped or not, are refused alike."""
    good(client.read_holding_registers(1, count=2, slave=1))
    for address, count in ((3, 1), (1, 3), (200, 1)):
        assert client.read_holding_registers(address, count=count, slave=1).exception_code == 1
    for address in (3, 200):
        assert client.write_register(address, 3, slave=1).exception_code == 1
    both = client.readwrite_registers(read_address=3, read_count=1, write_address=1,
                                      **{VALUES: [0x3F80, 0]}, **RARE_UNIT)
    assert both.exception_code == 1, both
    good(client.write_registers(1, [0x3F80, 0], slave=1))
    client.close()


def check_tls(port, authority, identity, wanted, version=""):
    client = TlsClient(port, tls_context(authority, identity, version))
    try:
        if not client.connect():
            raise ConnectionError("no connection")
        if wanted == "nothing":
            check_denied(client)
            return
        if wanted == "part":
            check_part(client)
            return
        assert good(client.read_holding_registers(3, count=1, slave=1)).registers == [3]
        written = client.write_register(3, 3, slave=1)
    except (OSError, pymodbus.exceptions.ModbusException) as error:
        assert wanted == "refused", error
        return
    assert wanted != "refused", "the server took this client"
    if wanted == "writes":
        good(written)
    else:
        assert written.exception_code == 1, written
    client.close()


if sys.argv[1] == "tcp":
    check_tcp(int(sys.argv[2]))
else:
    check_tls(int(sys.argv[2]), *sys.argv[3:])
print("all good")
