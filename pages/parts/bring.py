"""Bring training from another app: drop a file, see what it is, answer what it does not say, then keep it or not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.ceilings import HELD, TURNS
from core.importing import (
    FIRST_LANGUAGES,
    Choices,
    Comparison,
    DateOrder,
    Draft,
    FileRefused,
    Hints,
    LineProblem,
    NeedsColumns,
    ReadBack,
    ReadFile,
    compared,
    drafted,
    for_person,
    language_name,
    read_file,
    working_loads,
    worth_of,
)
from core.importing.by_hand import FIELDS, NEEDED
from core.importing.table import LARGEST, MB
from core.journal import Journal, SessionEntry
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.loads import usual_strength
from core.store import Person
from core.units import MassUnit
from pages.parts.bring_names import chosen_names, name_choices
from pages.parts.bring_undo import DONE, amount, earlier_imports, show_done
from pages.parts.home import now, store
from pages.parts.people_switch import told
from pages.parts.visit import catalog, record_of
from pages.parts.wording import day

FILE, READ, ROOM = "bring.file", "bring.read", "bring.room"
WEIGHT = number("limits.file_weight")
SHOWN_PROBLEMS = 50
KEPT_READINGS = 3
ORDERS = {DateOrder.DAY_FIRST: "Day first (31/12)", DateOrder.MONTH_FIRST: "Month first (12/31)"}
UNITS = {MassUnit.KG: "kilograms", MassUnit.LB: "pounds"}
COLUMN_NAMES = {
    "date": "Date",
    "exercise": "Exercise",
    "reps": "Repetitions",
    "seconds": "Seconds",
    "weight": "Weight",
    "unit": "Unit of the weight",
    "session": "Workout",
    "set_type": "Kind of set",
    "rpe": "Effort (RPE)",
    "note": "Note",
}
NOT_THERE = "(not in the file)"


@dataclass(frozen=True)
class Dropped:
    """The file that was dropped; `mark` tells one from the next."""

    mark: str
    data: bytes


def bring(person: Person) -> None:
    """The whole way in, and the imports so far with their undo."""
    st.markdown(say("import.lead"))
    st.markdown(say("import.apps"))
    show_done()
    number = st.session_state.setdefault("bring.number", 0)
    dropped = st.file_uploader(
        "File from another app",
        max_upload_size=LARGEST // MB,
        key=f"{FILE}.{number}",
        help=say("import.where_to_find"),
    )
    if dropped is None:
        for kept in (READ, ROOM):
            st.session_state.pop(kept, None)
    else:
        with told(), TURNS.turn(dropped.size):
            _take(person, Dropped(dropped.file_id, dropped.getvalue()))
    earlier_imports(person)


def _take(person: Person, dropped: Dropped) -> None:
    try:
        found: ReadFile | ReadBack | NeedsColumns | None = _read(dropped, Hints())
        if isinstance(found, NeedsColumns):
            found = _with_columns(dropped, found)
        if isinstance(found, ReadFile):
            found = _with_dates(dropped, found)
    except FileRefused as error:
        st.error(str(error), icon=":material/error:")
        _problems(error.problems, 0)
        return
    if isinstance(found, ReadBack):
        _own_journal(person, found)
    elif isinstance(found, ReadFile):
        _history(person, found)


def _read(dropped: Dropped, hints: Hints) -> ReadFile | ReadBack | NeedsColumns:
    """What the file holds, read once for each answer."""
    mark, known = st.session_state.get(READ, ("", {}))
    if mark != dropped.mark:
        known = {}
    asked = repr(hints)
    if asked not in known:
        room = HELD.share(round(WEIGHT * len(dropped.data)), st.session_state.get(ROOM))
        st.session_state[ROOM] = room
        bar = st.progress(0.0, say("import.reading"))
        try:
            known[asked] = read_file(dropped.data, hints, lambda share: _advance(bar, share, say("import.reading")))
        finally:
            bar.empty()
        # The question stays on the page while its answer is in use, so both readings are kept.
        st.session_state[READ] = (dropped.mark, dict(list(known.items())[-KEPT_READINGS:]))
    return known[asked]


def _with_columns(dropped: Dropped, table: NeedsColumns) -> ReadFile | ReadBack | NeedsColumns | None:
    st.markdown(say("import.is.unknown"))
    options = [NOT_THERE, *table.titles]
    columns = {}
    with st.grid(min_column_width=220, key="bring.columns"):
        for one in FIELDS:
            guess = table.guesses.get(one)
            chosen = st.selectbox(
                COLUMN_NAMES[one] + (" (needed)" if one in NEEDED else ""),
                options,
                index=options.index(guess) if guess in options else 0,
                key=f"bring.column.{one}.{dropped.mark}",
            )
            if chosen != NOT_THERE:
                columns[one] = str(chosen)
    if not set(NEEDED) <= columns.keys() or not columns.keys() & {"reps", "seconds"}:
        st.info(say("import.refused.columns"), icon=":material/info:")
        return None
    return _read(dropped, Hints(columns=columns))


def _with_dates(dropped: Dropped, found: ReadFile) -> ReadFile | None:
    """The file with its dates, once the person has said how they are meant."""
    if not found.asks_order and not found.asks_language:
        return found
    order, language = None, None
    if found.asks_order:
        st.markdown(say("import.ask.order"))
        order = st.segmented_control(
            "Dates", list(ORDERS), format_func=ORDERS.__getitem__, key=f"bring.order.{dropped.mark}"
        )
    if found.asks_language:
        st.markdown(say("import.ask.language"))
        language = st.selectbox(
            "Language of the dates",
            sorted(FIRST_LANGUAGES, key=language_name),
            index=None,
            format_func=language_name,
            key=f"bring.language.{dropped.mark}",
        )
    if order is None and language is None:
        return None
    again = _read(dropped, Hints(order=order, language=language, columns=_columns(dropped)))
    return again if isinstance(again, ReadFile) else None


def _columns(dropped: Dropped) -> dict[str, str]:
    """Columns that were named by hand, none where the file is known."""
    chosen = {one: st.session_state.get(f"bring.column.{one}.{dropped.mark}", NOT_THERE) for one in FIELDS}
    return {one: str(title) for one, title in chosen.items() if title != NOT_THERE}


def _history(person: Person, found: ReadFile) -> None:
    st.subheader(say(f"import.is.{found.source.value}"))
    choices = _answers(person, found)
    if choices is None:
        return
    draft = drafted(found, person.id, catalog(), choices)
    change = compared(draft.sessions, store().journal(person.id))
    replace, doubles = _options(change)
    _summary(found, draft, change, person)
    name_choices(person, draft)
    _problems(found.problems, found.more_problems)
    new = (*change.new, *(change.doubles if doubles else ()), *(change.changed if replace else ()))
    if not new:
        st.info(say("import.nothing_new" if draft.sessions else "import.nothing_counts"), icon=":material/info:")
        return
    replaced = tuple(one.id for one in change.changed) if replace else ()
    if st.button(f"Import {amount(len(new), 'session')}", type="primary", icon=":material/download:", key="bring.go"):
        _keep(person, found.source.value, Journal(sessions=new), replaced, dict(choices.names))


def _answers(person: Person, found: ReadFile) -> Choices | None:
    """What the file does not say, asked in place; None while a needed answer is missing."""
    unit = None
    if found.asks_unit:
        st.markdown(say("import.ask.unit"))
        unit = st.segmented_control("Weights in", list(UNITS), format_func=UNITS.__getitem__, key="bring.unit")
    zone = _zone_choice() if found.in_utc else now().tzinfo or UTC
    if found.asks_unit and unit is None:
        return None
    names = chosen_names(person)
    draft = drafted(found, person.id, catalog(), Choices(zone=zone, unit=unit, names=names))
    each_hand = draft.has_pairs and st.checkbox(say("import.ask.each_hand"), key="bring.each_hand")
    added = draft.has_added and st.checkbox(say("import.ask.added"), key="bring.added")
    notes = any(one.note for one in found.sessions) and st.checkbox(say("import.ask.notes"), key="bring.notes")
    return Choices(zone, unit, names, each_hand, added, notes)


def _zone_choice() -> tzinfo:
    here = str(now().tzinfo or UTC)
    zones = sorted(available_timezones())
    st.markdown(say("import.ask.zone"))
    start = zones.index(here) if here in zones else zones.index("UTC")
    chosen = st.selectbox("Time zone", zones, index=start, key="bring.zone")
    return ZoneInfo(chosen)


def _options(change: Comparison) -> tuple[bool, bool]:
    """Whether to replace changed sessions, and to bring those that look like known ones."""
    replace = bool(change.changed) and st.checkbox(
        say("import.ask.replaced", sessions=amount(len(change.changed), "session")), key="bring.replace"
    )
    doubles = bool(change.doubles) and st.checkbox(
        say("import.ask.doubles", sessions=amount(len(change.doubles), "session")), key="bring.doubles"
    )
    return replace, doubles


def _summary(found: ReadFile, draft: Draft, change: Comparison, person: Person) -> None:
    if draft.sessions:
        days = [one.day for one in draft.sessions]
        sets = amount(draft.sets, "leg or core set")
        span = {"first": _date(min(days)), "last": _date(max(days))}
        st.markdown(
            "**" + say("import.found", sessions=amount(len(draft.sessions), "session"), sets=sets, **span) + "**"
        )
    lines = [
        say("import.all_rows", sessions=amount(len(found.sessions), "session"), sets=amount(found.set_rows, "set"))
    ]
    if change.same:
        lines.append(say("import.already", sessions=amount(len(change.same), "session")))
    aside = {**draft.left_out, **found.left_aside}
    lines += [say(f"import.left.{why}", count=count) for why, count in sorted(aside.items()) if count]
    if draft.sessions:
        lines += _worth(draft.sessions, person)
    st.markdown("\n".join(f"- {line}" for line in lines))
    if found.resaved:
        st.warning(say("import.resaved"), icon=":material/warning:")


def _worth(sessions: tuple[SessionEntry, ...], person: Person) -> list[str]:
    profile = record_of(person).profile
    muscles = worth_of(sessions, catalog(), usual_strength(profile) if profile else None).muscle_sets
    ranked = sorted(muscles.items(), key=lambda one: -one[1])
    told_muscles = ", ".join(f"{say(f'muscle.{muscle.value}')} {count:g}" for muscle, count in ranked)
    lines = [say("import.worth", muscles=told_muscles)] if ranked else []
    loads = working_loads(sessions)
    return [*lines, say("import.loads", exercises=amount(len(loads), "exercise"))] if loads else lines


def _problems(problems: tuple[LineProblem, ...], more: int) -> None:
    """Lines that could not be read: number, column, what stood there and why."""
    if not problems:
        return
    with st.expander(f"Lines that could not be read: {len(problems) + more}", icon=":material/warning:"):
        st.markdown(say("import.problems.lead"))
        shown = problems[:SHOWN_PROBLEMS]
        rows = [(one.line, one.column, one.value, one.message) for one in shown]
        # Cells of a data frame are plain text: nothing in the file can turn into a picture or a link.
        st.dataframe(
            pd.DataFrame(rows, columns=["Line", "Column", "What stands there", "Why"]),
            hide_index=True,
            alt="Lines that could not be read",
        )
        hidden = len(problems) + more - len(shown)
        if hidden:
            st.markdown(say("import.problems.more", count=hidden))


def _own_journal(person: Person, found: ReadBack) -> None:
    st.subheader(say("import.is.backwise"))
    home = store()
    journal = for_person(found.journal, person.id, home.ids_of_others(person.id))
    stored = home.journal(person.id)
    change = compared(journal.sessions, stored)
    replace, doubles = _options(change)
    days = [one.day for one in journal.sessions]
    if days:
        span = f"{_date(min(days))} – {_date(max(days))}"
        sets = sum(len(one.sets) for one in journal.sessions)
        st.markdown(f"**{amount(len(days), 'session')}, {amount(sets, 'set')}, {span}**")
    _problems(tuple(LineProblem(one.line, one.column, one.value, one.message) for one in found.problems), 0)
    sessions = (*change.new, *(change.doubles if doubles else ()), *(change.changed if replace else ()))
    known = {one.day for one in stored.mornings}
    more = [one for one in journal.mornings if one.day not in known]
    scores = set(journal.outcomes) - set(stored.outcomes) or set(journal.mini_screens) - set(stored.mini_screens)
    if not sessions and not more and not scores:
        st.info(say("import.nothing_new"), icon=":material/info:")
        return
    if st.button(
        f"Import {amount(len(sessions), 'session')}", type="primary", icon=":material/download:", key="bring.go"
    ):
        taken = Journal(sessions, journal.mornings, journal.mini_screens, journal.outcomes)
        _keep(person, "backwise", taken, tuple(one.id for one in change.changed) if replace else (), {})


def _keep(person: Person, source: str, journal: Journal, replaced: tuple[str, ...], names: dict[str, str]) -> None:
    words = say("import.keeping")
    bar = st.progress(0.0, words)
    kept = store().add_import(
        person.id, secrets.token_hex(8), source, journal, replaced, names, lambda share: _advance(bar, share, words)
    )
    st.session_state[DONE] = kept
    st.session_state["bring.number"] += 1
    st.session_state.pop(READ, None)
    st.rerun()


def _advance(bar: DeltaGenerator, share: float, words: str) -> None:
    bar.progress(min(1.0, share), words)


def _date(when: date) -> str:
    return f"{day(when)} {when.year}"
