"""Two tabs on one record: the second writer is told, and the first one's numbers stay."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from core.planning import Part
from tests.browser.conftest import Visit, running_app, settled
from tests.browser.walk import ME, at, button, fill, heading, open_record, with_plan


def test_the_second_tab_to_log_a_set_is_told_and_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with open_record(path) as home:
        session = with_plan(home, datetime.now(UTC)).session(1, 1)
    assert session is not None
    first = session.of(Part.MAIN)[0]
    with running_app(str(path)) as url:
        one = visit("/", base=url)
        heading(one, "Session 1 of week 1")
        at(one, "before.pain").get_by_text("2", exact=True).click()
        button(one, "today.start.planned").click()
        expect(one.get_by_text("Exercise 1 of")).to_be_visible()
        other = visit("/", base=url)
        expect(other.get_by_text("Exercise 1 of")).to_be_visible()
        with open_record(path) as home:
            (running,) = home.journal(ME).sessions
        key = f"runner.{running.id}.{first.exercise_id}.1"

        fill(other, f"{key}.amount", 15)
        settled(other)
        fill(one, f"{key}.amount", 9)
        button(one, f"{key}.log").click()
        expect(one.get_by_text(re.compile("Set 1: 9"))).to_be_visible()
        button(other, f"{key}.log").click()

        told = other.get_by_role("alert")
        expect(told).to_contain_text("Another tab wrote set 1 of ")
        expect(told).to_contain_text("Stored now: 9 reps")
        expect(told).to_contain_text("Your new entry was not saved.")
        expect(other.get_by_text(re.compile("Set 1: 9"))).to_be_visible()
        with open_record(path) as home:
            assert [one.reps for one in home.journal(ME).sessions[0].sets] == [9]

        button(other, f"{key.removesuffix('1')}2.log").click()
        expect(other.get_by_text(re.compile("Set 2: 9"))).to_be_visible()
        with open_record(path) as home:
            assert [one.number for one in home.journal(ME).sessions[0].sets] == [1, 2]
