"""Imports so far, and taking one back."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.knowledge.texts import say
from core.store import Person
from core.store.imports import ImportRecord
from pages.parts.home import now, store
from pages.parts.troubles import guarded
from pages.parts.wording import day

DONE, UNDONE = "bring.done", "bring.undone"
NAMES = {
    "strong": "Strong",
    "hevy": "Hevy",
    "fitbod": "Fitbod",
    "fitnotes": "FitNotes",
    "liftosaur": "Liftosaur",
    "stronglifts": "StrongLifts",
    "liftlog": "LiftLog",
    "jefit": "JEFIT",
    "backwise": "Backwise",
    "table": "A table",
}


def show_done() -> None:
    """Say what the last import or undo did, once."""
    record = st.session_state.pop(DONE, None)
    if isinstance(record, ImportRecord):
        lines = [say("import.done", sessions=amount(len(record.sessions), "session"), sets=amount(record.sets, "set"))]
        if record.mornings or record.checks or record.outcomes:
            days = {
                "mornings": amount(len(record.mornings), "morning"),
                "checks": amount(len(record.checks), "check"),
                "scores": amount(len(record.outcomes), "score"),
            }
            lines.append(say("import.done.days", **days))
        st.success(" ".join(lines), icon=":material/check:")
    undone = st.session_state.pop(UNDONE, None)
    if undone is not None:
        st.success(say("import.undone", sessions=amount(undone, "session")), icon=":material/undo:")


def earlier_imports(person: Person) -> None:
    """A line for each import, with its undo."""
    records = store().imports(person.id)
    if not records:
        return
    st.subheader("Imports so far")
    st.markdown(say("import.before"))
    for record in records:
        at = datetime.fromisoformat(record.at).astimezone(now().tzinfo)
        with st.container(horizontal=True, vertical_alignment="center", key=f"bring.record.{record.id}"):
            size = f"{amount(len(record.sessions), 'session')}, {amount(record.sets, 'set')}"
            st.text(f"{NAMES.get(record.source, record.source)} · {day(at.date())} {at:%H:%M} · {size}")
            st.button(
                "Undo",
                icon=":material/undo:",
                key=f"bring.undo.{record.id}",
                on_click=_undo,
                args=(person.id, record.id),
            )
        if record.sessions and not record.written:
            st.caption(say("import.uncounted"))


def amount(count: int, what: str) -> str:
    """ "1 session", "2 sessions"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


@guarded
def _undo(person_id: str, import_id: str) -> None:
    st.session_state[UNDONE] = store().undo_import(person_id, import_id)
