# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tar archives that a backup could be, and those that it must not be; and what is in one.

usage: tars.py make <case> <file>
       tars.py list <file>
"""

import hashlib
import io
import json
import sys
import tarfile

MIB = 1024 * 1024
GOOD = {
    "data/station.db": b"a database",
    "data/history.journal": b"a journal" * 9000,
    "project/project.json": b"{}",
    "project/tags/plc.json": b'{"tags":[]}',
}


def listed(files):
    return [{"path": name, "size": len(bytes_), "sha256": hashlib.sha256(bytes_).hexdigest()}
            for name, bytes_ in files.items()]


def manifest(entries, **more):
    about = {"format": 2, "created": "2026-11-30T07:00:00.000Z", "program": "0.1.0", "files": entries}
    return json.dumps(about | more).encode()


def plain(tar, name, content, **fields):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for field, value in fields.items():
        setattr(info, field, value)
    tar.addfile(info, io.BytesIO(content))


def special(tar, name, kind, link=""):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = link
    info.devmajor, info.devminor = 1, 3
    tar.addfile(info)


def archive(path, files=None, entries=None, text=None, form=tarfile.PAX_FORMAT, after=None, before=None):
    """The manifest lists the files, or entries, or is the text; after(tar) and before(tar) add to them."""
    files = GOOD if files is None else files
    with tarfile.open(path, "w", format=form) as tar:
        if before:
            before(tar)
        plain(tar, "manifest.json", manifest(listed(files) if entries is None else entries) if text is None else text)
        for name, content in files.items():
            plain(tar, name, content)
        if after:
            after(tar)


def renamed(name):
    """The tag file under another name, in the archive and in its manifest."""
    return {key if key != "project/tags/plc.json" else name: value for key, value in GOOD.items()}


def changed(place, **fields):
    entries = listed(GOOD)
    entries[place] |= fields
    return entries


def added(kind, link=""):
    return lambda path: archive(path, after=lambda tar: special(tar, "project/tags/more.json", kind, link))


def many(path):
    archive(path, {f"project/tags/plc{i}.json": b"" for i in range(10000)})


def many_unlisted(path):
    archive(path, after=lambda tar: [plain(tar, f"project/tags/more{i}.json", b"") for i in range(10000)])


def declared_bomb(path):
    entries = listed(GOOD)
    entries[1]["size"] = 2**50
    archive(path, entries=entries)


def overflowing(path):
    archive(path, entries=[entry | {"size": 2**53} for entry in listed({f"project/tags/p{i}.json": b""
                                                                        for i in range(4999)})])


def real_bomb(path):
    archive(path, GOOD | {"data/devices.json": bytes(100 * MIB)})


def unlisted_bomb(path):
    entries = listed(GOOD | {"data/devices.json": b""})
    archive(path, GOOD | {"data/devices.json": bytes(100 * MIB)}, entries=entries)


def headers_bomb(path):
    """Comments of a megabyte each, that no file is made of."""
    comment = {"comment": "x" * (MIB - 100)}
    archive(path, after=lambda tar: [plain(tar, "data/devices.json", b"", pax_headers=comment)],
            before=lambda tar: [tar.fileobj.write(tarfile.TarInfo.create_pax_global_header(comment)) for _ in range(9)])


def cut(path):
    archive(path)
    with open(path, "r+b") as file:
        file.truncate(40000)


def no_tar(path):
    with open(path, "wb") as file:
        file.write(b"no archive at all" * 100)


CASES = {
    "good": archive,
    "good ustar": lambda path: archive(path, form=tarfile.USTAR_FORMAT),
    "good gnu": lambda path: archive(path, form=tarfile.GNU_FORMAT),
    "dot dot": lambda path: archive(path, renamed("project/../../outside.json")),
    "dot dot only": lambda path: archive(path, after=lambda tar: plain(tar, "../outside.json", b"")),
    "backslash": lambda path: archive(path, renamed("project\\..\\outside.json")),
    "absolute": lambda path: archive(path, renamed("/etc/outside.json")),
    "absolute only": lambda path: archive(path, after=lambda tar: plain(tar, "/etc/outside.json", b"")),
    "symbolic link": added(tarfile.SYMTYPE, "/etc/passwd"),
    "hard link": added(tarfile.LNKTYPE, "data/station.db"),
    "link to a folder": lambda path: archive(path, after=lambda tar: special(tar, "project/tags", tarfile.SYMTYPE, "/etc")),
    "character device": added(tarfile.CHRTYPE),
    "block device": added(tarfile.BLKTYPE),
    "fifo": added(tarfile.FIFOTYPE),
    "folder": added(tarfile.DIRTYPE),
    "twice": lambda path: archive(path, after=lambda tar: plain(tar, "data/station.db", b"another")),
    "listed twice": lambda path: archive(path, entries=[*listed(GOOD), listed(GOOD)[0]]),
    "manifest twice": lambda path: archive(path, after=lambda tar: plain(tar, "manifest.json", b"{}")),
    "case": lambda path: archive(path, GOOD | {"project/tags/PLC.json": b"{}"}),
    "case only": lambda path: archive(path, after=lambda tar: plain(tar, "DATA/station.db", b"{}")),
    "unknown": lambda path: archive(path, GOOD | {"data/authorized_keys": b"ssh"}),
    "unknown folder": lambda path: archive(path, GOOD | {"project/scripts/run.json": b"{}"}),
    "steers the terminal": lambda path: archive(path, GOOD | {"data/\x1b[2Jx\n": b""}),
    "long name": lambda path: archive(path, GOOD | {"data/" + "x" * 5000: b""}),
    "many": many,
    "many unlisted": many_unlisted,
    "declared bomb": declared_bomb,
    "overflow": overflowing,
    "real bomb": real_bomb,
    "unlisted bomb": unlisted_bomb,
    "headers bomb": headers_bomb,
    "truncated": cut,
    "no tar": no_tar,
    "nothing": lambda path: open(path, "wb").close(),
    "missing": lambda path: archive(path, entries=listed(GOOD | {"data/devices.json": b"{}"})),
    "unlisted": lambda path: archive(path, after=lambda tar: plain(tar, "data/devices.json", b"{}")),
    "manifest last": lambda path: archive(path, {"data/station.db": b"x"}, text=b"{}",
                                          before=lambda tar: plain(tar, "data/devices.json", b"{}")),
    "manifest broken": lambda path: archive(path, text=b"{"),
    "manifest with a key twice": lambda path: archive(path, text=b'{"format":2,"format":2,"files":[]}'),
    "manifest of a later version": lambda path: archive(path, text=manifest(listed(GOOD), format=3)),
    "manifest too long": lambda path: archive(path, text=manifest(listed(GOOD)) + b" " * 2 * MIB),
    "no size": lambda path: archive(path, entries=changed(0, size="10")),
    "negative size": lambda path: archive(path, entries=changed(0, size=-1)),
    "wrong size": lambda path: archive(path, entries=changed(0, size=11)),
    "wrong hash": lambda path: archive(path, entries=changed(0, sha256="0" * 64)),
    "no hash": lambda path: archive(path, entries=changed(0, sha256="")),
    "odd mode": lambda path: archive(path, {}, entries=listed(GOOD), after=lambda tar: [
        plain(tar, name, content, mode=0o6777, uid=1234, gid=1234) for name, content in GOOD.items()]),
}


def main(verb, *rest):
    if verb == "make":
        CASES[rest[0]](rest[1])
    else:
        with tarfile.open(rest[0], "r:") as tar:
            for member in tar:
                digest = hashlib.sha256(tar.extractfile(member).read()).hexdigest()
                print(member.name, member.size, oct(member.mode), digest)


if __name__ == "__main__":
    main(*sys.argv[1:])
