"""A session step by step: one exercise at a time, its numbers filled in, one tap a set, and the way on."""

from __future__ import annotations

import streamlit as st

from core.adapting import Stop, StopKind
from core.catalog import Exercise
from core.journal import SessionEntry, SessionKind
from core.knowledge.texts import say
from core.planning import Part, Prescription
from core.store import Json, Versions
from core.words import Site
from pages.parts.after import ask_end
from pages.parts.exercise_card import card_style, exercise_list
from pages.parts.felt import ask_felt, is_sharp, with_signs
from pages.parts.home import store
from pages.parts.listening import flags_in, session_of
from pages.parts.rest_timer import rest_timer
from pages.parts.sets import logged_sets, next_set
from pages.parts.step_card import step_card, step_style
from pages.parts.steps import RUNNING, Run, Step
from pages.parts.stop_notice import ENDS, stop_card, stops_in
from pages.parts.swap_menu import swap_menu
from pages.parts.troubles import guarded
from pages.parts.visit import Record, Trainee, catalog
from pages.parts.why_moved import why_style

AT = "runner.at"


def run_session(known: Record, trainee: Trainee, entry: SessionEntry, versions: Versions) -> None:
    """The whole session on one page: where one stands, the exercise at hand, and the way on."""
    entry = with_signs(entry)
    due, adapted = session_of(known, trainee, entry)
    run = Run(trainee, entry, due, adapted, flags_in(known, entry), versions)
    card_style()
    why_style()
    step_style()
    count = len(run.steps)
    at = min(st.session_state.setdefault(AT, _place(run)), count)
    told = say("today.at", number=at + 1, count=count) if at < count else say("today.at_end")
    st.progress(at / count if count else 1.0, text=told)
    stops = stops_in(trainee, entry, run.flags)
    if stops:
        stop_card(stops)
        if at < count:
            _end_button(run, count)
    if at == 0:
        _around(run, Part.WARM_UP, say("today.warm_up"), is_open=not entry.sets)
    if at < count:
        _step(run, run.steps[at], at, stops)
    else:
        _around(run, Part.COOL_DOWN, say("today.cool_down"), is_open=True)
        ask_end(run)
        if count:
            st.button("Back", key="runner.back", type="tertiary", on_click=_go, args=(run, count - 1))
    st.caption(say("today.stop_rules", limit=trainee.profile.pain_ceiling))


def _place(run: Run) -> int:
    """Where one goes on after a reload: where one stood or logged last, else the first exercise with sets to log."""
    if run.place_kept is not None:
        return run.place_kept
    last = _last_step(run)
    if last is not None:
        return run.steps.index(last)
    return next((at for at, one in enumerate(run.steps) if not one.complete and not one.skipped), len(run.steps))


def _around(run: Run, part: Part, title: str, *, is_open: bool) -> None:
    session = run.adapted.session if run.adapted else run.due.session
    own = session.of(part)
    if own and run.entry.kind is not SessionKind.SHORT:
        # Another key once it is done: an expander keeps how it was first shown.
        with st.expander(title, expanded=is_open, key=f"runner.{part.value}.{is_open}"):
            exercise_list([(catalog()[one.exercise_id], one) for one in own])


def _step(run: Run, step: Step, at: int, stops: tuple[Stop, ...]) -> None:
    exercise = catalog()[step.now.exercise_id]
    with st.container(border=True, key="runner.card"):
        step_card(run, step)
    if step.skipped:
        _skipped(run, step)
    logged_sets(run, step)
    ends = any(one.kind in ENDS for one in stops)
    if not ends:
        rest_timer(run.trainee, run.entry, _resting(run))
        _next_set_or_more(run, step, _is_over(run, step, stops))
    ask_felt(run, exercise.id)
    _ways_on(run, step, at, ends=ends)


