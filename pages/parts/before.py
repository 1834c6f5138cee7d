"""Before a session: the morning after the last one, the safety check, and how the back is now."""

from __future__ import annotations

import secrets
from datetime import timedelta

import streamlit as st

from core.errors import AnswerError
from core.journal import MiniScreenEntry, MorningEntry, SessionEntry, SessionKind
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning import Due
from core.screening import MINI_SCREEN, mini_screen
from core.words import Site
from pages.parts.scales import scale
from pages.parts.tier_card import tier_card
from pages.parts.troubles import guarded
from pages.parts.visit import Trainee, now, store, today
from pages.parts.wording import day

NO_LOADING_FROM, GENTLE_FROM = whole("today.no_loading_from"), whole("today.gentle_from")
ONE_DAY = timedelta(days=1)


def ask_morning(trainee: Trainee) -> None:
    """The morning-after question, where a session of the last two days still waits for its answer."""
    session = trainee.journal.morning_due(today())
    if session is None:
        return
    with st.container(border=True, key="today.morning"):
        st.markdown(f"**{say('today.morning.title', day=day(session.day))}**")
        scale(say("today.morning.pain"), "morning.pain")
        st.checkbox(say("today.morning.sleep"), key="morning.sleep")
        with st.container(horizontal=True):
            st.button(
                "Save",
                key="morning.save",
                type="primary",
                on_click=_save_morning,
                args=(trainee, session),
            )
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


def ask_before(trainee: Trainee, due: Due) -> None:
    """The safety check and pain now; one tap starts the session as planned."""
    st.markdown(f"**{say('mini.lead')}**")
    for question in MINI_SCREEN:
        st.checkbox(say(f"mini.{question.id}"), key=f"mini.{question.id}", wrap=True)
    ticked = _ticked()
    if ticked:
        outcome = mini_screen(ticked)
        tier_card(outcome.tier)
        st.button(
            "Keep this in the journal",
            key="mini.keep",
            type="primary",
            on_click=_keep_check,
            args=(trainee,),
        )
        return
    pain = scale(say("today.before.pain"), "before.pain")
    if pain is not None and pain >= NO_LOADING_FROM:
        st.warning(say("today.before.no_loading"), icon=":material/self_improvement:")
        return
    gentle = pain is not None and pain >= GENTLE_FROM
    if gentle:
        st.info(say("today.before.gentle"), icon=":material/spa:")
    with st.container(horizontal=True):
        _start_button(trainee, due, SessionKind.PLANNED, say("today.start"), primary=not gentle)
        _start_button(trainee, due, SessionKind.SHORT, say("today.start_short"), primary=gentle)


def _ticked() -> tuple[str, ...]:
    return tuple(question.id for question in MINI_SCREEN if st.session_state.get(f"mini.{question.id}"))


def _start_button(trainee: Trainee, due: Due, kind: SessionKind, label: str, *, primary: bool) -> None:
    st.button(
        label,
        key=f"today.start.{kind.value}",
        type="primary" if primary else "secondary",
        icon=":material/play_arrow:" if primary else None,
        on_click=_start,
        args=(trainee, due, kind),
    )


@guarded
def _start(trainee: Trainee, due: Due, kind: SessionKind) -> None:
    pain = st.session_state.get("before.pain")
    # A tick or a number may come together with the tap that starts; the page then says why nothing started.
    if _ticked() or (pain is not None and pain >= NO_LOADING_FROM):
        return
    home = store()
    # Another tab may have started meanwhile; its session is gone on with.
    if home.journal(trainee.person.id).open_session() is not None:
        return
    home.save_mini_screen(trainee.person.id, MiniScreenEntry(now()))
    entry = SessionEntry(
        id=secrets.token_hex(16),
        day=today(),
        plan_id=trainee.stored_plan.id,
        week=due.week.number,
        number=due.session.number,
        started_at=now(),
        kind=kind,
        pain_before=pain,
        site_before=Site.NONE if pain == 0 else None,
    )
    home.start_session(trainee.person.id, entry)
    for spent in ("before.pain", "runner.at"):
        st.session_state.pop(spent, None)


@guarded
def _keep_check(trainee: Trainee) -> None:
    store().save_mini_screen(trainee.person.id, MiniScreenEntry(now(), _ticked()))
