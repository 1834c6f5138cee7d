"""From a demo person to their plan and twelve weeks of journal; the same for the same day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from core.catalog import load_catalog
from core.demand import rated
from core.demo.diary import Diary
from core.demo.people import DemoPerson
from core.journal import ExposureDiary, ExposureLadder, ExposureStep, ExposureTry, Journal
from core.knowledge.questions import Answers
from core.planning import Plan, build_plan
from core.profile import Profile, build_profile
from core.screening import assess

WEEKS = 12
DAYS = 7 * WEEKS
FIRST_TRY = time(10, 0)


class DemoRecord(NamedTuple):
    """What a demo person answered twelve weeks ago, the plan that came of it, and the journal since."""

    answers: Answers
    plan: Plan
    journal: Journal


def demo_record(person: DemoPerson, today: date) -> DemoRecord:
    """Answers, plan and journal of a demo person whose twelve weeks ended yesterday."""
    starts_on = today - timedelta(days=DAYS)
    profile = _profile(person.answers, starts_on)
    plan = build_plan(profile, rated(load_catalog(), profile), starts_on, weeks=WEEKS)
    return DemoRecord(person.answers, plan, Diary(person, profile, plan).write())


def next_plan(person: DemoPerson, today: date, calm_weeks: int = 0) -> Plan:
    """The plan that follows, from today on, after so many weeks in a row with green lights."""
    profile = _profile(person.answers_now, today, calm_weeks)
    return build_plan(profile, rated(load_catalog(), profile), today)


def demo_exposures(person: DemoPerson, today: date) -> ExposureDiary:
    """The diary of the movement that a demo person avoided; empty where there is none."""
    exposure = person.exposure
    if exposure is None:
        return ExposureDiary()
    began = datetime.combine(today - timedelta(days=DAYS), FIRST_TRY, UTC)
    ladder_id = f"{person.plan_id}-ladder"
    first = min(one.after_days for one in exposure.tries)
    steps = tuple(ExposureStep(words) for words in exposure.steps)
    ladder = ExposureLadder(ladder_id, began + timedelta(days=first), exposure.movement, steps)
    tries = tuple(
        ExposureTry(
            id=f"{person.plan_id}-try-{number}",
            ladder_id=ladder_id,
            day=(began + timedelta(days=one.after_days)).date(),
            at=began + timedelta(days=one.after_days, minutes=number),
            **one.model_dump(exclude={"after_days"}),
        )
        for number, one in enumerate(exposure.tries, start=1)
    )
    return ExposureDiary((ladder,), tries)


def _profile(answers: Answers, on: date, calm_weeks: int = 0) -> Profile:
    return build_profile(answers, assess(answers, on), calm_weeks=calm_weeks)
