# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds docs/CONFORMANCE.md against the tests that it names.

usage: conformance.py <repository>; prints what is wrong and ends with 1 if there is anything.
"""

import pathlib
import re
import sys

STATES = {"met", "partly", "open", "not ours"}


def problems_of(cells, number, has_test):
    row, _, asks, state, _, tests = cells
    named = re.findall(r"`([^`]*)`", tests)
    if row != str(number):
        yield f"row {row} should be {number}"
    if not asks:
        yield f"row {row} asks for nothing"
    if state not in STATES:
        yield f"row {row}: there is no state '{state}'"
    if state in ("met", "partly") and not named:
        yield f"row {row} is {state} without a test"
    yield from (f"row {row}: there is no test {name}" for name in named if not has_test(name))


class Tests:
    def __init__(self, repository):
        self.folder = repository / "tests"

    def has(self, name):
        place, _, rest = name.partition(" ")
        if place == "e2e":
            step = f"await step('{rest.strip(chr(34))}'"
            return any(step in path.read_text(encoding="utf-8") for path in self.folder.glob("e2e/*.e2e.mjs"))
        if place == "ctest":
            return any(f"NAME {rest}\n" in path.read_text(encoding="utf-8")
                       for path in self.folder.glob("*/CMakeLists.txt"))
        folder, _, file = place.partition("/")
        path = self.folder / folder / f"tst_{file}.cpp"
        return path.is_file() and bool(
            re.search(rf"\bvoid (?:\w+::)?{re.escape(rest)}\(\)", path.read_text(encoding="utf-8")))


def main(repository):
    lines = (repository / "docs/CONFORMANCE.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines
            if re.match(r"\| \d", line)]
    has_test = Tests(repository).has
    wrong = [problem for number, cells in enumerate(rows, 1)
             for problem in problems_of(cells, number, has_test)]
    print("\n".join(wrong) or f"{len(rows)} rows, every test is there")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
