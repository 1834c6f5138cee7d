"""From a template in data/handout/ and plain values to a PDF: selectable text, vector pictures, no network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from core.knowledge.loading import DATA_DIR

TEMPLATES = DATA_DIR / "handout"
FONTS = TEMPLATES / "fonts"
SHARED = "common.typ"
TYPESETTER = Path(__file__).with_name("typesetter.py")
PATIENCE_S = 60
AT_ONCE = BoundedSemaphore(2)
"""Each takes a hundred megabytes for a fifth of a second: whoever asks as a third one waits for as long."""

# PDF/UA-1: headings, tables and pictures are tagged, so that a screen reader can read the paper too.
STANDARD = "ua-1"


class Paper(StrEnum):
    """Sizes of paper, by typst's names."""

    A4 = "a4"
    LETTER = "us-letter"


def typeset(template: str, values: Mapping[str, Any], pictures: Mapping[str, str], paper: Paper) -> bytes:
    """The PDF of a template: `values` as its data.json, `pictures` as SVG text by file name.

    Raises:
        CalledProcessError: it could not be set; the reason went to where errors of this process go.
        TimeoutExpired: it took longer than a minute.
    """
    files = {
        "main.typ": (TEMPLATES / f"{template}.typ").read_text(encoding="utf-8"),
        SHARED: (TEMPLATES / SHARED).read_text(encoding="utf-8"),
        "data.json": json.dumps({**values, "paper": paper.value}, ensure_ascii=False),
        **pictures,
    }
    asked = json.dumps({"files": files, "fonts": str(FONTS), "standard": STANDARD}).encode()
    # -P: the script's own folder has a calendar, which is not Python's.
    command = [sys.executable, "-P", str(TYPESETTER)]
    with AT_ONCE:
        return subprocess.run(command, input=asked, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_S).stdout
