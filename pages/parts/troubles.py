"""What went wrong in a callback, shown at the top of the next run; nothing that was saved is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from core.errors import AnswerError, StoreConflict, StoreError

P = ParamSpec("P")
KEY = "troubles"


def keep_trouble(error: AnswerError | StoreError) -> None:
    """Keep a planned failure for `show_troubles`."""
    st.session_state[KEY] = (isinstance(error, StoreConflict), str(error))


def guarded(action: Callable[P, None]) -> Callable[P, None]:
    """The same action; a planned failure is kept for `show_troubles` instead of breaking the page."""

    @wraps(action)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            action(*args, **kwargs)
        except (AnswerError, StoreError) as error:
            keep_trouble(error)

    return safe


def show_troubles() -> None:
    """Say what went wrong last, once."""
    conflict, told = st.session_state.pop(KEY, (False, ""))
    if told:
        (st.warning if conflict else st.error)(told, icon=":material/error:")
