# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds docs/CONFORMANCE.md, docs/RECOMMENDATIONS.md and docs/FIELD-FAILURES.md against the tests that they name.

usage: conformance.py <repository>; prints what is wrong and ends with 1 if there is anything.
"""

import pathlib
import re
import string
import sys

STATES = {"met", "partly", "open", "not ours"}
RECOMMENDATIONS = [*map(str, range(1, 43)), *string.ascii_uppercase[:22]]  # rows 1 to 42, classes A to V


def tests_of(cells):
    return re.findall(r"`([^`]*)`", cells[-1])


def conformance(cells):
    row, _, asks, state, here, _ = cells
    if not asks:
        yield f"row {row} asks for nothing"
    if state not in STATES:
        yield f"row {row}: there is no state '{state}'"
    if state in ("met", "partly") and not tests_of(cells):
        yield f"row {row} is {state} without a test"
    if state == "partly" and not here:
        yield f"row {row} does not say what is missing"


def recommendations(cells):
    row, asks, state, here, _ = cells
    if not asks:
        yield f"row {row} asks for nothing"
    if state not in STATES | {"later"}:
        yield f"row {row}: there is no state '{state}'"
    if state in ("met", "partly") and not tests_of(cells):
        yield f"row {row} is {state} without a test"
    if state == "partly" and "Missing: " not in here:
        yield f"row {row} does not say what is missing"
    if state in ("later", "open") and not here:
        yield f"row {row} does not say why it is {state}"


def field_failures(cells):
    row, failure, source, here, _ = cells
    if not (failure and source and here):
        yield f"row {row} has an empty cell"
    if not tests_of(cells):
        yield f"row {row} is without a test"


# What is wrong with a row, and which rows there are; none: they are counted from 1.
DOCUMENTS = {"CONFORMANCE": (conformance, None), "FIELD-FAILURES": (field_failures, None),
             "RECOMMENDATIONS": (recommendations, RECOMMENDATIONS)}


class Tests:
    def __init__(self, repository):
        self.folder = repository / "tests"

    def has(self, name):
        place, _, rest = name.partition(" ")
        if place == "e2e":
            step = f"await step('{rest.strip(chr(34))}'"
            return any(step in path.read_text(encoding="utf-8") for path in self.folder.glob("e2e/*.e2e.mjs"))
        if place == "ctest":
            return any(re.search(rf"NAME {re.escape(rest)}\s", path.read_text(encoding="utf-8"))
                       for path in self.folder.glob("*/CMakeLists.txt"))
        if place == "fuzz":
            listed = (self.folder / "fuzz/CMakeLists.txt").read_text(encoding="utf-8")
            return f"mws_add_fuzzer({rest} " in listed
        folder, _, file = place.partition("/")
        path = self.folder / folder / f"tst_{file}.cpp"
        return path.is_file() and bool(
            re.search(rf"\bvoid (?:\w+::)?{re.escape(rest)}\(\)", path.read_text(encoding="utf-8")))


def problems_of(document, problems_of_row, wanted, has_test):
    lines = document.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines
            if re.match(r"\| (\d+|[A-Z]) \|", line)]
    if not rows:
        yield "there is no row"
    names = [cells[0] for cells in rows]
    if names != (wanted or [str(number) for number in range(1, len(rows) + 1)]):
        yield f"the rows are {', '.join(names)}"
    for cells in rows:
        yield from problems_of_row(cells)
        yield from (f"row {cells[0]}: there is no test {name}" for name in tests_of(cells) if not has_test(name))


def main(repository):
    has_test = Tests(repository).has
    wrong = [f"{name}: {problem}" for name, (rules, wanted) in DOCUMENTS.items()
             for problem in problems_of(repository / f"docs/{name}.md", rules, wanted, has_test)]
    print("\n".join(wrong) or "every test is there")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
