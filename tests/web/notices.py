# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the notices that are served with the browser client against the bill of materials.

usage: notices.py <folder of the built client> <repository>; prints what is wrong and ends with 1 if there is
anything.
"""

import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys

BUILDER = "vite"  # leaves a helper of its own in the pages


def bill_of(repository):
    """The program that writes the bill of materials."""
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("sbom", str(repository / "packaging/sbom"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("sbom", loader))
    loader.exec_module(module)
    return module


def main(folder, repository):
    bill = bill_of(repository)
    lock = json.loads((repository / "resources/web/package-lock.json").read_text(encoding="utf-8"))
    served = (folder / "licenses.txt").read_text(encoding="utf-8")
    packages = re.findall(r"^=+\n(\S+) (\S+) \(([^)\n]+)\)\n=+\n\n(.*?)(?=^=+\n|\Z)", served, re.MULTILINE | re.DOTALL)
    required = bill.needed(lock["packages"], bill.BUNDLED) | {BUILDER}
    problems = [f"no notice of {name}" for name in set(bill.BUNDLED) - {package[0] for package in packages}]
    for name, version, licence, text in packages:
        entry = lock["packages"].get(f"node_modules/{name}", {})
        if (version, licence) != (entry.get("version"), entry.get("license")):
            problems.append(f"{name} {version} ({licence}) is not what was locked")
        if name not in required:
            problems.append(f"{name} is in the pages, but not required in the bill of materials")
        if "Copyright" not in text or "Permission is hereby granted" not in text:
            problems.append(f"the notice of {name} is not whole")
    if "<file>./licenses.txt</file>" not in (folder / "mws_web.qrc").read_text(encoding="utf-8"):
        problems.append("the notices are not embedded")
    print("\n".join(problems) or f"notices of {', '.join(package[0] for package in packages)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
