"""Single cells of other apps' tables: numbers, times, units, words. A formula is a text and never a number."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from core.importing.values import SetKind
from core.units import MassUnit

HIGHEST = 1e6
CACHED = 8192
LONGEST_SESSION_S = 6 * 3600
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})", re.ASCII)
_PARTS = re.compile(r"(\d+)\s*(h|hr|hrs|std|m|min|mins|s|sec)\b\.?", re.ASCII)
_SECONDS = {"h": 3600, "hr": 3600, "hrs": 3600, "std": 3600, "m": 60, "min": 60, "mins": 60, "s": 1, "sec": 1}
_UNITS = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms"), MassUnit.KG),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), MassUnit.LB),
}
_KINDS = {
    **dict.fromkeys(("w", "warm_up", "warmup", "warm-up", "warm up"), SetKind.WARM_UP),
    **dict.fromkeys(("d", "drop", "dropset", "drop_set", "drop set"), SetKind.DROP),
    **dict.fromkeys(("f", "failure", "to failure"), SetKind.FAILURE),
    **dict.fromkeys(("", "normal", "work", "working", "r", "regular"), SetKind.WORK),
}


class CellError(Exception):
    """One cell cannot be read; the line goes to the problems."""

    def __init__(self, column: str, value: str, message: str) -> None:
        super().__init__(message)
        self.column, self.value, self.message = column, value, message


@lru_cache(maxsize=CACHED)
def number_of(text: str, decimal_comma: bool = False) -> float | None:
    """The number of a cell, None for a blank one. Raises ValueError for anything else."""
    bare = text.strip().strip("'\u00a0\u202f")
    if not bare or bare == "-":
        return None
    if decimal_comma and "," in bare and "." not in bare:
        bare = bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    value = float(bare)
    if not math.isfinite(value) or abs(value) > HIGHEST:
        raise ValueError(text)
    return value


def number(text: str, column: str, *, decimal_comma: bool = False) -> float | None:
    """The number of a cell, None for a blank one; CellError names the column where it is none, or below 0."""
    try:
        value = number_of(text, decimal_comma)
    except ValueError as error:
        raise CellError(column, text, "is not a number") from error
    if value is not None and value < 0:
        raise CellError(column, text, "is below 0")
    return value


@lru_cache(maxsize=CACHED)
def whole(text: str, column: str, *, decimal_comma: bool = False) -> int | None:
    """The rounded number of a cell, None for a blank one."""
    value = number(text, column, decimal_comma=decimal_comma)
    return None if value is None else round(value)


@lru_cache(maxsize=CACHED)
def weight(text: str, column: str, *, decimal_comma: bool = False) -> float | None:
    """A weight; 0 and a blank both mean that there was none."""
    return number(text, column, decimal_comma=decimal_comma) or None


@lru_cache(maxsize=CACHED)
def rpe(text: str) -> float | None:
    """Rate of perceived exertion 1 to 10; anything else is none."""
    try:
        value = number_of(text)
    except ValueError:
        return None
    return value if value is not None and 1 <= value <= 10 else None


@lru_cache(maxsize=1024)
def duration_s(text: str) -> int | None:
    """Seconds of "1h 44m", "33min", "0:10:00" or "3459"; None where there is none or it makes no sense."""
    bare = text.strip().casefold()
    clock = _CLOCK.fullmatch(bare)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds
    parts = _PARTS.findall(bare[:40])
    if parts:
        return min(sum(int(count[:6]) * _SECONDS[unit] for count, unit in parts), int(HIGHEST))
    try:
        value = number_of(bare)
    except ValueError:
        return None
    return None if value is None or value < 0 else round(value)


def minutes_of(seconds: int | None) -> int | None:
    """Whole minutes of a session; None for a timer that was forgotten."""
    return None if not seconds or seconds > LONGEST_SESSION_S else max(1, round(seconds / 60))


@lru_cache(maxsize=CACHED)
def unit_of(text: str) -> MassUnit | None:
    """The unit of mass that a cell or a column's name tells: "lbs", "Weight (kg)", "weight_lbs"."""
    words = re.split(r"[^a-z]+", text.casefold()[:80])
    return next((_UNITS[word] for word in words if word in _UNITS), None)


def kind_of(text: str) -> SetKind | None:
    """What a set was for; None where the word is not known."""
    return _KINDS.get(text.strip().casefold())
