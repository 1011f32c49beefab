# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the panel and the browser client against the widget registry: both draw every type, ask for every
property of it, and have every icon.

usage: widgets.py <repository>; prints what is missing and ends with 1 if there is anything.
"""

import json
import pathlib
import re
import sys


def block_of(qml, name):
    """The component of that id, up to the next one."""
    found = re.search(rf"id: {name}\n(.*?)(?=\n    Component \{{|\Z)", qml, re.DOTALL)
    return found.group(1) if found else ""


def type_problems(widget, qml, svelte, browser):
    name = widget["type"]
    if f'case "{name}": return {name}Component' not in qml:
        yield f"the panel does not draw {name}"
    component = browser / f"{name.capitalize()}Widget.svelte"
    if f"<{component.stem} " not in svelte:
        yield f"the browser does not draw {name}"
    for wanted in widget["properties"]:
        if f'"{wanted}"' not in block_of(qml, f"{name}Component"):
            yield f"the panel does not ask for {wanted} of {name}"
        if not component.exists() or f"'{wanted}'" not in component.read_text(encoding="utf-8"):
            yield f"the browser does not ask for {wanted} of {name}"


def icon_problems(icons, qml, svelte):
    for icon in icons:
        if f'"{icon}": "M' not in qml:
            yield f"the panel has no icon {icon}"
        if f"    {icon}: 'M" not in svelte:
            yield f"the browser has no icon {icon}"


def main(repository):
    registry = json.loads((repository / "resources/widgets/registry.json").read_text(encoding="utf-8"))
    browser = repository / "resources/web/src"

    def text(path):
        return (repository / path).read_text(encoding="utf-8")

    view = text("qml/Widgets/WidgetView.qml")
    web_view = text("resources/web/src/widgets/WidgetView.svelte")
    problems = []
    for widget in registry["widgets"]:
        problems += type_problems(widget, view, web_view, browser / "widgets")
    problems += icon_problems(
        registry["icons"], text("qml/Controls/Icon.qml"), text("resources/web/src/parts/Icon.svelte"))
    print("\n".join(problems) or f"{len(registry['widgets'])} types of widgets, drawn by both")
    return 1 if problems or not registry["widgets"] else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
