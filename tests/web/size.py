# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds how much the browser client is, in bytes of gzip: what a browser needs for the first page, and all.

usage: size.py <folder of the built client>; prints both and ends with 1 if one is too large.

The first page is index.html with the scripts and style sheets that it names. Texts other than English and pages
that few open are fetched besides.
"""

import gzip
import pathlib
import re
import sys

FIRST_PAGE = 70_000
EVERYTHING = 200_000


def size_of(files):
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def main(folder):
    page = folder / "index.html"
    named = re.findall(r'(?:src|href)="\./(assets/[^"]+\.(?:js|css))"', page.read_text(encoding="utf-8"))
    if not any(name.endswith(".js") for name in named):
        print("index.html names no script")
        return 1
    every = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".qrc"]
    first, everything = size_of([page, *(folder / name for name in named)]), size_of(every)
    print(f"first page {first} of {FIRST_PAGE}, everything {everything} of {EVERYTHING}")
    return 1 if first > FIRST_PAGE or everything > EVERYTHING else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
