"""The 0 to 10 scale and the place of a pain, as taps."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.words import Site

SITES = {
    Site.NONE: "Nowhere",
    Site.BACK: "Back",
    Site.BUTTOCK: "Buttock",
    Site.THIGH: "Thigh",
    Site.CALF: "Below the knee",
    Site.FOOT: "Foot",
}

# Eleven chips are always this scale: one row where there is room, else 0 to 5 above 6 to 10, all of one width.
STYLE = """
<style>
[role="radiogroup"]:has(> button:nth-of-type(11)):not(:has(> button:nth-of-type(12))) {
  display:grid !important; grid-template-columns:repeat(11, 2.6rem); gap:.3rem; }
[role="radiogroup"]:has(> button:nth-of-type(11)) > button { width:100%; min-width:0; padding-inline:0; }
@media (max-width:640px) {
  [role="radiogroup"]:has(> button:nth-of-type(11)):not(:has(> button:nth-of-type(12))) {
    grid-template-columns:repeat(6, minmax(0, 2.75rem)); }
  [role="radiogroup"]:has(> button:nth-of-type(11)) > button { min-height:2.75rem; }
}
</style>
"""


def scale_style() -> None:
    """The look of the scale, once a page."""
    st.html(STYLE)


def scale(
    label: str,
    key: str,
    ends: tuple[str, str] = ("no pain", "worst imaginable"),
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    start: int | None = None,
) -> int | None:
    """Eleven taps from 0 to 10; `start`, or none, until one is chosen. `on_change` is called at each tap."""
    return st.pills(
        f"{label} · 0 {ends[0]}, 10 {ends[1]}",
        list(range(11)),
        default=start,
        key=key,
        help=help,
        wrap=True,
        persist_state="session",
        on_change=on_change,
    )


def site(label: str, key: str, on_change: Callable[[], None] | None = None, start: Site | None = None) -> Site | None:
    """Where it is felt, the furthest place from the spine."""
    return st.pills(
        label,
        list(SITES),
        default=start,
        key=key,
        format_func=SITES.__getitem__,
        wrap=True,
        persist_state="session",
        on_change=on_change,
    )
