"""Personal tolerance: the chance of an amber or red light against a session's spine points, from one's own journal.

A small Bayesian model that can be worked out by hand. The chance is looked at for a few doses, equal parts of the
heaviest session; on the logit scale it starts with a plain prior and only rises from one dose to the next, by steps
that are small unless the journal shows otherwise. The posterior is exact, on a grid, forward and back over the doses.

Steps of their own are chosen over one straight line on that scale on purpose: a straight line grows flatter with a red
light after an easy session, and would then allow more of a heavy one. Here every further amber or red light raises the
whole curve (prior and steps are totally positive, so all chances are positively associated), and lowers the limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
from numpy.typing import NDArray

from core.adapting.exposures import known
from core.adapting.light import calm_weeks, session_lights
from core.adapting.signals import spine_points_of
from core.catalog import Catalog
from core.journal import Journal, SessionEntry
from core.knowledge.rules import number, whole
from core.profile import Profile
from core.scoring.gates import CALM_WEEKS
from core.words import Light

Floats = NDArray[np.float64]

WINDOW, LEAST_SESSIONS = whole("adapt.tolerance_window"), whole("adapt.tolerance_sessions")
LEAST_EACH, DOSES = whole("adapt.tolerance_each"), whole("adapt.tolerance_doses")
CHANCE, INTERVAL = number("adapt.tolerance_chance"), number("adapt.tolerance_interval")
EASY, EASY_SPREAD = number("adapt.tolerance_easy"), number("adapt.tolerance_easy_spread")
RISE = number("adapt.tolerance_rise")

CELL, CELLS_ASIDE, CURVE_POINTS = 0.125, 56, 40
"""Width of a cell of the grid in logits, cells to either side of the level, points of the drawn curve."""


def _logit(chance: float) -> float:
    return log(chance / (1 - chance))


LEVEL = _logit(CHANCE)
# The level lies on an edge between two cells, so that no cell is on both sides of it.
EDGES: Floats = np.asarray(LEVEL + CELL * np.arange(-CELLS_ASIDE, CELLS_ASIDE + 1))
LOGITS: Floats = (EDGES[:-1] + EDGES[1:]) / 2


@dataclass(frozen=True)
class Answer:
    """How the back answered one session of so many spine points; the light is UNKNOWN where a morning is missing."""

    session_id: str
    day: date
    points: int
    light: Light

    @property
    def is_known(self) -> bool:
        """True where the light is known."""
        return self.light is not Light.UNKNOWN

    @property
    def was_not_green(self) -> bool:
        """True for an amber or red light."""
        return self.light in (Light.AMBER, Light.RED)


@dataclass(frozen=True)
class Missing:
    """How many more it takes until the journal tells something: sessions with a known light, and of either kind."""

    sessions: int
    greens: int
    not_greens: int

    @property
    def nothing(self) -> bool:
        """True once there is enough."""
        return not (self.sessions or self.greens or self.not_greens)


@dataclass(frozen=True)
class CurvePoint:
    """Chance (0 to 1) of an amber or red light at so many spine points: the middle of what is likely, and its ends."""

    points: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Tolerance:
    """What the journal tells: spine points of a session up to which the chance stays below the level.

    `limit` is the median, `low` and `high` the ends of its interval; None means more than the heaviest session so far,
    0 less than the easiest dose looked at. `sessions` counts known lights, `not_green` the amber and red ones;
    `heaviest` is in spine points, and the curve goes up to it.
    """

    sessions: int
    not_green: int
    heaviest: int
    low: float | None
    limit: float | None
    high: float | None
    curve: tuple[CurvePoint, ...]

    @property
    def doses(self) -> tuple[float, ...]:
        """Spine points of the doses that were looked at, the easiest first; a session counts for the nearest."""
        return tuple(float(one) for one in _doses(self.heaviest))


@dataclass(frozen=True)
class SpineBudget:
    """Most spine points of a session: the stage's `ceiling`, or less where the journal says so.

    `entries` are the amber and red sessions behind it, empty where nothing is lowered; `is_lifted` tells that enough
    calm weeks are behind.
    """

    points: int
    ceiling: int
    entries: tuple[str, ...] = ()
    is_lifted: bool = False

    @property
    def is_lowered(self) -> bool:
        """True where the journal takes something off."""
        return self.points < self.ceiling


@dataclass(frozen=True)
class OwnTolerance:
    """The answers of one person's back, what they tell (None while it is too little), and what follows from it."""

    answers: tuple[Answer, ...]
    missing: Missing
    tolerance: Tolerance | None
    budget: SpineBudget


