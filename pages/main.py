"""The router: which pages there are, what the browser tab says, and which page runs."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent

# `streamlit run pages/main.py` knows only this folder; the pages import `core` and `pages.parts`.
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

from pages.parts.banner import person_banner  # noqa: E402 (stands on the path above)
from pages.parts.home import (  # noqa: E402
    can_be_read,
    can_write,
    home_notices,
    is_browser_home,
    is_record_here,
    is_server_home,
    record_kept,
)
from pages.parts.identity import account_mark  # noqa: E402
from pages.parts.instead import shown_mark  # noqa: E402
from pages.parts.kept_taps import keep_taps  # noqa: E402
from pages.parts.pace import weighed  # noqa: E402
from pages.parts.people_address import follow_address  # noqa: E402
from pages.parts.people_instead import mark_instead  # noqa: E402
from pages.parts.phone_menu import close_menu_on_phones  # noqa: E402
from pages.parts.sign_ins import account_line  # noqa: E402
from pages.parts.troubles import said_plainly  # noqa: E402
from pages.parts.undo import offer_undo  # noqa: E402

PAGES = (
    ("today", "Today", "What do I do today?"),
    ("screening", "Screening", "Is it safe to train, and what does my back tolerate?"),
    ("plan", "Plan", "What is my plan, and why this?"),
    ("exercises", "Exercises", "What are my options?"),
    ("technique", "Technique", "Why does my back hurt on leg day?"),
    ("progress", "Progress", "Is it working?"),
    ("people", "People", "Whom am I working with?"),
    ("my_data", "My data", "Where is my data, and how do I take it or bring it?"),
    ("method", "Method", "Why should I believe this?"),
)

# Charts and tables want the room; sentences are read in a narrow column.
WIDE = ("exercises", "progress", "people", "method")

# Drawn here, and st.Page gets no icon: the tab would fetch a named icon from a stranger's server.
TAB_ICON = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="8" fill="#1f6f6b"/>
  <g fill="none" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
    <path d="M12 6c-4 6 4 8 0 14-1 2-1 4 0 6" stroke="#fff"/>
    <path d="M17 20h7v6" stroke="#ffb38a"/>
  </g>
</svg>"""

# Streamlit writes chosen chips, tabs and slider values in the primary colour: too faint as text when dark.
READABLE_CHOICES = """<style>
div[data-testid="stButtonGroup"] button[data-selected="true"], div[data-testid="stTab"][aria-selected="true"],
div[data-testid="stSliderThumbValue"] { color: inherit !important; }
</style>"""

# Scripts without anything to show, which Streamlit would still give a gap each above the page.
UNSEEN = """<style>
[class*="st-key-menu-"], .st-key-kept_taps, div:has(> .st-key-browser_home_slot) {
  position: absolute; left: 0; width: 0; height: 0; }
</style>"""

page = st.navigation(
    [
        st.Page(HERE / f"{name}.py", title=title, help=question, url_path=name, default=name == "today")
        for name, title, question in PAGES
    ],
    position="top",
)
st.set_page_config(
    page_title=f"{page.title} · Backwise",
    page_icon=TAB_ICON,
    layout="wide" if page.url_path in WIDE else "centered",
    initial_sidebar_state="collapsed",
)
st.html(READABLE_CHOICES + UNSEEN)
# In a clinic it shows here whether the sign-in of this tab still holds, and so whether its taps were heard.
readable = is_server_home() and can_be_read()
keep_taps(account_mark(), shown_mark(), is_heard=can_write(), is_here=is_record_here(), lasts=not is_browser_home())
close_menu_on_phones(page.url_path)
with weighed(), record_kept(), said_plainly():
    # Where the record cannot be read, a page that needs it says so itself, and one that does not comes whole.
    readable = readable or can_be_read()
    if is_server_home():
        account_line()
    if readable:
        mark_instead(page.url_path)
        people = follow_address()
        home_notices()
        if page.url_path not in ("people", "method"):
            person_banner(people)
        offer_undo()
    page.run()
