"""The progress page: one view at a time, what changed and why, ladders with dates, and what the back has taught."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.demo import load_demo_people
from core.journal import MorningEntry
from core.knowledge.texts import say
from pages.parts.people_demo import put_in_store
from tests.core.builders import CATALOG
from tests.pages.conftest import ME, Clock, Home
from tests.pages.test_every_page import charts, trained
from tests.pages.visitor import Visitor

VIEWS = ("Overview", "Week", "Ladders", "My back")


def html(visitor: Visitor) -> str:
    """What the page's own HTML says, without its looks."""
    return "\n".join(re.sub(r"<style>.*?</style>", "", one.value, flags=re.DOTALL) for one in visitor.app.html)


def opened(home: Home, view: str) -> Visitor:
    """The page of a person with two calm weeks, in one view."""
    trained(home)
    return Visitor("progress", view=view)


def red(home: Home) -> None:
    """Two calm weeks, and a red session yesterday."""
    trained(home)
    entry = home.train(3, 1, pain_worst=8, pain_end=6)
    home.clock.forward(days=1)
    home.store.save_morning(ME, MorningEntry(home.clock.today, entry.id, 6))


@pytest.mark.parametrize("demo", list(load_demo_people()))
def test_every_view_of_every_demo_person_runs_alone_and_stays_small(home: Home, demo: str) -> None:
    person_id = put_in_store(home.store, load_demo_people()[demo], home.clock.now)
    for view in VIEWS:
        visitor = Visitor("progress", person_id=person_id, view=view)
        (tab,) = [one for one in visitor.app.tabs if len(one)]
        assert tab.label == view
        assert visitor.elements <= 40
        assert "{" not in html(visitor)


def test_only_the_charts_of_the_open_view_are_drawn(home: Home) -> None:
    trained(home)
    counts = {view: len(charts(Visitor("progress", view=view))) for view in VIEWS}
    assert counts == {"Overview": 2, "Week": 0, "Ladders": 0, "My back": 1}


def test_the_week_tells_what_was_done_and_each_target_with_rule_entries_and_the_way_back(home: Home) -> None:
    visitor = opened(home, "Week")
    assert "sessions in the last seven days" in visitor.text
    told = html(visitor)
    assert told.count("<td>") == 14
    session = home.plan.plan.session(3, 1)
    assert session is not None
    for one in session.prescriptions:
        if one.part in ("main", "core"):
            assert CATALOG[one.exercise_id].name in told
    assert say("today.move.up") in told
    assert re.search(r"\+[\d.]+ (kg|repetition|s )[^<]* since \w{3} \d+ \w{3}", told)
    assert "adapt." in told
    assert re.search(r"\w{3} \d+ \w{3}: green, \d × \d+[^<]*morning 2 of 10", told)


def test_a_red_session_comes_first_with_its_numbers_and_eases_what_it_held(home: Home) -> None:
    red(home)
    told = html(Visitor("progress", view="Week"))
    changes = told[told.index("bw-change") :]
    assert changes.index(say("today.move.down")) < (changes + say("today.move.hold")).index(say("today.move.hold"))
    assert "worst 8 of 10" in changes
    assert "morning 6 of 10" in changes
    assert "(adapt.red_load)" in changes


def test_a_stop_stands_above_every_view(home: Home) -> None:
    trained(home)
    home.train(3, 1, stop_sign=True)
    for view in VIEWS:
        visitor = Visitor("progress", view=view)
        assert say("adapt.stop.stop_sign") in visitor.warning
    assert say("today.move.rest") in html(Visitor("progress", view="Week"))


def test_after_the_last_week_the_review_points_on(home: Home, clock: Clock) -> None:
    trained(home)
    clock.forward(days=60)
    assert say("adapt.review.over") in Visitor("progress", view="Week").text


def test_ladders_show_every_rung_and_the_earliest_day(home: Home) -> None:
    home.planned()
    for number in (1, 2):
        entry = home.train(1, number)
        home.store.save_morning(ME, MorningEntry(entry.day + timedelta(days=1), entry.id, 2))
        home.clock.forward(days=3)
    told = html(Visitor("progress", view="Ladders"))
    shown = re.findall(r'<section class="bw-ladder">.*?</section>', told, flags=re.DOTALL)
    assert shown
    for block in shown:
        rung, count = map(int, re.search(r"Rung (\d+) of (\d+)", block).groups())  # type: ignore[union-attr]
        assert block.count("<i class=") == block.count("<li>") == count
        assert block.count('class="below"') == rung - 1
        assert block.count('class="here"') == 1
    assert re.search(r"Opens after (one|two) more green weeks?[^<]*Earliest Sun \d+ \w{3}\.", told)


def test_no_ladder_without_training_of_late_says_so(home: Home, clock: Clock) -> None:
    trained(home)
    clock.forward(days=40)
    assert say("progress.ladders.none") in Visitor("progress", view="Ladders").text


def test_what_the_back_taught_names_axis_day_and_numbers(home: Home) -> None:
    red(home)
    told = html(Visitor("progress", view="My back"))
    assert re.search(r"<b>[A-Z][\w -]+</b>: from [\w ]+ to [\w ]+", told)
    assert "Until " in told
    assert "red, worst 8 of 10 in it, morning 6 of 10." in told
    assert "(adapt.learn_days)" in told


def test_nothing_taught_yet_says_what_would_teach(home: Home) -> None:
    home.planned()
    home.train()
    visitor = Visitor("progress", view="My back")
    assert say("progress.back.nothing") in visitor.text
    assert say("progress.back.floors") not in visitor.text


def test_floors_that_the_answers_set_are_said(home: Home) -> None:
    home.planned(C3=("osteoporosis",))
    home.train()
    visitor = Visitor("progress", view="My back")
    assert say("progress.back.floors") in visitor.text
    assert "never below" in visitor.text


def test_flare_days_are_shaded_on_the_time_line(home: Home) -> None:
    trained(home)
    assert not any(one.get("yref") == "y domain" for one in charts(Visitor("progress"))[0]["layout"]["shapes"])
    today = home.clock.today
    home.store.set_preference(ME, "flare_on", (today - timedelta(days=2)).isoformat())
    (figure, _) = charts(Visitor("progress"))
    shaded = [one for one in figure["layout"]["shapes"] if one.get("yref") == "y domain"]
    assert [one["x1"] for one in shaded] == [f"{today} 12:00"]


def test_a_corrected_entry_shows_at_once(home: Home) -> None:
    trained(home)
    visitor = Visitor("progress")
    before = charts(visitor)[0]
    corrected = MorningEntry(home.clock.today, home.sessions[-1].id, 7)
    home.store.save_morning(ME, corrected, expected_version=1)
    assert charts(visitor.run())[0] != before
