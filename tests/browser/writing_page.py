"""One tap, one morning; the number that is shown has been written."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from core.journal import MorningEntry
from pages.parts.home import record_kept, store
from pages.parts.visit import ensure_person

FIRST = date(2020, 1, 1)

with record_kept():
    st.title("Writing")
    home, person = store(), ensure_person()
    written = len(home.journal(person.id).mornings)
    if st.button("Write", key="write"):
        home.save_morning(person.id, MorningEntry(FIRST + timedelta(days=written), None, written % 11))
        written += 1
    st.text(f"{written} written")
