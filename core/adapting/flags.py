"""What the person says today, besides the journal: how ready they feel, a gentle day, a flare-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from core.adapting.cuts import Cut, Hold
from core.adapting.target import Case
from core.knowledge.rules import number, whole

NO_LOADING_FROM, GENTLE_FROM = number("today.no_loading_from"), number("today.gentle_from")
PAIN_RISE, LOW, SORE = number("adapt.ready_pain_rise"), number("adapt.ready_low"), number("adapt.ready_sore")
GENTLE_LOAD, GENTLE_RIR = number("adapt.gentle_load"), whole("adapt.gentle_rir")


@dataclass(frozen=True)
class Readiness:
    """How one is before training, 0 to 10 each, None where not said; muscle soreness is apart from pain."""

    pain_now: int | None = None
    sleep: int | None = None
    energy: int | None = None
    soreness: int | None = None


@dataclass(frozen=True)
class Flags:
    """What the person chose: a flare-up since a day, a gentle day today, and how ready they are.

    `screened_at` is the moment of the last full screening: stop rules that fired before it are answered by it.
    """

    flare_on: date | None = None
    gentle: bool = False
    readiness: Readiness = field(default_factory=Readiness)
    screened_at: datetime | None = None


def no_loading(flags: Flags) -> bool:
    """True where pain now is so strong that nothing is loaded today."""
    return flags.readiness.pain_now is not None and flags.readiness.pain_now >= NO_LOADING_FROM


def is_gentle(flags: Flags) -> bool:
    """True on a gentle day, by choice or because of pain now."""
    return flags.gentle or (flags.readiness.pain_now is not None and flags.readiness.pain_now >= GENTLE_FROM)


def holds_today(flags: Flags, usual: float) -> Iterator[Hold]:
    """Why nothing grows today; `usual` is the usual morning pain, 0 to 10. Readiness never raises anything."""
    ready = flags.readiness
    if ready.pain_now is not None and ready.pain_now >= usual + PAIN_RISE:
        yield Hold(Case.READY_PAIN)
    if _is_low(ready.sleep) or _is_low(ready.energy):
        yield Hold(Case.READY_LOW)
    if ready.soreness is not None and ready.soreness >= SORE:
        yield Hold(Case.READY_SORE)


def cuts_today(flags: Flags) -> Iterator[Cut]:
    """What is taken off today."""
    if no_loading(flags):
        yield Cut(Case.NO_LOADING, rest=True)
    elif is_gentle(flags):
        yield Cut(Case.GENTLE, load=GENTLE_LOAD, most_sets=1, rir=GENTLE_RIR)
    if _is_low(flags.readiness.sleep) and _is_low(flags.readiness.energy):
        yield Cut(Case.LOW_TODAY, sets_less=1)


def _is_low(score: int | None) -> bool:
    return score is not None and score <= LOW