def own_tolerance(journal: Journal, profile: Profile, catalog: Catalog, today: date) -> OwnTolerance:
    """All of it from the journal up to `today`; `catalog` as it is rated for the person."""
    told = known(journal, today)
    answers = answers_of(told, session_lights(told, profile.pain_ceiling), catalog)
    weeks = calm_weeks(told, profile.pain_ceiling, today)
    budget = spine_budget(profile.dose.spine_points_session, answers, weeks)
    return OwnTolerance(answers, missing_of(answers), tolerance_of(answers), budget)


def answers_of(journal: Journal, lights: Mapping[str, Light], catalog: Catalog) -> tuple[Answer, ...]:
    """The last sessions in which something was done, the oldest first; `lights` are those of `session_lights`.

    Sessions of unknown light keep their place, so that no answer pushes another one out. Where the catalogue does not
    know an exercise, the dose is not known either, and the session is left out.
    """
    counted = [one for one in journal.sessions if _has_dose(one, catalog)]
    return tuple(
        Answer(one.id, one.day, spine_points_of(one, catalog), lights.get(one.id, Light.UNKNOWN))
        for one in counted[-WINDOW:]
    )


def missing_of(answers: Sequence[Answer]) -> Missing:
    """What is still missing."""
    told = [one for one in answers if one.is_known]
    bad = sum(one.was_not_green for one in told)
    return Missing(
        sessions=max(0, LEAST_SESSIONS - len(told)),
        greens=max(0, LEAST_EACH - (len(told) - bad)),
        not_greens=max(0, LEAST_EACH - bad),
    )


def tolerance_of(answers: Sequence[Answer]) -> Tolerance | None:
    """What the answers tell; None while `missing_of` names anything, or nothing was asked of the spine."""
    if not missing_of(answers).nothing or not _heaviest(answers):
        return None
    chances = marginals(answers)
    heaviest = _heaviest(answers)
    aside = (1 - INTERVAL) / 2
    return Tolerance(
        sessions=sum(one.is_known for one in answers),
        not_green=sum(one.was_not_green for one in answers),
        heaviest=heaviest,
        low=_crossing(chances, 1 - aside, heaviest),
        limit=_crossing(chances, 0.5, heaviest),
        high=_crossing(chances, aside, heaviest),
        curve=_curve(chances, answers, aside),
    )


def spine_budget(ceiling: int, answers: Sequence[Answer], calm: int) -> SpineBudget:
    """Most spine points of a session; `ceiling` is the stage's, `calm` the weeks in a row that were all green.

    The journal only ever takes off, and after four calm weeks nothing any more. Too few green sessions silence the
    curve but not this, so that a further red one never gives points back.
    """
    missing = missing_of(answers)
    heaviest = _heaviest(answers)
    if calm >= CALM_WEEKS or missing.sessions or missing.not_greens or not heaviest:
        return SpineBudget(ceiling, ceiling, is_lifted=calm >= CALM_WEEKS)
    limit = _crossing(marginals(answers), 0.5, heaviest)
    if limit is None or limit >= ceiling:
        return SpineBudget(ceiling, ceiling)
    return SpineBudget(int(limit), ceiling, tuple(one.session_id for one in answers if one.was_not_green))


