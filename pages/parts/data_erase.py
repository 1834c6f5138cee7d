"""Deleting everything, with what is left counted afterwards."""

from __future__ import annotations

import streamlit as st

from core.errors import StoreError
from core.knowledge.texts import say
from pages.parts.home import browser_left, erase_in_browser, store
from pages.parts.people_switch import show_person
from pages.parts.troubles import keep_trouble

SURE, ASKED = "data.sure", "data.erased"


def erase_everything() -> None:
    """Ask, delete, and show that nothing is left."""
    if st.session_state.get(ASKED):
        _proof()
        return
    st.markdown(say("data.erase"))
    sure = st.checkbox("Yes, delete everything", key=SURE)
    icon = ":material/delete_forever:"
    st.button("Delete everything", key="data.erase", icon=icon, disabled=not sure, on_click=_erase)


def _erase() -> None:
    try:
        store().delete_everything()
    except StoreError as error:
        keep_trouble(error)
        return
    erase_in_browser()
    show_person("", keeps_undo=False)
    st.session_state[ASKED] = True


def _proof() -> None:
    people = len(store().people(with_archived=True))
    left = browser_left()
    if people == 0 and left == 0:
        st.success(say("data.erased"), icon=":material/check:")
    elif left is None:
        st.info(say("data.erasing"), icon=":material/hourglass:")
    else:
        st.warning(say("data.not_erased", people=people), icon=":material/error:")
