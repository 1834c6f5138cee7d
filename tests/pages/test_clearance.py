"""What stands in the way is said the same on every page, and nothing to do goes out past it; the record always does."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import jsonschema
import pytest

from core.exporting.link import plan_to_text
from core.exporting.record_json import from_json, record_schema, to_json
from core.exporting.validity import Validity
from core.journal import MiniScreenEntry
from core.knowledge.texts import say
from core.planning import Part
from core.records import assessment_record
from core.screening import assess
from core.store import memory_url, open_store
from core.whole_record import bring_back, stop_note, whole_record
from pages.parts import take
from tests.core.builders import ALL_EQUIPMENT, CATALOG, answers
from tests.core.outgoing import exercises_named, pages_of
from tests.pages.conftest import ME, START, Home
from tests.pages.visitor import Visitor


def _hour_later(home: Home, **changes: Any) -> None:
    home.planned()
    home.clock.forward(hours=1)
    if changes:
        home.screened(**changes)


def withheld(home: Home) -> None:
    _hour_later(home, F5="yes")


def incomplete(home: Home) -> None:
    _hour_later(home)
    given = answers(("A1",), equipment=ALL_EQUIPMENT)
    kept = assessment_record("a-open", home.clock.now, given, assess(given, home.clock.today))
    home.store.save_assessment(ME, kept)


def ticked(home: Home) -> None:
    _hour_later(home)
    home.store.save_mini_screen(ME, MiniScreenEntry(home.clock.now, ("fever",)))
    home.clock.forward(hours=1)


def stopped(home: Home) -> None:
    _hour_later(home)
    home.train(spread=True)
    home.clock.forward(days=3)


def sign_in_a_session(home: Home) -> None:
    _hour_later(home)
    home.train(stop_sign=True)
    home.clock.forward(days=1)


def due_by_date(home: Home) -> None:
    home.planned()
    home.clock.forward(days=27)
    home.train(4, 2)
    home.clock.forward(days=1)


def due_after_a_gap(home: Home) -> None:
    home.planned()
    home.train()
    home.clock.forward(days=15)


def over(home: Home) -> None:
    home.planned()
    home.clock.forward(days=42)
    home.screened()


def outdated(home: Home) -> None:
    home.planned()
    home.clock.forward(days=3)
    home.screened()


@dataclass(frozen=True)
class Case:
    """How one gets there, the sentence that says so, the key of the button onwards, and whether doses are hidden."""

    make: Callable[[Home], None]
    sentence: str
    button: str
    halted: bool


CASES: Mapping[str, Case] = {
    "withheld": Case(withheld, "tier.same_day.title", "result", True),
    "incomplete": Case(incomplete, "renewal.incomplete", "renew", True),
    "ticked": Case(ticked, "renewal.sign", "renew", True),
    "stopped": Case(stopped, "adapt.stop.spread", "stop.questions", True),
    "sign in a session": Case(sign_in_a_session, "adapt.stop.stop_sign", "stop.questions", True),
    "by date": Case(due_by_date, "renewal.date", "renew", False),
    "after a gap": Case(due_after_a_gap, "renewal.gap", "renew", False),
    "over": Case(over, "plan.over", "next_plan", False),
    "outdated": Case(outdated, "plan.outdated", "refresh", False),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
every_halt = pytest.mark.parametrize(
    "case", [one for one in CASES.values() if one.halted], ids=lambda one: one.sentence
)


def named(visitor: Visitor) -> frozenset[str]:
    """Exercises that the page's own HTML names, as cards and lists do."""
    return exercises_named("\n".join(one.value for one in visitor.app.html), CATALOG)


def offers(visitor: Visitor) -> list[str]:
    """Files, links and codes that the page offers."""
    labels = [one.proto.label for one in visitor.app.get("download_button")]
    return [*labels, *(one.value for one in visitor.app.code), *("picture" for _ in visitor.app.get("imgs"))]


