# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A station talks to its devices and to nobody else, and starts no other program.

usage: quiet_test.py <folder of the programs>; ends with 1 if it does, with 77 where strace cannot look.

The station of the demo plant runs under strace, with somebody signed in, for as long as --seconds says. That its
connections to the devices are seen shows that others would be; where the host permits none of them, there is none.
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


def watched(plant, seconds, *options):
    """What a station of the plant talks to, and how many programs there were."""
    calls = plant.programs / "calls"
    calls.unlink(missing_ok=True)
    with plant.started("mws-server", *options) as (_, api, _, _):
        wait_until("the API", lambda: api.get("/api/v1/devices"), 0.5)
        time.sleep(seconds)
    said = calls.read_text(encoding="utf-8", errors="replace")
    return {(address, port) for _, port, address in PEER.findall(said)}, len(re.findall(r"\bexecve(?:at)?\(", said))


def main(arguments):
    if not shutil.which("strace"):
        print("SKIP   : strace is not installed")
        return 77
    if not can_trace():
        print("SKIP   : strace may not trace here")
        return 77
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "programs").mkdir()
        plant = Plant(traced(arguments.programs.resolve(), folder / "programs"), folder / "plant", DEMO)
        with plant.demo():
            devices = {tuple(endpoint.rsplit(":", 1)) for endpoint in plant.endpoints.values() if ":" in endpoint}
            for options, wanted in ((), devices), (("--device-network", "192.0.2.0/24"), set()):
                peers, programs = watched(plant, arguments.seconds, *options)
                print(f"{' '.join(options) or 'any network'}: talked to {sorted(peers)}, {programs} program(s)")
                if peers != wanted or programs != 1:
                    wrong.append(f"should have talked to {sorted(wanted)}, with 1 program")
    print("\n".join(wrong) or "and to nobody else")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A station talks to its devices and to nobody else.")
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=15, help="of each watch")
    sys.exit(main(parser.parse_args()))
