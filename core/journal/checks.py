"""How values from a browser are checked: in range, of the right kind, said in plain words."""

from __future__ import annotations

import math
import reprlib
from datetime import UTC, date, datetime

from core.errors import AnswerError
from core.words import Site

ID_LENGTH = 64
LABEL_LENGTH = 200
NOTE_LENGTH = 2000
NAME_LENGTH = 80
TEXT_LENGTH = 2_000_000
"""Of what is kept as one text, such as a plan."""
YEARS = range(1900, 2101)
DEEPEST, LARGEST_WHOLE = 20, 2**63
"""How deep kept lists may stand inside each other, and up to which number any reader of JSON tells two apart."""


def refused(what: str, value: object, allowed: str) -> AnswerError:
    return AnswerError(f"{what} was {reprlib.repr(value)}; it must be {allowed}. Nothing was changed.")


def check_whole(value: object, what: str, low: int, high: int) -> None:
    # bool counts as int in Python: a ticked box must not pass for a pain score of 1.
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise refused(what, value, f"a whole number from {low} to {high}")


def check_optional(value: object, what: str, low: int, high: int) -> None:
    if value is not None:
        check_whole(value, what, low, high)


def check_number(value: object, what: str, low: float, high: float, unit: str = "") -> None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise refused(what, value, f"a number from {low:g} to {high:g}{unit}")


def check_yes_no(value: object, what: str) -> None:
    if not isinstance(value, bool):
        raise refused(what, value, "yes or no")


def check_site(value: object) -> None:
    if value is not None and not isinstance(value, Site):
        raise refused("The place of the pain", value, f"one of {', '.join(Site)}")


def check_text(value: object, what: str, length: int) -> None:
    """Refuse what is not a text of at most `length` characters that every database can keep.

    Raises:
        AnswerError: `what` (how the value is called) is no such text.
    """
    if not isinstance(value, str) or len(value) > length:
        raise refused(what, value, f"a text of at most {length} characters")
    # No database stores these: PostgreSQL refuses the null character, UTF-8 the halves of a surrogate pair.
    if "\0" in value or (not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value)):
        raise refused(what, value, "a text of ordinary characters")


def check_id(value: object, what: str) -> None:
    """Refuse what is not a text of 1 to 64 characters.

    Raises:
        AnswerError: `what` (how the value is called) is no such text.
    """
    check_text(value, what, ID_LENGTH)
    if not value:
        raise refused(what, value, "named")


def check_name(value: object) -> None:
    """Refuse what cannot be a person's name.

    Raises:
        AnswerError: it is no text, empty, or longer than 80 characters.
    """
    check_text(value, "The name", NAME_LENGTH)
    if not str(value).strip():
        raise AnswerError("The name was empty; it must have at least one letter. Nothing was changed.")


def check_said(value: object, what: str) -> None:
    check_text(value, what, LABEL_LENGTH)
    if not str(value).strip():
        raise refused(what, value, "said in words")


def check_day(value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
        raise refused("The day", value, f"a date from {YEARS[0]} to {YEARS[-1]}")


def in_utc(value: object, what: str) -> datetime:
    if not isinstance(value, datetime) or value.utcoffset() is None or value.year not in YEARS:
        raise refused(what, value, f"a time with its time zone, from {YEARS[0]} to {YEARS[-1]}")
    # In the hour that clocks repeat in autumn, one moment in two time zones compares as different.
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    if moment.year not in YEARS:
        # The last evening of a year in the west is a day of the next one in UTC, and could not be read again.
        raise refused(what, value, f"a time from {YEARS[0]} to {YEARS[-1]} in UTC")
    return moment


def check_json(value: object, what: str, length: int, depth: int = DEEPEST) -> None:
    """Refuse what JSON, or a database that keeps its text, could not give back: texts of half signs or past `length`,
    numbers that are none or past all counting, and lists in lists without end.

    Raises:
        AnswerError: `what` (how the whole is called) holds such a value.
    """
    match value:
        case None | bool():
            return
        case str():
            check_text(value, what, length)
        case int():
            if abs(value) > LARGEST_WHOLE:
                raise refused(what, "a number", "of ordinary numbers")
        case float():
            if not math.isfinite(value):
                raise refused(what, value, "of ordinary numbers")
        case dict() | list() | tuple() if depth:
            for inner in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
                check_json(inner, what, length, depth - 1)
        case _:
            raise refused(what, value, "plain texts, numbers and lists")


def check_once(keys: list[tuple[object, ...]], what: str) -> None:
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AnswerError(f"{what} stands there twice: {', '.join(map(str, twice))}. Nothing was changed.")
