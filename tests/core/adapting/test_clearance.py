"""What stands between a person and training: one value, the gravest reason first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.adapting import Barrier, Clearance, Flags, clearance
from core.journal import Journal, MiniScreenEntry, SessionEntry
from core.knowledge.texts import say
from core.planning import Plan
from core.profile import build_profile
from core.screening import RenewalReason, assess
from tests.core.builders import TODAY, answers, person, plan_for

SCREENED = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOW = SCREENED + timedelta(days=5)
PLAN = plan_for(person())
TICKED = MiniScreenEntry(NOW - timedelta(hours=20), ("fever",))


@dataclass(frozen=True)
class Made:
    """A plan as it is kept."""

    id: str = "p1"
    made_at: datetime = SCREENED
    plan: Plan = PLAN


def trained(days: int = 3, **values: Any) -> SessionEntry:
    """A finished session so many days after the screening."""
    at = SCREENED + timedelta(days=days)
    return SessionEntry(
        id=f"s{days}", day=at.date(), plan_id="p1", week=1, number=1, started_at=at, finished_at=at, **values
    )


def cleared(
    journal: Journal | None = None,
    made: Made | None = None,
    now: datetime = NOW,
    without: tuple[str, ...] = (),
    **changes: Any,
) -> Clearance:
    given = answers(without, **changes)
    assessment = assess(given, TODAY)
    profile = build_profile(given, assessment)
    return clearance(assessment, journal or Journal(), profile, made or Made(), now, Flags(screened_at=SCREENED))


STOPPED = Journal((trained(spread=True),))
LATE = SCREENED + timedelta(days=28)
OVER = Made(plan=replace(PLAN, weeks=PLAN.weeks[:1], starts_on=PLAN.starts_on - timedelta(days=14)))


def test_nothing_stands_in_the_way_of_most() -> None:
    free = cleared()
    assert free.free
    assert free.trains
    assert not free.halted
    assert free.sentence == free.on_hold == ""


@pytest.mark.parametrize(
    ("found", "barrier", "halted", "sentence"),
    [
        (cleared(STOPPED, F5="yes"), Barrier.TIER, True, "tier.same_day.title"),
        (cleared(STOPPED, without=("A1",)), Barrier.QUESTIONS, True, "renewal.incomplete"),
        (cleared(replace(STOPPED, mini_screens=(TICKED,))), Barrier.QUESTIONS, True, "renewal.sign"),
        (cleared(STOPPED), Barrier.STOP, True, "adapt.stop.spread"),
        (cleared(STOPPED, now=LATE), Barrier.STOP, True, "adapt.stop.spread"),
        (cleared(Journal((trained(stop_sign=True),))), Barrier.STOP, True, "adapt.stop.stop_sign"),
        (cleared(Journal((trained(27),)), now=LATE), Barrier.QUESTIONS, False, "renewal.date"),
        (cleared(now=SCREENED + timedelta(days=15)), Barrier.QUESTIONS, False, "renewal.gap"),
        (cleared(made=replace(OVER, made_at=SCREENED - timedelta(days=1))), Barrier.OVER, False, "plan.over"),
        (cleared(made=Made(made_at=SCREENED - timedelta(days=1))), Barrier.OUTDATED, False, "plan.outdated"),
    ],
)  # fmt: skip
def test_the_gravest_reason_counts(found: Clearance, barrier: Barrier, halted: bool, sentence: str) -> None:
    assert (found.barrier, found.halted, found.sentence) == (barrier, halted, say(sentence))
    assert not found.free
    assert found.trains is (barrier is Barrier.OUTDATED)
    assert bool(found.on_hold) is halted


def test_a_paper_says_since_when() -> None:
    assert cleared(F5="yes").on_hold == "No training for now, since 20 November 2026. Be seen today."
    assert "since 23 November 2026" in cleared(STOPPED).on_hold


def test_the_day_of_a_sign_is_the_persons_own() -> None:
    at = datetime(2026, 11, 24, 22, tzinfo=UTC)
    journal = Journal(mini_screens=(MiniScreenEntry(at, ("fever",)),))
    told = cleared(journal, now=NOW.astimezone(ZoneInfo("Australia/Sydney")))
    assert "since 25 November 2026" in told.on_hold
    assert told.renewal is RenewalReason.SIGN
