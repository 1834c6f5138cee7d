"""What stands between a person and training today: worked out once, said the same on every page, one button on."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from core.adapting import Barrier, Clearance, StopKind, clearance
from core.exporting.wording import full_day
from core.knowledge.texts import say
from core.screening import mini_screen
from core.store.plans import MOST_AHEAD
from core.words import Tier
from pages.parts.home import now, today
from pages.parts.leaving import go_to
from pages.parts.listening import flags_on
from pages.parts.plan_changes import remake
from pages.parts.stop_notice import show_stops
from pages.parts.tier_card import tier_card
from pages.parts.visit import Record

IN_A_SESSION = "stop"


def clearance_of(known: Record | None) -> Clearance | None:
    """Whether this person may train by the plan in force today; None before there is a screening."""
    if known is None or known.assessment is None or known.profile is None:
        return None
    assessment, profile = known.assessment, known.profile
    flags = flags_on(known, today())
    return known.once(
        "clearance", lambda: clearance(assessment, known.journal, profile, known.stored_plan, now(), flags)
    )


def show_barrier(cleared: Clearance, known: Record, page: str) -> None:
    """What stands in the way, and the one button that leads on; nothing where nothing does. `page` begins its key."""
    _say_clock(known)
    _say_gone(cleared, known, page)
    match cleared.barrier:
        case Barrier.TIER:
            tier_card(cleared.tier)
            _onwards("See the result of the screening", f"{page}.result")
        case Barrier.QUESTIONS:
            if cleared.signs:
                tier_card(_tier_of(cleared.signs))
                st.markdown("\n".join(f"- {say(f'mini.{sign}')}" for sign in cleared.signs))
            st.warning(cleared.sentence, icon=":material/event_repeat:")
            _onwards("Answer the questions", f"{page}.renew")
        case Barrier.STOP:
            if any(stop.kind is StopKind.STOP_SIGN for stop in cleared.stops):
                tier_card(Tier.EMERGENCY)
            show_stops(cleared.stops, known.journal)
        case Barrier.GENTLER:
            st.info(cleared.sentence, icon=":material/update:")
            _remaking(known, "Make the plan anew", f"{page}.refresh", primary=True)
        case Barrier.OVER:
            st.info(cleared.sentence, icon=":material/update:")
            _remaking(known, "Make the next plan", f"{page}.next_plan", primary=True)
        case Barrier.OUTDATED:
            st.info(cleared.sentence, icon=":material/update:")
            # On Today the session stands below, which is what most people came for.
            _remaking(known, "Make the plan anew", f"{page}.refresh", primary=page != "today")


def _say_clock(known: Record) -> None:
    """A record with entries from days to come: a clock was wrong then, or is now."""
    last = known.journal.last_session()
    made = known.stored_plan
    moments = (known.assessed_at, made.made_at if made else None, last.started_at if last else None)
    newest = max((moment for moment in moments if moment is not None), default=None)
    if newest is not None and not known.person.is_demo and newest > now() + MOST_AHEAD:
        day = full_day(newest.astimezone(now().tzinfo).date())
        st.warning(say("plan.clock", today=full_day(today()), day=day), icon=":material/history_toggle_off:")


def _say_gone(cleared: Clearance, known: Record, page: str) -> None:
    """Exercises of the plan that the catalogue does not have, and the way to others."""
    made = known.stored_plan
    if made is None or not made.gone or cleared.halted:
        return
    st.info(say("plan.gone_since" if made.is_of_other_catalog else "plan.gone"), icon=":material/playlist_remove:")
    # Plain text: a file may call an exercise whatever it likes.
    st.text(", ".join(name.replace("_", " ") for name in made.gone))
    if cleared.barrier not in (Barrier.OVER, Barrier.OUTDATED):
        _remaking(known, "Make the plan anew", f"{page}.gone", primary=page != "today")


def _onwards(label: str, key: str) -> None:
    if st.button(label, key=key, type="primary"):
        go_to("screening.py")


def _remaking(known: Record, label: str, key: str, *, primary: bool) -> None:
    trainee = known.trainee
    if trainee is not None:
        look: Literal["primary", "secondary"] = "primary" if primary else "secondary"
        st.button(label, key=key, type=look, on_click=remake, args=(trainee, today()))


def _tier_of(signs: tuple[str, ...]) -> Tier:
    """Tier of the signs that were ticked; one that came up in a session counts as the most urgent."""
    return Tier.EMERGENCY if IN_A_SESSION in signs else mini_screen(signs).tier
