"""How pages look on paper: the content alone, as long as it is, without menus and buttons."""

from __future__ import annotations

import streamlit as st

# Streamlit scrolls inside boxes of the window's height, of which a printer would take the first page only.
STYLE = """<style>
@media print {
  @page { margin: 14mm; }
  html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"], section.main,
  [data-testid="stMainBlockContainer"] {
    height: auto !important; max-height: none !important; overflow: visible !important; position: static !important;
    background: #fff !important; color: #000 !important;
  }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none !important; }
  header, [data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stToolbar"], [data-testid="stDecoration"],
  [data-testid="stStatusWidget"], .stButton, .stDownloadButton, .stPopover, [data-testid="stButtonGroup"],
  [data-testid="stToast"], iframe { display: none !important; }
  .stApp *, .stApp summary { color: #000 !important; }
  .bw-card, .bw-list details, .bw-out div { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
}
</style>"""


def print_style() -> None:
    """The look on paper, once a page."""
    st.html(STYLE)