@every_case
@pytest.mark.parametrize("page", ["today", "plan"])
def test_today_and_plan_say_the_same_and_offer_nothing_to_take(home: Home, case: Case, page: str) -> None:
    case.make(home)
    visitor = Visitor(page, **{"take.plan": True})
    assert say(case.sentence) in visitor.text
    assert offers(visitor) == []
    assert "Short on time?" not in visitor.text
    key = f"today.{case.button}" if case.button.startswith("stop.") else f"{page}.{case.button}"
    assert key in visitor.keys
    assert bool(named(visitor)) is (not case.halted and (page == "plan" or case.make is outdated))


@every_case
@pytest.mark.parametrize("page", ["today", "plan"])
def test_the_button_leads_on(home: Home, case: Case, page: str) -> None:
    case.make(home)
    key = f"today.{case.button}" if case.button.startswith("stop.") else f"{page}.{case.button}"
    after = Visitor(page).press(key)
    if case.button in ("refresh", "next_plan"):
        assert home.plan.plan.starts_on == home.clock.today
        assert say(case.sentence) not in after.text
        assert offers(Visitor("plan").open("take.plan"))
    else:
        assert after.title != Visitor(page).title


@every_halt
@pytest.mark.parametrize("page", ["progress", "my_data"])
def test_other_pages_say_it_too(home: Home, case: Case, page: str) -> None:
    case.make(home)
    assert say(case.sentence).rstrip(".") in Visitor(page).text


@every_halt
def test_no_page_shows_a_dose(home: Home, case: Case) -> None:
    case.make(home)
    used = home.plan.plan.weeks[0].sessions[0].of(Part.MAIN)[0]
    visitor = Visitor()
    visitor.app.query_params["exercise"] = used.exercise_id
    shown = "\n".join(one.value for one in visitor.go("exercises").app.html)
    assert CATALOG[used.exercise_id].how[0] in html.unescape(shown)
    assert say("exercises.dose.plan") not in shown
    assert say("exercises.dose.start") not in shown
    week = "\n".join(one.value for one in Visitor("progress", view="Week").app.html)
    assert f"</b><span>{used.sets} × " not in week


