"""The last thing that took something away, and one tap that brings it back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from core.store import Copy, Store
from core.store.copies import ALL
from pages.parts.home import store
from pages.parts.troubles import guarded

KEY = "undo"


@dataclass(frozen=True)
class Undo:
    """What was done, in words, with the records before and after it."""

    done: str
    before: Copy
    after: Copy


@contextmanager
def undoable(home: Store, done: str, people: Collection[str], tables: Collection[str] = ALL) -> Iterator[None]:
    """Offer to take back what is done inside; `done` says what that was, in plain text."""
    before = home.copy_of(people, tables)
    yield
    remember(done, before, home.copy_of(people, tables))


def remember(done: str, before: Copy, after: Copy) -> None:
    """Offer to take back what made one copy of the other."""
    st.session_state[KEY] = Undo(done, before, after)


def offer_undo() -> None:
    """One line with a button, until it is used or put away."""
    last: Undo | None = st.session_state.get(KEY)
    if last is None:
        return
    with st.container(key="undo.line", horizontal=True, vertical_alignment="center", border=True):
        st.text(last.done, width="stretch")
        st.button("Undo", key="undo.go", icon=":material/undo:", on_click=_take_back)
        st.button("Put away", key="undo.close", type="tertiary", on_click=_put_away)


@guarded
def _take_back() -> None:
    last: Undo = st.session_state[KEY]
    store().change(last.after, last.before)
    _put_away()


def _put_away() -> None:
    st.session_state.pop(KEY, None)
