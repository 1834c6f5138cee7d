"""A program under measurement: started, killed, back on its port; its memory and processor time."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 60
WRONG = re.compile(
    r"\"level\": \"(error|critical)|Traceback|Uncaught|\bERROR\b|\bCRITICAL\b"
    r"|^[\w.]*(Error|Exception)\b|Task was destroyed|never awaited"
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """One process of `streamlit run`.

    Attributes:
        script: what it runs.
        log: file that takes everything it says.
        settings: its environment besides our own.
        options: on its command line.
        place: folder that it runs in; Streamlit takes its configuration from there.
    """

    script: Path
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[str] = ()
    place: Path = ROOT
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self.port}"

    def start(self) -> Server:
        """Start, again on the same port where it ran before, and wait until it answers."""
        self.port = self.port or free_port()
        command = [str(Path(sys.executable).with_name("streamlit")), "run", str(self.script)]
        command += ["--server.headless", "true", "--server.port", str(self.port), "--server.address", "localhost"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *self.options],
                cwd=self.place,
                env={**os.environ, **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urlopen(f"{self.address}/_stcore/health", timeout=STARTS_WITHIN_S).close()
            except (URLError, OSError):
                time.sleep(0.05)
            else:
                return self
        self.stop()
        raise RuntimeError(f"{self.script.name} did not start:\n{self.log.read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """Kill it without a warning, as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    @property
    def memory_mb(self) -> float:
        """Resident memory in megabytes (10^6 bytes)."""
        told = Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", told)
        assert found is not None
        return int(found[1]) * 1024 / 1e6

    @property
    def cpu_s(self) -> float:
        """Processor time so far."""
        told = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / TICKS

    @property
    def complaints(self) -> list[str]:
        """Lines of its log that tell of something that went wrong, each once with how often it stands there."""
        text = COLOUR.sub("", self.log.read_text(encoding="utf-8", errors="replace"))
        found = Counter(line.strip()[:300] for line in text.splitlines() if WRONG.search(line))
        return [f"{self.log.name}: {count} times: {line}" for line, count in found.items()]

    @property
    def _pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            if self.process.poll() is None:
                self.process.send_signal(how)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=20)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
