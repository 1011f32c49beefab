# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing secret leaves a station by the way, not even with every log category on.

usage: secrets_test.py <folder of the programs>; prints what is wrong and ends with 1 if there is anything.

Everything that has to do with a secret is done once: set-up, passwords right and wrong, PIN, second factor with codes
of the app and recovery codes, tokens, certificate, write, live feed, exports, backup, malformed requests. Then each
secret is looked for, in many spellings, in logs, /proc, answers, exports, backup and every file of the station.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import struct
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from station import DEMO, Plant, wait_until

LOG_RULES = "*=true"
TOKEN_ID = 12  # characters
KEY_FILES = {"key.pem", "station-key.pem", "vault.key"}
TELLS_TOO_MUCH = re.compile(rb"/usr|/tmp|/home|/var/|\.cpp|\.h:|\bqt\.|QJson|QHttp|QString|std::|SELECT|sqlite|SQL"
                            rb"|[Ss]tack ?[Tt]race|0x[0-9a-f]{6}", re.I)

# Each more than the policy asks for, and nothing that anybody else would write.
PASSWORDS = {"the first password": "quiet Lantern over 57 bridges",
             "a wrong password": "velvet Compass under 91 rivers",
             "a password set by another": "amber Windmill behind 23 hedges",
             "an own password": "silver Ladder beside 68 orchards"}
PIN = "739204815566"


def spellings(secret):
    """How a text may have been written down."""
    raw = secret.encode() if isinstance(secret, str) else secret
    texts = {raw, raw.hex().encode(), raw.hex().upper().encode(), base64.b64encode(raw).rstrip(b"="),
             base64.urlsafe_b64encode(raw).rstrip(b"="), urllib.parse.quote_from_bytes(raw).encode(),
             urllib.parse.quote_plus(raw).encode()}
    if isinstance(secret, str):
        texts |= {secret.encode("utf-16-le"), json.dumps(secret)[1:-1].encode()}
    return texts


class Search:
    """Keeps the secrets and everything that must hold none of them."""

    def __init__(self):
        self.secrets, self.places, self.faults = {}, {}, []

    def add(self, name, secret):
        assert len(secret) > 7, f"{name} is too short to be looked for"
        self.secrets[name] = secret

    def look_in(self, place, content, but=()):
        content = content.encode() if isinstance(content, str) else content
        self.places[place] = (content, set(but))

    def run(self):
        for name, secret in self.secrets.items():
            for place, (content, but) in self.places.items():
                if name not in but and any(text in content for text in spellings(secret)):
                    self.faults.append(f"{place} holds {name}")


