"""Where the records of this visit live, how they are opened, and what time it is there."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from platformdirs import user_data_path
from streamlit.errors import StreamlitSecretNotFoundError

from core.ceilings import Allowance
from core.errors import SignInEnded, StoreError
from core.store import Database, Person, Stamp, Store, file_url, memory_url, open_database, open_store
from pages.parts.browser_home import browser_home, kept_in_browser
from pages.parts.identity import TAPPED, held_here, is_signed_in, owner, turn_away
from pages.parts.instead import shown_instead
from pages.parts.troubles import show_restored, show_store_failure, show_warnings

WHERE = "BACKWISE_STORE"
"""Environment variable that says where records live: unset or `browser` = the visitor's own browser, `memory` = this
visit only, `file` = the user's data folder, a path or a database URL."""

WHERE_ADMIN = "BACKWISE_STORE_ADMIN"
"""The same for the role that owns a server's tables; used for the moment in which they are prepared."""

NOW = "BACKWISE_NOW"
"""Environment variable that stops the clock at a moment, for tests and pictures."""

MOST_ACCOUNTS = 5000
LOCAL_FILE = "journal.sqlite"
ALLOWANCE = "home.allowance"
PEOPLE, STAMP = "home.people", "home.stamp"


def now() -> datetime:
    """The present moment in the visitor's time zone."""
    stopped = os.environ.get(NOW)
    return datetime.fromisoformat(stopped) if stopped else datetime.now(zone())


def today() -> date:
    """The visitor's own day."""
    return now().date()


def store() -> Store:
    """What pages read and write: the visit's own record, or what is shown instead of it."""
    return shown_instead(home_store())


def home_store() -> Store:
    """The store of this visit, whatever pages show; stops the page with the reason where it cannot be opened."""
    try:
        return _opened()
    except StoreError as error:
        show_store_failure(error, where(), _utc_now())
        st.stop()


def can_be_read() -> bool:
    """True where the record is there to read. Shows nothing: a page that needs the record says why it is not."""
    if is_server_home() and not is_signed_in():
        return False
    try:
        _people_of(_opened(), anew=True)
    except SignInEnded as error:
        turn_away(error.why)
        return False
    except StoreError:
        return False
    if is_server_home():
        st.session_state[TAPPED] = _utc_now()
    return True


def can_write() -> bool:
    """True where an action finds the record that the visitor sees: nobody has to sign in first."""
    return not is_server_home() or is_signed_in()


def is_record_here() -> bool:
    """False while the visitor's browser has not yet said what it holds."""
    return not is_browser_home() or browser_home(_utc_now).is_open


def people() -> tuple[Person, ...]:
    """Everyone on the list, read once a run at most, and only where something was written."""
    return _people_of(store())


def stamp_of(home: Store, *, anew: bool = False) -> Stamp | None:
    """The stamp that this run goes by: asked for once, with `anew`, and again after something was written here."""
    key = (home.place, home.written)
    told: tuple[object, Stamp | None] | None = st.session_state.get(STAMP)
    if anew or told is None or told[0] != key or told[1] is None:
        told = st.session_state[STAMP] = (key, home.stamp())
    return told[1]


def _people_of(home: Store, *, anew: bool = False) -> tuple[Person, ...]:
    """With `anew`, not even what this run has read is enough where nobody can tell what others wrote."""
    stamp = stamp_of(home, anew=anew)
    key = (home.place, stamp.settled if stamp else home.written)
    kept: tuple[object, tuple[Person, ...]] | None = st.session_state.get(PEOPLE)
    if kept is not None and kept[0] == key and (stamp is not None or not anew):
        return kept[1]
    found = home.people()
    st.session_state[PEOPLE] = (key, found)
    return found


class Home(StrEnum):
    """What kind of place the records live in."""

    BROWSER = "browser"
    VISIT = "visit"
    FILE = "file"
    SERVER = "server"


def home() -> Home:
    """The kind of place of this visit."""
    if setting(WHERE) in ("", "browser"):
        return Home.BROWSER
    if not where():
        return Home.VISIT
    return Home.FILE if where().startswith("sqlite") else Home.SERVER


def is_browser_home() -> bool:
    """True where each visitor's record lives in the visitor's own browser."""
    return home() is Home.BROWSER


def is_server_home() -> bool:
    """True where the records of many people live in one database server, and everyone signs in."""
    return home() is Home.SERVER


