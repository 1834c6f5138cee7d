"""What the launcher does before anyone is served."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MEASURING = """
import ctypes, json, sys, threading
from pathlib import Path
from app import give_memory_back

libc = ctypes.CDLL(None)

def told():
    libc.fopen.restype = ctypes.c_void_p
    file = ctypes.c_void_p(libc.fopen(b"told.xml", b"w"))
    libc.malloc_info(0, file)
    libc.fclose(file)
    return Path("told.xml").read_text()

def arenas_after_twelve_threads():
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
    return told().count("<heap nr=")

def mappings_of_a_second_upload():
    def mappings():
        return int(told().split('type="mmap" count="')[1].split('"')[0])

    first = bytes(20_000_000)
    del first
    before = mappings()
    second = bytes(20_000_000)
    return mappings() - before

if sys.argv[1] == "with":
    give_memory_back()
print(json.dumps([arenas_after_twelve_threads(), mappings_of_a_second_upload()]))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries have no such ways")
def test_memory_is_given_back(tmp_path: Path) -> None:
    """Threads share two arenas, and a large block has a mapping each time, neither of which glibc does by itself."""

    def measured(how: str) -> tuple[int, int]:
        told = subprocess.run(
            [sys.executable, "-c", MEASURING, how],
            env={"PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        arenas, mappings = json.loads(told.stdout)
        return arenas, mappings

    arenas, mappings = measured("without")
    assert (arenas > 4, mappings) == (True, 0)
    assert measured("with") == (2, 1)
