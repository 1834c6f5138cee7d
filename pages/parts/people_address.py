"""Whose pages these are, in the address: a reloaded or kept address shows the same person again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.demo import load_demo_people
from core.errors import StoreError
from core.store import Person
from pages.parts.home import now, store
from pages.parts.home import people as everyone
from pages.parts.instead import PERSON_IN_ADDRESS, instead
from pages.parts.people_demo import put_in_store
from pages.parts.people_switch import show_person
from pages.parts.troubles import keep_trouble
from pages.parts.visit import first_of, shown_of


def follow_address() -> Sequence[Person]:
    """Show the person that the address names, a demo person made anew where need be; then write it there.

    Returns everyone on the list, so that nobody has to read it again.
    """
    # A reload ends what is shown instead of one's own record: nothing of it may come back from the address.
    try:
        _follow(st.query_params.get(PERSON_IN_ADDRESS, ""))
        people = everyone()
    except StoreError as error:
        keep_trouble(error)
        return ()
    shown = shown_of(people)
    if shown is not None and shown != first_of(people) and instead() is None:
        st.query_params[PERSON_IN_ADDRESS] = shown.id
    elif PERSON_IN_ADDRESS in st.query_params:
        del st.query_params[PERSON_IN_ADDRESS]
    return people


def _follow(wanted: str) -> None:
    if not wanted or "person_id" in st.session_state:
        return
    home = store()
    demos = {one.plan_id: one for one in load_demo_people().values()}
    if wanted in demos:
        put_in_store(home, demos[wanted], now())
        show_person(wanted)
    elif home.person(wanted) is not None:
        show_person(wanted)
