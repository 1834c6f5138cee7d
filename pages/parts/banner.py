"""The line above a page: whose data it shows, where that is not plain, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.knowledge.texts import say
from core.store import Person
from pages.parts.people_switch import show_person
from pages.parts.visit import shown_of


def person_banner(people: Sequence[Person]) -> None:
    """Mark a demo person as made up; name the person where the store holds several; otherwise nothing."""
    person = shown_of(people)
    several = sum(not one.is_demo for one in people) > 1
    if person is not None and person.is_demo:
        demo_banner(person.name)
    elif person is not None and several:
        with st.container(key="banner.person", horizontal=True, vertical_alignment="center"):
            st.text(person.name, width="content")
            st.page_link("people.py", label="Change", icon=":material/group:")


def demo_banner(name: str) -> None:
    """Say that this is an invented person, with one tap back to one's own pages."""
    with st.container(key="banner.demo", horizontal=True, vertical_alignment="center"):
        st.badge("Demo", color="violet")
        st.text(say("people.demo.banner", name=name), width="content")
        st.button("Leave the demo", key="banner.leave", icon=":material/logout:", on_click=show_person, args=("",))
