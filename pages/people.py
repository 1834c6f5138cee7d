"""Whom am I working with?"""

import secrets
from urllib.parse import unquote

import streamlit as st

from core.journal import NAME_LENGTH
from core.knowledge.texts import say
from core.store import Person
from pages.parts.home import browser_place, is_browser_home, is_server_home, store, where
from pages.parts.instead import instead
from pages.parts.people_demo import demo_people
from pages.parts.people_instead import show_without_keeping
from pages.parts.people_list import people_list, units_choice
from pages.parts.people_share import shared_people, sharing
from pages.parts.people_switch import show_person, told
from pages.parts.troubles import show_troubles

FILE_URL = "sqlite:///"


def show_people(everyone: list[Person]) -> None:
    """Who is on the list, and on request who was archived."""
    st.markdown(say("people.lead"))
    archived = [one for one in everyone if one.archived_at is not None]
    if everyone:
        people_list([one for one in everyone if one.archived_at is None], "people.list")
    else:
        nobody_yet()
    if archived and st.toggle(f"Show {len(archived)} archived", key="people.archived"):
        people_list(archived, "people.archive")


def add_person() -> None:
    """A new name, opened at once."""
    # A form: what is typed is sent together with the press of the button, so no run comes between the two.
    with (
        st.expander("Add a person", key="people.add", icon=":material/person_add:"),
        st.form("people.add.form", border=False, enter_to_submit=True),
    ):
        st.markdown(say("people.add.lead"))
        name = st.text_input("Name", max_chars=NAME_LENGTH, key="people.add.name", width=320)
        units = units_choice("people.add.units")
        if st.form_submit_button("Add and open", key="people.add.go"):
            with told():
                person = store().add_person(secrets.token_hex(8), name.strip(), units)
                show_person(person.id)
                st.switch_page("today.py")


def nobody_yet() -> None:
    """An empty store: one way in."""
    st.markdown(say("people.empty"))
    if st.button("Start the screening", key="people.screen", type="primary", icon=":material/arrow_forward:"):
        show_person("")
        st.switch_page("screening.py")


def where_kept() -> None:
    """Where records live, in one sentence."""
    home = where()
    if instead() is not None:
        st.caption(say("instead.banner"))
    elif home.startswith(FILE_URL):
        st.caption(f"{say('people.where.file')} `{unquote(home.removeprefix(FILE_URL))}`")
    elif is_browser_home():
        st.caption(say(f"data.place.{browser_place()}"))
    else:
        st.caption(say("people.where.server" if home else "people.where.visit"))


st.title("People")
show_troubles()
with told():
    everyone = [one for one in store().people(with_archived=True) if not one.is_demo]
    show_people(everyone)
    if is_server_home() and instead() is None:
        shared_people()
    add_person()
    if is_server_home() and instead() is None:
        sharing()
    demo_people()
    if instead() is None:
        show_without_keeping()
where_kept()
