"""The journal summed up for charts, worked out once for each version of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st

from core import charts
from core.adapting import Situation, deload_spans, flare_spans, known, session_lights
from core.charts.timeline import LONG
from core.knowledge.rules import whole
from core.legs.strength import Strength
from core.loads import usual_strength
from core.progress import Progress, Shown, progress_shown, week_start
from core.records import plans_in_force
from pages.parts.home import store, today
from pages.parts.visit import Trainee, catalog

SHADED_DAYS = whole("progress.daily_days")
"""How far back easier weeks are looked for; older pain is pooled by the week anyway."""

SHOWN_WEEKS = whole("progress.shown_weeks")
SPANS = {"year": "Last twelve months", "all": "From the beginning"}


class Story(NamedTuple):
    """The journal summed up: its frames, its flare-ups and easier weeks, and the main chart in words."""

    progress: Progress
    flares: charts.Spans
    deloads: charts.Spans
    words: str
    since: date | None


@st.cache_data(max_entries=4, scope="session", show_spinner=False)
def summed_up(
    person_id: str,
    journal: int,
    plan: str,
    ceiling: int,
    flags: str,
    build: str,
    day: date,
    _state: Situation,
    _shown: Shown,
    _strength: Strength,
) -> Story:
    """The journal summed up, kept in this visit until one of these changes; `journal` and `plan` are versions."""
    told = known(_shown.journal, day)
    shown = Shown(told, [one for one in _shown.work if one.day <= day], _shown.since)
    lights = session_lights(told, ceiling)
    # Of a longer time, single plan weeks are not drawn.
    plans = plans_in_force(store().plans(person_id, day - LONG))
    progress = progress_shown(shown, _state.journal.mornings, catalog(), day, lights, plans, _strength)
    flares = flare_spans(told, lights, _state.flags, day)
    deloads = deload_spans(told, lights, _state.exposures, day - timedelta(days=SHADED_DAYS), day)
    return Story(progress, flares, deloads, charts.timeline_words(progress, flares, deloads), _shown.since)


def story(trainee: Trainee, state: Situation) -> Story:
    """The same, with the versions that it is kept by; of a long journal the last year, or all where that is chosen."""
    since = _shown_since(trainee)
    return trainee.known.once(("story", since), lambda: _story(trainee, state, since))


def _story(trainee: Trainee, state: Situation, since: date | None) -> Story:
    home, person_id = store(), trainee.person.id
    shown = Shown(home.outline(person_id, since), home.work(person_id, since), since)
    made = trainee.stored_plan
    plan = f"{made.id} {made.made_at.isoformat()}"
    ceiling, flags = trainee.profile.pain_ceiling, repr(state.flags)
    version = hash((shown.journal, shown.work))
    strength = usual_strength(trainee.profile)
    return summed_up(person_id, version, plan, ceiling, flags, repr(strength.build), today(), state, shown, strength)


def _shown_since(trainee: Trainee) -> date | None:
    """First day that is shown, None for all; asked for where there is more than a year."""
    since = week_start(today() - timedelta(weeks=SHOWN_WEEKS))
    # A short journal begins with what was recorded first, too.
    sessions, mornings = trainee.journal.sessions, trainee.journal.mornings
    begun = min([since, *(one.day for one in sessions[:1]), *(one.day for one in mornings[:1])])
    if begun == since:
        return None
    chosen = st.segmented_control(
        "Shown",
        list(SPANS),
        default="year",
        required=True,
        format_func=SPANS.__getitem__,
        key="span",
        bind="query-params",
        label_visibility="collapsed",
    )
    return None if chosen == "all" else since
