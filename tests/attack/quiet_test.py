# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A station talks to its devices and to nobody else, and starts no other program.

usage: quiet_test.py <folder of the programs>; ends with 1 if it does, with 77 where strace cannot look.

The station of the demo plant runs under strace, with somebody signed in, for as long as --seconds says. That its
connections to the devices are seen shows that others would be.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from station import DEMO, Plant, wait_until

CALLS = "execve,execveat,connect,sendto,sendmsg,sendmmsg"
PEER = re.compile(r"\b(connect|send\w+)\(.*?sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"")


def can_trace():
    return subprocess.run(["strace", "-qq", "-e", "trace=execve", "/bin/true"], capture_output=True).returncode == 0


def traced(programs, folder):
    """A folder of programs in which mws-server leaves its calls in the file calls."""
    for path in programs.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "mws-server").unlink()
    (folder / "mws-server").write_text(
        f'#!/bin/sh\nexec strace -D -f -qq -e trace={CALLS} -e signal=none -o "{folder}/calls" "{programs}/mws-server" "$@"\n')
    (folder / "mws-server").chmod(0o755)
    return folder


def main(arguments):
    if not shutil.which("strace"):
        print("SKIP   : strace is not installed")
        return 77
    if not can_trace():
        print("SKIP   : strace may not trace here")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "programs").mkdir()
        plant = Plant(traced(arguments.programs.resolve(), folder / "programs"), folder / "plant", DEMO)
        with plant.demo(), plant.started("mws-server") as (_, api, _, _):
            wait_until("values", lambda: api.get("/api/v1/devices"), 0.5)
            time.sleep(arguments.seconds)
        calls = (folder / "programs/calls").read_text(encoding="utf-8", errors="replace")
    devices = {tuple(endpoint.rsplit(":", 1)) for endpoint in plant.endpoints.values() if ":" in endpoint}
    peers = {(address, port) for _, port, address in PEER.findall(calls)}
    programs = len(re.findall(r"\bexecve(?:at)?\(", calls))
    print(f"talked to {sorted(peers)}, devices are {sorted(devices)}, {programs} program(s)")
    return 0 if peers == devices and programs == 1 else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A station talks to its devices and to nobody else.")
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=20)
    sys.exit(main(parser.parse_args()))
