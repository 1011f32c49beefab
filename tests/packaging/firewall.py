# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds the example for nftables against nft, in a network namespace of its own: nothing of it comes into force.

usage: firewall.py <repository>; ends with 1 if nft refuses it, with 77 where it cannot be asked.
"""

import os
import pathlib
import shutil
import subprocess
import sys

PATH = os.environ["PATH"] + ":/usr/sbin"


def main(repository):
    if not shutil.which("nft", path=PATH):
        print("SKIP   : nft is not installed")
        return 77
    os.environ["PATH"] = PATH
    namespace = ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*namespace, "nft", "list", "ruleset"], capture_output=True).returncode:
        print("SKIP   : nft does not work in a network namespace here")
        return 77
    ran = subprocess.run([*namespace, "nft", "-c", "-f", str(repository / "packaging/nftables/modbus-web-server.nft")],
                         capture_output=True, text=True)
    print(ran.stderr or "nft takes it")
    return 1 if ran.returncode else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
