"""Before a session: the morning after the last one, how the back is, today's session adjusted, the safety check."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from core.adapting import Adapted, Case, Flags, Situation
from core.adapting.flags import is_gentle, no_loading
from core.errors import AnswerError
from core.journal import MiniScreenEntry, MorningEntry, SessionEntry, SessionKind
from core.knowledge.texts import say
from core.planning import Due
from core.screening import MINI_SCREEN, asked_before_sessions, mini_screen
from core.words import Light, Site
from pages.parts.after import light_in_words
from pages.parts.home import now, store, today
from pages.parts.listening import flags_on, keep_soreness, listened
from pages.parts.readiness import (
    ask_readiness,
    flare_card,
    forget_readiness,
    readiness,
    with_readiness,
)
from pages.parts.scales import scale
from pages.parts.session_list import session_list, work_of
from pages.parts.stop_notice import questions_first
from pages.parts.tier_card import tier_card
from pages.parts.troubles import guarded
from pages.parts.visit import Record, Trainee
from pages.parts.why_moved import show_notices, why_style
from pages.parts.wording import day

ONE_DAY = timedelta(days=1)


def ask_morning(trainee: Trainee) -> None:
    """The morning-after question, where a session of the last two days still waits for its answer."""
    session = trainee.journal.morning_due(today())
    if session is None:
        return
    with st.container(border=True, key="today.morning"):
        st.markdown(f"**{say('today.morning.title', day=day(session.day))}**")
        scale(say("today.morning.pain"), "morning.pain")
        st.checkbox(say("today.morning.sleep"), key="morning.sleep", persist_state="session")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Save", key="morning.save", type="primary", on_click=_save_morning, args=(trainee, session))
            st.caption(say("today.morning.skip"))


@guarded
def _save_morning(trainee: Trainee, session: SessionEntry) -> None:
    pain, disturbed = st.session_state.get("morning.pain"), bool(st.session_state.get("morning.sleep"))
    if pain is None:
        raise AnswerError(say("today.morning.missing"))
    home = store()
    entry = MorningEntry(session.day + ONE_DAY, session.id, pain, disturbed)
    home.save_morning(trainee.person.id, entry, home.morning_version(trainee.person.id, entry.day))
    for spent in ("morning.pain", "morning.sleep"):
        st.session_state.pop(spent, None)


def show_morning(trainee: Trainee, state: Situation) -> None:
    """The light that this morning's answer decided, and what follows from it."""
    entry = next((one for one in trainee.journal.mornings if one.day == today()), None)
    session = next(
        (one for one in reversed(trainee.journal.sessions) if one.finished and one.day == today() - ONE_DAY), None
    )
    lit = state.lights.get(session.id) if session else None
    if entry is not None and session is not None and lit is not None:
        told = say(f"today.light.{lit.value}")
        icon = {Light.GREEN: ":material/check_circle:", Light.RED: ":material/trending_down:"}.get(lit)
        box = st.success if lit is Light.GREEN else st.info
        said = say("today.morning.light", day=day(session.day), light=light_in_words(lit), told=told)
        box(said, icon=icon or ":material/pause_circle:")


def ask_before(known: Record, trainee: Trainee, due: Due) -> None:
    """How the back is, the session that follows from it, the safety check; one tap starts."""
    why_style()
    flags = with_readiness(flags_on(known, today()))
    adapted = listened(trainee, due, today(), flags)
    state = adapted.state
    show_morning(trainee, state)
    if questions_first(state):
        return
    flare_card(trainee, state)
    ask_readiness(trainee, state)
    # Its card tells of a flare-up already.
    show_notices(state, besides=(Case.FLARE_REST, Case.FLARE))
    if work_of(adapted.session, SessionKind.PLANNED):
        st.header(say("today.session.title"))
        st.markdown(say("today.minutes", minutes=f"{adapted.session.minutes:.0f}"))
        session_list(adapted, trainee.units)
        _check_and_start(known, trainee, due, adapted)
    else:
        st.markdown(say("today.rest_day"))
        _check(trainee)


def _check_and_start(known: Record, trainee: Trainee, due: Due, adapted: Adapted) -> None:
    if _check(trainee):
        return
    gentle = adapted.state.gentle
    with st.container(key="today.starts"):
        label = say("today.start_gentle" if gentle else "today.start")
        _start_button(known, trainee, due, SessionKind.PLANNED, label, primary=True)
        if not gentle and adapted.session.short:
            _start_button(known, trainee, due, SessionKind.SHORT, say("today.start_short"), primary=False)


def _check(trainee: Trainee) -> bool:
    """The safety question; True where something was ticked, which is shown with what to do."""
    st.markdown(f"**{say('mini.lead')}**")
    with st.container(gap="xsmall", key="mini"):
        for question in asked_before_sessions(trainee.profile.conditions):
            label = say(f"mini.{question.id}")
            st.checkbox(label, key=f"mini.{question.id}", wrap=True, persist_state="session")
    ticked = _ticked()
    if ticked:
        tier_card(mini_screen(ticked).tier)
        st.button("Keep this in the journal", key="mini.keep", type="primary", on_click=_keep_check, args=(trainee,))
    return bool(ticked)


def _ticked() -> tuple[str, ...]:
    return tuple(question.id for question in MINI_SCREEN if st.session_state.get(f"mini.{question.id}"))


def _start_button(known: Record, trainee: Trainee, due: Due, kind: SessionKind, label: str, *, primary: bool) -> None:
    st.button(
        label,
        key=f"today.start.{kind.value}",
        type="primary" if primary else "secondary",
        icon=":material/play_arrow:" if primary else None,
        on_click=_start,
        args=(known, trainee, due, kind),
        width="stretch",
    )


@guarded
def _start(known: Record, trainee: Trainee, due: Due, kind: SessionKind) -> None:
    flags: Flags = with_readiness(flags_on(known, today()))
    # A tick or a number may come together with the tap that starts; the page then says why nothing started.
    if _ticked() or no_loading(flags):
        return
    if flags.readiness.pain_now is None:
        raise AnswerError(say("today.before.missing"))
    home = store()
    # Another tab may have started meanwhile; its session is gone on with.
    if home.has_open_session(trainee.person.id):
        return
    home.save_mini_screen(trainee.person.id, MiniScreenEntry(now()))
    entry = SessionEntry(
        id=secrets.token_hex(16),
        day=today(),
        plan_id=trainee.stored_plan.id,
        week=due.week.number,
        number=due.session.number,
        started_at=now(),
        kind=SessionKind.GENTLE if is_gentle(flags) else kind,
    )
    home.start_session(trainee.person.id, _ready(entry))
    soreness = readiness().soreness
    # From here the session runs: whatever fails below, the next one is asked for anew.
    forget_readiness()
    st.session_state.pop("runner.at", None)
    keep_soreness(trainee.person.id, entry.id, soreness)


def _ready(entry: SessionEntry) -> SessionEntry:
    said = readiness()
    return replace(
        entry,
        pain_before=said.pain_now,
        site_before=Site.NONE if said.pain_now == 0 else None,
        sleep_quality=said.sleep,
        energy=said.energy,
    )


@guarded
def _keep_check(trainee: Trainee) -> None:
    store().save_mini_screen(trainee.person.id, MiniScreenEntry(now(), _ticked()))
    for question in MINI_SCREEN:
        st.session_state.pop(f"mini.{question.id}", None)
