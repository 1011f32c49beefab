# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows that the limits of tests/attack/hostile can be broken; the measuring itself takes a quiet machine and minutes."""

import importlib.machinery
import importlib.util
import pathlib
import sys
import types
import unittest

sys.dont_write_bytecode = True
PATH = pathlib.Path(__file__).with_name("hostile")
LOADER = importlib.machinery.SourceFileLoader("hostile", str(PATH))
hostile = importlib.util.module_from_spec(importlib.util.spec_from_loader("hostile", LOADER))
LOADER.exec_module(hostile)


def figures(p99=10.0, wait=20.0, refused=0):
    user = types.SimpleNamespace(milliseconds=[wait] * 100, refusals=["refused"] * refused)
    return {"p99": p99, "kept": user, "fresh": user}


def broken(few=None, many=None, most=100, quiet=None):
    good = [figures()] * 3
    return list(hostile.broken({"quiet": quiet or good, "few": few or good, "many": many or good}, most))


class Limits(unittest.TestCase):
    def test_good_figures_break_nothing(self):
        self.assertEqual(broken(), [])

    def test_jitter_is_held_against_the_quiet_slice_beside_it(self):
        self.assertEqual(len(broken(few=[figures(p99=11.1)] * 3)), 1)
        self.assertEqual(broken(few=[figures(p99=11.1)] * 3, many=[figures(p99=11.1)] * 3, quiet=[figures(p99=11.1)] * 3), [])
        self.assertEqual(broken(few=[figures(p99=99), figures(), figures()]), [])

    def test_an_honest_user_waits_less_than_100_ms(self):
        self.assertEqual(len(broken(few=[figures(wait=100.0)] * 3)), 2)
        self.assertEqual(broken(few=[figures(wait=99.9)] * 3), [])

    def test_who_is_connected_is_always_served_and_others_while_places_are_left(self):
        self.assertEqual(len(broken(few=[figures(refused=1)] * 3)), 2)
        self.assertEqual(len(broken(many=[figures(refused=1)] * 3)), 1)

    def test_nothing_measured_is_nothing_kept(self):
        nobody = types.SimpleNamespace(milliseconds=[], refusals=[])
        self.assertEqual(len(broken(few=[{"p99": float("nan"), "kept": nobody, "fresh": nobody}])), 3)

    def test_memory_is_bounded(self):
        self.assertEqual(len(broken(most=257)), 1)


if __name__ == "__main__":
    unittest.main()
