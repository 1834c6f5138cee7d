"""The floor of a page with a chart: the same button, and ten years of weekly values as one Plotly line."""

import plotly.graph_objects as go
import streamlit as st

WEEKS = 520


def one_more() -> None:
    st.session_state["count"] += 1


st.session_state.setdefault("count", 0)
st.button("Count", on_click=one_more)
st.write(st.session_state["count"])
values = [40 + 10 * (week % 13) / 13 for week in range(WEEKS)]
st.plotly_chart(go.Figure(go.Scatter(x0=0, dx=1, y=values)), key="chart")
