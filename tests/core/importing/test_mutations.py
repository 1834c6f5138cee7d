"""Thousands of damaged files: never a traceback, never a part of an import, and little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MANY, FEW = 10_000, 300
MOST_MB = 500


def test_damaged_files_are_read_or_refused_whole() -> None:
    count = MANY if os.environ.get("CI") else FEW
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.importing.mutating", str(count)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told.pop("mb") < MOST_MB
    assert told.pop("files") == count
    assert told.pop("200000 rows read") == told.pop("200001 rows refused") == told.pop("bomb refused") == 1
    assert set(told) <= {"read", "refused", "asks"}
    assert told["read"] > count / 10
