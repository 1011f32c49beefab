# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges texts by Python's JSON parser: for each line of hexadecimal bytes a line "y" or "n".

That parser takes NaN and Infinity, duplicate keys, NUL, lone surrogates, scalars and numbers that no
double holds; these are refused here.
"""

import json
import math
import re
import sys


def refuse(_):
    raise ValueError


def number(text):
    value = float(text)
    mantissa = text.lower().split("e")[0]
    if math.isinf(value) or (value == 0 and re.search("[1-9]", mantissa)):
        raise ValueError
    return value


def members(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError
    return pairs


def check(value):
    """Texts in it; an object is a list of pairs here."""
    if isinstance(value, str):
        if "\0" in value.encode("utf-8").decode("utf-8"):
            raise ValueError
    elif isinstance(value, (list, tuple)):
        for element in value:
            check(element)


def verdict(line):
    try:
        value = json.loads(bytes.fromhex(line).decode("utf-8"), parse_constant=refuse,
                           parse_int=number, parse_float=number, object_pairs_hook=members)
        if not isinstance(value, list):
            raise ValueError
        check(value)
    except ValueError:
        return "n"
    return "y"


print("\n".join(verdict(line) for line in sys.stdin))
