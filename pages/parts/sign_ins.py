"""The account that is signed in: its line on every page, the way out, and where else it is signed in."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from core.errors import StoreError
from core.knowledge.texts import say
from core.words import SignInEnd
from pages.parts.home import home_store, is_server_home, zone
from pages.parts.identity import account_name, is_signed_in, sign_in_of
from pages.parts.troubles import guarded
from pages.parts.wording import moment


def account_line() -> None:
    """Who is signed in, and the way out; nothing where nobody is."""
    if not is_signed_in():
        return
    with st.container(key="account.line", horizontal=True, vertical_alignment="center"):
        st.text(account_name(), width="stretch")
        st.button("Sign out", key="account.out", type="tertiary", icon=":material/logout:", on_click=_sign_out)


def where_signed_in() -> None:
    """Where this account is signed in on a server, each with a button that ends it."""
    if not is_server_home():
        return
    st.header("Where you are signed in")
    st.markdown(say("data.sign_ins"))
    found = home_store().sign_ins()
    for one in found:
        with st.container(key=f"sign_in.{one.id}", horizontal=True, vertical_alignment="center", border=True):
            told = {"browser": one.browser, "began": moment(one.began_at, zone()), "seen": moment(one.seen_at, zone())}
            st.text(say("data.sign_in", **told), width="stretch")
            if one.is_this:
                st.badge("This browser", icon=":material/check:", color="blue")
            else:
                st.button("End", key=f"sign_in.end.{one.id}", icon=":material/block:", on_click=_end, args=(one.id,))
    if len(found) > 1:
        st.button("End all others", key="sign_in.end_others", icon=":material/block:", on_click=_end_others)


def _sign_out() -> None:
    # Where the database does not answer, this browser is signed out all the same; the door tries once more.
    with suppress(StoreError):
        home_store().end_sign_in(sign_in_of(st.user), SignInEnd.OUT)
    st.logout()


@guarded
def _end(sign_in_id: str) -> None:
    home_store().end_sign_in(sign_in_id, SignInEnd.ELSEWHERE)


@guarded
def _end_others() -> None:
    home_store().end_other_sign_ins()
