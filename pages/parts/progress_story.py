"""The journal summed up for charts, worked out once for each version of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st

from core import charts
from core.adapting import Situation, deload_spans, flare_spans
from core.knowledge.rules import whole
from core.progress import Progress, progress_of
from core.records import plans_in_force
from pages.parts.home import store, today
from pages.parts.visit import Trainee, catalog

SHADED_DAYS = whole("progress.daily_days")
"""How far back easier weeks are looked for; older pain is pooled by the week anyway."""


class Story(NamedTuple):
    """The journal summed up: its frames, its flare-ups and easier weeks, and the main chart in words."""

    progress: Progress
    flares: charts.Spans
    deloads: charts.Spans
    words: str


@st.cache_data(max_entries=4, scope="session", show_spinner=False)
def summed_up(person_id: str, journal: int, plan: str, ceiling: int, flags: str, day: date, _state: Situation) -> Story:
    """The journal summed up, kept in this visit until one of these changes; `journal` and `plan` are versions."""
    told, lights = _state.journal, _state.lights
    progress = progress_of(told, catalog(), day, lights, plans_in_force(store().plans(person_id)))
    flares = flare_spans(told, lights, _state.flags, day)
    deloads = deload_spans(told, lights, _state.exposures, day - timedelta(days=SHADED_DAYS), day)
    return Story(progress, flares, deloads, charts.timeline_words(progress, flares, deloads))


def story(trainee: Trainee, state: Situation) -> Story:
    """The same, with the versions that it is kept by."""
    made = trainee.stored_plan
    plan = f"{made.id} {made.made_at.isoformat()}"
    ceiling, flags = trainee.profile.pain_ceiling, repr(state.flags)
    return summed_up(trainee.person.id, hash(trainee.journal), plan, ceiling, flags, today(), state)
