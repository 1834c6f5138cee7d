"""The 0 to 10 scale and the place of a pain, as taps."""

from __future__ import annotations

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


def scale(
    label: str, key: str, ends: tuple[str, str] = ("no pain", "worst imaginable"), help: str | None = None
) -> int | None:
    """Eleven taps from 0 to 10; None until one is chosen."""
    return st.pills(
        f"{label} · 0 {ends[0]}, 10 {ends[1]}", list(range(11)), key=key, help=help, wrap=True, persist_state="session"
    )


def site(label: str, key: str) -> Site | None:
    """Where it is felt, the furthest place from the spine."""
    return st.pills(label, list(SITES), key=key, format_func=SITES.__getitem__, wrap=True, persist_state="session")
