"""Steps back and the way back up: red and amber answers, gaps, and what a whole session brings along."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.adapting.exposures import Exposure
from core.adapting.target import Case
from core.knowledge.rules import number, whole
from core.words import Light

RED_LOAD, RETURN_STEP = number("adapt.red_load"), number("adapt.return_step")
AMBERS_RANGE, AMBERS_LOAD = whole("adapt.ambers_range"), whole("adapt.ambers_load")
AMBERS_SETS, AMBER_LOAD = whole("adapt.ambers_sets"), number("adapt.amber_load")
GAP_DAYS, GAP_SHORT_DAYS = whole("adapt.gap_days"), whole("adapt.gap_short_days")
GAP_LONG_DAYS = whole("adapt.gap_long_days")
GAP_SHORT_LOAD, GAP_LONG_LOAD = number("adapt.gap_short_load"), number("adapt.gap_long_load")


@dataclass(frozen=True)
class Hold:
    """Nothing grows today, and why."""

    case: Case
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cut:
    """A step back: shares of load and sets that are kept, and the least reserve.

    `since` is the day it began, None where it holds just for now. With `returns`, every green exposure after it gives
    a share back, until all is there again; with `by_doing`, one whose morning is not known does so too. `most_sets`
    and `sets_less` take sets off; `rest` leaves all of them out; `to_start` goes back to the first load of the plan,
    `above_start` never below it.
    """

    case: Case
    entries: tuple[str, ...] = ()
    since: date | None = None
    load: float = 1.0
    sets: float = 1.0
    sets_less: int = 0
    most_sets: int | None = None
    rir: int = 0
    returns: bool = False
    by_doing: bool = False
    to_start: bool = False
    above_start: bool = False
    shorter_range: bool = False
    rest: bool = False


@dataclass(frozen=True)
class Standing:
    """A step back as it stands after so many green exposures; `before` is the level it counts from."""

    cut: Cut
    greens: int
    before: float | None

    @property
    def load(self) -> float:
        """Share of the load that is kept now."""
        return self._now(self.cut.load)

    @property
    def holds(self) -> bool:
        """True while it still takes something off."""
        cut = self.cut
        if cut.returns:
            return self.load < 1 or self._now(cut.sets) < 1
        lasting = cut.rest or cut.rir > 0 or cut.shorter_range or cut.sets_less > 0 or cut.most_sets is not None
        return lasting or cut.load < 1 or cut.sets < 1

    def sets_of(self, planned: int) -> int:
        """Sets that are left of the planned ones, at least one unless it is a day of rest."""
        if self.cut.rest:
            return 0
        kept = math.floor(planned * self._now(self.cut.sets) + 0.5)
        if not (self.cut.returns and self.greens):
            kept -= self.cut.sets_less
        most = self.cut.most_sets if self.cut.most_sets is not None else planned
        return max(1, min(kept, most, planned))

    def _now(self, share: float) -> float:
        return min(1.0, share + RETURN_STEP * self.greens) if self.cut.returns else share


def stand(cut: Cut, after: Sequence[Exposure], before: float | None) -> Standing:
    """A step back as it stands after these exposures, counted from the level `before` it."""
    good = (Light.GREEN, Light.UNKNOWN) if cut.by_doing else (Light.GREEN,)
    return Standing(cut, sum(one.light in good for one in after), before)


def own_cuts(exposures: Sequence[Exposure], today: date, has_range: bool) -> Iterator[tuple[Cut, int]]:
    """Steps back that one exercise's own exposures bring, each with the place of the last exposure before it."""
    for at, one in enumerate(exposures):
        if one.light is Light.RED:
            cut = Cut(Case.RED, (one.session_id,), one.day, load=RED_LOAD, returns=True, shorter_range=has_range)
            yield cut, at
    yield from _gaps(exposures, today)
    yield from _ambers(exposures, has_range)


def since_restart(exposures: Sequence[Exposure]) -> Sequence[Exposure]:
    """Exposures after the last gap that was so long that the stage started anew."""
    first = 0
    for at in range(1, len(exposures)):
        if (exposures[at].day - exposures[at - 1].day).days > GAP_LONG_DAYS:
            first = at
    return exposures[first:]


def _gaps(exposures: Sequence[Exposure], today: date) -> Iterator[tuple[Cut, int]]:
    for at, one in enumerate(exposures):
        until = exposures[at + 1].day if at + 1 < len(exposures) else today
        cut = _gap((until - one.day).days, one.session_id)
        if cut is not None:
            yield cut, at


def _gap(days: int, session_id: str) -> Cut | None:
    if days <= GAP_DAYS:
        return None
    if days <= GAP_SHORT_DAYS:
        return Cut(Case.GAP_SHORT, (session_id,), load=GAP_SHORT_LOAD, returns=True, by_doing=True)
    restart = days > GAP_LONG_DAYS
    case = Case.RESTART if restart else Case.GAP_LONG
    return Cut(case, (session_id,), load=GAP_LONG_LOAD, sets_less=1, returns=True, by_doing=True, to_start=restart)


def _ambers(exposures: Sequence[Exposure], has_range: bool) -> Iterator[tuple[Cut, int]]:
    row: list[str] = []
    for one in reversed([one for one in exposures if one.matters]):
        # A red light keeps the row going: had it been amber, the row would be as long.
        if one.light not in (Light.AMBER, Light.RED):
            break
        row.insert(0, one.session_id)
    last = len(exposures) - 1
    if len(row) >= AMBERS_RANGE and has_range:
        yield Cut(Case.AMBERS_RANGE, tuple(row), shorter_range=True), last
    if len(row) >= (AMBERS_LOAD if has_range else AMBERS_RANGE):
        yield Cut(Case.AMBERS_LOAD, tuple(row), load=AMBER_LOAD, shorter_range=has_range), last
    if len(row) >= AMBERS_SETS:
        cut = Cut(Case.AMBERS_SETS, tuple(row), load=AMBER_LOAD, sets_less=1, shorter_range=has_range)
        yield cut, last
