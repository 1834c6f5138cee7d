"""The curve of personal tolerance: what it shows, and the same in words and as a table."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from core.charts import DARK, LIGHT, Palette
from core.charts.palette import SYMBOLS
from core.charts.tolerance_curve import Limit, tolerance_curve, tolerance_table, tolerance_words
from core.words import Light

CURVE = pd.DataFrame(
    {"points": [10.0, 20.0, 30.0], "low": [0.05, 0.1, 0.2], "median": [0.1, 0.25, 0.5], "high": [0.3, 0.4, 0.7]}
)
SESSIONS = pd.DataFrame(
    [
        {"day": date(2026, 10, 5), "points": 9, "light": "green"},
        {"day": date(2026, 10, 8), "points": 9, "light": "green"},
        {"day": date(2026, 10, 12), "points": 21, "light": "amber"},
        {"day": date(2026, 10, 15), "points": 30, "light": "red"},
    ]
)
CLOSED = Limit(0.33, 11.0, 23.2, 29.0, 30)
OPEN = Limit(0.33, 11.0, None, None, 30)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_session_is_a_mark_by_shape_and_colour(palette: Palette) -> None:
    traces = {one.name: one for one in tolerance_curve(CURVE, SESSIONS, CLOSED, palette).data if one.name}
    for light, count in ((Light.GREEN, 2), (Light.AMBER, 1), (Light.RED, 1)):
        marks = traces[light.value.capitalize()]
        assert len(marks.x) == count
        assert marks.marker.symbol == SYMBOLS[light]
        assert marks.marker.color == palette.lights[light]
        assert all(y < 0 if light is Light.GREEN else y > 1 for y in marks.y)
    assert len(set(traces["Green"].y)) == 2
    assert traces["Best guess"].line.color == palette.pain


def test_the_limit_stands_with_its_interval() -> None:
    traces = {one.name: one for one in tolerance_curve(CURVE, SESSIONS, CLOSED, LIGHT).data if one.name}
    assert list(traces["Your limit"].x) == [23.2, 23.2]
    assert list(traces["Limit range"].x) == [11, 29]


def test_an_open_limit_has_no_line_and_an_interval_to_the_edge() -> None:
    figure = tolerance_curve(CURVE, SESSIONS, OPEN, LIGHT)
    traces = {one.name: one for one in figure.data if one.name}
    assert "Your limit" not in traces
    assert list(traces["Limit range"].x) == [11, figure.layout.xaxis.range[1]]
    beyond = tolerance_curve(CURVE, SESSIONS, Limit(0.33, None, None, None, 30), LIGHT)
    assert "Limit range" not in {one.name for one in beyond.data}


def test_words_and_table_say_the_same() -> None:
    words = tolerance_words(CURVE, SESSIONS, CLOSED)
    assert "10 %" in words
    assert "50 %" in words
    assert "2 green, 1 amber, 1 red" in words
    assert "about 23 spine points" in words
    assert "23" not in tolerance_words(CURVE, SESSIONS, OPEN)
    table = tolerance_table(CURVE, SESSIONS, (10.0, 20.0, 30.0))
    assert list(table.index) == ["10", "20", "30"]
    assert list(table["Best guess"]) == ["10 %", "25 %", "50 %"]
    assert list(table["Likely range"]) == ["5 %–30 %", "10 %–40 %", "20 %–70 %"]
    assert [list(table[name]) for name in ("Green", "Amber", "Red")] == [[2, 0, 0], [0, 1, 0], [0, 0, 1]]