def browser_place() -> str:
    """Where the browser keeps the record."""
    return browser_home(_utc_now).place.value


def erase_in_browser() -> None:
    """Delete what the browser keeps, where it keeps anything."""
    if is_browser_home():
        browser_home(_utc_now).erase()


def browser_left() -> int | None:
    """How many pieces the browser keeps after deleting, None until it has said so."""
    return browser_home(_utc_now).left if is_browser_home() else 0


def record_kept() -> AbstractContextManager[None]:
    """What a page runs inside: in the browser home it brings the record back before, and keeps it afterwards."""
    return kept_in_browser(browser_home(_utc_now)) if is_browser_home() else nullcontext()


def home_notices() -> None:
    """What there is to say of the place itself: a backup that took over, a copy that could not be made."""
    show_restored()
    if where() and not is_server_home():
        show_warnings(home_store().warnings)


def setting(name: str) -> str:
    """A setting from the environment, else from Streamlit's secrets; empty where neither has it."""
    return os.environ.get(name) or _secret(name)


@cache
def _secret(name: str) -> str:
    """Looked for once: a page asks dozens of times, and whoever changes the secrets starts the program anew."""
    try:
        return str(st.secrets.get(name, ""))
    except StreamlitSecretNotFoundError:
        return ""


@cache
def _user() -> str:
    """Who runs the program: the system takes its time to tell."""
    return getpass.getuser()


def where() -> str:
    """Where records live: a database URL, empty where nothing outlives the visit on this machine."""
    chosen = setting(WHERE)
    if chosen in ("", "browser", "memory"):
        return ""
    if chosen == "file":
        return _file_url(user_data_path("backwise", appauthor=False) / LOCAL_FILE)
    return chosen if "://" in chosen else _file_url(Path(chosen))


_file_url = cache(file_url)


@st.cache_resource(max_entries=4, show_spinner=False)
def _database(url: str, day: str) -> Database:
    """One for all who share it; `day` makes a file be opened anew each day."""
    return open_database(url, clock=_utc_now, admin_url=setting(WHERE_ADMIN))


def _shared() -> Database:
    # A file is copied when it is opened: a process that runs for weeks opens it anew each day.
    return _database(where(), "" if is_server_home() else _utc_now().date().isoformat())


def ask_place() -> None:
    """Ask the place of the records for a sign of life, as a visitor finds it; it is opened where nobody came yet.

    Raises:
        StoreError: it does not answer. Where each visitor brings a record along, there is nothing to ask.
    """
    if where():
        _shared().ask()


def account(who: str) -> Store:
    """What one account keeps on the server, for what is done where no page runs."""
    return Store(_shared(), who, _utc_now)


def _opened() -> Store:
    if is_browser_home():
        kept = browser_home(_utc_now)
        return kept.store.within(_of_visit(lambda: kept.mirror.size))
    if not where():
        return _own_store().within(_of_visit(_none))
    if is_server_home():
        whose = owner()
        return Store(_shared().under(held_here(_utc_now)), whose, _utc_now).within(_of_account(whose))
    return Store(_shared(), _user(), _utc_now).within(_of_visit(_none))


def _of_visit(size: Callable[[], int]) -> Allowance:
    if ALLOWANCE not in st.session_state:
        st.session_state[ALLOWANCE] = Allowance(size)
    allowance: Allowance = st.session_state[ALLOWANCE]
    return allowance


def _none() -> int:
    return 0


@st.cache_resource(max_entries=MOST_ACCOUNTS, show_spinner=False)
def _of_account(whose: str) -> Allowance:
    """Of all visits of an account to this process, so that nobody gets more by coming twice."""
    return Allowance()


def _own_store() -> Store:
    if "own_store" not in st.session_state:
        st.session_state["own_store"] = open_store(memory_url(), secrets.token_hex(16), clock=_utc_now)
    own: Store = st.session_state["own_store"]
    return own


def _utc_now() -> datetime:
    stopped = os.environ.get(NOW)
    return datetime.fromisoformat(stopped).astimezone(UTC) if stopped else datetime.now(UTC)


def zone() -> tzinfo:
    """The time zone of the visitor's browser; UTC where it does not say."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # Whatever a browser may send: Etc/Unknown where it cannot tell, or the name of a folder of zones.
        return UTC
