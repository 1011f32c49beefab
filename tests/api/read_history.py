# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Downloads a history with Python's own client and readers and holds it against what was stored.

read_history.py port cookie path csv|ndjson stored
stored: for each row the time (ms, int64), the value (float64) and whether it is good (byte), little-endian.
Prints "equal <rows>", or the first difference.
"""

import csv
import datetime
import http.client
import io
import json
import struct
import sys

ROW = struct.Struct("<qdB")


def rows_of(text, form):
    if form == "csv":
        for row in csv.DictReader(text):
            yield row, float(row["value"]) if row["value"] else None
    else:
        for line in text:
            row = json.loads(line)
            yield row, row["value"]


def stored_rows(name):
    with open(name, "rb") as file:
        for time, value, good in ROW.iter_unpack(file.read()):
            yield time, value if good else None, "good" if good else "bad"


def main(port, cookie, path, form, stored):
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    text = io.TextIOWrapper(response, encoding="utf-8", newline="")
    wanted = stored_rows(stored)
    number = 0
    for row, value in rows_of(text, form):
        moment = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
        found = (round(moment.timestamp() * 1000), value, row["quality"])
        rest = (row["tag"], row["path"], row["unit"])
        expected = next(wanted, None)
        if found != expected or rest != ("level", "pumping/tank/level", "m"):
            return f"row {number}: {found} {rest} instead of {expected}"
        number += 1
    return f"equal {number}" if next(wanted, None) is None else f"ends after {number}"


print(main(*sys.argv[1:]))
