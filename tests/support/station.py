# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The product's programs as a person runs them: a simulated plant, a station beside it, and clients of its web.

Everything is on free ports of the loopback interface and ends with the block that began it.
"""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources/demo/waterworks"
PASSWORD = "blue herring sings"
PATIENCE = 60


def wait_until(what, condition, pause=0.005):
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {PATIENCE} s")
        time.sleep(pause)
    return result


def wait_for_file(path, process):
    def content():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with code {process.returncode}: "
                               + process.said())
        return path.exists() and path.stat().st_size > 0 and path.read_text()
    return json.loads(wait_until(str(path), content))


class Process(subprocess.Popen):
    """A program whose output is kept."""

    def __init__(self, words, environment):
        self.output = tempfile.TemporaryFile()
        super().__init__(words, stdout=self.output, stderr=self.output, env={
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software",
            "QT_FORCE_STDERR_LOGGING": "1",
            **environment})

    def said(self):
        """Opened anew, for the place in the file belongs to the program that writes."""
        return pathlib.Path(f"/proc/self/fd/{self.output.fileno()}").read_text(encoding="utf-8", errors="replace")

    def cpu_seconds(self):
        """User and system time of all its threads."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self, key):
        """VmRSS is what it has, VmHWM the most that it ever had."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith(key))) / 1024


@contextlib.contextmanager
def running(words, **environment):
    process = Process(words, environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Plant:
    """A simulated plant, and the programs that run against it."""

    def __init__(self, programs, folder, project, users=(("root", "administrator"),), client=None):
        self.programs, self.folder, self.project = programs, folder, project
        self.client = client or Api
        self.endpoints = {}
        self.ready = folder / "ready.json"
        self.data = folder / "data"
        self.users = folder / "users"
        self.users.mkdir(mode=0o700, parents=True)
        for name, role in users:
            self.ctl("user", "add", name, "--role", role, "--password-stdin", typed=PASSWORD,
                     data=self.users)

    def ctl(self, *words, typed="", data=None, codes=(0,)):
        """mwsctl; gives what it said. Fails unless it ends with one of these exit codes."""
        done = subprocess.run([self.programs / "mwsctl", *words, "--data", data or self.data],
                              input=typed + "\n", text=True, capture_output=True)
        if done.returncode not in codes:
            raise RuntimeError(f"mwsctl {' '.join(map(str, words))}: {done.stderr or done.stdout}")
        return done.stdout

    @contextlib.contextmanager
    def simulated(self, links, *extra):
        ready = self.folder / "simulator.json"
        listen = [word for link in links for word in ("--listen", f"{link}=127.0.0.1:0")]
        with running([self.programs / "mws-simulator", "--project", self.project,
                      "--ready-file", ready, *listen, *extra]) as process:
            self.endpoints = wait_for_file(ready, process)["endpoints"]
            yield process

    def demo(self):
        """The simulator of the demo project, with all its links."""
        return self.simulated(["plc", "skid"], "--pty", f"line={self.folder / 'line'}")

    @contextlib.contextmanager
    def started(self, program, *options, **environment):
        """A station with an empty history: gives the process, its API, when it was started, and how
        long it took."""
        self.ready.unlink(missing_ok=True)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self.users, self.data)
        self.data.chmod(0o700)
        overrides = [word for key, value in self.endpoints.items()
                     for word in ("--endpoint", f"{key}={value}")]
        begin = time.time()
        with running([self.programs / program, "--project", self.project, "--data", self.data,
                      "--port", "0", "--ready-file", self.ready, *overrides, *options],
                     **environment) as process:
            url = wait_for_file(self.ready, process)["url"]
            yield process, self.client(url, self.data / "certificate.pem"), begin, time.time() - begin


class Answer:
    """Of a request: status, headers (names in small letters) and body."""

    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = [(name.lower(), value) for name, value in response.getheaders()]

    def header(self, name):
        return dict(self.headers).get(name)

    def json(self):
        return json.loads(self.body)


class Api:
    """A client of the web with its session and, if asked to, a connection that it keeps. `source` is
    the address that it comes from."""

    def __init__(self, url, certificate, source=None, keeps=False):
        self.url, self.certificate, self.keeps = url.rstrip("/"), certificate, keeps
        self.host, self.port = urllib.parse.urlsplit(self.url).hostname, urllib.parse.urlsplit(self.url).port
        self.source = source
        self.context = ssl.create_default_context(cafile=certificate)
        self.cookie = self.csrf = self.connection = None

    def another(self, source=None, keeps=False):
        """A client without a session."""
        return type(self)(self.url, self.certificate, source, keeps)

    def connect(self):
        self.close()
        connection = http.client.HTTPSConnection(
            self.host, self.port, timeout=20, context=self.context,
            source_address=(self.source, 0) if self.source else None)
        connection.connect()
        self.connection = connection

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def headers(self):
        own = {"Origin": self.url, "Content-Type": "application/json", "Cookie": self.cookie,
               "X-CSRF-Token": self.csrf}
        return {name: value for name, value in own.items() if value}

    def call(self, method, path, body=None, **headers):
        """Whatever the answer is; fails only without one."""
        if not self.connection:
            self.connect()
        try:
            self.connection.request(method, path, json.dumps(body) if body is not None else None,
                                    {**self.headers(), **headers})
            answer = Answer(self.connection.getresponse())
        except Exception:
            self.close()
            raise
        if not self.keeps or answer.header("connection") == "close":
            self.close()
        return answer

    def ask(self, method, path, body=None, **headers):
        """Fails unless the answer is good."""
        answer = self.call(method, path, body, **headers)
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.body[:500]}")
        return answer

    def sign_in(self, user, password=PASSWORD, **code):
        answer = self.ask("POST", "/api/v1/session", {"user": user, "password": password, **code})
        self.cookie = answer.header("set-cookie").split(";")[0]
        self.csrf = answer.json()["csrfToken"]
        return answer

    def get(self, path):
        if not self.cookie:
            self.sign_in("root")
        return self.ask("GET", path).json()
