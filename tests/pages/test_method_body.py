"""The tab about the body model: built only when opened, small, and every number on it computed."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from core.body.spine.demand import MODEL_BAND
from core.body.validation import Verdict, agreement, checked_contrasts, checked_loads
from core.charts.palette import DARK, LIGHT
from core.charts.validation import Place, place_of, validation
from core.demand import spinal_demand
from core.knowledge.claims import claims_in
from core.knowledge.sources import load_sources
from core.knowledge.texts import load_texts, say
from core.words import Axis
from pages.parts import method_body, method_body_numbers
from pages.parts.method_body_figure import marked_figure, mechanics
from tests.pages.conftest import Home
from tests.pages.visitor import Visitor

MOST_ELEMENTS = 120
PART = "Body model"


@pytest.fixture
def opened(home: Home) -> Visitor:
    """The method page with the tab open."""
    visitor = Visitor("method")
    visitor.app.session_state["part"] = PART
    return visitor.run()


def shown_table(visitor: Visitor, text_id: str) -> list[list[str]]:
    """Cells of the rows of one table."""
    caption = say(f"{text_id}.caption")
    (html,) = [one.value for one in visitor.app.html if f">{escape(caption)}<" in one.value]
    body = html.split("<tbody>")[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_the_tab_stands_after_how_it_works_and_is_built_only_when_opened(home: Home) -> None:
    visitor = Visitor("method")
    assert [tab.label for tab in visitor.app.tabs][:3] == ["How it works", PART, "Leg model"]
    assert say("method.body.lead") not in visitor.text
    assert not visitor.app.get("plotly_chart")


def test_the_open_tab_is_small_and_has_no_error(opened: Visitor) -> None:
    assert not opened.app.error
    assert opened.elements <= MOST_ELEMENTS
    assert say("method.body.lead") in opened.text
    assert "rating replaces the one by hand" in opened.text


def test_the_summary_says_what_validation_computes(opened: Visitor) -> None:
    found = agreement(load for load in checked_loads() if load.counted)
    assert f"rank correlation **{found.spearman:.2f}**" in opened.text
    assert f"off by **{found.median_error:.0%}**" in opened.text
    assert f"Of {found.count} published loads" in opened.text
    first = shown_table(opened, "method.body.loads.agreement")[0]
    assert first[1:4] == [str(found.count), f"{found.spearman:.2f}", f"{found.median_error:.0%}"]


def test_every_published_load_stands_in_the_table_with_the_model_and_its_band(opened: Visitor) -> None:
    rows = shown_table(opened, "method.body.loads")
    assert len(rows) == len(checked_loads())
    for cells, load in zip(rows, checked_loads(), strict=True):
        low, high = (f"{load.model_n * factor:.0f}" for factor in MODEL_BAND)
        assert [cells[0], *cells[2:4]] == [load.task, f"{load.published_n:.0f}", f"{load.model_n:.0f} ({low}–{high})"]
        assert f"{abs(load.error):.0%}" in cells[1]


def test_every_contrast_stands_with_its_verdict_and_the_misses_are_named(opened: Visitor) -> None:
    rows = shown_table(opened, "method.body.contrasts")
    assert [cells[1] for cells in rows] == [say(f"method.body.verdict.{one.verdict}") for one in checked_contrasts()]
    assert {one.id for one in checked_contrasts() if one.verdict is Verdict.WRONG} == set(
        method_body.KNOWN_MISSES.values()
    )
    right = sum(one.verdict is Verdict.RIGHT for one in checked_contrasts())
    assert f"**{right} right**" in opened.text
    assert "**Hip thrust: too low.**" in opened.text
    assert "**Good morning: too high.**" in opened.text


def test_the_chart_shows_every_load_by_shape(opened: Visitor) -> None:
    (chart,) = opened.app.get("plotly_chart")
    marks = {trace["name"]: trace for trace in json.loads(chart.proto.spec)["data"] if trace["mode"] == "markers"}
    assert len(marks) == len(Place)
    assert len({trace["marker"]["symbol"] for trace in marks.values()}) == len(Place)
    points = method_body_numbers.points()
    for place in Place:
        expected = [point.task for point in points if point.place is place]
        assert marks[say(f"method.body.chart.{place.value}")]["text"] == expected
    assert len(points) == len(checked_loads()) - 1, "all but the check of the code"


def test_both_modes_draw_the_same_points_on_logarithmic_axes() -> None:
    light, dark = (validation(method_body_numbers.points(), MODEL_BAND, palette) for palette in (LIGHT, DARK))
    assert light.layout.xaxis.type == light.layout.yaxis.type == "log"
    assert light.layout.xaxis.range == light.layout.yaxis.range
    assert [trace.x for trace in light.data] == [trace.x for trace in dark.data]


@pytest.mark.parametrize(
    ("published", "in_domain", "place"),
    [
        (850, True, Place.INSIDE),
        (849, True, Place.MISSED),
        (1301, True, Place.MISSED),
        (1000, False, Place.OUT_OF_DOMAIN),
    ],
)
def test_a_load_is_met_inside_the_band(published: float, in_domain: bool, place: Place) -> None:
    assert place_of(published, 1000, MODEL_BAND, in_domain) is place


def test_the_cut_offs_meet_without_gap_and_begin_at_zero() -> None:
    for column in zip(*method_body_numbers.cut_offs(), strict=True):
        assert column[0][0] == 0
        assert all(one[1] == after[0] for one, after in pairwise(column))
        assert column[-1][1] == float("inf")


def test_the_last_table_holds_all_that_differs_and_the_higher_counts(opened: Visitor) -> None:
    apart = method_body_numbers.apart()
    shown = [tuple(map(int, cells[1:4])) for cells in shown_table(opened, "method.body.differ")]
    assert shown == [(one.by_hand, one.by_model, one.used) for one in apart]
    assert apart
    for one in apart:
        assert abs(one.by_hand - one.by_model) > 1
        assert one.used == max(one.by_hand, one.by_model)
    man = method_body_numbers.reference_profile(method_body_numbers.REFERENCE_MAN)
    good_morning = next(one for one in apart if one.exercise.id == "good_morning" and one.axis is Axis.SHEAR)
    assert spinal_demand(good_morning.exercise, man).by_model[Axis.SHEAR] == good_morning.by_model


def test_all_eight_points_of_disagreement_and_agreement_are_said_with_known_sources(opened: Visitor) -> None:
    points = {name: keys for side in method_body.PARTINGS.values() for name, keys in side.items()}
    assert len(points) == 8
    for name, keys in points.items():
        assert say(f"method.body.part.{name}", **method_body_numbers.partings()) in opened.text
        for key in keys:
            assert key in opened.text
            assert all(link in opened.text for link in load_sources()[key].links[:1])


def test_the_marked_figure_is_one_picture_with_three_marks_and_true_numbers() -> None:
    root = ElementTree.fromstring(marked_figure())
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")] == ["1", "2", "3"]
    found = mechanics()
    assert found.above_kg * 9.81 * found.lever_m == pytest.approx(found.moment_nm, rel=0.01)
    assert found.pull_n * found.extensor_arm_m == pytest.approx(found.moment_nm)


def test_nothing_on_the_tab_makes_a_forbidden_claim(opened: Visitor) -> None:
    assert claims_in(opened.text) == []
    assert [text_id for text_id, text in load_texts().items() if "method.body" in text_id and claims_in(text)] == []
