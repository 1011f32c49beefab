# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds packaging/ci/known-holes against what npm audit and debsecan say, played by scripts: no network is asked.

usage: known_holes.py <repository>
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

BILL = {"components": [
    {"name": "libssl3", "purl": "pkg:deb/debian/libssl3@3.0.15", "scope": "required"},
    {"name": "uplot", "purl": "pkg:npm/uplot@1.6.32", "scope": "required"},
    {"name": "vite", "purl": "pkg:npm/vite@6.4.6", "scope": "excluded"}]}
QUIET = '{"vulnerabilities": {}}'
VITE = json.dumps({"vulnerabilities": {"vite": {"severity": "low", "range": "<7", "via": [{"title": "a hole"}]}}})
UPLOT = json.dumps({"vulnerabilities": {"uplot": {"severity": "high", "range": "*", "via": ["vite"]}}})
CASES = [
    # name, npm's output, debsecan's output, its end, how ours ends, what it says
    ("nothing is known", QUIET, "", 0, 0, "0 to mend"),
    ("a fix in Debian", QUIET, "CVE-2026-1 libssl3 (fixed, remotely exploitable, high urgency)", 0, 1, "CVE-2026-1"),
    ("no fix in Debian", QUIET, "CVE-2026-2 libssl3 (low urgency)", 0, 0, "CVE-2026-2"),
    ("no notes", QUIET, "TEMP-0-1 libssl3", 0, 0, "no fix"),
    ("a package that is not ours", QUIET, "CVE-2026-3 vim (fixed)", 0, 0, "0 without a fix"),
    ("what builds the client", VITE, "", 0, 1, "builds the browser client): a hole"),
    ("what is in the client", UPLOT, "", 0, 1, "in the browser client): by what it needs"),
    ("npm has no network", '{"message": "ENOTFOUND"}', "", 0, 2, "npm audit gives no answer"),
    ("npm says nothing", "", "", 0, 2, "npm audit gives no answer"),
    ("debsecan has no network", QUIET, "error: while downloading", 1, 2, "debsecan gives no answer"),
]


def play(folder, name, text, end):
    (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    script = folder / name
    script.write_text(f'#!/bin/sh\ncat "{folder}/{name}.txt"\nexit {end}\n', encoding="utf-8")
    script.chmod(0o755)


def run(repository, path, bill):
    return subprocess.run([sys.executable, repository / "packaging/ci/known-holes", bill], capture_output=True, text=True,
                          check=False, env={**os.environ, "PATH": path})


def main(repository):
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        bill = folder / "bill.json"
        bill.write_text(json.dumps(BILL), encoding="utf-8")
        for title, npm, debsecan, end, expected, words in CASES:
            play(folder, "npm", npm, 1 if npm != QUIET else 0)
            play(folder, "debsecan", debsecan, end)
            ran = run(repository, f"{folder}:/usr/bin:/bin", bill)
            if ran.returncode != expected or words not in ran.stdout + ran.stderr:
                print(f"{title}: ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
                wrong += 1
        (folder / "debsecan").unlink()
        (folder / "npm").unlink()
        ran = run(repository, str(folder), bill)
        if ran.returncode != 2 or "npm is not installed" not in ran.stderr:
            print(f"without tools: ended with {ran.returncode}: {ran.stderr}")
            wrong += 1
        if run(repository, str(folder), folder / "missing.json").returncode != 2:
            print("a bill that is missing passed")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
