# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows that the tests of includes, habits and widgets and the configure step fail when they must.

usage: selftest.py <repository> <folder of the Qt headers>
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def includes(repository):
    return subprocess.run(
        [sys.executable, HERE / "includes.py", repository, sys.argv[2]],
        capture_output=True, text=True, check=False,
    )


def habits(repository):
    return subprocess.run([sys.executable, HERE / "habits.py", repository], capture_output=True, text=True, check=False)


def widgets(repository):
    return subprocess.run([sys.executable, HERE / "widgets.py", repository], capture_output=True, text=True, check=False)


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


# One line per way around the rules: file, line added, what must be said about it.
FORBIDDEN = (
    ("modules/core/value.cpp", '#include "project/tag.h"', "core must not include project/tag.h"),
    ("modules/core/value.cpp", "#include <project/tag.h>", "core must not include project/tag.h"),
    ("modules/core/value.cpp", '#include "../project/tag.h"', "core must not include ../project/tag.h"),
    ("modules/core/value.cpp", "#  include HEADER", "core: an include by macro"),
    ("modules/core/value.cpp", "#include <QSqlDatabase>", "core must not include QSqlDatabase of Qt6::Sql"),
    ("modules/core/value.cpp", "#include <qsqldatabase.h>", "of Qt6::Sql"),
    ("modules/core/value.cpp", "#include <QtSql>", "of Qt6::Sql"),
    ("modules/core/value.cpp", "#include <QtSql/QSqlDatabase>", "of Qt6::Sql"),
    ("modules/core/value.cpp", "#include <QGuiApplication>", "of Qt6::Gui"),
    ("modules/core/value.cpp", "#include <QTcpSocket>", "of Qt6::Network"),
    ("modules/core/value.cpp", "#include <QtConcurrent/QtConcurrentRun>", "of Qt6::Concurrent"),
    ("modules/core/value.cpp", "#include <QtCore/private/qobject_p.h>", "a path around the rules"),
    ("modules/storage/store.h", "#include <QFuture>", "storage must not include QFuture: core/future.h"),
    ("modules/storage/store.h", "#include <QtCore/QPromise>", "must not include QtCore/QPromise"),
    ("modules/storage/store.h", "#include <QColor>", "storage must not include QColor of Qt6::Gui"),
    ("app/server/main.cpp", '#include "simulator/simulator.h"', "app/server must not include simulator/simulator.h"),
    ("app/mwsctl/main.cpp", "#include <QSqlQuery>", "app/mwsctl must not include QSqlQuery of Qt6::Sql"),
    ("qml/imports.cpp", '#include "session/session.h"', "qml must not include session/session.h"),
    ("qml/Controls/Button.qml", "import Mws.Panel", "Controls must not import Mws.Panel"),
    ("qml/Panel/Main.qml", "import QtWebSockets", "Panel must not import QtWebSockets"),
    ("qml/Theme/Theme.qml", 'import "../Panel"', "Theme must not import"),
)

# The same for habits.py.
BAD_HABITS = (
    ("modules/core/value.cpp", "const auto n = QRandomGenerator::global()->generate();", "can be foretold"),
    ("modules/core/value.cpp", "QRandomGenerator generator(7);", "can be foretold"),
    ("modules/core/value.cpp", "std::mt19937 generator;", "can be foretold"),
    ("modules/core/value.cpp", "std::minstd_rand generator;", "can be foretold"),
    ("modules/core/value.cpp", "const int n = rand();", "can be foretold"),
    ("modules/audit/auditrow.cpp", 'f(QStringLiteral("SELECT * FROM audit WHERE actor = \'%1\'").arg(name));', "from name"),
    ("modules/audit/auditrow.cpp", 'f(QStringLiteral("SELECT %1 FROM audit").arg(auditColumns(), name));', "from name"),
    ("modules/audit/auditrow.cpp", 'f("DELETE FROM audit WHERE id = " + id);', "from id"),
    ("modules/audit/auditrow.cpp", 'f(prefix + "DELETE FROM audit");', "from prefix"),
    ("modules/audit/auditrow.cpp", "Statement row(db, text);", "no literal: text"),
)

# The same for widgets.py: file, what is put in the place of what.
UNDRAWN = (
    ("resources/widgets/registry.json", '"type": "lamp"', '"type": "gauge"',
     ("the panel does not draw gauge", "the browser does not draw gauge")),
    ("resources/widgets/registry.json", '"seconds": {', '"minutes": {',
     ("the panel does not ask for minutes of sparkline", "the browser does not ask for minutes of trend")),
    ("resources/widgets/registry.json", '"pump"', '"valve"',
     ("the panel has no icon valve", "the browser has no icon valve")),
    ("qml/Widgets/WidgetView.qml", '"heading"', '"title"', ("the panel does not ask for heading of text",)),
    ("resources/web/src/widgets/BarWidget.svelte", "'max'", "'most'", ("the browser does not ask for max of bar",)),
)


def breaks_rules(copy):
    for name, line, message in FORBIDDEN:
        target = copy / name
        text = target.read_text(encoding="utf-8")
        target.write_text(f"{text}\n{line}\n", encoding="utf-8")
        broken = includes(copy)
        target.write_text(text, encoding="utf-8")
        expect(broken.returncode == 1 and message in broken.stdout, f"{line} in {name}", broken.stdout)


def breaks_habits(copy):
    """All at once: each is told with its own line."""
    for name, line, _ in BAD_HABITS:
        with open(copy / name, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    broken = habits(copy)
    for name, line, message in BAD_HABITS:
        number = (copy / name).read_text(encoding="utf-8").splitlines().index(line) + 1
        told = [text for text in broken.stdout.splitlines() if text.startswith(f"{name}:{number}: ")]
        expect(any(message in text for text in told), f"{line} in {name}", broken.stdout)
    expect(broken.returncode == 1, "habits.py fails", broken.stdout)


def breaks_widgets(copy):
    for name, old, new, messages in UNDRAWN:
        target = copy / name
        text = target.read_text(encoding="utf-8")
        target.write_text(text.replace(old, new), encoding="utf-8")
        broken = widgets(copy)
        target.write_text(text, encoding="utf-8")
        expect(broken.returncode == 1 and set(messages) <= set(broken.stdout.splitlines()),
               f"{old} becomes {new} in {name}", broken.stdout)


def main(original):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for part in ("cmake", "modules", "app", "qml", "resources/widgets", "resources/web/src"):
            shutil.copytree(original / part, copy / part)
        for check, breaks in ((includes, breaks_rules), (habits, breaks_habits), (widgets, breaks_widgets)):
            clean = check(copy)
            expect(clean.returncode == 0, "the copy is clean", clean.stdout + clean.stderr)
            breaks(copy)

    forbidden = configure("mws_add_module(NAME core DEPENDS project)")
    expect("Module core must not depend on project" in forbidden.stderr, "CMake refuses core -> project", forbidden.stderr)
    link = configure("mws_add_module(NAME core LINK Qt6::Sql)")
    expect("Module core must not link Qt6::Sql" in link.stderr, "CMake refuses core -> Qt6::Sql", link.stderr)
    cycle = configure("set(MWS_ALLOWED_core project)\nmws_add_module(NAME project DEPENDS core)")
    expect("Module cycle" in cycle.stderr, "CMake refuses a cycle", cycle.stderr)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
