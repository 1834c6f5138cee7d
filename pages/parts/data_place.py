"""Where the records of this visit are kept, in plain words."""

from __future__ import annotations

import streamlit as st

from core.knowledge.texts import say
from core.store.engine import path_of
from pages.parts.home import Home, browser_place, home, where


def show_place() -> None:
    """The place, and what would lose what is in it."""
    match home():
        case Home.BROWSER:
            st.markdown(say(f"data.place.{browser_place()}"))
        case Home.FILE:
            st.markdown(say("data.place.file"))
            # Not as code: its element brings half a megabyte of script with it.
            st.text(str(path_of(where())))
        case Home.SERVER:
            st.markdown(say("data.place.server"))
        case Home.VISIT:
            st.markdown(say("data.place.visit"))
