"""The whole way of a newcomer with nothing but a keyboard: Tab and arrows reach everything, keys use it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from core.knowledge.texts import say
from core.planning import Part
from core.records import read_plan
from tests.browser.conftest import Visit, running_app, settled
from tests.browser.walk import at, button, heading, open_record, screened

MOST_KEYS = 400
WHERE = """(target) => {
    const own = target.closest('label, button, a, summary, [role=radio]') ?? target;
    const now = document.activeElement;
    if (own === now || own.contains(now)) return 'here';
    const group = own.closest('[role=radiogroup], [role=toolbar], [role=group], [data-testid=stButtonGroup]');
    return group && group.contains(now) ? 'group' : 'away';
}"""
ACTIVE = "() => { const now = document.activeElement; return now ? now.outerHTML.slice(0, 200) : '' }"


def by_keys(target: Locator) -> None:
    """Reach something as those do who use no mouse, and press it."""
    page = target.page
    target.wait_for()
    settled(page)
    for _ in range(MOST_KEYS):
        where = target.evaluate(WHERE)
        if where == "here":
            kind = target.evaluate("(one) => (one.closest('label, button, a, summary, [role=radio]') ?? one).tagName")
            if kind != "INPUT":
                page.keyboard.press("Space" if kind == "LABEL" else "Enter")
            return
        before = page.evaluate(ACTIVE)
        if where == "group":
            page.keyboard.press("ArrowRight")
        if where == "away" or page.evaluate(ACTIVE) == before:
            page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {target}; the last was {page.evaluate(ACTIVE)}")


def test_a_newcomer_needs_no_mouse(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with running_app(str(path)) as url:
        page = visit("/", base=url)
        heading(page, say("today.welcome.title"))
        screened(page, tap=by_keys)
        by_keys(button(page, "screening.plan"))
        heading(page, "Your plan")
        by_keys(page.get_by_role("link", name="Today"))
        heading(page, "Session 1 of week 1")
        by_keys(at(page, "before.pain").get_by_text("3", exact=True))
        by_keys(button(page, "today.start.planned"))
        with open_record(path) as home:
            (person,) = home.people()
            kept = home.current_plan(person.id)
        assert kept is not None
        session = read_plan(kept).plan.session(1, 1)
        assert session is not None
        steps = [one for one in session.prescriptions if one.part in (Part.MAIN, Part.CORE)]
        for place, step in enumerate(steps, start=1):
            expect(page.get_by_text(f"Exercise {place} of {len(steps)}")).to_be_visible()
            for number in range(1, step.sets + 1):
                by_keys(page.get_by_role("button", name=f"Log set {number}:"))
                expect(page.get_by_text(re.compile(f"Set {number}: "))).to_be_visible()
            by_keys(button(page, "runner.next"))
        with open_record(path) as home:
            (running,) = home.journal(person.id).sessions
        by_keys(at(page, f"end.{running.id}.worst").get_by_text("4", exact=True))
        by_keys(button(page, "runner.finish"))
        expect(page.get_by_text(say("today.answer.morning", day="")[:12])).to_be_visible()
        by_keys(page.get_by_role("link", name="Progress"))
        heading(page, "Progress")
    with open_record(path) as home:
        (done,) = home.journal(person.id).sessions
    assert done.finished
    assert len(done.sets) == sum(one.sets for one in steps)
