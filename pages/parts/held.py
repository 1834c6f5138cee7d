"""Files that are made at a tap, of a record that is still there then, and stay until they were fetched."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from core.errors import StoreError
from core.knowledge.texts import say
from core.store import Person, Store
from pages.parts.home import store
from pages.parts.own_files import COOKIE, Visit, keep_for, let_go


def held(make: Callable[[], bytes], file: str, mime: str, of: Person | None = None) -> Callable[[], bytes]:
    """`make` for a download button with this file name and MIME type.

    The page may lie open for long: where the sign-in has ended, the sharing, or the person `of` is not on the list any
    more, nothing is made. Streamlit throws a file that was made at the tap away when any two visitors' pages have run,
    which on a busy server is before the browser fetches it. Named as part of this visit's page, it stays until this
    visit's next run.
    """
    context, home, browser = get_script_run_ctx(), store(), st.context.cookies.get(COOKIE, "")
    if context is not None:
        _of_visit(context.session_id)

    def made() -> bytes:
        _refuse_ended(home, of)
        data = make()
        if runtime.exists() and context is not None:
            # The same content, type and name are the same file to Streamlit; whose it is, the thread says.
            keep = Thread(target=_keep, args=(data, mime, file, Visit(context.session_id, browser)))
            add_script_run_ctx(keep, context)
            keep.start()
            keep.join()
        return data

    return made


def _refuse_ended(home: Store, of: Person | None) -> None:
    """Raise StoreError where what the page shows may not be read any more."""
    home.stamp()
    if of is not None and home.person(of.id) is None:
        raise StoreError(say("own_files.ended"))


def _keep(data: bytes, mime: str, file: str, visit: Visit) -> None:
    files = runtime.get_instance().media_file_mgr
    keep_for(visit, files.add(data, mime, f"held.{file}", file_name=file, is_for_static_download=True))


@st.cache_resource(scope="session", show_spinner=False, on_release=let_go)
def _of_visit(session: str) -> str:
    """Tells by its release that the connection of a visit is gone."""
    return session
