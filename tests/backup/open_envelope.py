# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens an encrypted backup as envelope.h describes it, with the libraries of Python.

open_envelope.py file passphrase; writes what is in it to standard output.
"""

import hashlib
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 64 * 1024 + 16


def main(name, passphrase):
    with open(name, "rb") as file:
        data = file.read()
    head, body = data[:64], data[64:]
    assert head[:16] == b"mws-encrypted-1\0"
    cost = 1 << head[16]
    key = hashlib.scrypt(passphrase.encode(), salt=head[32:], n=cost, r=8, p=1,
                         maxmem=cost * 1024 + 65536, dklen=32)
    pieces = [body[at:at + PIECE] for at in range(0, len(body), PIECE)]
    for number, piece in enumerate(pieces):
        last = number + 1 == len(pieces)
        nonce = number.to_bytes(8, "big") + int(last).to_bytes(4, "big")
        sys.stdout.buffer.write(AESGCM(key).decrypt(nonce, piece, head))


main(*sys.argv[1:])
