"""What was read to journal sessions: names matched, loads in kilograms, moments in the person's zone."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo

from core.catalog import Catalog
from core.importing.loads import HEAVIEST_KG, in_pounds, mass_kg
from core.importing.names import Aliases, Match, load_aliases, plain_name
from core.importing.values import Progress, ReadFile, ReadSession, ReadSet, SetKind, Source
from core.journal import SessionEntry, SessionKind, SetEntry
from core.units import MassUnit
from core.words import LoadKind

PREFIX = "imp-"
NOT_COUNTED = ""
"""Kept in place of an exercise id for a name that the person chose to leave out."""

NOON = time(12)
MOST_SETS, MOST_REPS, MOST_SECONDS = 100, 200, 7200
RESERVE_OF = 10


@dataclass(frozen=True)
class Choices:
    """What the person says once about a file.

    `unit` holds where the file names none; `zone` is where the person trained; `names` are exercise ids by name, chosen
    by hand, NOT_COUNTED to leave a name out. `each_hand` says that a dumbbell's weight is one dumbbell's and not both
    together's; `added` that a weight on an exercise of the body's own weight was added to it; `notes` brings what was
    written.
    """

    zone: tzinfo = UTC
    unit: MassUnit | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    each_hand: bool = False
    added: bool = False
    notes: bool = False


@dataclass(frozen=True)
class NameCount:
    """A name in the file, how many of its sets there are, and what became of it.

    `match` is None where the name is not taken; `asks` where a person should say what it is; `chosen` where one has.
    """

    name: str
    sets: int
    match: Match | None
    asks: bool
    chosen: bool = False


@dataclass(frozen=True)
class Draft:
    """Journal sessions that a file would give, before anything is kept.

    `left_out` counts sets that are not taken, by why: warm_up, nothing_done, not_counted, unknown, out_of_range.
    """

    source: Source
    sessions: tuple[SessionEntry, ...]
    names: tuple[NameCount, ...]
    left_out: Mapping[str, int]
    has_pairs: bool = False
    has_added: bool = False

    @property
    def sets(self) -> int:
        """Sets that would come into the journal."""
        return sum(len(one.sets) for one in self.sessions)

    @property
    def asks(self) -> tuple[NameCount, ...]:
        """Names that a person should say something about, the most frequent first."""
        return tuple(one for one in self.names if one.asks)


def drafted(
    found: ReadFile, person_id: str, catalog: Catalog, choices: Choices | None = None, progress: Progress | None = None
) -> Draft:
    """The journal sessions of a file for one person; the same file gives the same ids each time.

    Without a unit where the file names none, loads are left out; sessions without a set that counts are left out too.
    """
    return _Drafter(found, person_id, catalog, choices or Choices()).draft(progress)


def session_id(source: Source, key: str, person_id: str) -> str:
    """Id of an imported session: from its source, start and title, never from its sets, so that a later export of the
    same session is known again."""
    digest = hashlib.sha256(f"{source.value}\n{person_id}\n{key}".encode("utf-8", "replace")).hexdigest()
    return f"{PREFIX}{digest[:32]}"


class _Drafter:
    def __init__(self, found: ReadFile, person_id: str, catalog: Catalog, choices: Choices) -> None:
        self.found, self.person_id, self.catalog, self.choices = found, person_id, catalog, choices
        self.aliases: Aliases = load_aliases()
        self.pounds = in_pounds(found.sessions)
        self.left_out: Counter[str] = Counter()
        self.counts: Counter[str] = Counter(one.name for session in found.sessions for one in session.sets)
        self.names = {name: self._named(name, count) for name, count in self.counts.items()}
        self.loads: dict[tuple[str, float, MassUnit | None, int | None, str], float | None] = {}
        self.has_pairs = self.has_added = False

    def draft(self, progress: Progress | None) -> Draft:
        sessions = []
        for at, group in enumerate(merged(self.found.sessions), start=1):
            entry = self._session(group)
            if entry is not None:
                sessions.append(entry)
            if progress is not None and at % 50 == 0:
                progress(at / len(self.found.sessions))
        names = sorted(self.names.values(), key=lambda one: (-one.sets, one.name))
        return Draft(
            self.found.source,
            tuple(sorted(sessions, key=lambda one: (one.started_at, one.id))),
            tuple(names),
            dict(self.left_out),
            self.has_pairs,
            self.has_added,
        )

    def _named(self, name: str, count: int) -> NameCount:
        chosen = self.choices.names.get(plain_name(name))
        if chosen == NOT_COUNTED:
            return NameCount(name, count, None, asks=False, chosen=True)
        match = self.aliases.match(name, self.found.source)
        if chosen is not None and chosen in self.catalog:
            pair = match.pair if match else "dumbbell" in plain_name(name)
            near = match.near if match and match.exercise_id == chosen else False
            return NameCount(name, count, Match(chosen, near, pair), asks=False, chosen=True)
        if match is not None and match.exercise_id in self.catalog:
            return NameCount(name, count, match, asks=False)
        return NameCount(name, count, None, asks=not self.aliases.is_elsewhere(name, self.found.source))

    def _session(self, session: ReadSession) -> SessionEntry | None:
        started = self._moment(session)
        day = started.astimezone(self.choices.zone).date() if session.start.tzinfo else session.start.date()
        sets = tuple(self._sets(session))
        if not sets:
            return None
        return SessionEntry(
            id=session_id(self.found.source, session.key, self.person_id),
            day=day,
            started_at=started,
            finished_at=started + timedelta(minutes=session.minutes or 0),
            kind=SessionKind.IMPORTED,
            minutes=session.minutes,
            note=_clean(session.note) if self.choices.notes else "",
            sets=sets,
        )

    def _moment(self, session: ReadSession) -> datetime:
        start = datetime.combine(session.start.date(), NOON) if session.day_only else session.start
        return (start if start.tzinfo else start.replace(tzinfo=self.choices.zone)).astimezone(UTC)

    def _sets(self, session: ReadSession) -> Iterator[SetEntry]:
        numbers: Counter[str] = Counter()
        for one in session.sets:
            why = self._why_not(one)
            if why:
                self.left_out[why] += 1
                continue
            match = self.names[one.name].match
            if match is None:
                continue
            exercise_id = match.unloaded if match.unloaded and one.weight is None else match.exercise_id
            load = None
            if one.weight is not None and not match.near:
                seen = (one.name, one.weight, one.unit, one.hands, exercise_id)
                if seen not in self.loads:
                    self.loads[seen] = self._load(one, one.weight, exercise_id, match)
                load = self.loads[seen]
            numbers[exercise_id] += 1
            if numbers[exercise_id] > MOST_SETS:
                self.left_out["out_of_range"] += 1
                continue
            yield SetEntry(
                exercise_id=exercise_id,
                number=numbers[exercise_id],
                reps=one.reps or None,
                seconds=one.seconds,
                load_kg=load,
                rir=None if one.rpe is None else RESERVE_OF - int(one.rpe + 0.5),
            )

    def _why_not(self, one: ReadSet) -> str:
        known = self.names[one.name]
        if known.match is None:
            return "unknown" if known.asks else "not_counted"
        if one.kind is SetKind.WARM_UP:
            return "warm_up"
        if not one.reps and not one.seconds:
            return "nothing_done"
        if (one.reps or 0) > MOST_REPS or (one.seconds or 0) > MOST_SECONDS:
            return "out_of_range"
        return ""

    def _load(self, one: ReadSet, weight: float, exercise_id: str, match: Match) -> float | None:
        """Kilograms with both hands together; None where there is none, or where it would be another exercise's."""
        unit = one.unit or self.choices.unit
        name = plain_name(one.name)
        if unit is None or "assisted" in name:
            return None
        if self.catalog[exercise_id].load_kind in (LoadKind.BODY_WEIGHT, LoadKind.BAND) and "weighted" not in name:
            self.has_added = True
            if not self.choices.added:
                return None
        load = mass_kg(weight, unit, one.name in self.pounds)
        if one.hands is not None:
            load *= one.hands
        elif match.pair:
            self.has_pairs = True
            load *= 2 if self.choices.each_hand else 1
        return round(load, 4) if load <= HEAVIEST_KG else None


def merged(sessions: Iterable[ReadSession]) -> list[ReadSession]:
    """Sessions of one key put together: a file may part what it cannot tell apart itself."""
    by_key: dict[str, list[ReadSession]] = defaultdict(list)
    for one in sessions:
        by_key[one.key].append(one)
    return [
        same[0]
        if len(same) == 1
        else ReadSession(
            same[0].key,
            same[0].start,
            same[0].day_only,
            same[0].title,
            same[0].minutes,
            same[0].note,
            tuple(one for session in same for one in session.sets),
        )
        for same in by_key.values()
    ]


def _clean(text: str) -> str:
    """Without what no database keeps."""
    return "".join(sign for sign in text if sign != "\0" and not "\ud800" <= sign <= "\udfff")
