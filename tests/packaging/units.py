# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the systemd units against systemd itself: no word in them is unknown, and the services of the station are as shut
in as they can be (the exposure that systemd-analyze computes, in tenths).

usage: units.py <repository>; ends with 1 if something is wrong, with 77 without systemd-analyze.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MOST_EXPOSED = {"mws-server.service": 25, "mws-backup.service": 20}
WANTED = {"mws-server.service": ("MemoryMax", "TasksMax", "LimitNOFILE", "NoNewPrivileges", "#IPAddressDeny")}


def analyze(*words):
    ran = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True)
    return ran.returncode, (ran.stdout + ran.stderr).strip()


def problems_of(unit):
    code, said = analyze("verify", "--man=no", str(unit))
    if code or said:
        yield said or f"verify ends with {code}"
    for key in WANTED.get(unit.name, ()):
        if not re.search(rf"^{key}=.", unit.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"{key} is not set"
    if unit.name in MOST_EXPOSED:
        code, said = analyze("security", "--no-pager", "--offline=true", f"--threshold={MOST_EXPOSED[unit.name]}", str(unit))
        if code:
            yield said


def main(repository):
    if not shutil.which("systemd-analyze"):
        print("SKIP   : systemd-analyze is not installed")
        return 77
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        units = [pathlib.Path(shutil.copy(path, folder)) for kind in ("service", "timer")
                 for path in sorted(repository.glob(f"packaging/*/*.{kind}"))]
        for unit in units:  # the programs are not installed here
            unit.write_text(re.sub(r"^(Exec\w+=)/usr/bin/\S+", r"\1/bin/true", unit.read_text(encoding="utf-8"),
                                   flags=re.MULTILINE), encoding="utf-8")
        wrong = [f"{unit.name}: {problem}" for unit in units for problem in problems_of(unit)]
    print("\n".join(wrong) or f"{len(units)} units are good")
    return 1 if wrong or not units else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
