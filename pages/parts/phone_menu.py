"""On a phone Streamlit's menu stays open over the page that was chosen in it; this closes it."""

from __future__ import annotations

import streamlit as st

NARROW_PX = 768
CLOSE = f"""
export default function() {{
  if (window.innerWidth > {NARROW_PX}) {{ return; }}
  const button = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (button) {{ button.click(); }}
}}
"""


def close_menu_on_phones(page: str) -> None:
    """Close the menu once each time a page is opened; a wide window keeps what it shows."""
    close = st.components.v2.component("backwise_close_menu", js=CLOSE)
    close(key=f"menu.{page}")
