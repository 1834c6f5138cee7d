"""A session set by set: one exercise at a time, last time's numbers filled in, one tap a set."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core.journal import SessionEntry, SessionKind, SetEntry
from core.knowledge.texts import say
from core.planning import Part, Prescription, Session
from core.store import Versions
from core.units import MassUnit, from_kg, to_kg
from core.words import LoadKind, Measure, Site
from pages.parts.exercise_card import card_style, exercise_card, exercise_list
from pages.parts.felt import ask_felt, keep_felt
from pages.parts.scales import scale, site
from pages.parts.troubles import guarded
from pages.parts.visit import Trainee, catalog, now, store
from pages.parts.wording import target

AT = "runner.at"


@dataclass(frozen=True)
class Run:
    """The running session: who, what was planned, what is logged, and the versions that this tab has seen."""

    trainee: Trainee
    entry: SessionEntry
    planned: Session
    versions: Versions

    @property
    def to_do(self) -> tuple[Prescription, ...]:
        """What is logged set by set: main and trunk work, in the short version as far as it goes."""
        logged = [one for one in self.planned.prescriptions if one.part in (Part.MAIN, Part.CORE)]
        if self.entry.kind is not SessionKind.SHORT:
            return tuple(logged)
        short = dict(self.planned.short)
        return tuple(replace(one, sets=short[one.exercise_id]) for one in logged if one.exercise_id in short)

    def sets_of(self, exercise_id: str) -> tuple[SetEntry, ...]:
        """Logged sets of one exercise, in order."""
        return tuple(sorted((s for s in self.entry.sets if s.exercise_id == exercise_id), key=lambda s: s.number))

    def last_time(self, exercise_id: str) -> SetEntry | None:
        """The last set of this exercise in an earlier session."""
        for session in reversed(self.trainee.journal.sessions):
            own = [one for one in session.sets if one.exercise_id == exercise_id]
            if session.id != self.entry.id and own:
                return own[-1]
        return None


def run_session(trainee: Trainee, entry: SessionEntry, planned: Session) -> None:
    """The whole session on one page: where one stands, the exercise at hand, and the way on."""
    run = Run(trainee, entry, planned, store().versions(entry.id))
    card_style()
    stops = len(run.to_do)
    at = min(st.session_state.setdefault(AT, _first_open(run)), stops)
    st.progress(
        at / stops if stops else 1.0, text=f"Exercise {at + 1} of {stops}" if at < stops else "The last questions"
    )
    if at == 0:
        _around(run, Part.WARM_UP, "Warm up first")
    if at < stops:
        _exercise(run, run.to_do[at], at)
    else:
        _around(run, Part.COOL_DOWN, "Cool down")
        _finish(run)
    st.caption(say("today.stop_rules", limit=run.trainee.profile.pain_ceiling))


def _first_open(run: Run) -> int:
    """The first exercise that still has sets to log: where one goes on after a reload."""
    for index, one in enumerate(run.to_do):
        if len(run.sets_of(one.exercise_id)) < one.sets:
            return index
    return len(run.to_do)


def _around(run: Run, part: Part, title: str) -> None:
    own = run.planned.of(part)
    if own and run.entry.kind is not SessionKind.SHORT:
        st.header(title)
        exercise_list([(catalog()[one.exercise_id], one) for one in own])


def _exercise(run: Run, prescription: Prescription, at: int) -> None:
    exercise = catalog()[prescription.exercise_id]
    with st.container(border=True):
        exercise_card(exercise, prescription, run.trainee.units)
    done = run.sets_of(exercise.id)
    for entry in done:
        _logged_set(run, entry)
    if len(done) < prescription.sets or st.session_state.get(f"runner.more.{exercise.id}"):
        _next_set(run, prescription, done)
    else:
        st.button("One more set", key=f"runner.more_button.{exercise.id}", on_click=_allow_more, args=(exercise.id,))
    felt = (run.entry, exercise.id, run.versions.of_exercise(exercise.id)) if done else None
    if felt:
        ask_felt(*felt)
    with st.container(horizontal=True):
        if at:
            st.button("Back", key="runner.back", on_click=_go, args=(at - 1, felt))
        enough = len(done) >= prescription.sets
        st.button(
            "Next exercise" if at + 1 < len(run.to_do) else "To the end",
            key="runner.next",
            type="primary" if enough else "secondary",
            on_click=_go,
            args=(at + 1, felt),
        )


def _logged_set(run: Run, entry: SetEntry) -> None:
    version = run.versions.of_set(entry.exercise_id, entry.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/check: Set {entry.number}: {_set_in_words(entry, run.trainee.units)}", width="content")
        st.button(
            "Undo",
            key=f"runner.undo.{entry.exercise_id}.{entry.number}",
            type="tertiary",
            on_click=_undo,
            args=(run.entry.id, entry, version),
        )


def _set_in_words(entry: SetEntry, unit: MassUnit) -> str:
    amount = f"{entry.seconds} s" if entry.seconds is not None else f"{entry.reps}"
    load = f" × {round(from_kg(entry.load_kg, unit), 2):g} {unit.value}" if entry.load_kg else ""
    reserve = f", {entry.rir} in reserve" if entry.rir is not None else ""
    return f"{amount}{load}{reserve}"


def _next_set(run: Run, prescription: Prescription, done: tuple[SetEntry, ...]) -> None:
    """Inputs with the last numbers in them; logging as planned is one tap."""
    exercise = catalog()[prescription.exercise_id]
    number = max((one.number for one in done), default=0) + 1
    before = done[-1] if done else run.last_time(exercise.id)
    key = f"runner.{run.entry.id}.{exercise.id}.{number}"
    unit = run.trainee.units
    timed = prescription.measure is Measure.SECONDS
    amount = (before.seconds if timed else before.reps) if before else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        loaded = exercise.load_kind not in (LoadKind.BODY_WEIGHT, LoadKind.BAND)
        if loaded:
            load_kg = before.load_kg if before and before.load_kg is not None else prescription.load_kg
            st.number_input(
                f"Load ({unit.value})",
                0.0,
                1000.0,
                round(from_kg(load_kg or 0.0, unit), 2),
                step=1.0,
                format="%g",
                key=f"{key}.load",
                width=130,
                help=say("today.load_help"),
            )
        label = "Seconds" if timed else "Repetitions"
        st.number_input(label, 0, 7200 if timed else 200, amount or prescription.low, key=f"{key}.amount", width=130)
        if prescription.rir is not None:
            st.number_input(
                "In reserve",
                0,
                10,
                prescription.rir[0],
                key=f"{key}.rir",
                width=130,
                help=say("today.reserve_help"),
            )
        st.button(
            f"Log set {number}",
            key=f"{key}.log",
            type="primary",
            icon=":material/check:",
            on_click=_log_set,
            args=(run.entry.id, exercise.id, number, key, timed, unit),
        )
    if prescription.rest_s and done:
        st.caption(f"Rest about {prescription.rest_s} seconds. Target: {target(prescription)}.")


def _finish(run: Run) -> None:
    """The questions at the end of a session."""
    st.header("How was it?")
    key = f"end.{run.entry.id}"
    _start_from_exercises(run, key)
    scale(say("today.end.worst"), f"{key}.worst")
    scale(say("today.end.now"), f"{key}.now")
    site(say("today.end.site"), f"{key}.site")
    st.checkbox(say("today.end.spread"), key=f"{key}.spread", wrap=True)
    if st.checkbox(say("today.end.stop"), key=f"{key}.stop", wrap=True):
        st.warning(say("triage.warning_card"), icon=":material/front_hand:")
    scale(say("today.end.effort"), f"{key}.effort", ("no effort", "all I had"))
    st.text_area(say("today.end.note"), key=f"{key}.note", max_chars=2000, height=80)
    with st.container(horizontal=True):
        st.button("Back", key="runner.back", on_click=_go, args=(len(run.to_do) - 1,))
        st.button(
            "Finish the session",
            key="runner.finish",
            type="primary",
            icon=":material/flag:",
            on_click=_end,
            args=(run.entry, key, run.versions.session),
        )


def _start_from_exercises(run: Run, key: str) -> None:
    """Worst pain and its furthest place as they were logged on the way."""
    pains = [one.pain for one in run.entry.exercises if one.pain is not None]
    places = [one.site for one in run.entry.exercises if one.site is not None]
    if pains:
        st.session_state.setdefault(f"{key}.worst", max(pains))
    if places:
        st.session_state.setdefault(f"{key}.site", max(places, key=lambda place: place.distance))


def _go(at: int, felt: tuple[SessionEntry, str, int] | None = None) -> None:
    """Move on; what was answered on the exercise left behind is kept."""
    if felt:
        keep_felt(*felt)
    st.session_state[AT] = max(0, at)


def _allow_more(exercise_id: str) -> None:
    st.session_state[f"runner.more.{exercise_id}"] = True


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


@guarded
def _end(entry: SessionEntry, key: str, version: int) -> None:
    state = st.session_state
    felt: Site | None = state.get(f"{key}.site")
    store().finish_session(
        replace(
            entry,
            finished_at=now(),
            pain_worst=state.get(f"{key}.worst"),
            pain_end=state.get(f"{key}.now"),
            site=felt,
            spread=bool(state.get(f"{key}.spread")),
            stop_sign=bool(state.get(f"{key}.stop")),
            effort=state.get(f"{key}.effort"),
            minutes=min(1440, round((now() - entry.started_at).total_seconds() / 60)),
            note=state.get(f"{key}.note") or "",
        ),
        version,
    )
    state.pop(AT, None)
    state["today.finished"] = entry.id