def one_time_code(secret, step=0):
    """RFC 6238."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    word = struct.unpack(">I", mac[mac[19] & 15:][:4])[0] & 0x7FFFFFFF
    return f"{word % 1_000_000:06d}"


# ----- what is done

def set_up(search, plant, api):
    file = plant.data / "setup-code"
    code = file.read_text().strip()
    if file.stat().st_mode & 0o077:
        search.faults.append("others may read the set-up code")
    api.ask("POST", "/api/v1/setup", {"code": code, "user": "anna", "displayName": "Anna Berg",
                                      "password": PASSWORDS["the first password"]})
    wait_until("the set-up code goes", lambda: not file.exists())
    return code


def sign_in(search, api, user, password, **code):
    api.sign_in(user, password, **code)
    number = sum(name.startswith("the id") for name in search.secrets) + 1
    search.add(f"the id of session {number}", api.cookie.split("=", 1)[1])
    search.add(f"the CSRF token of session {number}", api.csrf)


def wrong_sign_ins(api):
    for body in ({"user": "anna", "password": PASSWORDS["a wrong password"]},
                 {"user": PASSWORDS["a wrong password"], "password": "anna"},
                 {"user": "nobody", "password": PASSWORDS["a wrong password"]}):
        assert api.another("127.0.0.3").call("POST", "/api/v1/session", body).status == 401


def use_accounts(search, api):
    given, own = PASSWORDS["a password set by another"], PASSWORDS["an own password"]
    api.ask("POST", "/api/v1/users", {"name": "otto", "role": "operator", "password": given})
    api.ask("POST", "/api/v1/users/otto/pin", {"pin": PIN})
    otto = api.another("127.0.0.4")
    sign_in(search, otto, "otto", given)
    changed = otto.ask("POST", "/api/v1/session/password", {"current": given, "password": own})
    search.add("the id after a change", changed.header("set-cookie").split(";")[0].split("=", 1)[1])
    search.add("the CSRF token after a change", changed.json()["csrfToken"])
    assert api.call("POST", "/api/v1/session/confirm", {"password": PASSWORDS["a wrong password"]}).status == 401
    api.ask("POST", "/api/v1/session/confirm", {"password": PASSWORDS["the first password"]})


def use_token(search, api):
    end = int(time.time() + 900) * 1000
    made = api.ask("POST", "/api/v1/tokens", {"name": "logger", "write": True, "expires": end})
    token = made.json()["token"]
    search.add("a token", token)
    search.add("the secret part of a token", token[len("mws_") + TOKEN_ID + 1:])
    program = api.another("127.0.0.5")
    program.ask("GET", "/api/v1/values?ids=net-pressure", Authorization=f"Bearer {token}")
    assert program.call("GET", "/api/v1/users", Authorization=f"Bearer {token}").status == 403
    bad = token[:-3] + ("BBB" if token.endswith("AAA") else "AAA")
    search.add("a token that is wrong at its end", bad)
    assert program.call("GET", "/api/v1/tags", Authorization=f"Bearer {bad}").status == 401


def use_second_factor(search, api):
    begun = api.ask("POST", "/api/v1/session/second-factor").json()
    secret = begun["secret"].replace(" ", "")
    search.add("the secret of the second factor", secret)
    search.add("the bytes of the second factor", base64.b32decode(secret))
    assert api.call("POST", "/api/v1/session/second-factor/code", {"code": "000000"}).status == 422
    codes = api.ask("POST", "/api/v1/session/second-factor/code", {"code": one_time_code(secret)}).json()
    for number, code in enumerate(codes["recoveryCodes"]):
        search.add(f"recovery code {number}", code)
        search.add(f"recovery code {number} without its signs", code.replace("-", ""))
    another = api.another("127.0.0.6")
    first = PASSWORDS["the first password"]
    assert another.call("POST", "/api/v1/session", {"user": "anna", "password": first}).status == 401
    sign_in(search, another, "anna", first, code=codes["recoveryCodes"][0])
    sign_in(search, another, "anna", first, code=one_time_code(secret, 1))


def use_plant(process, api):
    """A write, a refused write, and all of the certificate."""
    api.ask("POST", "/api/v1/tags/net-setpoint/write", {"value": 4.2, "reason": "a trial"})
    assert api.call("POST", "/api/v1/tags/net-setpoint/write", {"value": 400}).status == 422
    api.ask("POST", "/api/v1/certificate/reload")
    process.send_signal(signal.SIGHUP)
    api.ask("POST", "/api/v1/trace", {"enabled": True})


def use_feed(api):
    """What the live feed says to a subscription and to nonsense."""
    with api.context.wrap_socket(socket.create_connection((api.host, api.port)), server_hostname=api.host) as feed:
        feed.sendall((f"GET /api/v1/live HTTP/1.1\r\nHost: {api.host}:{api.port}\r\nOrigin: {api.url}\r\n"
                      f"Cookie: {api.cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
        for text in (b'{"type":"subscribe","id":1,"tags":["net-pressure"]}', b'{"type":"nonsense"}'):
            feed.sendall(b"\x81" + bytes([0x80 | len(text)]) + bytes(4) + text)
        said, feed_end = b"", time.monotonic() + 20
        feed.settimeout(20)
        while b"badMessage" not in said and time.monotonic() < feed_end:
            said += feed.recv(65536)
    assert b" 101 " in said and b"badMessage" in said and b"snapshot" in said, said
    return said


# ----- malformed requests

def malformed(api):
    """Whole requests; each must be refused without a word about the inside."""
    host = f"Host: {api.host}:{api.port}\r\n"
    session = f"Cookie: {api.cookie}\r\nX-CSRF-Token: {api.csrf}\r\nOrigin: {api.url}\r\n"

    def post(path, body, kind="application/json", more=session):
        data = body if isinstance(body, bytes) else body.encode()
        head = f"POST {path} HTTP/1.1\r\n{host}{more}Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n"
        return head.encode() + b"Connection: close\r\n\r\n" + data

    def get(path, more=session):
        return f"GET {path} HTTP/1.1\r\n{host}{more}Connection: close\r\n\r\n".encode()

    sign_in_path, write_path = "/api/v1/session", "/api/v1/tags/net-setpoint/write"
    yield from (b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\r\n\r\n",
                b"GET / HTTP/1.1\r\n\r\n", f"BREW / HTTP/1.1\r\n{host}\r\n".encode(),
                f"GET /%zz HTTP/1.1\r\n{host}\r\n".encode(), f"GET /%00 HTTP/1.1\r\n{host}\r\n".encode(),
                f"GET /../../etc/passwd HTTP/1.1\r\n{host}Connection: close\r\n\r\n".encode(),
                f"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".encode(),
                f"GET / HTTP/1.1\r\n{host}X: {'a' * 20000}\r\n\r\n".encode(),
                f"POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode(),
                f"POST / HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n".encode())
    for body in ("", "{", "[]", "null", '{"user":1,"password":[]}', '{"user":"a","user":"b","password":"c"}',
                 '{"user":"\\ud800","password":"x"}', '{"user":"a","password":"b","more":1}', "[" * 5000,
                 '{"user":"' + "a" * 70000 + '"}', b"\xff\xfe\x00", '{"user":"\' OR 1=1 --","password":"x"}'):
        yield post(sign_in_path, body, more="")
    yield post(sign_in_path, "user=a", "application/x-www-form-urlencoded", "")
    for body in ('{"value":"x"}', '{"value":1e999}', '{"value":NaN}', '{"value":{}}', '{"value":1,"reason":7}'):
        yield post(write_path, body)
    yield post("/api/v1/users", '{"name":"../../x","role":"administrator","password":"x"}')
    yield post("/api/v1/tokens", '{"name":"","expires":-1}')
    yield post("/api/v1/devices/nothing/diagnose", '{"function":"identify"}')
    for path in ("/api/v1/nope", "/api/v1/tags/nope", "/api/v1/history/nope?from=x", "/api/v1/audit?limit=-1",
                 "/api/v1/audit?text='%22--%00", "/api/v1/tags?offset=999999999999999999999", "/api/v1/screens/..%2f"):
        yield get(path)


def answer_to(api, request):
    with api.context.wrap_socket(socket.create_connection((api.host, api.port), 20), server_hostname=api.host) as peer:
        peer.sendall(request)
        said = b""
        try:
            while more := peer.recv(65536):
                said += more
        except ConnectionError:
            pass  # refused in the middle of a long request
    return said


def send_malformed(search, api):
    requests = list(malformed(api))
    assert len(requests) >= 30
    for number, request in enumerate(requests):
        answer = answer_to(api, request)
        start = request[:60]
        if not re.match(rb"HTTP/1\.1 [45]\d\d ", answer):
            search.faults.append(f"{start} is not refused: {answer[:100]}")
        if found := TELLS_TOO_MUCH.search(answer):
            search.faults.append(f"the answer to {start} tells '{found[0].decode()}'")
        search.look_in(f"the answer to malformed request {number}", answer)


# ----- what is looked at

def read_everything(search, api):
    document = api.get("/api/v1/openapi.json")
    skipped = {"/api/v1/openapi.json", "/api/v1/setup"}
    for path, operations in document["paths"].items():
        if "get" not in operations or "{" in path or path in skipped:
            continue
        query = {"/api/v1/values": "?ids=net-pressure", "/api/v1/audit/export": "?format=csv",
                 "/api/v1/history": "?tags=net-pressure&format=csv&from=0"}.get(path, "")
        answer = api.call("GET", path + query)
        own = [name for name in search.secrets if name.startswith("the CSRF token")]
        search.look_in(f"the answer of {path}", answer.body, own if path == "/api/v1/session" else ())
        if b"$scrypt$" in answer.body:
            search.faults.append(f"the answer of {path} holds a hash")
    search.look_in("the export as NDJSON", api.ask("GET", "/api/v1/audit/export?format=ndjson").body)
    search.look_in("the second page of users", api.ask("GET", "/api/v1/users/anna").body)


def look_at_process(search, process):
    proc = pathlib.Path(f"/proc/{process.pid}")
    for name in ("cmdline", "environ"):
        search.look_in(f"/proc/PID/{name}", (proc / name).read_bytes())


def look_at_files(search, folder, title):
    """Key files hold keys and nothing else, and are nobody else's."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, content = f"{title}/{file.relative_to(folder)}", file.read_bytes()
        keys = [key for key in search.secrets if key.endswith("private key")] if file.name in KEY_FILES else []
        search.look_in(name, content, keys)
        if file.name in KEY_FILES and file.stat().st_mode & 0o077:
            search.faults.append(f"others may read {name}")
        if file.name not in KEY_FILES and b"PRIVATE KEY-----" in content:
            search.faults.append(f"{name} holds a private key")
        if file.suffix == ".db":
            database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
            search.look_in(f"the texts of {name}", "\n".join(database.iterdump()))
            database.close()


