"""What comes before any reason: a stop sign, in the screening's own words, and what the triage withholds."""

from __future__ import annotations

import streamlit as st

from core.knowledge.texts import say
from core.screening import mini_screen
from core.technique import Feeling, Stop, StopKind
from core.words import Tier
from pages.parts.leaving import go_to
from pages.parts.tier_card import tier_card
from pages.parts.visit import Record

TIERS = {StopKind.EMERGENCY: Tier.EMERGENCY, StopKind.SAME_DAY: Tier.SAME_DAY}


def stop_first(feeling: Feeling) -> None:
    """The stop text of a feeling, nothing where it is no stop sign."""
    stop = feeling.stop
    if stop is None:
        return
    if stop.kind in TIERS:
        tier_card(TIERS[stop.kind])
        st.markdown("\n".join([f"{say('technique.stop.signs')}\n", *(f"- {say(one)}" for one in stop.says)]))
        return
    _stop_box(stop)
    if stop.kind is StopKind.QUESTIONS:
        to_the_questions("technique.questions")


def withheld_first(known: Record | None) -> None:
    """Why nothing is offered to be tried or changed, and the way on."""
    tier = known.assessment.tier if known and known.assessment else None
    if tier is not None and not tier.allows_plan:
        tier_card(tier)
        return
    if known and known.signs:
        tier_card(Tier.EMERGENCY if "stop" in known.signs else mini_screen(known.signs).tier)
    else:
        st.warning(say("technique.change.questions"), icon=":material/front_hand:")
    to_the_questions("technique.due")


def to_the_questions(key: str) -> None:
    """The safety questions from the start: what has come up since may change any of its answers."""
    if st.button(say("technique.stop.answer"), key=key, type="primary", icon=":material/arrow_forward:"):
        for spent in [one for one in st.session_state if str(one).startswith(("screening.", "resolver."))]:
            del st.session_state[spent]
        st.session_state["screening.draft"], st.session_state["screening.step"] = {}, 0
        go_to("screening.py")


def _stop_box(stop: Stop) -> None:
    after = "technique.stop.questions" if stop.kind is StopKind.QUESTIONS else "technique.stop.now"
    lines = [f"**{say('technique.stop.title')}**", *(say(one) for one in stop.says), say(after)]
    st.error("\n\n".join(lines), icon=":material/front_hand:")
