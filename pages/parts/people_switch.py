"""From one person to another: nothing half-answered goes along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import AnswerError, StoreError
from pages.parts.browser_home import HOME as KEPT_HERE
from pages.parts.browser_home import KEY as BROWSER_HOME
from pages.parts.home import ALLOWANCE
from pages.parts.identity import OVER, TAPPED
from pages.parts.instead import DEMO
from pages.parts.instead import KEY as INSTEAD
from pages.parts.kept_taps import OF_THE_VISIT as KEPT_TAPS
from pages.parts.kept_taps import note_pressed
from pages.parts.troubles import KEY as TROUBLES
from pages.parts.troubles import show_failure
from pages.parts.undo import KEY as UNDO
from pages.parts.visit import choose_person

OF_THE_VISIT = (
    "own_store", ALLOWANCE, BROWSER_HOME, KEPT_HERE, *KEPT_TAPS, DEMO, INSTEAD, OVER, TAPPED, TROUBLES, UNDO,
)  # fmt: skip


def show_person(person_id: str, *, keeps_undo: bool = True) -> None:
    """Show this person from now on, the first on the list where it is empty.

    Drafts and choices of the person before are dropped, so that no answer is kept under another name.
    """
    note_pressed()
    kept = OF_THE_VISIT if keeps_undo else tuple(key for key in OF_THE_VISIT if key != UNDO)
    for key in [key for key in st.session_state if key not in kept]:
        del st.session_state[key]
    choose_person(person_id)


@contextmanager
def told() -> Iterator[None]:
    """Say on the spot what went wrong; the rest of the page goes on."""
    try:
        yield
    except (AnswerError, StoreError) as error:
        show_failure(error)
