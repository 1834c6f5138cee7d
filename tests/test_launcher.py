"""What the launcher does before anyone is served."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

ARENAS = """
import ctypes, threading
from pathlib import Path
from app import share_arenas

libc, told = ctypes.CDLL(None), Path("arenas.xml").absolute()
libc.fopen.restype = ctypes.c_void_p
{before}
together = threading.Barrier(13)

def allocate():
    held = [bytes(2000) for _ in range(100)]
    together.wait()

threads = [threading.Thread(target=allocate) for _ in range(12)]
for one in threads:
    one.start()
together.wait()
for one in threads:
    one.join()
file = ctypes.c_void_p(libc.fopen(str(told).encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
print(told.read_text().count("<heap nr="))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_threads_share_two_arenas(tmp_path: Path) -> None:
    """Without the launcher's word, each of twelve threads that allocate at once has one of its own."""

    def arenas(before: str) -> int:
        told = subprocess.run(
            [sys.executable, "-c", ARENAS.format(before=before)],
            env={"PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        return int(told.stdout)

    assert arenas("") > 4
    assert arenas("share_arenas()") == 2
