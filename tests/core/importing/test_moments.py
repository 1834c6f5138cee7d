"""Dates of many languages and orders; what cannot be known is asked, never guessed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from babel import Locale
from babel.dates import format_datetime

from core.importing.moments import resolve
from core.importing.months import FIRST_LANGUAGES, language_name, month_words
from core.importing.values import DateOrder

ALL_MONTHS = [datetime(2025, month, 14, 16, 8) for month in range(1, 13)]
CALENDARS_OF_THEIR_OWN = ("fa", "th")
"""Years are counted from elsewhere there."""


@pytest.mark.parametrize("language", [one for one in FIRST_LANGUAGES if one not in CALENDARS_OF_THEIR_OWN])
@pytest.mark.parametrize("pattern", ["d MMM y, HH:mm", "MMM d, y, h:mm a", "d MMMM y HH:mm"])
def test_every_month_of_every_language_comes_back(language: str, pattern: str) -> None:
    texts = {format_datetime(one, pattern, locale=language): one for one in ALL_MONTHS}
    found = resolve(texts, order=DateOrder.DAY_FIRST if pattern.startswith("d") else DateOrder.MONTH_FIRST)
    known = resolve(texts, DateOrder.DAY_FIRST if pattern.startswith("d") else DateOrder.MONTH_FIRST, language)
    assert found.moments == texts or known.moments == texts, set(texts) - set(found.moments)


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "pt", "it", "nl", "tr", "pl", "ru", "ja", "ko", "zh", "sv"]
)
def test_the_main_languages_are_told_without_asking(language: str) -> None:
    texts = {format_datetime(one, "d MMM y, HH:mm", locale=language): one for one in ALL_MONTHS}
    if language not in ("ja", "ko", "zh"):
        assert resolve(texts).moments == texts
    native = {format_datetime(one, "medium", locale=language): one for one in ALL_MONTHS}
    assert resolve(native).moments == native


def test_a_word_that_two_languages_read_apart_is_told_by_the_others_or_asked() -> None:
    assert month_words("cs")["srp"] == 8
    assert month_words("hr")["srp"] == 7
    alone = resolve(["5 srp 2025, 07:00"])
    assert alone.asks_language
    assert alone.moments == {}
    czech = resolve(["5 srp 2025, 07:00", "5 čvn 2025, 07:00"])
    assert {one.month for one in czech.moments.values()} == {6, 8}
    assert resolve(["5 srp 2025, 07:00"], language="hr").moments["5 srp 2025, 07:00"].month == 7


def test_an_unknown_month_word_asks_for_the_language() -> None:
    found = resolve(["5 Xyzzy 2025, 07:00", "5 Dec 2025, 07:00"])
    assert found.asks_language
    assert list(found.moments) == ["5 Dec 2025, 07:00"]


def test_the_order_of_day_and_month_is_decided_once_for_the_file() -> None:
    assert resolve(["01/02/2025"]).asks_order
    assert resolve(["01/02/2025", "13/02/2025"]).moments["01/02/2025"] == datetime(2025, 2, 1)
    assert resolve(["01/02/2025", "02/13/2025"]).moments["01/02/2025"] == datetime(2025, 1, 2)
    assert resolve(["13/02/2025", "02/13/2025"]).asks_order
    assert resolve(["01.02.2025 18:30"]).moments["01.02.2025 18:30"] == datetime(2025, 2, 1, 18, 30)
    assert resolve(["1/2/25"], DateOrder.MONTH_FIRST).moments["1/2/25"] == datetime(2025, 1, 2)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2025-01-05 22:06:49 +0000", 0), ("2025-01-05T22:06:49Z", 0), ("2025-01-05 22:06:49 -0530", -5.5)],
)
def test_stamps_with_a_zone_keep_it(text: str, hours: float) -> None:
    assert resolve([text]).moments[text].utcoffset() == timedelta(hours=hours)


def test_stamps_that_a_spreadsheet_rewrote_are_read_and_told() -> None:
    found = resolve(["2018/2/7 6:11", "2018/2/8 6:11 PM"])
    assert found.resaved
    assert sorted(found.moments.values()) == [datetime(2018, 2, 7, 6, 11), datetime(2018, 2, 8, 18, 11)]


@pytest.mark.parametrize("text", ["", "x", "31/31/2025", "5 Dec 20255, 99:99", "0000-00-00", "9" * 300, "5 Dec 1700"])
def test_nonsense_is_no_moment(text: str) -> None:
    assert resolve([text], DateOrder.DAY_FIRST).moments == {}


def test_odd_spaces_and_narrow_ones_are_spaces() -> None:
    text = "Sep\u00a024, 2024, 4:08\u202fPM"
    assert resolve([text]).moments[text] == datetime(2024, 9, 24, 16, 8)


def test_languages_are_named_for_a_choice() -> None:
    assert language_name("en") == "English"
    assert language_name("de") == f"German – {Locale.parse('de').get_display_name('de')}"


def test_a_day_of_fourteen_digits_is_no_date() -> None:
    texts = ["20 1 20261120093000", "2026/1/20261120093000", "2026-11-20260101120000", "20261120093000"]
    assert not resolve(texts).moments
