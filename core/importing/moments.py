"""Texts to moments: ISO stamps, dates in many languages, and dates of numbers only, decided once for the whole file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from core.importing.months import FIRST_LANGUAGES, afternoon_words, folded, languages, month_words
from core.importing.values import DateOrder
from core.journal import YEARS

LONGEST = 64
_OFFSET = re.compile(r"\s+([+-]\d{2}):?(\d{2})$")
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})(?::(\d{2})(?:\.\d+)?)?")
_DOTTED_CLOCK = re.compile(r"(?<=[\s,])(\d{1,2})\.(\d{2})$")
_DIGITS = re.compile(r"\d+")
# Vowel signs of Indian scripts are no letters to a regular expression, so words are what stands between other signs.
_WORDS = re.compile(r"[^\s\d,;:/()|_–-]+")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:$|[ T]\d{2}:\d{2})")
_SPACED_PERIOD = re.compile(r"\b([ap]) m\b")
# Year, month and day stand beside their numbers in Chinese, Japanese and Korean.
_YEAR_FIRST = re.compile(r"\d{4}\s*[年년]")


@dataclass(frozen=True)
class Resolved:
    """Moments by text; what is not there could not be read. `asks_order` and `asks_language` say what would help."""

    moments: Mapping[str, datetime]
    asks_order: bool = False
    asks_language: bool = False
    resaved: bool = False


@dataclass(frozen=True)
class _Parts:
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    hour: int
    minute: int
    second: int
    year_first: bool
    dotted: bool
    offset: timezone | None


def resolve(texts: Iterable[str], order: DateOrder | None = None, language: str | None = None) -> Resolved:
    """The moments of all texts of one column; what one text leaves open, the others may tell."""
    moments: dict[str, datetime] = {}
    parts: dict[str, _Parts] = {}
    for text in set(texts):
        stamp = _iso(text)
        if stamp is not None:
            moments[text] = stamp
        elif (found := _parts(text)) is not None:
            parts[text] = found
    named = {text: one for text, one in parts.items() if len(one.numbers) == 2 and one.words}
    plain = {text: one for text, one in parts.items() if len(one.numbers) == 3}
    asks_language = _take_named(named, language, moments)
    asks_order = _take_plain(plain, order, moments)
    return Resolved(moments, asks_order, asks_language, resaved=bool(plain) and not named)


def _iso(text: str) -> datetime | None:
    bare = text.strip()
    if not _ISO.match(bare):
        return None
    try:
        return _known(datetime.fromisoformat(_OFFSET.sub(r"\1\2", bare)))
    except ValueError:
        return None


def _known(moment: datetime) -> datetime | None:
    """The moment, None where the journal could not keep it in any time zone."""
    return moment if YEARS[0] < moment.year < YEARS[-1] else None


def _parts(text: str) -> _Parts | None:
    if len(text) > LONGEST:
        return None
    bare = " ".join(unicodedata.normalize("NFKC", text).split())
    offset = _OFFSET.search(bare)
    bare = bare[: offset.start()] if offset else bare
    clock = _CLOCK.search(bare) or _DOTTED_CLOCK.search(bare)
    rest = bare if clock is None else f"{bare[: clock.start()]} {bare[clock.end() :]}"
    hour, minute, second = (int(part or 0) for part in (*clock.groups(), None, None)[:3]) if clock else (0, 0, 0)
    words = tuple(_WORDS.findall(folded(rest)))
    if clock is not None and 0 < hour <= 12:
        hour = _of_24(hour, bare[: clock.start()], bare[clock.end() :])
    if hour > 23 or minute > 59 or second > 59:
        return None
    return _Parts(
        numbers=tuple(str(int(one)) for one in _DIGITS.findall(rest)),
        words=words,
        hour=hour,
        minute=minute,
        second=second,
        year_first=bool(_YEAR_FIRST.search(unicodedata.normalize("NFC", bare))),
        dotted=bool(re.match(r"\d{1,2}\.\s?\d{1,2}\.", bare)),
        offset=_zone(offset),
    )


def _of_24(hour: int, before: str, after: str) -> int:
    """The hour by the word for morning or afternoon that stands right beside the clock time, if one does."""
    first = _WORDS.match(_SPACED_PERIOD.sub(r"\1m", folded(after)).strip())
    last = _WORDS.search(_SPACED_PERIOD.sub(r"\1m", folded(before)).strip()[::-1])
    beside = (first[0] if first else "", last[0][::-1] if last and last.start() == 0 else "")
    period = next((afternoon_words()[word] for word in beside if word in afternoon_words()), None)
    return hour if period is None else hour % 12 + (12 if period else 0)


def _zone(found: re.Match[str] | None) -> timezone | None:
    if found is None:
        return None
    shift = timedelta(hours=int(found[1]), minutes=int(found[2]) * (-1 if found[1].startswith("-") else 1))
    return timezone(shift) if abs(shift) < timedelta(hours=24) else UTC


def _take_named(named: Mapping[str, _Parts], language: str | None, moments: dict[str, datetime]) -> bool:
    """Read dates with a month's name; True where the language must be asked for."""
    if not named:
        return False
    months = _months(tuple(named.values()), language)
    for text, one in named.items():
        month = months.get(one.words)
        year = next((int(number) for number in one.numbers if len(number) == 4), None)
        day = next((int(number) for number in one.numbers if len(number) < 3), None)
        if month is not None and year is not None and day is not None:
            _put(moments, text, one, (year, month, day))
    return any(one.words not in months for one in named.values())


