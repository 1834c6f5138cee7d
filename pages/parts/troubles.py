"""What went wrong in a callback, shown at the top of the next run; nothing that was saved is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import ParamSpec

import streamlit as st

from core.errors import AnswerError, StoreConflict, StoreDamaged, StoreError
from core.knowledge.texts import say
from core.store import Backup, last_good_backup, restore_backup
from pages.parts.failure_lines import What, tell

P = ParamSpec("P")
KEY = "troubles"
RESTORED = "record_restored"


def note(error: Exception) -> None:
    """Leave a line of a store that failed; that another tab wrote first, or a file is not ours, is no failure."""
    if isinstance(error, StoreError) and not isinstance(error, StoreConflict):
        tell(What.STORE_FAILURE, error, logging.ERROR)


def show_failure(error: Exception) -> None:
    """Say a planned failure on the spot."""
    note(error)
    st.error(str(error), icon=":material/error:")


def keep_trouble(error: AnswerError | StoreError) -> None:
    """Keep a planned failure for `show_troubles`."""
    note(error)
    st.session_state[KEY] = (isinstance(error, StoreConflict), str(error))


def has_trouble() -> bool:
    """Whether there is something to say that was not said yet."""
    return KEY in st.session_state


def guarded(action: Callable[P, None]) -> Callable[P, None]:
    """The same action; a planned failure is kept for `show_troubles` instead of breaking the page."""

    @wraps(action)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            action(*args, **kwargs)
        except (AnswerError, StoreError) as error:
            keep_trouble(error)

    return safe


@contextmanager
def said_plainly() -> Iterator[None]:
    """A record that stops answering while a page is made: what is there stays, and the reason is said."""
    try:
        yield
    except StoreError as error:
        show_failure(error)


def show_troubles() -> None:
    """Say what went wrong last, once."""
    conflict, told = st.session_state.pop(KEY, (False, ""))
    if told:
        (st.warning if conflict else st.error)(told, icon=":material/error:")


def show_store_failure(error: StoreError, url: str, at: datetime) -> None:
    """Say why the record at `url` cannot be opened; where it is damaged, offer the last good backup in its place."""
    show_failure(error)
    backup = last_good_backup(url, at.date()) if isinstance(error, StoreDamaged) else None
    if backup is not None:
        st.text(say("troubles.backup.offer", day=f"{backup.day:%d %B %Y}"))
        st.button(
            say("troubles.backup.restore", day=f"{backup.day:%d %B %Y}"),
            key="restore_backup",
            type="primary",
            on_click=guarded(_restore),
            args=(url, backup, at),
        )
    show_troubles()


def show_restored() -> None:
    """Say once that a backup took the record's place, and where the damaged file is."""
    aside = st.session_state.pop(RESTORED, "")
    if aside:
        st.success(say("troubles.backup.restored"), icon=":material/settings_backup_restore:")
        st.text(aside)


def show_warnings(warnings: tuple[str, ...]) -> None:
    """Say what did not work when the record was opened and does not stand in its way."""
    for told in warnings:
        st.warning(told, icon=":material/warning:")


def _restore(url: str, backup: Backup, at: datetime) -> None:
    st.session_state[RESTORED] = str(restore_backup(url, backup, at))
