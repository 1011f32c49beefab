# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds every #include of the modules against the table in cmake/MwsModule.cmake.

usage: includes.py <repository>; prints each forbidden include and ends with 1 if there is one.
"""

import pathlib
import re
import sys

# Qt headers that belong to a restricted library, by the beginning of their name.
RESTRICTED_HEADERS = {
    "Qt6::HttpServer": ("QHttpServer", "QAbstractHttpServer"),
    "Qt6::WebSockets": ("QWebSocket",),
    "Qt6::SerialBus": ("QModbus", "QCanBus"),
    "Qt6::Sql": ("QSql",),
    "Qt6::Qml": ("QQml", "QJSEngine", "QtQml/"),
    "Qt6::Quick": ("QQuick", "QSG"),
    "Qt6::Widgets": ("QWidget", "QMainWindow", "QDialog", "QTableView", "QTreeView", "QApplication"),
}


def read_table(repository):
    text = (repository / "cmake/MwsModule.cmake").read_text(encoding="utf-8")
    allowed = {
        name: set(words.replace('"', "").split())
        for name, words in re.findall(r"^set\(MWS_ALLOWED_(\w+) ([^)]*)\)", text, re.MULTILINE)
    }
    restricted = {
        library: set(words.split())
        for library, words in re.findall(r"^set\(MWS_RESTRICTED_(\S+) ([^)]*)\)", text, re.MULTILINE)
    }
    return allowed, restricted


def declared(repository, module):
    """The modules that the CMakeLists.txt of a module asks for."""
    text = (repository / "modules" / module / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"DEPENDS([^)]*?)(?:LINK|\))", text, re.DOTALL)
    return set(found.group(1).split()) if found else set()


def problems_of(path, module, may, allowed, restricted):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if not found:
            continue
        header = found.group(1)
        first = header.split("/")[0]
        if "/" in header and first in allowed and first != module and first not in may:
            yield f"{path}:{number}: {module} must not include {header}"
        for library, names in RESTRICTED_HEADERS.items():
            if header.startswith(names) and module not in restricted.get(library, set()):
                yield f"{path}:{number}: {module} must not include <{header}> of {library}"


def main(repository):
    allowed, restricted = read_table(repository)
    problems = []
    checked = 0
    for module in sorted(allowed):
        folder = repository / "modules" / module
        if not folder.is_dir():
            problems.append(f"module {module} is in the table but not in modules/")
            continue
        asked = declared(repository, module)
        # A dependency brings its own with it, as the linker sees it.
        may = set(asked)
        for name in asked:
            may |= allowed[name]
        may &= allowed[module]
        for path in sorted([*folder.glob("*.h"), *folder.glob("*.cpp")]):
            checked += 1
            problems.extend(problems_of(path, module, may, allowed, restricted))
    print("\n".join(problems) or f"{checked} files, no forbidden include")
    return 1 if problems or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
