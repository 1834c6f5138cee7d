"""The whole record as one file, and a file back into the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from core.errors import AnswerError, StoreError
from core.exporting.record_json import ReadRecord, RecordTooNew, RecordUnreadable, from_json, to_json
from core.exporting.record_merge import Found, Prefer, Preview, preview
from core.knowledge.texts import say
from core.store import Store
from core.whole_record import bring_back, stop_note, whole_record
from pages.parts.clearance import clearance_of
from pages.parts.held import held
from pages.parts.home import now, store, today
from pages.parts.troubles import keep_trouble
from pages.parts.undo import remember
from pages.parts.visit import record

LARGEST_MB = 50
SHOWN_PROBLEMS = 50
FILE, DONE = "data.file", "data.done"
JSON = "application/json"
PREFERRED = {Prefer.PRESENT: "what is here", Prefer.FILE: "what the file says"}


@dataclass(frozen=True)
class Arriving:
    """A file that was read, and how it compares with what is here."""

    read: ReadRecord
    compared: Preview


def take_file() -> None:
    """Everything of everyone on the list as one file, made when the button is tapped."""
    st.markdown(say("data.take"))
    home, at, file = store(), now(), f"backwise-{today():%Y-%m-%d}.json"
    st.download_button(
        "Everything as one file (JSON)",
        held(lambda: _everything(home, at), file, JSON),
        file,
        JSON,
        key="data.take",
        icon=":material/download:",
        on_click="ignore",
    )


def say_on_hold() -> None:
    """What stops training, which the file says too; nothing where nothing does."""
    cleared = clearance_of(record())
    if cleared is not None and cleared.halted:
        st.info(say("data.on_hold", why=cleared.sentence.rstrip(".")), icon=":material/front_hand:")


def _everything(home: Store, at: datetime) -> bytes:
    kept = whole_record(home, at)
    return to_json(kept, stop_note(kept)).encode()


def bring_file_back() -> None:
    """Drop a file, see what it would change, then bring it back or not."""
    st.markdown(say("data.bring"))
    if done := st.session_state.pop(DONE, ""):
        st.success(done, icon=":material/check:")
    number = st.session_state.setdefault("data.number", 0)
    dropped = st.file_uploader("A file of Backwise", type="json", max_upload_size=LARGEST_MB, key=f"{FILE}.{number}")
    if dropped is None:
        return
    try:
        arriving = _read(dropped.getvalue())
    except (RecordUnreadable, RecordTooNew, StoreError) as error:
        st.error(str(error), icon=":material/error:")
        return
    _show(arriving)
    if arriving.compared.changes_nothing:
        st.info(say("data.nothing_new"))
    else:
        _offer(arriving)


def _read(data: bytes) -> Arriving:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordUnreadable(say("record.not_ours")) from error
    read = from_json(text)
    return Arriving(read, preview(read.record, whole_record(store(), now())))


def _show(arriving: Arriving) -> None:
    st.markdown(say("data.made_at", day=f"{arriving.read.record.made_at:%d %B %Y}"))
    rows = []
    for person in arriving.read.record.people:
        counts = arriving.compared.counts(person.id)
        rows.append({"Person": person.name, **{say(f"data.found.{one.value}"): counts.get(one, 0) for one in Found}})
    if rows:
        st.dataframe(rows, hide_index=True, alt=say("data.table"))
    problems = arriving.read.problems
    if problems:
        with st.expander(say("data.problems", count=len(problems)), icon=":material/warning:"):
            for one in problems[:SHOWN_PROBLEMS]:
                st.text(str(one))


def _offer(arriving: Arriving) -> None:
    differs = bool(arriving.compared.counts().get(Found.DIFFERENT))
    prefer = Prefer.PRESENT
    if differs:
        prefer = st.radio(
            say("data.differs"), list(PREFERRED), format_func=PREFERRED.__getitem__, key="data.prefer", horizontal=True
        )
    st.button(
        "Bring it back",
        key="data.bring_back",
        type="primary",
        icon=":material/upload:",
        on_click=_bring_back,
        args=(arriving, prefer),
    )


def _bring_back(arriving: Arriving, prefer: Prefer) -> None:
    try:
        before, after = bring_back(store(), arriving.read.record, now(), prefer)
    except (AnswerError, StoreError) as error:
        keep_trouble(error)
        return
    remember(say("data.brought_back"), before, after)
    st.session_state["data.number"] += 1
    st.session_state[DONE] = say("data.done")
