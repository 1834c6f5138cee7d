"""Moves that make a week of picks worth more: fill what is open, swap picks, shift sets between them.

Every move keeps to what fits; one that adds nothing is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

import numpy as np

from core.planning.tally import NOT_ALLOWED, Place, Scarce, Tally

SMALLEST_GAIN = 1e-9
PLACES = Scarce(places=True)
PROMISING = 4
"""How many exercises are tried in a place one after another; more found nothing better."""


def fill(tally: Tally, scarce: Scarce = PLACES, barred: tuple[int, int, int] | None = None) -> None:
    """Take the exercise that adds most for what it takes, again and again, while one adds something; then more sets.

    `barred` is the session, row and sets less one of a pick that must not come back as it was.
    """
    while tally.has_room:
        gains = tally.gains()
        if barred is not None:
            gains[barred] = NOT_ALLOWED
        best = int(np.argmax(gains / tally.costs(scarce)))
        if gains.item(best) <= SMALLEST_GAIN:
            break
        session, row, sets = np.unravel_index(best, gains.shape)
        tally.add(Place(int(session), int(row)), int(sets) + 1)
    add_sets(tally, tally.taken)


def add_sets(tally: Tally, places: Iterable[Place]) -> bool:
    """One more set where it adds most, again and again, while one adds something. True where one was added."""
    places = sorted(places)
    added = False
    while places:
        gains = [tally.gain_more(place) for place in places]
        gain = max(gains)
        if gain <= SMALLEST_GAIN:
            break
        place = places[gains.index(gain)]
        tally.resize(place, tally.taken[place] + 1)
        added = True
    return added


def swapped(tally: Tally, kept: Collection[int], value: float) -> float:
    """Take out one pick after another and fill its place anew, where that adds to the value. The value afterwards."""
    for place in sorted(tally.taken):
        if place.row in kept or place not in tally.taken:
            continue
        before = dict(tally.taken)
        sets = tally.remove(place)
        fill(tally, barred=(*place, sets - 1))
        value = _better(tally, before, value)
    return value


def shifted(tally: Tally, value: float) -> float:
    """Give sets of one pick after another to others of its session, where that adds to the value. The value then."""
    for place in sorted(tally.taken):
        others = [one for one in tally.taken if one.session == place.session and one != place]
        before = dict(tally.taken)
        for fewer in range(before[place] - 1, 0, -1):
            tally.resize(place, fewer)
            if add_sets(tally, others) and tally.value > value + SMALLEST_GAIN:
                break
        value = _better(tally, before, value)
    return value


def looked_closer(tally: Tally, kept: Collection[int], value: float) -> float:
    """In sessions without a minute to spare: two picks out at once, and few sets of another in. The value afterwards.

    Where minutes are short, a smaller pick that leaves sets to the others can be worth more than the best single one.
    """
    for session in tally.tight_sessions():
        for pair in combinations([place for place in sorted(tally.taken) if place.session == session], 2):
            if not any(place.row in kept or place not in tally.taken for place in pair):
                value = _refilled(tally, pair, value)
        for place in [place for place in sorted(tally.taken) if place.session == session]:
            if place.row not in kept and place in tally.taken:
                value = _thinned(tally, place, value)
    return value


def _refilled(tally: Tally, pair: tuple[Place, Place], value: float) -> float:
    """Both picks out, the first not to come back as it was."""
    before = dict(tally.taken)
    sets = tally.remove(pair[0])
    tally.remove(pair[1])
    fill(tally, barred=(*pair[0], sets - 1))
    return _better(tally, before, value)


def _thinned(tally: Tally, place: Place, value: float) -> float:
    """One set of another exercise in the place of a pick, of the most promising few; the session's sets then grow."""
    before = dict(tally.taken)
    tally.remove(place)
    without = dict(tally.taken)
    gains = tally.gains()[place.session, :, 0]
    gains[place.row] = NOT_ALLOWED
    for row in np.argsort(-gains, kind="stable")[:PROMISING].tolist():
        if gains[row] == NOT_ALLOWED:
            break
        tally.add(Place(place.session, row), 1)
        add_sets(tally, [one for one in tally.taken if one.session == place.session])
        if tally.value > value + SMALLEST_GAIN:
            return tally.value
        tally.become(without)
    tally.become(before)
    return value


def _better(tally: Tally, before: Mapping[Place, int], value: float) -> float:
    """The value of the week now where it is higher; otherwise the picks are put back as they were."""
    now = tally.value
    if now > value + SMALLEST_GAIN:
        return now
    tally.become(before)
    return value
