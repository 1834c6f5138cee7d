"""Who is asking, where several people's records share one database: OpenID Connect, through Streamlit's own sign-in.

Streamlit tells who signed in when a tab connects, and then never again. Whether that sign-in still holds is told by the
database, run by run; once it does not, this tab is over.
"""

from __future__ import annotations

import hmac
import json
import math
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import streamlit as st
from streamlit.web.server.server_util import get_cookie_secret

from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.store import Clock, Held
from core.store.sign_ins import BEGINS_WITHIN
from core.words import SignInEnd
from pages.parts.browser_name import browser_name
from pages.parts.troubles import show_troubles

INVITE, INVITED = "invite", "backwise_invited"
"""Hold an invitation's code: in an address, and in a cookie while somebody is on the way through the sign-in."""
ISSUER, SUBJECT, NAMES = "iss", "sub", ("name", "email")
OF_ONE_SIGN_IN = (ISSUER, SUBJECT, "iat", "nonce")
"""Together unique to one sign-in: the provider signs them, and the nonce is drawn by chance for it alone."""
OVER, TAPPED = "sign_in.over", "sign_in.tapped"
LEAVING = "sign_in.leaving"
"""Holds the moment at which the way to the sign-in was tapped."""
LEAVES_WITHIN = 5.0
TIMES = {"minutes": whole("sign_in.clinician_minutes"), "hours": whole("sign_in.patient_hours")}
MARK_LETTERS = 16


def owner() -> str:
    """Issuer and subject of the one who signed in; shows the sign-in and stops the page where nobody is signed in."""
    if not _is_set_up():
        st.title("Backwise")
        st.error(say("home.no_sign_in"), icon=":material/error:")
        st.stop()
    if not is_signed_in():
        _sign_in_page()
        st.stop()
    return owner_of(st.user)


def owner_of(claims: Mapping[str, Any]) -> str:
    """Whose rows these claims open. A subject means one person only together with the one who vouches for it."""
    return f"{claims[ISSUER]} {claims[SUBJECT]}"


def sign_in_of(claims: Mapping[str, Any]) -> str:
    """Id of the sign-in with these claims: 64 letters that tell nothing else."""
    return sha256(json.dumps([claims.get(name) for name in OF_ONE_SIGN_IN]).encode()).hexdigest()


def held_here(clock: Clock) -> Held:
    """The sign-in of this tab. It may begin only while it is new: one that was taken off the list is older."""
    name = browser_name(st.context.headers.get("User-Agent") or "") if _is_new() else ""
    return Held(sign_in_of(st.user), clock, st.session_state.get(TAPPED), name)


def is_signed_in() -> bool:
    """True where somebody signed in and this tab is not over; shows nothing."""
    return _is_set_up() and bool(st.user.get("is_logged_in")) and OVER not in st.session_state


def turn_away(why: str) -> None:
    """This tab is over: its sign-in does not hold any more, for the reason of a `SignInEnd`."""
    st.session_state[OVER] = why


def account_name() -> str:
    """How the one who vouches for them calls whoever signed in; nobody can choose another name here."""
    return next((str(st.user[name]) for name in (*NAMES, SUBJECT) if st.user.get(name)), "")


def account_mark() -> str:
    """Tells one account from another without telling who it is; empty where nobody is signed in."""
    if not is_signed_in():
        return ""
    return hmac.new(get_cookie_secret().encode(), owner_of(st.user).encode(), sha256).hexdigest()[:MARK_LETTERS]


def _sign_in_page() -> None:
    st.title("Backwise")
    show_troubles()
    why = st.session_state.get(OVER, "")
    if why:
        st.info(say(f"home.over.{why}", **TIMES), icon=":material/logout:")
    if why == SignInEnd.REPLACED:
        st.text(say("home.over.whose", name=account_name()))
        # An empty address is the one of this page, which a new visit opens as whoever is signed in by now.
        st.html(f'<a href="">{say("home.over.go_on")}</a>')
    st.markdown(say("home.sign_in"))
    if INVITE in st.query_params or INVITED in st.context.cookies:
        st.info(say("share.sign_in_first"), icon=":material/mail:")
    st.button("Sign in", key="account.in", type="primary", icon=":material/login:", on_click=_leave)
    # Streamlit drops what a run has not yet sent when another one starts, the way out of here with it.
    if time.monotonic() - st.session_state.get(LEAVING, -math.inf) < LEAVES_WITHIN:
        st.login()


def _leave() -> None:
    st.session_state[LEAVING] = time.monotonic()


def _is_new() -> bool:
    # Both are moments of the real world, whatever clock the records go by.
    issued = st.user.get("iat")
    return isinstance(issued, int | float) and abs(time.time() - issued) <= BEGINS_WITHIN.total_seconds()


def _is_set_up() -> bool:
    # Without settings, Streamlit does not even say that nobody is signed in.
    return "is_logged_in" in st.user
