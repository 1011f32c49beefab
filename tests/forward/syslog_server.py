# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A syslog server over TLS (RFC 5425) that takes RFC 5424 by the letter, apart from the product's own code.

usage: syslog_server.py <certificate> <key> <port, 0: any> [<authority of clients>]
Prints the port, then a line of JSON for each message: its parts, and whether the hash in it fits its fields and the
message before; or {"error"} for what is no message.
"""

import calendar
import hashlib
import json
import re
import socket
import ssl
import struct
import sys
import time

HEADER = re.compile(
    rb"<(0|[1-9]\d{0,2})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d:\d\d) ([!-~]{1,255}) ([!-~]{1,48}) "
    rb"([!-~]{1,128}) ([!-~]{1,32}) ")
NAME = rb'[!#-<>-\\^-~]{1,32}'
PARAMETER = re.compile(rb' (' + NAME + rb')="((?:[^"\\\]]|\\["\\\]])*)"')
TEXTS = ("actor", "origin", "action", "target", "outcome", "detail", "correlation")


def parse(message):
    header = HEADER.match(message)
    if not header or int(header[1]) > 191:
        raise ValueError(f"header {message[:80]!r}")
    rest = message[header.end():]
    element = re.match(rb"\[(" + NAME + rb")", rest)
    if not element:
        raise ValueError("structured data")
    at, data = element.end(), {}
    while parameter := PARAMETER.match(rest, at):
        value = re.sub(rb'\\(["\\\]])', rb"\1", parameter[2]).decode("utf-8", "strict")
        if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in value):
            raise ValueError("control character")
        data[parameter[1].decode()] = value
        at = parameter.end()
    if rest[at:at + 5] != b"] \xef\xbb\xbf":
        raise ValueError(f"end of the structured data {rest[at:at + 20]!r}")
    return {"priority": int(header[1]), "time": (header[2] + (header[3] or b"") + header[4]).decode(),
            "host": header[5].decode(), "name": header[6].decode(), "messageId": header[8].decode(),
            "id": element[1].decode(), "data": data, "text": rest[at + 5:].decode("utf-8", "strict")}


def hash_of(before, data):
    moment, milliseconds = data["time"].rstrip("Z").split(".")
    ms = calendar.timegm(time.strptime(moment, "%Y-%m-%dT%H:%M:%S")) * 1000 + int(milliseconds)
    whole = struct.pack(">q", len(before)) + before + struct.pack(">qq", int(data["id"]), ms)
    for name in TEXTS:
        text = data[name].encode()
        whole += struct.pack(">q", len(text)) + text
    return hashlib.sha256(whole).digest()


def messages(connection):
    stream = connection.makefile("rb")
    while True:
        length = b""
        while (byte := stream.read(1)).isdigit():
            length += byte
        if byte == b"" and length == b"":
            return
        if byte != b" " or length.startswith(b"0"):
            raise ValueError("frame")
        message = stream.read(int(length))
        if len(message) != int(length):
            return
        yield message


def say(what):
    print(json.dumps(what), flush=True)


def serve(connection, hashes):
    for message in messages(connection):
        parts = parse(message)
        number, own = int(parts["data"]["id"]), bytes.fromhex(parts["data"]["hash"])
        before = hashes.get(number - 1, b"" if number == 1 else None)
        parts["fits"] = before is not None and hash_of(before, parts["data"]) == own
        hashes[number] = own
        say(parts)


def main(certificate, key, port, authority=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if authority:
        context.load_verify_locations(authority)
        context.verify_mode = ssl.CERT_REQUIRED
    listener = socket.create_server(("127.0.0.1", int(port)))
    print(listener.getsockname()[1], flush=True)
    hashes = {}
    while True:
        plain, _ = listener.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                serve(connection, hashes)
        except (ssl.SSLError, ConnectionError):
            pass
        except ValueError as error:
            say({"error": str(error)})


main(*sys.argv[1:])
