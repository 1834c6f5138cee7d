"""The part of the progress page that shows how the back answers dose, in each of its states."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.words import Light

G, A = Light.GREEN.value, Light.AMBER.value
HURTS = [(15, G)] * 9 + [(40, A)] * 6


def part(told: list[tuple[int, str]], calm: int = 0, ceiling: int = 55) -> AppTest:
    """The part alone, for these answers."""

    def script(told, calm, ceiling):  # type: ignore[no-untyped-def]
        from datetime import date

        from core.adapting.tolerance import Answer, OwnTolerance, missing_of, spine_budget, tolerance_of
        from core.charts import LIGHT
        from core.words import Light
        from pages.parts.tolerance_curve import show_tolerance_curve

        own = tuple(Answer(f"s{at}", date(2026, 10, 5), *one[:1], Light(one[1])) for at, one in enumerate(told))
        budget = spine_budget(ceiling, own, calm)
        show_tolerance_curve(OwnTolerance(own, missing_of(own), tolerance_of(own), budget), LIGHT)

    run = AppTest.from_function(script, args=(told, calm, ceiling), default_timeout=30).run()
    assert not run.exception
    return run


def text(run: AppTest) -> str:
    return " ".join(one.value for one in run.markdown)


def test_with_enough_it_shows_curve_sentence_and_numbers() -> None:
    run = part(HURTS)
    assert len(run.get("plotly_chart")) == 1
    assert "From 15 sessions, 6 of them amber or red" in text(run)
    assert "8 times in 10" in text(run)
    assert "your stage alone would allow 55" in text(run)


def test_four_green_weeks_are_told() -> None:
    assert "After four green weeks in a row it takes nothing off" in text(part(HURTS, calm=4))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], "So far there are 0: 12 to go"),
        ([(20, G)] * 7, "So far there are 7: 5 to go"),
        ([(20, G)] * 20, "Nearly every session was green"),
        ([(20, A)] * 12 + [(10, G)], "two more green ones"),
        ([(0, A)] * 6 + [(0, G)] * 6, "no dose to compare"),
    ],
)
def test_with_too_little_it_stays_silent_and_says_what_is_missing(told: list[tuple[int, str]], words: str) -> None:
    run = part(told)
    assert words in text(run)
    assert not run.get("plotly_chart")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([(20, G)] * 14 + [(30, G)] * 4 + [(30, A)] * 4, "seems to stay below one in three"),
        ([(20, A)] * 12 + [(20, G)] * 3, "already your smallest sessions"),
        ([(20, G)] * 21 + [(30, A)] * 3, "more than you have done so far"),
    ],
)
def test_the_sentence_is_as_sure_as_the_limit(told: list[tuple[int, str]], words: str) -> None:
    assert words in text(part(told))
