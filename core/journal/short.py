"""The last part of a journal, and what of the part before it later days can hang on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.journal.whole import Journal

MORNINGS_BEFORE = timedelta(days=28)
"""The light of a session looks at the mornings of the week before it, the usual pain at two weeks."""


@dataclass(frozen=True)
class Earlier:
    """What was recorded before a day.

    `is_there` tells whether any session is, `left_open` whether one of them was never finished. `exercises` names those
    that were done or felt then. `loads` names them too (imported sessions apart), each with all loads (kg) that it was
    ever done with. `has_mornings` tells whether mornings lie between the first ones and those that were read.
    """

    is_there: bool = False
    left_open: bool = False
    has_mornings: bool = False
    exercises: frozenset[str] = frozenset()
    loads: Mapping[str, frozenset[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class ShortJournal:
    """All sessions and checks from day `since` on, the mornings from four weeks earlier on, and all scores.

    The beginning is there too, since rules count from it: the first mornings, and the first finished session without
    what was done in it. By `marks`, a store that reads it again knows the sessions that have not changed, and by
    `settled` whether anything else can have; None where that is not known.
    """

    since: date
    journal: Journal
    earlier: Earlier
    marks: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)
    settled: Hashable = field(default=None, compare=False, repr=False)
