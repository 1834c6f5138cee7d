"""The record of a visitor who trusts no server: a memory database for the visit, kept in the visitor's own browser.

The browser's part is a small script without a frame; the server forgets everything when the visit ends.
"""

from __future__ import annotations

import asyncio
import secrets
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import RerunException

from core.errors import StoreBusy, StoreError, StoreTooLarge, StoreTooNew
from core.exporting.wording import full_day
from core.knowledge.texts import say
from core.store import Store, memory_url, open_store
from core.store.mirror import Change, Mirror
from core.store.plans import MOST_AHEAD
from core.store.scoped import Clock
from pages.parts.failure_lines import What, tell
from pages.parts.instead import own_person_id

KEY, HOME = "browser_home", "browser_home.kept"
OWNER = "browser"
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SHOWN_LEFT_OUT, OTHER = 50, "other"
LOOK_S, TITLE_AFTER_S, PATIENCE_S = 0.03, 1.0, 4.0
"""While a page waits for its record: how often it looks up, when it says so, and when it stops waiting in its run."""
GRACE_S = 5
"""Beyond Streamlit's own time for coming back, a lost visit is forgotten after so long."""
TOLD_FOR = timedelta(seconds=15)
"""A change is sent along with every run for so long: the browser shows only the last of several fast runs."""


class Place(StrEnum):
    """Where this browser keeps the record."""

    UNKNOWN = "unknown"
    INDEXED_DB = "indexeddb"
    LOCAL_STORAGE = "localstorage"
    NONE = "none"

    @classmethod
    def _missing_(cls, value: object) -> Place:
        return cls.NONE


class Trouble(StrEnum):
    """Why the browser does not keep what was entered; its sentence is `home.<value>`."""

    NO_PLACE = "no_place"
    SLOW = "slow"
    FULL = "full"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    TOO_NEW = "too_new"
    TOO_LARGE = "too_large"
    GROWN = "grown"
    BUSY = "busy"


PASSING = (None, Trouble.FULL, Trouble.GROWN)
"""Troubles after which the next change may be kept again."""


@dataclass
class BrowserHome:
    """One visit: its store, what the browser holds of it, and what it has still to be told."""

    mirror: Mirror
    clock: Clock
    visit: str
    place: Place = Place.UNKNOWN
    trouble: Trouble | None = None
    erasing: str = ""
    asking: str = ""
    left: int | None = None
    is_over: bool = False
    left_at: float | None = None
    changes: list[tuple[datetime, Change]] = field(default_factory=list)
    is_gone: bool = False
    """True where the browser had a record and no longer has any."""
    clocks_apart: tuple[datetime, datetime] | None = None
    """What this machine's clock said and what the visitor's did, where they are more than a day apart."""

    @property
    def store(self) -> Store:
        """The store of this visit."""
        return self.mirror.store

    @property
    def is_open(self) -> bool:
        """True once the browser said what it holds."""
        return self.place is not Place.UNKNOWN

    @property
    def keeps(self) -> bool:
        """True where what is entered is kept in the browser."""
        return self.place in (Place.INDEXED_DB, Place.LOCAL_STORAGE) and self.trouble in PASSING

    def opened(self, told: dict[str, Any]) -> str:
        """The browser says what it holds; the person shown last."""
        if told.get("id") != self.visit:
            return ""
        self.place = Place(told.get("place", Place.NONE))
        # The machine's own clock, also where the program's stands still for a picture.
        here, there = datetime.now(UTC), _moment(told.get("now"))
        self.clocks_apart = (here, there) if there is not None and abs(here - there) > MOST_AHEAD else None
        if self.place is Place.NONE:
            self.trouble = Trouble.SLOW if told.get("is_slow") else Trouble.NO_PLACE
            return ""
        self.is_gone = bool(told.get("had")) and told.get("held") is None
        return self._take_in(told)

    def others(self, told: dict[str, Any]) -> None:
        """Another tab wrote: both together from now on."""
        self.changes.clear()
        self._take_in(told)

    def refused(self, told: dict[str, Any]) -> None:
        """The browser could not write."""
        self.trouble = Trouble.FULL if told.get("full") else Trouble.REFUSED

    def erase(self) -> None:
        """Delete what the browser keeps; the record of the visit is deleted already."""
        self.mirror.change()
        self.changes.clear()
        self.left = None if self.keeps else 0
        self.erasing = secrets.token_hex(8) if self.keeps else ""

    def was_erased(self, told: dict[str, Any]) -> None:
        """The browser says how much of it is left."""
        if told.get("id") == self.erasing:
            self.left = int(told.get("left", 1))
            self.erasing = ""
            self.mirror.take_in(None)

    def was_cut_off(self) -> None:
        """The connection broke: what was under way may not have arrived, so the browser is asked what it has."""
        if self.is_open:
            self.asking = secrets.token_hex(8)
        self.left_at = time.monotonic()

    def is_back(self) -> None:
        """A page runs again."""
        self.left_at = None

    def answered(self, told: dict[str, Any]) -> None:
        """The browser says up to which change it has everything: what came later is told anew."""
        if told.get("id") == self.asking:
            self.asking = ""
            self.changes.clear()
            self.mirror.go_back_to(str(told.get("revision", "")))

    def forget_unless_back(self) -> None:
        """Time is up for a visit whose connection broke."""
        if self.left_at is not None:
            self.forget()

    def forget(self) -> None:
        """The visit is over."""
        self.is_over = True
        self.changes.clear()
        self.mirror.forget()

    def note(self, chosen: str) -> None:
        """See what changed in this run."""
        if not self.keeps or self.erasing:
            return
        now = self.clock()
        self.changes = [one for one in self.changes if now - one[0] < TOLD_FOR]
        try:
            change = self.mirror.change(chosen)
        except StoreTooLarge:
            self.trouble = Trouble.GROWN
            return
        except StoreError:
            if self.is_over:
                # Whoever went while the last run was still under way sees nothing of it.
                return
            raise
        if change is not None:
            self.trouble = None
            self.changes.append((now, change))

    def _take_in(self, told: dict[str, Any]) -> str:
        try:
            return self.mirror.take_in(told.get("held"), str(told.get("went_on_from", "")))
        except StoreTooNew:
            self.trouble = Trouble.TOO_NEW
        except StoreTooLarge:
            self.trouble = Trouble.TOO_LARGE
        except StoreBusy:
            self.trouble = Trouble.BUSY
        except StoreError as error:
            # What a browser brings is the visitor's own: a warning, and no failure of the program.
            tell(What.MESSAGE_REFUSED, error)
            self.trouble = Trouble.UNREADABLE
        return ""


