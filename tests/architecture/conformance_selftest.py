# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows that conformance.py finds what is wrong with a row."""

import sys
import unittest

sys.dont_write_bytecode = True
import conformance


def has_test(name):
    return name == "folder/file itIsThere"


def problems(rules, *rows):
    class Document:
        @staticmethod
        def read_text(encoding):
            return "| row | text |\n|---|---|\n" + "\n".join(rows)

    return list(conformance.problems_of(Document, rules, None, has_test))


class Rows(unittest.TestCase):
    def test_good_rows(self):
        self.assertEqual(problems(conformance.conformance, "| 1 | CR 1 | a | met | | `folder/file itIsThere` |",
                                  "| 2 | CR 2 | b | open | | |"), [])
        self.assertEqual(problems(conformance.recommendations, "| 1 | a | met | | `folder/file itIsThere` |",
                                  "| 2 | b | partly | this. Missing: that | `folder/file itIsThere` |",
                                  "| 3 | c | later | no Redis | |"), [])

    def test_bad_rows(self):
        for rules, row in (
                (conformance.conformance, "| 1 | CR 1 | a | met | | |"),
                (conformance.conformance, "| 1 | CR 1 | a | met | | `folder/file goneLongAgo` |"),
                (conformance.conformance, "| 1 | CR 1 | a | partly | | `folder/file itIsThere` |"),
                (conformance.conformance, "| 1 | CR 1 | a | nearly | x | `folder/file itIsThere` |"),
                (conformance.conformance, "| 1 | CR 1 | | open | | |"),
                (conformance.conformance, "| 2 | CR 1 | a | open | | |"),
                (conformance.recommendations, "| 1 | a | met | all of it | |"),
                (conformance.recommendations, "| 1 | a | partly | a part | `folder/file itIsThere` |"),
                (conformance.recommendations, "| 1 | a | later | | |"),
                (conformance.field_failures, "| 1 | a | b | c | |")):
            self.assertEqual(len(problems(rules, row)), 1, row)

    def test_rows_of_letters_are_rows(self):
        self.assertEqual(len(problems(conformance.recommendations, "| A | a | met | | |")), 2)

    def test_a_document_without_rows(self):
        self.assertTrue(problems(conformance.conformance))


if __name__ == "__main__":
    unittest.main()
