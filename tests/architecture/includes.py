# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds every #include and QML import against the tables in cmake/MwsModule.cmake.

usage: includes.py <repository> <folder of the Qt headers>; prints what is forbidden and ends with 1
if there is anything.
"""

import pathlib
import re
import sys


def rows(text, prefix):
    return {
        name: set(words.replace('"', "").split())
        for name, words in re.findall(rf"^set\(MWS_{prefix}_(\S+) ([^)]*)\)", text, re.MULTILINE)
    }


def with_their_own(modules, allowed):
    """A dependency brings its own with it, as the linker sees it."""
    return set(modules).union(*(allowed.get(name, set()) for name in modules))


def module_depends(folder):
    text = (folder / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"DEPENDS([^)]*?)(?:LINK|\))", text, re.DOTALL)
    return set(found.group(1).split()) if found else set()


def app_links(folder):
    """The mws_ libraries of a program, and those of app/common if it links that."""
    text = (folder / "CMakeLists.txt").read_text(encoding="utf-8")
    links = set(re.findall(r"\bmws_(\w+)", " ".join(re.findall(r"target_link_libraries\(([^)]*)\)", text))))
    if "app" in links and folder.name != "common":
        links |= app_links(folder.parent / "common")
    if "panel_qml" in links:
        links.add("hmi")
    return links


def scopes(repository, allowed):
    """Each folder with its name in the tables and the modules that it may include."""
    for module in sorted(allowed):
        folder = repository / "modules" / module
        yield folder, module, with_their_own(module_depends(folder), allowed) & allowed[module] | {module}
    for cmake in sorted((repository / "app").glob("*/CMakeLists.txt")):
        yield cmake.parent, f"app/{cmake.parent.name}", with_their_own(app_links(cmake.parent), allowed)
    yield repository / "qml", "qml", {"hmi"}


# What the product has its own of, and why.
OUTCAST = {
    "QFuture": "core/future.h says what is wrong with it",
    "QFutureWatcher": "core/future.h says what is wrong with it",
    "QPromise": "core/future.h says what is wrong with it",
}


class Rules:
    """What one header means: a module of ours, a Qt library, or neither."""

    def __init__(self, table, qt_headers):
        self.allowed = rows(table, "ALLOWED")
        self.restricted = rows(table, "RESTRICTED")
        self.library_of = {
            header.name: folder.name[2:]
            for folder in sorted(qt_headers.glob("Qt[A-Z]*"))
            for header in folder.iterdir()
        }

    def qt_library(self, header):
        """Of <QtSql/QSqlDatabase>, <QtSql>, <QSqlDatabase> and <qsqldatabase.h>; none: ""."""
        prefix = re.match(r"Qt([A-Z]\w+)/", header)
        return prefix.group(1) if prefix else self.library_of.get(header, "")

    def complaint(self, header, name, may):
        parts = header.split("/")
        if {"", "..", "private"} & set(parts):
            return f"{name} must not include {header}: a path around the rules"
        if len(parts) > 1 and parts[0] in self.allowed and parts[0] not in may:
            return f"{name} must not include {header}"
        if (outcast := parts[-1]) in OUTCAST:
            return f"{name} must not include {header}: {OUTCAST[outcast]}"
        library = self.qt_library(header)
        if library not in ("", "Core") and name not in self.restricted.get(f"Qt6::{library}", set()):
            return f"{name} must not include {header} of Qt6::{library}"
        return ""


def cpp_problems(path, rules, name, may):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r"\s*#\s*include\s*(.*)", line)
        if not found:
            continue
        header = re.match(r'[<"]([^>"]+)[>"]', found.group(1))
        complaint = rules.complaint(header.group(1), name, may) if header else f"{name}: an include by macro"
        if complaint:
            yield f"{path}:{number}: {complaint}"


def qml_problems(path, layers):
    own = path.parent.name
    may = {"Mws.Hmi", *(f"Mws.{layer}" for layer in layers[: layers.index(own)])} if own in layers else set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r"\s*import\s+(\S+)", line)
        if found and found.group(1) not in may and not re.fullmatch(r"QtQuick(\.\w+)*", found.group(1)):
            yield f"{path}:{number}: {own} must not import {found.group(1)}"


def main(repository, qt_headers):
    table = (repository / "cmake/MwsModule.cmake").read_text(encoding="utf-8")
    rules = Rules(table, qt_headers)
    if rules.library_of.get("QSqlDatabase") != "Sql":
        sys.exit(f"{qt_headers} is not the folder of the Qt headers")
    layers = re.search(r"^set\(MWS_QML_LAYERS ([^)]*)\)", table, re.MULTILINE).group(1).split()
    problems = []
    checked = 0
    for folder, name, may in scopes(repository, rules.allowed):
        for path in sorted([*folder.rglob("*.h"), *folder.rglob("*.cpp")]):
            checked += 1
            problems.extend(cpp_problems(path, rules, name, may))
    for path in sorted((repository / "qml").rglob("*.qml")):
        checked += 1
        problems.extend(qml_problems(path, layers))
    print("\n".join(problems) or f"{checked} files, no forbidden include")
    return 1 if problems or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