def show_left_out(home: BrowserHome) -> None:
    """What the browser held and cannot be taken in, named."""
    left_out = home.mirror.left_out
    if left_out:
        with st.expander(say("home.left_out", count=len(left_out)), icon=":material/warning:"):
            for row in left_out[:SHOWN_LEFT_OUT]:
                st.text(f"{say(f'home.part.{row.table or OTHER}')} {row.key}".strip())


def show_clock(home: BrowserHome) -> None:
    """That this machine and the visitor's say different days: one clock is wrong, and all that is due goes by ours."""
    if home.clocks_apart is not None:
        here, there = (full_day(moment.date()) for moment in home.clocks_apart)
        st.warning(say("home.clock", here=here, there=there), icon=":material/history_toggle_off:")


def _moment(told: object) -> datetime | None:
    """The moment of so many milliseconds since 1970, as a script tells it; None where it is none."""
    try:
        return datetime.fromtimestamp(told / 1000, UTC) if isinstance(told, int | float) and told > 1 else None
    except (OverflowError, ValueError, OSError):
        return None


def browser_home(clock: Clock) -> BrowserHome:
    """What this visit keeps in the browser; made by the first who asks, gone with the visit.

    It outlasts a lost connection for as long as Streamlit lets the visit come back: the actions of a page that comes
    back run before the page itself, and stand on this record.
    """
    home: BrowserHome | None = st.session_state.get(HOME)
    if home is None or home.is_over:
        visit = secrets.token_hex(8)
        store = open_store(memory_url(), OWNER, clock=clock)
        home = st.session_state[HOME] = BrowserHome(Mirror(store, visit, clock), clock, visit)
    _present(home.visit, home)
    return home


def _lost(home: BrowserHome) -> None:
    """The connection of a visit is gone, for a moment or for good: Streamlit lets go of what it holds of it."""
    home.was_cut_off()
    kept = weakref.ref(home)

    def forget() -> None:
        if (still := kept()) is not None:
            still.forget_unless_back()

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        # Outside the server's loop, as where a process ends, nobody comes back.
        home.forget()
        return
    loop.call_later(st.get_option("server.disconnectedSessionTTL") + GRACE_S, forget)


@st.cache_resource(scope="session", show_spinner=False, on_release=_lost)
def _present(visit: str, _home: BrowserHome) -> BrowserHome:
    """Tells by its release that the connection of a visit is gone."""
    _home.is_back()
    return _home


@contextmanager
def kept_in_browser(home: BrowserHome) -> Iterator[None]:
    """Bring the record back before the page runs, and give the browser what changed when it has run."""
    slot = st.container(key="browser_home_slot", height="content")
    if not home.is_open:
        _mount(slot, home)
        _wait(slot)
    if home.trouble is not None:
        st.warning(say(f"home.{home.trouble.value}"), icon=":material/cloud_off:")
    if home.is_gone:
        st.warning(say("home.gone"), icon=":material/cloud_off:")
    show_clock(home)
    show_left_out(home)
    runs_again = False
    try:
        yield
    except RerunException:
        runs_again = True
        raise
    finally:
        if not runs_again:
            home.note(own_person_id())
            _mount(slot, home)


def _wait(slot: DeltaGenerator) -> NoReturn:
    """Wait for the record, which comes as a run of its own and ends this one.

    A run that is ended by the next one leaves what the visitor had typed and chosen: a page that was there before the
    program started anew goes on as it was.
    """
    begun = time.monotonic()
    looking = slot.empty()
    is_said = False
    while (waited := time.monotonic() - begun) < PATIENCE_S:
        if waited > TITLE_AFTER_S and not is_said:
            st.title("Backwise")
            st.markdown(say("home.opening"))
            is_said = True
        # Streamlit ends a run where it writes.
        looking.empty()
        time.sleep(LOOK_S)
    st.stop()


def _mount(slot: DeltaGenerator, home: BrowserHome) -> None:
    def told(name: str) -> dict[str, Any]:
        said = getattr(st.session_state[KEY], name, None)
        return said if isinstance(said, dict) else {}

    def opened() -> None:
        chosen = home.opened(told("opened"))
        if "person_id" not in st.session_state and chosen and home.store.person(chosen) is not None:
            st.session_state["person_id"] = chosen

    data = {
        "open": "" if home.is_open else home.visit,
        "changes": [change for _, change in home.changes],
        "erase": home.erasing,
        "ask": home.asking,
    }
    component = st.components.v2.component("backwise_browser_home", js=SCRIPT)
    with slot:
        component(
            key=KEY,
            data=data,
            on_opened_change=opened,
            on_others_change=lambda: home.others(told("others")),
            on_refused_change=lambda: home.refused(told("refused")),
            on_answered_change=lambda: home.answered(told("answered")),
            on_erased_change=lambda: home.was_erased(told("erased")),
        )
