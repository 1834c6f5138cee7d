"""Who is asking, where several people's records share one database: OpenID Connect, through Streamlit's own sign-in."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from core.knowledge.texts import say

INVITE = "invite"
"""Holds an invitation's code in an address."""
ISSUER, SUBJECT, NAMES = "iss", "sub", ("name", "email")


def owner() -> str:
    """Issuer and subject of the one who signed in; shows the sign-in and stops the page where nobody did."""
    if not _is_set_up():
        st.title("Backwise")
        st.error(say("home.no_sign_in"), icon=":material/error:")
        st.stop()
    if not st.user.is_logged_in:
        _sign_in_page()
        st.stop()
    # A subject means one person only together with the one who vouches for it.
    return f"{st.user[ISSUER]} {st.user[SUBJECT]}"


def is_signed_in() -> bool:
    """True where somebody signed in; shows nothing."""
    return _is_set_up() and bool(st.user.is_logged_in)


def account_name() -> str:
    """How the one who vouches for them calls whoever signed in; nobody can choose another name here."""
    return next((str(st.user[one]) for one in (*NAMES, SUBJECT) if st.user.get(one)), "")


def account_mark() -> str:
    """Tells one account from another without telling who it is; empty where nobody signed in."""
    return sha256(f"{st.user[ISSUER]} {st.user[SUBJECT]}".encode()).hexdigest()[:16] if is_signed_in() else ""


def account_line() -> None:
    """Who is signed in, and the way out; nothing where nobody has to."""
    if not st.user.get("is_logged_in"):
        return
    with st.container(key="account.line", horizontal=True, vertical_alignment="center"):
        st.text(account_name(), width="stretch")
        st.button("Sign out", key="account.out", type="tertiary", icon=":material/logout:", on_click=st.logout)


def _sign_in_page() -> None:
    st.title("Backwise")
    st.markdown(say("home.sign_in"))
    if INVITE in st.query_params:
        st.info(say("share.sign_in_first"), icon=":material/mail:")
    st.button("Sign in", key="account.in", type="primary", icon=":material/login:", on_click=st.login)


def _is_set_up() -> bool:
    # Without settings, Streamlit does not even say that nobody is signed in.
    return "is_logged_in" in st.user
