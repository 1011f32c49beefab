# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fails when a text has no finished translation, or a translation no text any more.

usage: complete.py <repository> <lupdate> <folder for copies>
"""

import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

PLACES = re.compile(r"%(?:L?[1-9]|n)")
HELPERS = re.compile(r"\bQString \w+\(const char \*\w+\)\s*\{\s*return [^;]*translate\(\s*\"")


def forms_of(translation):
    forms = translation.findall("numerusform")
    return [form.text or "" for form in forms] if forms else [translation.text or ""]


def problems_of_message(context, message):
    source = message.findtext("source")
    translation = message.find("translation")
    where = f"{context}: {source!r}"
    if translation.get("type"):
        yield f"{where} is {translation.get('type')}"
        return
    for form in forms_of(translation):
        if not form.strip():
            yield f"{where} is empty"
        elif sorted(PLACES.findall(form)) != sorted(PLACES.findall(source)):
            yield f"{where} has other places than {form!r}"


def problems_of(text):
    """What is wrong with the content of a .ts file that lupdate has just brought up to date."""
    root = ElementTree.fromstring(text)
    messages = 0
    problems = []
    for context in root.iter("context"):
        for message in context.iter("message"):
            messages += 1
            problems.extend(problems_of_message(context.findtext("name"), message))
    return problems if messages else ["the file holds no text"]


def hidden_texts(repository):
    """Helpers that translate what they get: lupdate cannot see the texts."""
    for folder in ("modules", "app", "translations"):
        for path in sorted((repository / folder).rglob("*.cpp")):
            text = path.read_text(encoding="utf-8")
            if HELPERS.search(text) and "QT_TRANSLATE_NOOP" not in text:
                yield f"{path}: a helper hides its texts from lupdate; use Q_DECLARE_TR_FUNCTIONS"


def main(repository, lupdate, folder):
    problems = list(hidden_texts(repository))
    copies = folder / "copies"
    copies.mkdir(parents=True, exist_ok=True)
    for source in sorted((repository / "translations").glob("*.ts")):
        shutil.copyfile(source, copies / source.name)
    script = repository / "translations/update.cmake"
    command = ["cmake", f"-DLUPDATE={lupdate}", f"-DROOT={repository}", f"-DFOLDER={copies}"]
    done = subprocess.run([*command, "-P", script], capture_output=True, text=True, check=False)
    if done.returncode:
        problems.append(done.stderr)
    for language in ("de", "en"):
        text = (copies / f"mws_{language}.ts").read_text(encoding="utf-8")
        before = (repository / f"translations/mws_{language}.ts").read_text(encoding="utf-8")
        problems += [f"mws_{language}.ts: {problem}" for problem in problems_of(text)]
        gone = before.count("<message") - text.count("<message")
        if gone > 0:
            problems.append(f"mws_{language}.ts: {gone} translations have no text any more")
    print("\n".join(problems) or "every text is translated")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(argument).absolute() for argument in sys.argv[1:4])))