def add_keys(search, data):
    for name in KEY_FILES:
        content = (data / name).read_bytes()
        lines = re.sub(rb"-----[A-Z ]+-----", b"", content).split() if content.startswith(b"-----") else [content]
        for number, line in enumerate(line for line in lines if len(line) > 30):
            search.add(f"line {number} of {name}, a private key", line)


def play(search, programs, folder):
    """Everything once; gives the log, which has more than enough in it."""
    plant = Plant(programs, folder / "plant", DEMO, users=())
    exported, backup = folder / "audit.ndjson", folder / "backup.tar.zst"
    with plant.demo() as simulator, \
            plant.started("mws-server", QT_LOGGING_RULES=LOG_RULES) as (process, api, _, _):
        code = set_up(search, plant, api)
        used = len(process.said())
        wrong_sign_ins(api)
        sign_in(search, api, "anna", PASSWORDS["the first password"])
        use_accounts(search, api)
        use_token(search, api)
        use_second_factor(search, api)
        use_plant(process, api)
        search.look_in("the live feed", use_feed(api))
        send_malformed(search, api)
        add_keys(search, plant.data)
        read_everything(search, api)
        look_at_process(search, process)
        search.look_in("what mwsctl says", plant.ctl("audit", "export", "--signed", exported)
                       + plant.ctl("backup", backup, "--project", DEMO) + plant.ctl("user", "list")
                       + plant.ctl("token", "list") + plant.ctl("doctor", "--project", DEMO, codes=(0, 1)))
        api.ask("DELETE", "/api/v1/session")
        look_at_files(search, plant.data, "the running station's")
    look_at_files(search, plant.data, "the data folder's")
    search.look_in("the backup", backup.read_bytes())
    station = re.search(r"signed by station (\S+)", plant.ctl("backup", "verify", backup)).group(1)
    plant.ctl("restore", "--project", folder / "project", "--station", station, backup, data=folder / "restored")
    look_at_files(search, folder / "restored", "the backup's")
    search.look_in("the signed export", exported.read_bytes())
    search.look_in("the log of the simulator", simulator.said())
    log = process.said()
    search.look_in("the log", log)
    # It is shown on purpose until it is used.
    search.look_in("the log after the set-up", log[used:])
    search.add("the set-up code", code)
    search.add("the set-up code without its signs", code.replace("-", ""))
    search.places["the log"][1].update({"the set-up code", "the set-up code without its signs"})
    return log


def main(programs):
    search = Search()
    for name, password in PASSWORDS.items():
        search.add(name, password)
    search.add("the PIN", PIN)
    with tempfile.TemporaryDirectory() as name:
        log = play(search, programs, pathlib.Path(name))
    search.run()
    if "$scrypt$" in log:
        search.faults.append("the log holds a hash")
    categories = set(re.findall(r"^((?:qt|mws)\.[\w.]+):", log, re.M))
    if len(categories) < 4:
        search.faults.append(f"not every log category was on: {categories}")
    for place in ("the data folder's/station.db", "the answer of /api/v1/audit", "the export as NDJSON"):
        if b"anna" not in search.places[place][0]:
            search.faults.append(f"{place} is not what it should be")
    print("\n".join(search.faults) or f"{len(search.secrets)} secrets are in none of {len(search.places)} places; "
          f"{len(log):,} characters of log in {len(categories)} categories")
    return 1 if search.faults else 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(pathlib.Path(sys.argv[1])))
