"""What nobody should type, and what some will: text that wants to be a script, a formula or a picture; odd numbers."""

from __future__ import annotations

import csv
import io
import json
import math
import random

BEACON = "beacon.invalid"
"""Host of the pictures in these texts; no browser may ever ask for it."""

HOSTILE = (
    "<img src=x onerror=\"window.__xss=1;alert('img')\">",
    "<script>window.__xss=1;alert('script')</script>",
    "\"><svg onload=window.__xss=1;alert('svg')>",
    "javascript:window.__xss=1;alert('link')",
    "[tap me](javascript:window.__xss=1) ![seen](http://beacon.invalid/pixel.png)",
    f"<img src='http://{BEACON}/pixel.gif'>",
    "</style><style>body{display:none}</style>",
    '=HYPERLINK("http://beacon.invalid","tap")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "\t=1+1",
    "'=already quoted",
    "$$\\frac{1}{0}$$ :material/delete: :red[red] `code` **bold** ~~gone~~",
    "{{7*7}} %s %(name)s {0} \\n \\u0000",
    "'; DROP TABLE person; --",
    "שלום 你好 Ω≈ç√ 👩‍👩‍👧 e\u0301",
    "\u202egnp.exe\u202c",
    "\ufeffzero\u200bwidth",
    "   ",
    "",
)
PLAIN = ("Anna", "Back felt fine.", "Knie links", "10")
LONG = "long " * 20_000

STRONG = (
    "Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Reps", "Distance", "Seconds", "Notes",
    "Workout Notes", "RPE",
)  # fmt: skip
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def hostile_name(chance: random.Random, mark: str) -> str:
    """A name of at most 80 signs that can be told from all others by its mark."""
    return f"{chance.choice(HOSTILE)[:60]} {mark}"


def odd_text(chance: random.Random) -> str:
    """Mostly hostile, sometimes harmless, once in a while far too long."""
    one = chance.random()
    if one < 0.05:
        return LONG
    return chance.choice(HOSTILE if one < 0.8 else PLAIN)


def odd_number(chance: random.Random, low: float, high: float, *, whole: bool) -> float | None:
    """Mostly within the range, else far outside, cleared, or no number at all."""
    inside = float(chance.randint(math.ceil(low), math.floor(high))) if whole else chance.uniform(low, high)
    outside = chance.choice((low - 1, high + 1, -1e9, 1e9, 1e300, 0.5, -0.0))
    return inside if chance.random() < 0.7 else None if chance.random() < 0.3 else outside


def odd_file(chance: random.Random) -> tuple[str, bytes]:
    """A file for an import: name and content. None of them is one that Backwise wrote."""
    return chance.choice(
        (
            ("hostile.csv", hostile_csv(chance)),
            ("<img src=x onerror=alert(1)>.csv", hostile_csv(chance)),
            ("garbage.json", bytes(chance.randrange(256) for _ in range(2000))),
            ("empty.csv", b""),
            ("deep.json", b"[" * 50_000 + b"]" * 50_000),
            (
                "odd.json",
                json.dumps({"format": "backwise", "people": [{"id": HOSTILE[0], "name": HOSTILE[1]}]}).encode(),
            ),
            ("list.json", b"[1, 2, 3]"),
            ("nul.csv", b"Date,Exercise Name,Reps\n\x00\x00,\x00,\x00\n"),
            ("quotes.csv", b'"' * 10_001),
            ("bomb.zip", b"PK\x03\x04" + b"\x00" * 5000),
        )
    )


def hostile_csv(chance: random.Random) -> bytes:
    """An export as another app writes it, with hostile names and notes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = ("Squat (Barbell)", "Leg Press")
    writer.writerow(STRONG)
    day = f"{chance.randint(2015, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d} 18:05:00"
    for order in range(1, 6):
        name = chance.choice((*names, chance.choice(HOSTILE)))
        weight, reps = chance.choice(("40.0", "1e9", "-5", "=1+1")), chance.choice(("8", "0", "-3", "999999"))
        note = chance.choice(HOSTILE)
        writer.writerow((day, note, "1h 2m", name, order, weight, reps, 0, 0, note, note, 8))
    return out.getvalue().encode()


def cells_that_run(table: bytes) -> list[str]:
    """Cells of a CSV table that a spreadsheet could take for a formula; numbers are none."""
    rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if cell.startswith(FORMULA_SIGNS) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
