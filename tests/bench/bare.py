"""The floor of a page: one button that counts, and its number."""

import streamlit as st


def one_more() -> None:
    st.session_state["count"] += 1


st.session_state.setdefault("count", 0)
st.button("Count", on_click=one_more)
st.write(st.session_state["count"])
