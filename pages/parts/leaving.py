"""From one page to another, whatever the address holds."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st


def go_to(page: str) -> NoReturn:
    """Open another page, with nothing of this one's in the address.

    Without named parameters, `st.switch_page` refuses to leave while a widget of the page stands in the address.
    """
    st.switch_page(page, query_params={})
