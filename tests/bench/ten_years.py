"""A person who has trained for ten years, in a file made once a measurement: twelve made-up weeks after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from core.demo import demo_record, load_demo_people, next_plan
from core.demo.people import DemoPerson
from core.demo.record import DAYS
from core.journal import Journal, SessionEntry
from core.records import assessment_record, plan_record
from core.screening import assess
from core.store import Store
from core.units import MassUnit
from tests.browser.walk import ME, open_record

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
BLOCKS = 47
"""Blocks of twelve weeks: 1,504 sessions."""

TRAINED = "settled_lifter"
OPEN = "open"
"""The id of the session that is under way."""


def write_years(path: Path, blocks: int = BLOCKS) -> Journal:
    """Make the file and return the journal in it; today's session is under way, its first set not logged yet.

    The years arrive as one import, which is how a new program comes to them.
    """
    demo = load_demo_people()[TRAINED]
    with open_record(path) as home:
        home.add_person(ME, demo.name, MassUnit.KG)
        lived = [_lived(home, demo, block) for block in reversed(range(blocks))]
        home.add_import(ME, "years", "backwise", _together(lived))
        _screen(home, demo, "now", NOW)
        home.save_plan(ME, plan_record("now", NOW, next_plan(demo, NOW.date())))
        home.start_session(
            ME, SessionEntry(id=OPEN, day=NOW.date(), started_at=NOW, plan_id="now", week=1, number=1, pain_before=1)
        )
        return home.journal(ME)


def _lived(home: Store, demo: DemoPerson, block: int) -> Journal:
    """Twelve weeks that ended so many blocks ago; the screening and the plan that began them are kept at once."""
    _answers, plan, journal = demo_record(demo, NOW.date() - timedelta(days=DAYS * block))
    began = datetime.combine(plan.starts_on - timedelta(days=1), time(9), UTC)
    _screen(home, demo, f"then-{block}", began)
    home.save_plan(ME, plan_record(f"plan-{block}", began, plan))
    ids = {one.id: f"{one.id}-{block}" for one in journal.sessions}
    return replace(
        journal,
        sessions=tuple(replace(one, id=ids[one.id], plan_id=f"plan-{block}") for one in journal.sessions),
        mornings=tuple(replace(one, session_id=ids.get(one.session_id or "")) for one in journal.mornings),
    )


def _together(lived: Sequence[Journal]) -> Journal:
    return Journal(
        tuple(one for part in lived for one in part.sessions),
        tuple(one for part in lived for one in part.mornings),
        tuple(one for part in lived for one in part.mini_screens),
        tuple(one for part in lived for one in part.outcomes),
    )


def _screen(home: Store, demo: DemoPerson, name: str, at: datetime) -> None:
    answers = demo.answers_now
    home.save_assessment(ME, assessment_record(name, at, answers, assess(answers, at.date())))


def counted(journal: Journal) -> str:
    """What is in it, in words."""
    sets = sum(len(one.sets) for one in journal.sessions)
    years = (NOW.date() - journal.sessions[0].day).days / 365.25
    return f"{len(journal.sessions):,} sessions with {sets:,} sets in {years:.1f} years"
