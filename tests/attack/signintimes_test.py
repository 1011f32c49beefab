# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A wrong sign-in looks the same, and takes as long, whether there is such a user, a disabled one, or none.

usage: signintimes_test.py <folder of the programs> [--attempts 200]; ends with 1 if they can be told apart.

Rounds of three wrong sign-ins over TLS, one of each kind in an order by chance, so that whatever else the machine does
hits all kinds alike. The times of two kinds are compared by the test of Mann and Whitney, two-sided. Where p < 0.01
everything is measured once more, and fails where p < 0.001 again. For kinds that are alike that is one false alarm in
50,000 runs of the test (2 comparisons x 0.01 x 0.001); to leave the hashing of a user out that is not there
gives p = 0 in both.

The throttle is kept to: each address and each name fails four times, one less than what makes it wait. An administrator
takes the failures off the accounts that exist (POST /api/v1/users/{name}/unlock).
"""

import argparse
import itertools
import json
import math
import pathlib
import random
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from station import DEMO, PASSWORD, Plant

KNOWN, DISABLED, UNKNOWN = "known", "disabled", "unknown"
NAMES = {KNOWN: "anna0000", DISABLED: "otto0000"}
FAILURES = 4


def mann_whitney(a, b):
    """The two-sided p, by the normal approximation with the correction for ties."""
    ranked = sorted([(value, True) for value in a] + [(value, False) for value in b])
    sum_of_a, ties, rank = 0.0, 0, 1
    for _, group in itertools.groupby(ranked, key=lambda item: item[0]):
        group = list(group)
        sum_of_a += sum(is_a for _, is_a in group) * (rank + (len(group) - 1) / 2)
        ties += len(group) ** 3 - len(group)
        rank += len(group)
    count = len(ranked)
    u = sum_of_a - len(a) * (len(a) + 1) / 2
    deviation = math.sqrt(len(a) * len(b) / 12 * (count + 1 - ties / (count * (count - 1))))
    return math.erfc(abs(u - len(a) * len(b) / 2) / deviation / math.sqrt(2)) if deviation else 1.0


def check_statistic():
    """Against values worked out by hand: U = 0 of 25, and U = 2.5 of 16 with ties of three and of two."""
    assert abs(mann_whitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]) - 0.009023) < 1e-6
    assert abs(mann_whitney([1, 2, 2, 3], [2, 3, 4, 5]) - 0.101591) < 1e-6
    assert mann_whitney([1, 2, 3], [1, 2, 3]) == 1.0


class Looks:
    """What an answer shows but its time: status, headers and body, without what differs each time."""

    def __init__(self):
        self.seen = {}

    def take(self, kind, answer):
        body = answer.json()
        instance = body.pop("instance", "")
        headers = tuple((name, "" if name == "date" else value) for name, value in answer.headers)
        self.seen.setdefault((answer.status, headers, len(instance), json.dumps(body)), set()).add(kind)

    def faults(self):
        if len(self.seen) == 1 and next(iter(self.seen))[0] == 401:
            return []
        return [f"{sorted(kinds)} are told: {look}" for look, kinds in self.seen.items()]


class Measuring:
    def __init__(self, api, looks):
        self.api, self.looks = api, looks
        self.sources = (f"127.0.{n // 250 + 2}.{n % 250 + 1}" for n in itertools.count())
        self.strangers = (f"nemo{n:04d}" for n in itertools.count())

    def timed(self, client, name):
        begin = time.perf_counter()
        answer = client.call("POST", "/api/v1/session", {"user": name, "password": "not the right one"})
        return time.perf_counter() - begin, answer

    def times(self, attempts):
        """Seconds of so many attempts of each kind."""
        times = {KNOWN: [], DISABLED: [], UNKNOWN: []}
        for number in range(attempts):
            if number % FAILURES == 0:
                names = {**NAMES, UNKNOWN: next(self.strangers)}
                clients = {kind: self.api.another(next(self.sources), keeps=True) for kind in names}
                for client in clients.values():
                    client.connect()
                self.forgive(confirm=number % (10 * FAILURES) == 0)
            for kind in random.sample(list(times), 3):
                seconds, answer = self.timed(clients[kind], names[kind])
                times[kind].append(seconds)
                self.looks.take(kind, answer)
        return times

    def forgive(self, confirm):
        """The password of the last five minutes is wanted for it."""
        if confirm:
            self.api.ask("POST", "/api/v1/session/confirm", {"password": PASSWORD})
        for name in NAMES.values():
            self.api.ask("POST", f"/api/v1/users/{name}/unlock")


def compare(times):
    return {kind: mann_whitney(times[KNOWN], times[kind]) for kind in (UNKNOWN, DISABLED)}


def run(measuring, attempts):
    first = measuring.times(attempts)
    middle = {kind: f"{sorted(list_)[len(list_) // 2] * 1000:.1f} ms" for kind, list_ in first.items()}
    p = compare(first)
    print(f"{attempts} attempts each, medians {middle}, p {p}", flush=True)
    suspects = [kind for kind, value in p.items() if value < 0.01]
    if not suspects:
        return []
    again = compare(measuring.times(attempts))
    print(f"once more: p {again}")
    return [f"{kind} and known users can be told apart: p {p[kind]:.2g}, then {again[kind]:.2g}"
            for kind in suspects if again[kind] < 0.001]


def main():
    parser = argparse.ArgumentParser(description="Compares how long wrong sign-ins take.")
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--attempts", type=int, default=200)
    arguments = parser.parse_args()
    check_statistic()
    looks = Looks()
    with tempfile.TemporaryDirectory() as name:
        users = (("root", "administrator"), *((user, "viewer") for user in NAMES.values()))
        plant = Plant(arguments.programs, pathlib.Path(name) / "plant", DEMO, users)
        plant.ctl("user", "disable", NAMES[DISABLED], data=plant.users)
        with plant.started("mws-server") as (_, api, _, _):
            api.keeps = True
            api.sign_in("root")
            faults = run(Measuring(api, looks), arguments.attempts)
    faults += looks.faults()
    print("\n".join(faults) or "they cannot be told apart")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
