# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/modbus/interop.json: for every data type and byte order a value as the device
holds it, another one to write, and the registers of both. The registers are made here with Python's
struct module, not by the codec that is tested.

Usage: make_interop.py > ../data/modbus/interop.json
"""
import json
import struct

LETTERS = {
    1: {"ABCD": "AB", "BADC": "BA", "CDAB": "AB", "DCBA": "BA"},
    2: {"ABCD": "ABCD", "BADC": "BADC", "CDAB": "CDAB", "DCBA": "DCBA"},
    3: {"ABCD": "ABCDEF", "BADC": "BADCFE", "CDAB": "EFCDAB", "DCBA": "FEDCBA"},
    4: {
        "ABCD": "ABCDEFGH",
        "BADC": "BADCFEHG",
        "CDAB": "GHEFCDAB",
        "DCBA": "HGFEDCBA",
        "CDABGHEF": "CDABGHEF",
        "EFGHABCD": "EFGHABCD",
    },
}


def packed(code):
    return lambda value: struct.pack(">" + code, value)


def bcd(digits):
    return lambda value: bytes.fromhex(f"{value:0{digits}d}")


def mod10k(words):
    def encode(value):
        parts = [value // 10000**i % 10000 for i in reversed(range(words))]
        return struct.pack(f">{words}H", *parts)

    return encode


# type: registers, encoder, value in the device, value to write
NUMBERS = {
    "int16": (1, packed("h"), -12345, 321),
    "uint16": (1, packed("H"), 54321, 65535),
    "float16": (1, packed("e"), -2.5, 0.09375),
    "bcd16": (1, bcd(4), 1234, 9870),
    "int32": (2, packed("i"), -1234567890, 305419896),
    "uint32": (2, packed("I"), 4023233417, 16909060),
    "float32": (2, packed("f"), 230.25, -0.0009765625),
    "bcd32": (2, bcd(8), 12345678, 90817263),
    "mod10k32": (2, mod10k(2), 12345678, 99990001),
    "mod10k48": (3, mod10k(3), 123456789012, 999900010002),
    "int64": (4, packed("q"), -1234567890123456789, 72623859790382856),
    "uint64": (4, packed("Q"), 18364758544493064720, 9007199254740993),
    "float64": (4, packed("d"), 3.141592653589793, -1.25e-300),
    "bcd64": (4, bcd(16), 1234567890123456, 9081726354433221),
    "mod10k64": (4, mod10k(4), 1234567890123456, 9999000100020003),
}

PARTS = {  # type: shift, mask, value in the device, value to write
    "int8Low": (0, 0xFF, -100, 77),
    "int8High": (8, 0xFF, -128, 1),
    "uint8Low": (0, 0xFF, 200, 9),
    "uint8High": (8, 0xFF, 255, 16),
}


def words_of(data):
    return list(struct.unpack(f">{len(data) // 2}H", data))


def ordered(data, order):
    letters = LETTERS[len(data) // 2][order]
    return words_of(bytes(data["ABCDEFGH".index(letter)] for letter in letters))


def as_json(value):
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value


def numbers():
    for name, (count, encode, value, other) in NUMBERS.items():
        for order in LETTERS[count]:
            yield {
                "type": name,
                "order": order,
                "words": ordered(encode(value), order),
                "value": as_json(value),
                "write": as_json(other),
                "written": ordered(encode(other), order),
            }


def part_of(base, shift, mask, value):
    return struct.pack(">H", (base & ~(mask << shift) & 0xFFFF) | ((value & mask) << shift))


def parts():
    base = 0x5AA5
    for order in ("ABCD", "BADC"):
        for name, (shift, mask, value, other) in PARTS.items():
            yield {
                "type": name,
                "order": order,
                "words": ordered(part_of(base, shift, mask, value), order),
                "value": value,
                "write": other,
                "written": ordered(part_of(base, shift, mask, other), order),
            }
        for bit in (0, 7, 8, 15):
            value = bool(base >> bit & 1)
            yield {
                "type": "bool",
                "order": order,
                "bit": bit,
                "words": ordered(part_of(base, bit, 1, value), order),
                "value": value,
                "write": not value,
                "written": ordered(part_of(base, bit, 1, not value), order),
            }


# first bit, number of bits, value in the device, value to write
FIELDS = ((3, 7, 100, 27), (12, 4, 9, 6), (0, 16, 54321, 258))


def fields():
    base = 0x5AA5
    for order in ("ABCD", "BADC"):
        for first, bits, value, other in FIELDS:
            mask = (1 << bits) - 1
            yield {
                "type": "bitField",
                "order": order,
                "bit": first,
                "length": bits,
                "words": ordered(part_of(base, first, mask, value), order),
                "value": value,
                "write": other,
                "written": ordered(part_of(base, first, mask, other), order),
            }


def text_words(text, length, swap):
    data = text.encode("latin-1").ljust(length + length % 2, b"\0")
    words = words_of(data)
    return [word >> 8 | (word & 0xFF) << 8 for word in words] if swap else words


def texts():
    for order, swap in (("ABCD", False), ("BADC", True)):
        for length in (6, 7):
            yield {
                "type": "string",
                "order": order,
                "length": length,
                "words": text_words("Grün", length, swap),
                "value": "Grün",
                "write": "Ofen-2",
                "written": text_words("Ofen-2", length, swap),
            }


def main():
    cases = []
    address = 0
    for case in [*numbers(), *parts(), *texts(), *fields()]:
        cases.append({"table": "holding", "address": address, **case})
        address += len(case["words"])
    address = 0
    for case in [*numbers(), *parts(), *texts(), *fields()]:
        read_only = {key: case[key] for key in case if key not in ("write", "written")}
        cases.append({"table": "input", "address": address, **read_only})
        address += len(case["words"])
    for address, value in enumerate([True, False, False, True, True, True, False, False, True]):
        bit = {"address": address, "type": "bool", "words": [int(value)], "value": value}
        cases.append({"table": "coil", **bit, "write": not value, "written": [int(not value)]})
        cases.append({"table": "discrete", **bit})
    rows = ",\n".join("  " + json.dumps(case) for case in cases)
    print('{\n "source": "tests/modbus/make_interop.py",\n "cases": [\n' + rows + "\n ]\n}")


if __name__ == "__main__":
    main()
