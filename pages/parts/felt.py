"""How an exercise felt: back or nerve-type pain, apart from muscle soreness; kept on "Keep this" and on moving on."""

from __future__ import annotations

import streamlit as st

from core.journal import ExerciseEntry, SessionEntry
from core.knowledge.texts import say
from pages.parts.scales import scale, site
from pages.parts.troubles import guarded
from pages.parts.visit import store

FELT_IN = {"target": "In the muscle it is for", "back": "In the back", "elsewhere": "Somewhere else"}
FIELDS = ("pain", "site", "sharp", "soreness", "in")


def ask_felt(entry: SessionEntry, exercise_id: str, version: int) -> None:
    """The questions on one exercise, filled with what was kept before."""
    key = _key(entry.id, exercise_id)
    stored = _stored(entry, exercise_id)
    if stored is not None:
        kept = (stored.pain, stored.site, stored.sharp, stored.soreness, stored.felt_in)
        for name, value in zip(FIELDS, kept, strict=True):
            st.session_state.setdefault(f"{key}.{name}", value)
    with st.expander(say("today.felt.title"), key=f"{key}.box", expanded=stored is not None):
        scale(say("today.felt.pain"), f"{key}.pain")
        site(say("today.felt.site"), f"{key}.site")
        scale(say("today.felt.soreness"), f"{key}.soreness", ("none", "very sore"))
        st.pills(say("today.felt.in"), list(FELT_IN), format_func=FELT_IN.__getitem__, key=f"{key}.in", wrap=True)
        if st.checkbox(say("today.felt.sharp"), key=f"{key}.sharp", wrap=True):
            st.warning(say("today.felt.sharp_advice"), icon=":material/front_hand:")
        if st.session_state.get(f"{key}.in") == "back":
            st.info(say("today.felt.back_advice"), icon=":material/lightbulb:")
        st.button("Keep this", key=f"{key}.save", on_click=keep_felt, args=(entry, exercise_id, version))


@guarded
def keep_felt(entry: SessionEntry, exercise_id: str, version: int) -> None:
    """Keep what was answered; nothing happens where nothing was, or nothing is new."""
    state = st.session_state
    pain, where, sharp, soreness, felt_in = (state.get(f"{_key(entry.id, exercise_id)}.{name}") for name in FIELDS)
    felt = ExerciseEntry(
        exercise_id,
        pain=pain,
        site=where,
        sharp=bool(sharp),
        stopped=bool(sharp),
        felt_in=felt_in,
        soreness=soreness,
    )
    if felt != (_stored(entry, exercise_id) or ExerciseEntry(exercise_id)):
        store().log_exercise(entry.id, felt, version)
        st.toast(say("today.felt.kept"), icon=":material/check:")


def _stored(entry: SessionEntry, exercise_id: str) -> ExerciseEntry | None:
    return next((one for one in entry.exercises if one.exercise_id == exercise_id), None)


def _key(session_id: str, exercise_id: str) -> str:
    return f"felt.{session_id}.{exercise_id}"
