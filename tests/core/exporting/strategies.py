"""Random but valid journals, with the texts that break tables: formulas, quotes, line ends, separators."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from core.journal import (
    FELT_IN,
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
)
from core.words import Site
from tests.core.builders import CATALOG

_SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_NASTY = st.text(st.sampled_from("=+-@＝'\"\t\r\n,;| %aé"), max_size=12)
texts = st.one_of(st.text(_SIGNS, max_size=40), _NASTY)
ids = st.one_of(
    st.sampled_from(tuple(CATALOG.exercises)), st.text(_SIGNS, min_size=1, max_size=12), _NASTY.filter(bool)
)
scores = st.none() | st.integers(0, 10)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1), timezones=st.timezones(), allow_imaginary=False)
sites = st.none() | st.sampled_from(Site)
sets = st.builds(
    SetEntry,
    ids,
    st.integers(1, 100),
    st.none() | st.integers(0, 200),
    st.none() | st.integers(0, 7200),
    st.none() | st.floats(0, 1000),
    scores,
    st.none() | moments,
)
exercises = st.builds(
    ExerciseEntry,
    ids,
    st.none() | ids,
    scores,
    sites,
    st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(FELT_IN),
    scores,
    texts,
)
sessions = st.builds(
    SessionEntry,
    id=ids,
    day=days,
    plan_id=st.none() | ids,
    week=st.none() | st.integers(1, 520),
    number=st.none() | st.integers(1, 14),
    started_at=moments,
    finished_at=st.none() | moments,
    kind=st.sampled_from(SessionKind),
    pain_before=scores,
    pain_worst=scores,
    pain_end=scores,
    site_before=sites,
    site=sites,
    spread=st.booleans(),
    stop_sign=st.booleans(),
    sleep_quality=scores,
    energy=scores,
    effort=scores,
    minutes=st.none() | st.integers(0, 1440),
    note=texts,
    exercises=st.lists(exercises, unique_by=lambda one: one.exercise_id, max_size=3).map(tuple),
    sets=st.lists(sets, unique_by=lambda one: (one.exercise_id, one.number), max_size=5).map(tuple),
)
mornings = st.builds(MorningEntry, days, st.none() | ids, st.integers(0, 10), st.booleans(), texts)
checks = st.builds(MiniScreenEntry, moments, st.lists(ids, unique=True, max_size=3).map(tuple))
outcomes = st.builds(OutcomeEntry, days, ids, st.floats(-100, 100), texts)
journals = st.builds(
    Journal,
    st.lists(sessions, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(mornings, max_size=3, unique_by=lambda one: one.day).map(tuple),
    st.lists(checks, max_size=3, unique_by=lambda one: one.at.astimezone(UTC)).map(tuple),
    st.lists(outcomes, max_size=3, unique_by=lambda one: (one.day, one.kind, one.label)).map(tuple),
)