@every_halt
def test_report_and_record_always_come(home: Home, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.make(home)
    reports: list[bytes] = []
    monkeypatch.setattr(
        take, "held", lambda make, file, mime, of: reports.append(make() if mime == take.PDF else b"") or b"x"
    )
    visitor = Visitor("progress").open("take.journal")
    assert "Progress report (PDF)" in offers(visitor)
    (made,) = [one for one in reports if one]
    told = " ".join(pages_of(made))
    assert "No training for now, since 2" in told
    assert say(case.sentence).split(".")[0] in told
    planned = {each.exercise_id for session in home.plan.plan for each in session.prescriptions}
    trained = {one.exercise_id for entry in home.sessions for one in entry.sets}
    assert exercises_named(told, CATALOG) & planned <= trained
    assert "Everything as one file (JSON)" in offers(Visitor("my_data"))


@every_case
def test_the_file_says_what_stops_and_can_be_brought_back(home: Home, case: Case) -> None:
    case.make(home)
    kept = whole_record(home.store, home.clock.now)
    text = to_json(kept, stop_note(kept))
    raw = json.loads(text)
    jsonschema.Draft202012Validator(record_schema()).validate(raw)
    assert list(raw)[:4] == ["format", "version", "made_at", "note"]
    assert bool(raw["note"]) is case.halted
    if case.halted:
        assert say(case.sentence).rstrip(".") in raw["note"]
        assert raw["note"].startswith("Me: No training for now, since ")
    read = from_json(text)
    assert read.problems == ()
    assert read.record == kept
    del raw["note"]
    assert from_json(json.dumps(raw)).record == kept
    other = open_store(memory_url(), "other", clock=lambda: START)
    bring_back(other, read.record, START)
    assert other.current_plan(ME) == home.store.current_plan(ME)
    other.close()


def test_what_the_verdict_leaves_out_today_is_neither_in_the_short_version_nor_taken_along(home: Home) -> None:
    plan = home.planned()
    session = plan.weeks[0].sessions[0]
    gone = session.short[1][0]
    home.store.set_preference(ME, "excluded", [gone])
    visitor = Visitor("plan").open("take.plan")
    (short,) = [one.value for one in visitor.app.info if "Short on time?" in one.value]
    assert gone not in exercises_named(short, CATALOG)
    assert exercises_named(short, CATALOG)
    assert say("take.without", names=CATALOG[gone].name) in visitor.text
    assert {"Hand-out (PDF)", "Calendar (.ics)"} <= set(offers(visitor))


def test_in_a_flare_up_at_rest_nothing_can_be_taken_along(home: Home) -> None:
    home.planned()
    home.store.set_preference(ME, "flare_on", home.clock.today.isoformat())
    visitor = Visitor("plan").open("take.plan")
    assert say("take.closed.rest") in visitor.text
    assert offers(visitor) == []
    assert "Short on time?" not in visitor.text


def test_a_journal_from_elsewhere_has_a_report_before_any_screening(home: Home) -> None:
    home.planned()
    entry = home.train()
    home.store.add_person("ana", "Ana")
    home.store.start_session("ana", replace(entry, id="s-ana", plan_id=None))
    visitor = Visitor("progress", person_id="ana").open("take.journal")
    assert "Progress report (PDF)" in offers(visitor)


def test_a_sign_hides_what_a_link_would_have_one_do_and_taking_it_over(home: Home) -> None:
    ticked(home)
    days = Validity(home.clock.today, home.clock.today + timedelta(days=28))
    visitor = Visitor()
    visitor.app.query_params["p"] = plan_to_text(home.plan.plan, days)
    visitor.go("plan")
    assert say("renewal.sign") in visitor.text
    assert "shared.take" not in visitor.keys
    assert not named(visitor)


@pytest.mark.parametrize(("days", "over"), [(27, False), (28, True)])
def test_a_link_says_how_long_it_holds_and_past_that_leads_to_the_screening(home: Home, days: int, over: bool) -> None:
    plan = home.planned()
    made = home.clock.today
    home.clock.forward(days=days)
    home.screened()
    visitor = Visitor()
    visitor.app.query_params["p"] = plan_to_text(plan, Validity(made, made + timedelta(days=28)))
    visitor.go("plan")
    assert "Made on 20 November 2026, valid until 18 December 2026" in visitor.text
    assert (say("shared.over", until="18 December 2026") in visitor.text) is over
    assert ("shared.take" in visitor.keys) is not over
    assert ("shared.screen" in visitor.keys) is over
    assert bool(named(visitor)) is not over


FLARE = {
    "pain_now": 8,
    "I1": "eases",
    "pain_week": 7,
    "pain_provoked": 9,
    "provoked_by": "light",
    "settles": "over_2_h",
}


def test_a_plan_that_asks_more_than_the_new_answers_allow_is_made_anew_first(home: Home) -> None:
    home.planned()
    home.clock.forward(minutes=1)
    home.screened(**FLARE)
    for page in ("today", "plan"):
        visitor = Visitor(page)
        assert say("plan.gentler") in visitor.text
        assert not named(visitor)
        assert not visitor.starting("today.start")
        assert not visitor.starting("take.")
    visitor = Visitor("plan").press("plan.refresh")
    assert home.plan.plan.dose_id == "flare"
    assert named(visitor)


@pytest.mark.parametrize("kept", ["sign", "gentler"])
def test_a_session_under_way_waits_for_what_came_up_elsewhere(home: Home, kept: str) -> None:
    home.planned()
    Visitor().set("before.pain", 2).press("today.start.planned")
    home.clock.forward(minutes=1)
    if kept == "sign":
        home.store.save_mini_screen(ME, MiniScreenEntry(home.clock.now, ("saddle",)))
    else:
        home.screened(**FLARE)
    visitor = Visitor()
    assert visitor.title == say("today.on_hold")
    assert say("today.interrupted") in visitor.text
    assert not visitor.starting("runner.")
    assert "today.discard.yes" in visitor.keys
    assert len(home.sessions) == 1