def _months(parts: tuple[_Parts, ...], language: str | None) -> Mapping[tuple[str, ...], int]:
    """Month by the words of a date. The languages that know all dates of the file must agree."""
    wanted = {one.words for one in parts}
    if language is not None:
        return _in(language, wanted)
    for group in (FIRST_LANGUAGES, languages()):
        whole = [found for one in group if len(found := _in(one, wanted)) == len(wanted)]
        if whole:
            return whole[0] if all(one == whole[0] for one in whole) else {}
    # The phone may have changed its language: then each date by itself, where all languages agree on it.
    by_words: dict[tuple[str, ...], set[int]] = {}
    for one in FIRST_LANGUAGES:
        for words, month in _in(one, wanted).items():
            by_words.setdefault(words, set()).add(month)
    return {words: months.pop() for words, months in by_words.items() if len(months) == 1}


def _in(language: str, wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    known = month_words(language)
    found = {words: {known[word] for word in words if word in known} for words in wanted}
    return {words: months.pop() for words, months in found.items() if len(months) == 1}


def _take_plain(plain: Mapping[str, _Parts], order: DateOrder | None, moments: dict[str, datetime]) -> bool:
    """Read dates of three numbers; True where the order of day and month must be asked for."""
    open_ones: dict[str, tuple[_Parts, int, int, int]] = {}
    for text, one in plain.items():
        first, second, third = (int(number) for number in one.numbers)
        if len(one.numbers[0]) == 4 or one.year_first:
            _put(moments, text, one, (first, second, third))
        else:
            open_ones[text] = (one, first, second, third if third >= 100 else 2000 + third)
    if not open_ones:
        return False
    chosen = order or _order(list(open_ones.values()))
    for text, (one, first, second, year) in open_ones.items():
        if chosen is not None:
            day, month = (first, second) if chosen is DateOrder.DAY_FIRST else (second, first)
            _put(moments, text, one, (year, month, day))
    return chosen is None


def _order(dates: list[tuple[_Parts, int, int, int]]) -> DateOrder | None:
    day_first = any(first > 12 for _, first, _, _ in dates) or all(one.dotted for one, _, _, _ in dates)
    month_first = any(second > 12 for _, _, second, _ in dates)
    if day_first == month_first:
        return None
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def _put(moments: dict[str, datetime], text: str, one: _Parts, day: tuple[int, int, int]) -> None:
    try:
        when = date(*day)
    except (ValueError, OverflowError):
        # Fourteen digits are more than a calendar can even be asked for.
        return
    moment = datetime(when.year, when.month, when.day, one.hour, one.minute, one.second, tzinfo=one.offset)
    known = _known(moment)
    if known is not None:
        moments[text] = known
