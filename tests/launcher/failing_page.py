"""Fails as `?fail=` says; what people type and who they are stands in each failure's text."""

from __future__ import annotations

import logging
import sqlite3
import warnings
from threading import Thread

import streamlit as st

from core.knowledge.texts import say
from core.store.failures import plain_errors
from pages.parts.home import store
from pages.parts.troubles import guarded, said_plainly, show_troubles

TYPED = "SECRET-Ann has a stabbing pain"


def fail() -> None:
    """Something of ours meets a value that it does not know."""
    say(TYPED)


@guarded
def fail_to_write() -> None:
    """The store fails with a value in the database's own words."""
    with plain_errors():
        raise sqlite3.OperationalError(f"no such column: {TYPED}")


asked = st.query_params.get("fail", "")
show_troubles()
with said_plainly():
    if asked == "script":
        fail()
    elif asked == "fragment":
        st.fragment(fail)()
    elif asked == "thread":
        Thread(target=fail).start()
    elif asked == "store":
        store()
    elif asked == "write":
        fail_to_write()
    elif asked == "warning":
        warnings.warn(TYPED, stacklevel=1)
        logging.getLogger("sqlalchemy.pool").error("%s", TYPED)
        logging.getLogger("made.later").warning(TYPED)
st.button("Fail", key="fail", on_click=fail)
st.text("Still here")
