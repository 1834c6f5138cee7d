"""Entries of a record that cannot be read: named, and left out with one button where the record can be copied first."""

from __future__ import annotations

import streamlit as st

from core.knowledge.texts import say
from core.store import Person
from pages.parts.home import store
from pages.parts.troubles import guarded

MOST_NAMED = 50


def show_unreadable(person: Person) -> None:
    """Name what of this person's record cannot be read, and offer to go on without it."""
    home = store()
    rows = home.unreadable({person.id})
    for row in rows[:MOST_NAMED]:
        st.text(f"{say(f'home.part.{row.table}')} {row.key}")
    if len(rows) > MOST_NAMED:
        st.text(say("record.more_problems", count=len(rows) - MOST_NAMED))
    if not rows:
        return
    if not home.is_file:
        st.markdown(say("troubles.entry.server"))
        return
    st.markdown(say("troubles.entry.offer"))
    st.button(
        say("troubles.entry.leave_out"),
        key="unreadable.leave_out",
        type="primary",
        on_click=guarded(home.remove_unreadable),
        args=({person.id},),
    )