def marginals(answers: Sequence[Answer]) -> Floats:
    """Posterior of the logit of the chance: one row for each dose, the easiest first, one column for each cell."""
    likely = _likelihood(answers)
    forward = [_prior() * likely[0]]
    for row in likely[1:]:
        forward.append(_scaled((forward[-1] @ STEPS) * row))
    backward = [np.ones_like(LOGITS)]
    for row in likely[:0:-1]:
        backward.append(_scaled(STEPS @ (backward[-1] * row)))
    both = np.array(forward) * np.array(backward[::-1])
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _has_dose(session: SessionEntry, catalog: Catalog) -> bool:
    done = {one.exercise_id for one in session.sets if one.reps or one.seconds}
    return bool(done) and all(one in catalog for one in done)


def _heaviest(answers: Sequence[Answer]) -> int:
    """Taken over all answers, known or not: the doses that are looked at do not hang on how a morning was."""
    return max((one.points for one in answers), default=0)


def _doses(heaviest: int) -> Floats:
    """Spine points of the doses that are looked at."""
    return np.asarray(heaviest * np.arange(1, DOSES + 1) / DOSES)


def _prior() -> Floats:
    """Of the easiest dose: a normal distribution on the logit scale."""
    return np.asarray(np.exp(-0.5 * ((LOGITS - _logit(EASY)) / EASY_SPREAD) ** 2))


def _steps() -> Floats:
    """From a cell to the next dose's cell: up by a geometric step of the mean `RISE`, the last cell takes the rest."""
    stays = RISE / (RISE + CELL)
    count = len(LOGITS)
    climb = np.arange(count) - np.arange(count)[:, None]
    steps = np.where(climb >= 0, (1 - stays) * stays ** np.maximum(climb, 0), 0.0)
    steps[:, -1] = stays ** (count - 1 - np.arange(count))
    return steps


STEPS = _steps()


def _likelihood(answers: Sequence[Answer]) -> Floats:
    """Of what was answered at each dose; a session counts for the dose that is nearest."""
    chance = 1 / (1 + np.exp(-LOGITS))
    heaviest = _heaviest(answers)
    likely = np.ones((DOSES, len(LOGITS)))
    for one in answers:
        if one.is_known:
            at = min(DOSES, max(1, round(DOSES * one.points / heaviest))) - 1
            likely[at] *= chance if one.was_not_green else 1 - chance
    return likely


def _scaled(row: Floats) -> Floats:
    return np.asarray(row / row.sum())


def _quantile(row: Floats, share: float) -> float:
    """Logit below which the given share of one row lies."""
    return float(np.interp(share, np.concatenate(([0.0], np.cumsum(row))), EDGES))


def _crossing(chances: Floats, share: float, heaviest: int) -> float | None:
    """Spine points at which this quantile of the chance passes the level: 0 before the easiest dose, None after all."""
    logits = [_quantile(row, share) for row in chances]
    doses = _doses(heaviest)
    if logits[0] > LEVEL:
        return 0.0
    for at in range(1, DOSES):
        if logits[at] > LEVEL:
            part = (LEVEL - logits[at - 1]) / (logits[at] - logits[at - 1])
            return float(doses[at - 1] + part * (doses[at] - doses[at - 1]))
    return None


def _curve(chances: Floats, answers: Sequence[Answer], aside: float) -> tuple[CurvePoint, ...]:
    """The curve from the easiest session on; below the first dose it is level."""
    doses = _doses(_heaviest(answers))
    first = min([float(doses[0]), *(float(one.points) for one in answers if one.is_known)])
    points = np.union1d(np.linspace(first, float(doses[-1]), CURVE_POINTS), doses)
    lines = []
    for share in (aside, 0.5, 1 - aside):
        logits = np.interp(points, doses, [_quantile(row, share) for row in chances])
        lines.append(1 / (1 + np.exp(-logits)))
    return tuple(CurvePoint(*(float(one) for one in row)) for row in zip(points, *lines, strict=True))
