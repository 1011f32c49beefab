# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the sources against two rules: random numbers come from the system, and SQL is a literal.

usage: habits.py <repository>; prints what breaks a rule and ends with 1 if there is anything.
"""

import pathlib
import re
import sys

# Generators that can be foretold, or are seeded by hand. QRandomGenerator::system() and OpenSSL are left.
GENERATOR = re.compile(r"(?<!<)\bQRandomGenerator(?:64)?\b(?!::system\(\))[^;\n]*|\b(?:std::)?(?:mt19937\w*|minstd_rand\w*|"
                       r"default_random_engine|ranlux\w+|knuth_b|random_device)\b|\b[s]?rand(?:om|48)?_?r?\(")
# The jitter of a backoff is no secret; its seed differs from station to station.
PLAIN_GENERATORS = {("modules/modbus/linkkeeper.h", "std::minstd_rand")}

SQL = re.compile(r'"\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|PRAGMA|ALTER|DROP|CREATE|ATTACH|VACUUM|WITH)\s[^"]*"')
# What is put into SQL: names of columns, and conditions, that are put together from literals only.
FIXED_SQL = {"auditColumns()", "conditions.sql"}
# The file that runs the literals of the migrations.
RUNS_TEXTS = {"modules/storage/schema.cpp", "modules/storage/statement.cpp"}


def bare(text):
    """Without comments, line by line the same."""
    return re.sub(r"//[^\n]*|/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.DOTALL)


def random_numbers(name, text):
    for found in GENERATOR.finditer(text):
        words = found.group().strip()
        if (name, words) not in PLAIN_GENERATORS:
            yield found.start(), f"a random number that can be foretold: {words}"


def statement_around(text, start, end):
    begin = max(text.rfind(mark, 0, start) for mark in ";{}")
    return text[begin + 1:text.find(";", end)]


def put_into(statement):
    """The arguments of .arg() and what is added to a literal."""
    for inner in re.findall(r"\.arg\(((?:[^()]|\(\))*)\)", statement):
        yield from (part.strip() for part in inner.split(","))
    yield from (found.strip() for found in re.findall(r'["\)]\s*\+\s*(?!Q?Latin1|QStringLiteral)(\w[\w.:>-]*(?:\(\))?)', statement))
    yield from (found.strip() for found in re.findall(r"(\w[\w.:>-]*(?:\(\))?)\s*\+\s*(?:QStringLiteral|QLatin1String)?\(?\"", statement))


def sql(name, text):
    for found in SQL.finditer(text):
        for part in put_into(statement_around(text, found.start(), found.end())):
            if part not in FIXED_SQL:
                yield found.start(), f"SQL is put together from {part}; bind it"
    if name in RUNS_TEXTS:
        return
    for found in re.finditer(r"\bStatement\s+\w+\(\s*\w+,(?!\s*(?:\w+\s*\?\s*)?QStringLiteral\()\s*([^\n;]*)", text):
        yield found.start(), f"a statement that is no literal: {found.group(1)}"


def main(repository):
    wrong = []
    sources = [path for part in ("modules", "app") for path in sorted((repository / part).rglob("*"))
               if path.suffix in (".cpp", ".h")]
    for path in sources:
        name = path.relative_to(repository).as_posix()
        text = bare(path.read_text(encoding="utf-8"))
        for rule in (random_numbers, sql):
            wrong.extend(f"{name}:{text.count(chr(10), 0, at) + 1}: {what}" for at, what in rule(name, text))
    print("\n".join(wrong) or f"{len(sources)} files keep to the rules")
    return 1 if wrong or not sources else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
