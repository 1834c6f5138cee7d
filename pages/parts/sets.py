"""Sets of the exercise at hand: one big tap as planned, numbers changed second, undo."""

from __future__ import annotations

import streamlit as st

from core.adapting.situation import loading
from core.journal import SetEntry
from core.knowledge.texts import say
from core.loads import most_believed_kg
from core.planning import Prescription
from core.units import MassUnit, from_kg, to_kg
from core.words import LoadKind, Measure
from pages.parts.home import now, store
from pages.parts.steps import Run, Step
from pages.parts.troubles import guarded
from pages.parts.visit import catalog
from pages.parts.wording import UNIT

STEP_LB = 5.0
FIELD_PX = 130


def logged_sets(run: Run, step: Step) -> None:
    """What is logged in this place, each with its undo."""
    for entry in (*step.before, *step.done):
        version = run.versions.of_set(entry.exercise_id, entry.number)
        other = f" ({catalog()[entry.exercise_id].name})" if entry in step.before else ""
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            said = set_in_words(entry, run.trainee.units)
            st.markdown(f":material/check: Set {entry.number}: {said}{other}", width="content")
            st.button(
                "Undo",
                key=f"runner.undo.{entry.exercise_id}.{entry.number}",
                type="tertiary",
                on_click=_undo,
                args=(run.entry.id, entry, version),
            )
        if (entry.load_kg or 0.0) > most_believed_kg(catalog()[entry.exercise_id], run.trainee.profile):
            st.caption(say("today.far_beyond"))


def set_in_words(entry: SetEntry, unit: MassUnit) -> str:
    """ "10 × 20 kg, 2 in reserve"."""
    amount = f"{entry.seconds} s" if entry.seconds is not None else f"{entry.reps}"
    load = f" × {round(from_kg(entry.load_kg, unit), 2):g} {unit.value}" if entry.load_kg else ""
    reserve = f", {entry.rir} in reserve" if entry.rir is not None else ""
    return f"{amount}{load}{reserve}"


def next_set(run: Run, step: Step, *, primary: bool) -> None:
    """The set that comes next: one tap logs it as planned, or as the numbers below were changed."""
    prescription, unit = step.now, run.trainee.units
    number = max((logged.number for logged in step.done), default=0) + 1
    key = f"runner.{run.entry.id}.{prescription.exercise_id}.{number}"
    timed = prescription.measure is Measure.SECONDS
    last = run.last_time(prescription.exercise_id)
    button = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="runner.numbers"):
        amount, load = _numbers(key, run, step, last)
    button.button(
        say("today.log", number=number, amount=_in_words(amount, load, prescription.measure, unit)),
        key=f"{key}.log",
        type="primary" if primary else "secondary",
        icon=":material/check:",
        on_click=_log_set,
        args=(run.entry.id, prescription.exercise_id, number, key, timed, unit),
        width="stretch",
    )
    if last and not step.done:
        st.caption(say("today.last_time", sets="; ".join(set_in_words(logged, unit) for logged in last)))


def _numbers(key: str, run: Run, step: Step, last: tuple[SetEntry, ...]) -> tuple[int, float | None]:
    """Ask for repetitions or seconds and for the load, which is None where there is none.

    They start from the set before, else from today's target, which goes on from last time's numbers. Each is the
    field's own start and no value that is set: where the program was started anew, what was typed is still there.
    """
    prescription, unit = step.now, run.trainee.units
    before = step.done[-1] if step.done else None
    load: float | None = None
    if _is_loaded(prescription):
        known = (before.load_kg if before else None, prescription.load_kg, last[-1].load_kg if last else None)
        load = st.number_input(
            f"Load ({unit.value})",
            0.0,
            1000.0,
            round(from_kg(next((load_kg for load_kg in known if load_kg is not None), 0.0), unit), 2),
            step=_load_step(prescription, run, unit),
            format="%g",
            key=f"{key}.load",
            width=FIELD_PX,
            help=say("today.load_help"),
            # Not longer: on another page the unit may change, and with it what the number means.
            persist_state="page",
        )
    timed = prescription.measure is Measure.SECONDS
    label, most = ("Seconds", 7200) if timed else ("Repetitions", 200)
    done = (before.seconds if before.seconds is not None else before.reps) if before else None
    start = done or prescription.low
    amount = st.number_input(label, 0, most, start, key=f"{key}.amount", width=FIELD_PX, persist_state="page")
    if prescription.rir is not None:
        kept = before.rir if before and before.rir is not None else prescription.rir[0]
        told = say("today.reserve_help")
        st.number_input("In reserve", 0, 10, kept, key=f"{key}.rir", width=FIELD_PX, help=told, persist_state="page")
    return amount, load


def _in_words(amount: int, load: float | None, measure: Measure, unit: MassUnit) -> str:
    """What one tap logs: the numbers as they stand in the fields."""
    said = f"{amount}{UNIT[measure]}"
    return f"{said} × {load:g} {unit.value}" if load else said


def _is_loaded(prescription: Prescription) -> bool:
    return catalog()[prescription.exercise_id].load_kind not in (LoadKind.BODY_WEIGHT, LoadKind.BAND)


def _load_step(prescription: Prescription, run: Run, unit: MassUnit) -> float:
    step_kg, _ = loading(catalog()[prescription.exercise_id], run.trainee.profile)
    return STEP_LB if unit is MassUnit.LB else step_kg or 1.0


@guarded
def _log_set(session_id: str, exercise_id: str, number: int, key: str, timed: bool, unit: MassUnit) -> None:
    state = st.session_state
    amount = state[f"{key}.amount"]
    load = state.get(f"{key}.load")
    entry = SetEntry(
        exercise_id=exercise_id,
        number=number,
        reps=None if timed else amount,
        seconds=amount if timed else None,
        load_kg=round(to_kg(load, unit), 4) if load else None,
        rir=state.get(f"{key}.rir"),
        done_at=now(),
    )
    store().log_set(session_id, entry, expected_version=0)
    state.pop(f"runner.more.{exercise_id}", None)


@guarded
def _undo(session_id: str, entry: SetEntry, version: int) -> None:
    store().remove_set(session_id, entry.exercise_id, entry.number, version)
