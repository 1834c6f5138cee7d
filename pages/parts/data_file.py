"""The whole record as one file, and a file back into the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from core.ceilings import HELD, SMALL, TURNS, values_in
from core.errors import AnswerError, StoreError
from core.exporting.record_json import (
    MOST_VALUES,
    ReadRecord,
    RecordTooLarge,
    RecordTooNew,
    RecordUnreadable,
    from_json,
    to_json,
)
from core.exporting.record_merge import Found, Prefer, Preview, preview
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.store import Store
from core.whole_record import bring_back, everything_readable, head_note, read_beside
from pages.parts.clearance import clearance_of
from pages.parts.held import held
from pages.parts.home import now, stamp_of, store, today
from pages.parts.troubles import keep_trouble, show_failure
from pages.parts.undo import remember
from pages.parts.visit import record

LARGEST_MB = 50
SHOWN_PROBLEMS = 50
FILE, DONE, READ, BESIDE, ROOM = "data.file", "data.done", "data.read", "data.beside", "data.room"
WEIGHT = number("limits.file_weight")
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
    # How large it becomes shows only when it is made.
    with TURNS.turn(SMALL + 1):
        kept = everything_readable(home, at)
        return to_json(kept.record, head_note(kept)).encode()


def bring_file_back() -> None:
    """Drop a file, see what it would change, then bring it back or not."""
    st.markdown(say("data.bring"))
    if done := st.session_state.pop(DONE, ""):
        st.success(done, icon=":material/check:")
    number = st.session_state.setdefault("data.number", 0)
    dropped = st.file_uploader("A file of Backwise", type="json", max_upload_size=LARGEST_MB, key=f"{FILE}.{number}")
    if dropped is None:
        for kept in (READ, BESIDE):
            st.session_state.pop(kept, None)
        return
    try:
        with TURNS.turn(dropped.size):
            arriving = _beside(dropped.file_id, _read(dropped.file_id, dropped.size, dropped.getvalue))
    except (RecordUnreadable, RecordTooNew, StoreError) as error:
        show_failure(error)
        return
    _show(arriving)
    if arriving.compared.changes_nothing:
        st.info(say("data.nothing_new"))
    else:
        _offer(arriving)


def _read(mark: str, size: int, data: Callable[[], bytes]) -> ReadRecord:
    """What the file holds, read once however often the page runs; `mark` tells one file from the next."""
    kept: tuple[str, ReadRecord | RecordUnreadable | RecordTooNew] | None = st.session_state.get(READ)
    if kept is None or kept[0] != mark:
        # What was read stays for the undo too, so its room is given back only by the next file, or with the visit.
        st.session_state[ROOM] = HELD.share(round(WEIGHT * size), st.session_state.get(ROOM))
        kept = st.session_state[READ] = (mark, _read_anew(data()))
    if isinstance(kept[1], ReadRecord):
        return kept[1]
    raise kept[1]


def _read_anew(data: bytes) -> ReadRecord | RecordUnreadable | RecordTooNew:
    try:
        if values_in(data) > MOST_VALUES:
            return RecordTooLarge(say("limits.file"))
        return from_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return RecordUnreadable(say("record.not_ours"))
    except (RecordUnreadable, RecordTooNew) as error:
        return error


def _beside(mark: str, read: ReadRecord) -> Arriving:
    """The file beside what is here, compared anew only where something was written since."""
    home = store()
    stamp = stamp_of(home)
    key = (mark, home.place, stamp, today())
    kept: tuple[object, Arriving] | None = st.session_state.get(BESIDE)
    if kept is None or stamp is None or kept[0] != key:
        taken, present = read_beside(home, read, now())
        kept = st.session_state[BESIDE] = (key, Arriving(taken, preview(taken.record, present)))
    return kept[1]


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
        with TURNS.turn(SMALL + 1):
            before, after = bring_back(store(), arriving.read.record, now(), prefer)
    except (AnswerError, StoreError) as error:
        keep_trouble(error)
        return
    remember(say("data.brought_back"), before, after)
    st.session_state["data.number"] += 1
    st.session_state[DONE] = say("data.done")
