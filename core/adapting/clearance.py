"""What stands between a person and training today, told the same way wherever a plan is shown or goes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from core.adapting.flags import Flags
from core.adapting.stops import Stop, stop_rules
from core.journal import Journal
from core.knowledge.doses import load_doses
from core.knowledge.texts import say
from core.planning import Plan, next_session
from core.profile import Profile
from core.screening import Assessment, RenewalReason, full_screen_due
from core.words import Tier

IN_A_SESSION = ("stop",)
"""What the journal answers for a sign that came up in a session (`Journal.signs_after`); a stop rule tells it too."""

HALTING = (RenewalReason.INCOMPLETE, RenewalReason.SIGN)
"""Renewals before which nothing is loaded; before the others a plan may be looked at."""


class Barrier(StrEnum):
    """What stands in the way; where several do, the first of these counts, and a stop before questions that are due."""

    TIER = "tier"
    QUESTIONS = "questions"
    STOP = "stop"
    GENTLER = "gentler"
    OVER = "over"
    OUTDATED = "outdated"


class PlanInForce(Protocol):
    """A plan with the id under which it is kept, and when it was made."""

    @property
    def id(self) -> str: ...

    @property
    def made_at(self) -> datetime: ...

    @property
    def plan(self) -> Plan: ...


@dataclass(frozen=True)
class Clearance:
    """Whether a person may train by the plan in force today, and what leads on where not.

    `tier` is that of the screening; `renewal` says why the questions are due, `signs` which warning signs were ticked
    since. `stops` are all stop rules that no screening has answered. `since` is the day from which nothing is
    loaded, None where there is no such day.
    """

    barrier: Barrier | None
    tier: Tier
    renewal: RenewalReason | None = None
    signs: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    since: date | None = None

    @property
    def free(self) -> bool:
        """True where nothing stands in the way: only then the plan goes out, be it on paper or as a link."""
        return self.barrier is None

    @property
    def halted(self) -> bool:
        """True where nothing to do may be shown: withheld, stopped, or a safety question open."""
        if self.barrier is Barrier.QUESTIONS:
            return self.renewal in HALTING
        return self.barrier in (Barrier.TIER, Barrier.STOP, Barrier.GENTLER)

    @property
    def trains(self) -> bool:
        """True where a session may start: today's is drawn from today's verdict, also of an outdated plan."""
        return self.barrier in (None, Barrier.OUTDATED)

    @property
    def sentence(self) -> str:
        """What stands in the way, in words; empty where nothing does."""
        match self.barrier:
            case Barrier.TIER:
                return say(f"tier.{self.tier.value}.title")
            case Barrier.QUESTIONS if self.renewal is not None:
                return say(f"renewal.{self.renewal.value}")
            case Barrier.STOP:
                return " ".join(dict.fromkeys(stop.sentence for stop in self.stops if stop.withholds))
            case Barrier.GENTLER:
                return say("plan.gentler")
            case Barrier.OVER:
                return say("plan.over")
            case Barrier.OUTDATED:
                return say("plan.outdated")
        return ""

    @property
    def on_hold(self) -> str:
        """Since when and why nothing is trained, for papers and files; empty where training goes on."""
        if not self.halted or self.since is None:
            return ""
        return say("clearance.on_hold", day=f"{self.since.day} {self.since:%B %Y}", why=f"{self.sentence.rstrip('.')}.")


def clearance(
    assessment: Assessment,
    journal: Journal,
    profile: Profile,
    made: PlanInForce | None,
    now: datetime,
    flags: Flags,
) -> Clearance:
    """What stands between this person and training now.

    `made` is the plan in force, None before the first one; `now` is in the person's own time zone; `flags.screened_at`
    is the moment of the screening that `assessment` is of.
    """
    last, screened = journal.last_session(), flags.screened_at
    signs = journal.signs_after(screened) if screened else ()
    known = Clearance(
        barrier=None,
        tier=assessment.tier,
        renewal=full_screen_due(assessment, now.date(), last.day if last else None, bool(signs)),
        signs=signs,
        stops=stop_rules(journal, profile, now.date(), flags),
    )
    barrier = _barrier(known, journal, profile, made, now.date(), screened)
    return replace(known, barrier=barrier, since=_since(barrier, known, assessment, journal, now))


def _barrier(
    known: Clearance,
    journal: Journal,
    profile: Profile,
    made: PlanInForce | None,
    today: date,
    screened: datetime | None,
) -> Barrier | None:
    stopped = any(stop.withholds for stop in known.stops)
    if not known.tier.allows_plan:
        return Barrier.TIER
    # A sign that was ticked weighs more than a stop; one that came up in a session is such a stop itself.
    if stopped and (known.renewal not in HALTING or known.signs == IN_A_SESSION):
        return Barrier.STOP
    if known.renewal is not None:
        return Barrier.QUESTIONS
    outdated = made is not None and screened is not None and screened > made.made_at
    if made is not None and outdated and _asks_more(made.plan, profile):
        return Barrier.GENTLER
    if made is not None and next_session(made.plan, journal.done_of(made.id), today) is None:
        return Barrier.OVER
    return Barrier.OUTDATED if outdated else None


def _asks_more(plan: Plan, profile: Profile) -> bool:
    """True where the plan was made for a dose that asks more of the back than the person's present one."""
    dose = load_doses().get(plan.dose_id)
    return dose is None or dose.spine_points_week > profile.dose.spine_points_week


def _since(
    barrier: Barrier | None, known: Clearance, assessment: Assessment, journal: Journal, now: datetime
) -> date | None:
    """The day from which nothing is loaded; None where there is no such day."""
    if barrier is Barrier.STOP:
        return max(stop.day for stop in known.stops if stop.withholds)
    if barrier is Barrier.QUESTIONS and known.renewal is RenewalReason.SIGN:
        ticked = [check.at.astimezone(now.tzinfo).date() for check in journal.mini_screens if check.answers]
        return max([*ticked, *(session.day for session in journal.sessions if session.stop_sign)])
    halted = barrier in (Barrier.TIER, Barrier.GENTLER) or known.renewal is RenewalReason.INCOMPLETE
    return assessment.day if halted else None
