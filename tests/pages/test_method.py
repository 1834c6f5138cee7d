"""The method page: each step in words and as a picture of the rules themselves, and tables that can be searched."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest

from core.adapting import Case
from core.catalog import load_catalog
from core.knowledge.conditions import load_conditions
from core.knowledge.coverage import PlaceKind, Use, load_contradictions, load_coverage
from core.knowledge.doses import load_doses
from core.knowledge.questions import load_questions
from core.knowledge.rules import load_rules, number
from core.knowledge.sources import load_sources
from core.knowledge.texts import load_texts, say
from core.screening.signs import SIGNS
from core.words import Light, Provenance
from pages.parts import method_adapting, method_coverage
from tests.pages.visitor import Visitor

MOST_ELEMENTS = 120
STEPS = (
    "triage", "sensitivity", "demand", "scoring", "planning", "light", "adapting", "tolerance", "progress", "outcomes",
)  # fmt: skip


def opened(part: str) -> Visitor:
    visitor = Visitor("method")
    visitor.app.session_state["part"] = part
    visitor.run()
    assert not visitor.app.error
    assert visitor.elements <= MOST_ELEMENTS
    return visitor


def html_of(visitor: Visitor) -> str:
    return "\n".join(one.value for one in visitor.app.html)


def test_every_step_has_its_number_words_and_picture() -> None:
    visitor = opened("How it works")
    headers = [one.value for one in visitor.app.header]
    assert headers == [say(f"method.{name}.title") for name in STEPS]
    assert [int(header.split(" ")[0]) for header in headers] == list(range(1, len(STEPS) + 1))
    assert len([one for one in visitor.app.html if 'class="bw-m"' in one.value]) == len(STEPS)
    assert "{" not in visitor.text.replace(html_of(visitor), "")


def test_every_sign_stands_in_its_table_with_tier_and_source() -> None:
    (table,) = opened("Signs").app.dataframe
    assert len(table.value) == len(SIGNS)
    first = table.value.iloc[0]
    assert first["Asked"] == load_questions()["A1"].text
    assert first["Leads to"] == say("tier.emergency.title")
    assert set(table.value["Source"]) <= set(load_sources())


def test_words_name_the_numbers_of_the_rules() -> None:
    text = opened("How it works").text
    assert f"about {100 * number('adapt.rise'):g}\u00a0%" in text
    assert f"takes {100 * (1 - number('adapt.red_load')):g}\u00a0% off" in text
    assert f"passes {100 * number('adapt.tolerance_chance'):g}\u00a0%" in text


def test_the_ten_sessions_are_those_of_the_rules() -> None:
    steps = list(method_adapting.example())
    loads = [step.target.load_kg or 0.0 for step in steps]
    assert [step.light for step in steps] == list(method_adapting.LIGHTS)
    assert {step.target.case for step in steps} >= set(method_adapting.TOLD)
    for before, after, load, then in zip(steps, steps[1:], loads, loads[1:], strict=False):
        assert then <= load * (1 + number("adapt.most_rise")) or Case.RED in (before.target.case, after.target.case)
        if before.light is Light.AMBER:
            assert then == load
        if before.light is Light.RED:
            assert then <= load * number("adapt.red_load")
    shown = html_of(opened("How it works"))
    assert f"Bars for the loads of ten sessions in kg: {', '.join(f'{load:g}' for load in loads)}" in shown


def test_the_example_of_the_own_limit_passes_the_level() -> None:
    shown = html_of(opened("How it works"))
    chances = [int(one) for one in re.findall(r"<span>(\d+)%</span>", shown.split('class="bar chances"')[1])][:3]
    assert chances == sorted(chances)
    assert chances[0] < 100 * number("adapt.tolerance_chance") < chances[-1]


def test_every_score_with_a_smallest_change_is_listed() -> None:
    shown = html_of(opened("How it works"))
    known = {rule.split(".")[-1] for rule in load_rules() if rule.startswith("outcome.points.")}
    assert known == {*method_adapting.SCORES, "activity", "chair_stands"}
    assert all(say(f"outcome.name.{name}") in unescape(shown) for name in method_adapting.SCORES)


def test_every_item_of_the_articles_can_be_found() -> None:
    visitor = opened("Source articles")
    uses = Counter(item.use for item in load_coverage().values())
    assert f"{uses[Use.CHANGED]} in a changed form" in visitor.text
    (table,) = visitor.app.dataframe
    assert list(table.value["Item"]) == list(load_coverage())
    visitor.set("method.find.coverage", "good morning")
    (table,) = visitor.app.dataframe
    found = set(table.value["Item"])
    assert {"C15", "C14a"} <= found
    assert len(found) < 10


def test_a_search_without_a_find_says_so() -> None:
    visitor = opened("Source articles").set("method.find.coverage", "zeppelin")
    assert not visitor.app.dataframe
    assert say("method.nothing_found") in visitor.text


def test_every_contradiction_stands_with_how_it_was_settled() -> None:
    visitor = opened("Contradictions")
    shown = unescape(html_of(visitor))
    for one in load_contradictions().values():
        assert f"{one.id} · {one.title}" in shown
        assert one.conflict in shown
        assert one.settled in shown
    visitor.set("method.find.contradictions", "goblet")
    assert html_of(visitor).count("<details>") < 5


def test_all_that_waits_for_a_review_is_counted_once() -> None:
    shown = html_of(opened("Limits and licence"))
    counted = [int(one) for one in re.findall(r'<td class="n">(\d+)</td>', shown)]
    others = len(load_conditions()) + len(load_doses()) + len(load_catalog())
    assert sum(counted) == len(load_rules()) + others
    firsts = [first for names in method_coverage.AREAS.values() for first in names]
    assert {rule.split(".")[0] for rule in load_rules()} == set(firsts)
    assert len(counted) % len(Provenance) == 0


@pytest.mark.parametrize("kind", PlaceKind)
def test_every_kind_of_place_has_its_word(kind: PlaceKind) -> None:
    assert f"method.coverage.kind.{kind.value}" in load_texts()
