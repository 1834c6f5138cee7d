"""The main job in a real browser: newcomer, screening, plan, session, chart."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core.journal import ExerciseEntry
from core.knowledge.texts import say
from core.planning import Part, Prescription, Session
from core.records import read_plan
from core.words import Axis, Tier
from tests.browser.conftest import Visit, running_app, settled
from tests.browser.walk import at, button, heading, open_record, screened


def logged_one_by_one(session: Session) -> list[Prescription]:
    """What the session logs set by set."""
    return [one for one in session.prescriptions if one.part in (Part.MAIN, Part.CORE)]


def log_everything(page: Page, steps: list[Prescription]) -> None:
    """Log every set as planned, and how the first exercise felt; a reload in between finds the place again."""
    for place, step in enumerate(steps, start=1):
        expect(page.get_by_text(f"Exercise {place} of {len(steps)}")).to_be_visible()
        for number in range(1, step.sets + 1):
            page.get_by_role("button", name=f"Log set {number}", exact=False).click()
            expect(page.get_by_text(re.compile(f"Set {number}: "))).to_be_visible()
            settled(page)
        if place == 1:
            page.get_by_text(say("today.felt.title")).click()
            page.get_by_text("In the back", exact=True).click()
            expect(page.get_by_text(say("today.felt.back_advice"))).to_be_visible()
            page.reload()
            expect(page.get_by_text(f"Exercise 1 of {len(steps)}")).to_be_visible()
        button(page, "runner.next").click()


def test_a_newcomer_screens_plans_trains_and_sees_the_chart(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with running_app(str(path)) as url:
        page = visit("/", base=url)
        heading(page, say("today.welcome.title"))

        screened(page)
        expect(page.get_by_text(say("tier.clear.action"))).to_be_visible()
        expect(page.get_by_role("img", name=re.compile(": (tolerated|with|left out)"))).to_have_count(len(Axis))
        with open_record(path) as home:
            (person,) = home.people()
            screening = home.latest_assessment(person.id)
        assert screening is not None
        assert screening.tier is Tier.CLEAR

        button(page, "screening.plan").click()
        heading(page, "Your plan")
        expect(page.get_by_text("Weekly hard sets", exact=True)).to_be_visible()
        with open_record(path) as home:
            kept = home.current_plan(person.id)
        assert kept is not None
        session = read_plan(kept).plan.session(1, 1)
        assert session is not None
        for one in session.of(Part.MAIN):
            expect(at(page, f"plan.change.{one.exercise_id}")).to_be_visible()

        page.get_by_role("link", name="Today").click()
        heading(page, "Session 1 of week 1")
        at(page, "before.pain").get_by_text("3", exact=True).click()
        button(page, "today.start.planned").click()
        steps = logged_one_by_one(session)
        log_everything(page, steps)
        heading(page, "Session 1 of week 1")
        with open_record(path) as home:
            (running,) = home.journal(person.id).sessions
        end = f"end.{running.id}"
        at(page, f"{end}.worst").get_by_text("4", exact=True).click()
        at(page, f"{end}.now").get_by_text("2", exact=True).click()
        at(page, f"{end}.effort").get_by_text("6", exact=True).click()
        button(page, "runner.finish").click()
        sets = sum(one.sets for one in steps)
        expect(page.get_by_text(say("today.finished", sets=sets, exercises=len(steps)))).to_be_visible()

        with open_record(path) as home:
            (done,) = home.journal(person.id).sessions
        assert done.finished
        assert (done.pain_before, done.pain_worst, done.pain_end, done.effort) == (3, 4, 2, 6)
        assert done.exercises == (ExerciseEntry(steps[0].exercise_id, felt_in="back"),)
        counted = [(one.exercise_id, len([s for s in done.sets if s.exercise_id == one.exercise_id])) for one in steps]
        assert counted == [(one.exercise_id, one.sets) for one in steps]

        button(page, "today.progress").click()
        heading(page, "Progress")
        chart = at(page, "progress.timeline")
        expect(chart.locator(".main-svg").first).to_be_visible()
        expect(chart.locator("path.point, path.js-line, .bars path, .scatterlayer .point").first).to_be_attached()
        expect(chart.get_by_text(say("chart.before"), exact=True)).to_be_visible()

        reloaded = visit("/progress", base=url)
        expect(at(reloaded, "progress.timeline").locator(".main-svg").first).to_be_visible()
