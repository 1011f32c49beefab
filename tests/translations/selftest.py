# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shows that complete.py finds what it is there to find."""

import sys

from complete import HELPERS, problems_of


def file_with(translation, numerus=""):
    return (f"<TS><context><name>C</name><message {numerus}><source>At %1</source>"
            f"{translation}</message></context></TS>")


GOOD = [
    file_with("<translation>Bei %1</translation>"),
    file_with("<translation><numerusform>Bei %1</numerusform><numerusform>Um %1</numerusform>"
              "</translation>", 'numerus="yes"'),
]
BAD = [
    "<TS></TS>",
    file_with('<translation type="unfinished"></translation>'),
    file_with('<translation type="vanished">Bei %1</translation>'),
    file_with("<translation></translation>"),
    file_with("<translation>Bei</translation>"),
    file_with("<translation>Bei %2</translation>"),
    file_with("<translation><numerusform>Bei %1</numerusform><numerusform></numerusform>"
              "</translation>", 'numerus="yes"'),
]


def main():
    wrong = [text for text in GOOD if problems_of(text)]
    wrong += [text for text in BAD if not problems_of(text)]
    helper = 'QString tr(const char *text)\n{\n    return QCoreApplication::translate("C", text);\n}'
    if not HELPERS.search(helper):
        wrong.append(helper)
    print("\n".join(wrong) or "every fault is found")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