def _next_set_or_more(run: Run, step: Step, is_over: bool) -> None:
    name = step.now.exercise_id
    if is_over:
        if is_sharp(run, name):
            st.warning(say("today.felt.sharp_advice"), icon=":material/front_hand:")
            st.button(
                say("today.stop.end"),
                key="runner.end_sharp",
                icon=":material/flag:",
                on_click=_go,
                args=(run, len(run.steps)),
            )
    elif not step.skipped and (not step.complete or st.session_state.get(f"runner.more.{name}")):
        next_set(run, step, primary=True)
    elif not step.skipped:
        st.button("One more set", key=f"runner.more_button.{name}", type="tertiary", on_click=_allow_more, args=(name,))


def _is_over(run: Run, step: Step, stops: tuple[Stop, ...]) -> bool:
    """True where pain ends this exercise."""
    if is_sharp(run, step.now.exercise_id):
        return True
    felt = run.felt(step.now.exercise_id)
    in_leg = felt is not None and felt.site is not None and felt.site.distance >= Site.THIGH.distance
    return in_leg and any(one.kind is StopKind.FURTHER_DOWN for one in stops)


def _resting(run: Run) -> tuple[Exercise, Prescription] | None:
    """The exercise that the last set was of."""
    last = _last_step(run)
    return (catalog()[last.now.exercise_id], last.now) if last else None


def _last_step(run: Run) -> Step | None:
    """The step that the last set was logged in, None before the first set."""
    timed = [one for one in run.entry.sets if one.done_at is not None]
    last = max(timed, key=lambda one: (one.done_at, one.number), default=None)
    return next((one for one in run.steps if last and one.now.exercise_id == last.exercise_id), None)


def _ways_on(run: Run, step: Step, at: int, *, ends: bool) -> None:
    is_done = (step.complete or step.skipped) and not ends
    with st.container(horizontal=True, key="runner.ways"):
        if at:
            st.button("Back", key="runner.back", on_click=_go, args=(run, at - 1))
        st.button(
            "Next exercise" if at + 1 < len(run.steps) else "To the end",
            key="runner.next",
            type="primary" if is_done else "secondary",
            on_click=_go,
            args=(run, at + 1),
        )
        if not is_done and not ends:
            swap_menu(run, step)
            if not step.done and not step.before:
                st.button(
                    say("today.skip"),
                    key="runner.skip",
                    type="tertiary",
                    on_click=_skip,
                    args=(run, step.place.exercise_id, at),
                )
    before = run.steps[at - 1] if at else None
    if before is not None and before.skipped:
        _skipped(run, before)


def _skipped(run: Run, step: Step) -> None:
    """Say that an exercise was skipped, with the way back."""
    name = catalog()[step.now.exercise_id].name
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(say("today.skipped", name=name), width="content")
        st.button(
            "Undo",
            key=f"runner.unskip.{step.place.exercise_id}",
            type="tertiary",
            on_click=_unskip,
            args=(run, step.place.exercise_id),
        )


def _end_button(run: Run, count: int) -> None:
    st.button(
        say("today.stop.end"),
        key="runner.end_here",
        type="primary",
        icon=":material/flag:",
        on_click=_go,
        args=(run, count),
        width="stretch",
    )


def _keep(run: Run, at: int, skipped: tuple[str, ...]) -> None:
    """Remember the place, so that a reload finds it."""
    kept: dict[str, Json] = {"session": run.entry.id, "at": at, "skipped": list(skipped)}
    st.session_state[AT] = at
    store().set_preference(run.trainee.person.id, RUNNING, kept)


@guarded
def _go(run: Run, at: int) -> None:
    _keep(run, max(0, at), run.skipped)


@guarded
def _skip(run: Run, exercise_id: str, at: int) -> None:
    _keep(run, at + 1, tuple(dict.fromkeys((*run.skipped, exercise_id))))


@guarded
def _unskip(run: Run, exercise_id: str) -> None:
    at = next((at for at, one in enumerate(run.steps) if one.place.exercise_id == exercise_id), 0)
    _keep(run, at, tuple(one for one in run.skipped if one != exercise_id))


def _allow_more(exercise_id: str) -> None:
    st.session_state[f"runner.more.{exercise_id}"] = True
