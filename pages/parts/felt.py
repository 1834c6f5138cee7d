"""How an exercise felt: back or nerve-type pain, apart from muscle soreness; kept at each tap."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from core.journal import ExerciseEntry, SessionEntry
from core.knowledge.texts import say
from core.words import Site
from pages.parts.home import store
from pages.parts.scales import scale, site
from pages.parts.steps import Run
from pages.parts.troubles import guarded

FELT_IN = {"target": "In the muscle it is for", "back": "In the back", "elsewhere": "Somewhere else"}
FIELDS = ("pain", "site", "sharp", "soreness", "in")
SIGNS = {"spread": "today.end.spread", "stop_sign": "today.felt.both_legs"}
"""Fields of a session that a leg tells of, with their questions."""


def ask_felt(run: Run, exercise_id: str) -> None:
    """The questions on one exercise, filled with what was kept before; what a leg tells is asked where it matters."""
    entry, stored = run.entry, run.felt(exercise_id)
    key = f"felt.{entry.id}.{exercise_id}"
    told = _fields(stored or ExerciseEntry(exercise_id))
    for name, value in zip(FIELDS, told, strict=True):
        st.session_state.setdefault(f"{key}.{name}", value)
    asked = stored is not None and any(told)
    keep = partial(_keep_felt, entry, stored, exercise_id, run.versions.of_exercise(exercise_id))
    with st.expander(say("today.felt.title"), key=f"{key}.box", expanded=asked):
        scale(say("today.felt.pain"), f"{key}.pain", on_change=keep)
        place = site(say("today.felt.site"), f"{key}.site", on_change=keep)
        if place is not None and place.distance >= Site.THIGH.distance:
            _ask_leg(run)
        st.checkbox(say("today.felt.sharp"), key=f"{key}.sharp", wrap=True, on_change=keep)
        scale(say("today.felt.soreness"), f"{key}.soreness", ("none", "very sore"), on_change=keep)
        st.pills(
            say("today.felt.in"),
            list(FELT_IN),
            format_func=FELT_IN.__getitem__,
            key=f"{key}.in",
            wrap=True,
            on_change=keep,
        )
        if st.session_state.get(f"{key}.in") == "back":
            st.info(say("today.felt.back_advice"), icon=":material/lightbulb:")


def with_signs(entry: SessionEntry) -> SessionEntry:
    """The session with the signs that stand in their boxes: what to do is said even where they could not be kept."""
    ticked = {name: bool(st.session_state.get(_sign_key(entry.id, name))) for name in SIGNS}
    return replace(entry, spread=entry.spread or ticked["spread"], stop_sign=entry.stop_sign or ticked["stop_sign"])


def is_sharp(run: Run, exercise_id: str) -> bool:
    """True where the pain of an exercise was called sharp, kept or not."""
    felt = run.felt(exercise_id)
    return (felt is not None and felt.sharp) or bool(st.session_state.get(f"felt.{run.entry.id}.{exercise_id}.sharp"))


def _sign_key(session_id: str, name: str) -> str:
    return f"leg.{session_id}.{name}"


def _ask_leg(run: Run) -> None:
    """Two signs that change the day, kept with the session."""
    for name, text in SIGNS.items():
        key = _sign_key(run.entry.id, name)
        st.session_state.setdefault(key, getattr(run.entry, name))
        st.checkbox(
            say(text),
            key=key,
            wrap=True,
            persist_state="session",
            on_change=_keep_sign,
            args=(run.entry, run.versions.session),
        )


def _fields(entry: ExerciseEntry) -> tuple[object, ...]:
    return (entry.pain, entry.site, entry.sharp, entry.soreness, entry.felt_in)


@guarded
def _keep_felt(entry: SessionEntry, stored: ExerciseEntry | None, exercise_id: str, version: int) -> None:
    state = st.session_state
    key = f"felt.{entry.id}.{exercise_id}"
    pain, where, sharp, soreness, felt_in = (state.get(f"{key}.{name}") for name in FIELDS)
    felt = replace(
        stored or ExerciseEntry(exercise_id),
        pain=pain,
        site=where,
        sharp=bool(sharp),
        stopped=bool(sharp),
        felt_in=felt_in,
        soreness=soreness,
    )
    written = f"{key}.written"
    if felt == ExerciseEntry(exercise_id) and stored is None and written not in state:
        # Nothing was told and nothing is kept: an empty entry would say that the exercise was asked about.
        return
    # Two quick taps: the second one was drawn before the first was kept, and is no other tab's.
    state[written] = store().log_exercise(entry.id, felt, max(version, state.get(written, 0)))


@guarded
def _keep_sign(entry: SessionEntry, version: int) -> None:
    state = st.session_state
    spread, both_legs = (bool(state.get(_sign_key(entry.id, name), getattr(entry, name))) for name in SIGNS)
    told = replace(entry, spread=spread, stop_sign=both_legs)
    # The questions at the end start from what was told on the way.
    for shown in ("spread", "stop"):
        st.session_state.pop(f"end.{entry.id}.{shown}", None)
    written = f"leg.{entry.id}.written"
    state[written] = store().save_session(told, max(version, state.get(written, 0)))
