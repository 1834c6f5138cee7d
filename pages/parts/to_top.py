"""Back to the top when one view takes the place of another: Streamlit leaves the page scrolled where it was."""

from __future__ import annotations

import streamlit as st

JS = """
export default function() {
  const main = document.querySelector('[data-testid="stMain"]');
  if (main) { main.scrollTo(0, 0); }
}
"""


def to_top(view: str) -> None:
    """Show the view of this name from its top, once; later runs of the same view stay where one has scrolled to."""
    st.components.v2.component("backwise_to_top", js=JS)(key=f"top.{view}")
