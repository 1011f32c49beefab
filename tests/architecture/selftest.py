# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows that the include test and the configure step fail when they must.

usage: selftest.py <repository>
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def includes(repository):
    return subprocess.run(
        [sys.executable, HERE / "includes.py", repository], capture_output=True, text=True, check=False
    )


def configure(module_calls):
    """Runs only the module rules of CMake, in script mode, over the given calls."""
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "rules.cmake"
        table = pathlib.Path(sys.argv[1]) / "cmake/MwsModule.cmake"
        script.write_text(f'cmake_minimum_required(VERSION 3.25)\ninclude("{table}")\n{module_calls}\n', encoding="utf-8")
        return subprocess.run(["cmake", "-P", script], capture_output=True, text=True, check=False)


def expect(condition, what, output=""):
    if not condition:
        sys.exit(f"failed: {what}\n{output}")
    print(f"ok: {what}")


def main(original):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for part in ("cmake", "modules"):
            shutil.copytree(original / part, copy / part)
        clean = includes(copy)
        expect(clean.returncode == 0, "the copy is clean", clean.stdout)
        target = copy / "modules/core/value.cpp"
        text = target.read_text(encoding="utf-8")
        for line, message in (
            ('#include "project/tag.h"', "core must not include project/tag.h"),
            ("#include <QSqlDatabase>", "core must not include <QSqlDatabase> of Qt6::Sql"),
        ):
            target.write_text(f"{text}\n{line}\n", encoding="utf-8")
            broken = includes(copy)
            expect(broken.returncode == 1 and message in broken.stdout, message, broken.stdout)

    forbidden = configure("mws_add_module(NAME core DEPENDS project)")
    expect("Module core must not depend on project" in forbidden.stderr, "CMake refuses core -> project", forbidden.stderr)
    link = configure("mws_add_module(NAME core LINK Qt6::Sql)")
    expect("Module core must not link Qt6::Sql" in link.stderr, "CMake refuses core -> Qt6::Sql", link.stderr)
    cycle = configure("set(MWS_ALLOWED_core project)\nmws_add_module(NAME project DEPENDS core)")
    expect("Module cycle" in cycle.stderr, "CMake refuses a cycle", cycle.stderr)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
