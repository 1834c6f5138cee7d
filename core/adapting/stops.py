"""When to stop, and when to ask the questions again, as the journal tells it (clinical evidence 1.5 and 4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from statistics import median

from core.adapting.exposures import known
from core.adapting.flags import Flags
from core.adapting.flare import Flare, flares, is_lasting
from core.adapting.light import light, response, session_lights
from core.adapting.signals import WEEK_DAYS, mean_pain
from core.journal import Journal, SessionEntry
from core.knowledge.rules import number, whole
from core.knowledge.texts import say
from core.profile import Profile
from core.words import Light, Site

REDS, DAYS = whole("adapt.retriage_reds"), whole("adapt.retriage_days")
PAIN, WEEKS = number("adapt.retriage_pain"), whole("adapt.retriage_weeks")
LOW_START = number("progress.low_start")
DISTAL_DAYS, LEAST_MORNINGS = whole("adapt.distal_days"), whole("adapt.least_mornings")


class StopKind(StrEnum):
    """What makes training stop, or the questions due; its sentence is `adapt.stop.<value>`."""

    STOP_SIGN = "stop_sign"
    SPREAD = "spread"
    FURTHER_DOWN = "further_down"
    THREE_REDS = "three_reds"
    PAIN_UP = "pain_up"
    FLARE_LASTS = "flare_lasts"
    NO_CHANGE = "no_change"


RULE_OF = {
    StopKind.STOP_SIGN: "adapt.distal_days",
    StopKind.SPREAD: "adapt.distal_days",
    StopKind.FURTHER_DOWN: "adapt.distal_days",
    StopKind.THREE_REDS: "adapt.retriage_reds",
    StopKind.PAIN_UP: "adapt.retriage_pain",
    StopKind.FLARE_LASTS: "adapt.flare_review_days",
    StopKind.NO_CHANGE: "adapt.retriage_weeks",
}
WITHHOLDING = (StopKind.STOP_SIGN, StopKind.SPREAD, StopKind.FURTHER_DOWN, StopKind.THREE_REDS)


@dataclass(frozen=True)
class Stop:
    """One stop rule that fired: what, on which day and moment, and the entries (session ids or days) behind it."""

    kind: StopKind
    day: date
    at: datetime
    entries: tuple[str, ...]

    @property
    def withholds(self) -> bool:
        """True where nothing is loaded until the questions are answered again; the others ask, and hold."""
        return self.kind in WITHHOLDING

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return RULE_OF[self.kind]

    @property
    def sentence(self) -> str:
        """What to do, in words."""
        return say(f"adapt.stop.{self.kind.value}")


def stop_rules(journal: Journal, profile: Profile, today: date, flags: Flags | None = None) -> tuple[Stop, ...]:
    """Stop rules that fired up to today and that no full screening has answered since, the oldest first.

    `flags.screened_at` is the moment of that screening. What lasts (pain, a flare-up) is told again two weeks after
    it; six weeks without a change are told until there is one.
    """
    flags = flags or Flags()
    told = known(journal, today)
    lights = session_lights(told, profile.pain_ceiling)
    return stops_of(told, lights, flares(told, lights, flags, today, profile.pain_week), profile, today, flags)


def stops_of(
    told: Journal,
    lights: Mapping[str, Light],
    flaring: Sequence[Flare],
    profile: Profile,
    today: date,
    flags: Flags,
) -> tuple[Stop, ...]:
    """The same, from a journal that ends with today, the lights of its sessions and the flare-ups that are on."""
    screened = flags.screened_at
    found = [*_signs(told, profile), *_reds(told, lights, profile.pain_ceiling)]
    unanswered = [one for one in found if screened is None or one.at > screened]
    if screened is None or (today - screened.date()).days >= DAYS:
        lasting = [one for one in flaring if is_lasting(told, one, today)]
        unanswered += [_today(StopKind.FLARE_LASTS, today, one.entries) for one in lasting]
        unanswered += _pain_up(told, today)
    return tuple(sorted((*unanswered, *_no_change(told, today)), key=lambda one: one.at))


def _today(kind: StopKind, today: date, entries: tuple[str, ...]) -> Stop:
    return Stop(kind, today, _start_of(today), entries)


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _in_session(kind: StopKind, session: SessionEntry) -> Stop:
    return Stop(kind, session.day, session.finished_at or session.started_at, (session.id,))


def _signs(journal: Journal, profile: Profile) -> Iterator[Stop]:
    for session in journal.sessions:
        if session.stop_sign:
            yield _in_session(StopKind.STOP_SIGN, session)
        if session.spread:
            yield _in_session(StopKind.SPREAD, session)
        elif _is_new(session, journal, profile):
            yield _in_session(StopKind.FURTHER_DOWN, session)


def _is_new(session: SessionEntry, journal: Journal, profile: Profile) -> bool:
    """True where a session was felt in the leg, further down than anything of the weeks before."""
    here = _furthest(session)
    if here is None or here < Site.THIGH.distance:
        return False
    first = session.day - timedelta(days=DISTAL_DAYS)
    earlier = (_furthest(one) for one in journal.sessions_between(first, session.day - timedelta(days=1)))
    before = [one for one in earlier if one is not None]
    return here > max(before) if before else not profile.leg_symptoms


def _furthest(session: SessionEntry) -> int | None:
    """How far from the spine a session was felt, None where no place was noted."""
    sites = (session.site_before, session.site, *(one.site for one in session.exercises))
    return max((one.distance for one in sites if one is not None), default=None)


def _reds(journal: Journal, lights: Mapping[str, Light], ceiling: int) -> Iterator[Stop]:
    reds = [one for one in journal.sessions if lights.get(one.id) is Light.RED]
    for at in range(REDS - 1, len(reds)):
        row = reds[at - REDS + 1 : at + 1]
        if (row[-1].day - row[0].day).days < DAYS:
            last = _in_session(StopKind.THREE_REDS, row[-1])
            entries = tuple(one.id for one in row)
            seen_later = not _red_by_itself(row[-1], journal, ceiling)
            morning = row[-1].day + timedelta(days=1)
            shown = replace(last, day=morning, at=_start_of(morning)) if seen_later else last
            yield replace(shown, entries=entries)


def _red_by_itself(session: SessionEntry, journal: Journal, ceiling: int) -> bool:
    """True where a red session was red before its next morning."""
    answer = replace(response(session, journal), morning=None, sleep_disturbed=False)
    return light(answer, ceiling) is Light.RED


def starting_pain(journal: Journal) -> float | None:
    """Starting pain: the median of the first mornings within two weeks."""
    mornings = journal.mornings
    for at in range(len(mornings) - LEAST_MORNINGS + 1):
        block = mornings[at : at + LEAST_MORNINGS]
        if (block[-1].day - block[0].day).days < DAYS:
            return float(median(one.pain for one in block))
    return None


def _pain_up(journal: Journal, today: date) -> Iterator[Stop]:
    start = starting_pain(journal)
    if start is None:
        return
    days = [today - timedelta(days=back) for back in range(DAYS)]
    means = [mean_pain(journal, day) for day in days]
    if all(mean is not None and mean >= start + PAIN for mean in means):
        yield _today(StopKind.PAIN_UP, today, (days[-1].isoformat(), today.isoformat()))


def _no_change(journal: Journal, today: date) -> Iterator[Stop]:
    """Six weeks of use, and in neither of the last two weeks a mean below the starting pain.

    From a low start an improvement cannot be told, so nothing follows from its absence.
    """
    start = starting_pain(journal)
    means = [mean_pain(journal, today - timedelta(days=back)) for back in (0, WEEK_DAYS)]
    first = min((one.day for one in journal.sessions if one.finished), default=None)
    if start is None or start < LOW_START or first is None:
        return
    used = (today - first).days
    if used >= WEEK_DAYS * WEEKS and all(mean is not None and mean >= start for mean in means):
        yield _today(StopKind.NO_CHANGE, today, (journal.mornings[0].day.isoformat(), today.isoformat()))
