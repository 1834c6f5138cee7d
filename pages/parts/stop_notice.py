"""Stop rules, shown where they matter: what was noticed, what to do, and the way on. Calm, and one box."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.adapting import Flags, Situation, Stop, StopKind, stop_rules
from core.journal import Journal, SessionEntry
from core.knowledge.texts import say
from core.words import Tier
from pages.parts.leaving import go_to
from pages.parts.tier_card import tier_card
from pages.parts.visit import Trainee
from pages.parts.why_moved import moved_by

ENDS = (StopKind.STOP_SIGN, StopKind.SPREAD, StopKind.THREE_REDS)
"""Stops after which nothing more is logged in the session that they came up in."""

BY_URGENCY = (*ENDS, StopKind.FURTHER_DOWN)


def questions_first(state: Situation) -> bool:
    """Stop rules of earlier sessions, with the way to the questions; True where nothing is loaded before them."""
    show_stops(state.stops, state.journal)
    return state.withheld


def show_stops(stops: tuple[Stop, ...], journal: Journal) -> None:
    """What fired, the entries behind it, and the one button to the questions; nothing where nothing did."""
    if not stops:
        return
    for kind in dict.fromkeys(stop.kind for stop in stops):
        fired = [stop for stop in stops if stop.kind is kind]
        told = moved_by(dict.fromkeys(entry for stop in fired for entry in stop.entries), journal)
        box = st.warning if fired[0].withholds else st.info
        because = say("today.stop.because", entries=told) if told else ""
        box(f"{fired[0].sentence} {because}".strip(), icon=":material/front_hand:")
    withheld = any(stop.withholds for stop in stops)
    label = say("today.stop.questions")
    if st.button(label, key="today.stop.questions", type="primary" if withheld else "secondary"):
        # The screening starts empty: what has come up since may change any of its answers.
        for key in [key for key in st.session_state if str(key).startswith(("screening.", "resolver."))]:
            del st.session_state[key]
        st.session_state["screening.draft"], st.session_state["screening.step"] = {}, 0
        go_to("screening.py")


def stops_in(trainee: Trainee, entry: SessionEntry, flags: Flags) -> tuple[Stop, ...]:
    """Stop rules that the running session itself set off, `entry` being what is known of it now."""
    if not (entry.stop_sign or entry.spread or any(one.sharp or one.site for one in entry.exercises)):
        return ()
    sessions = tuple(entry if one.id == entry.id else one for one in trainee.journal.sessions)
    found = stop_rules(replace(trainee.journal, sessions=sessions), trainee.profile, entry.day, flags)
    return tuple(one for one in found if entry.id in one.entries and one.withholds)


def stop_card(stops: tuple[Stop, ...]) -> None:
    """The most serious of what came up in this session, and what to do now."""
    kind = min((one.kind for one in stops), key=BY_URGENCY.index)
    if kind is StopKind.STOP_SIGN:
        tier_card(Tier.EMERGENCY)
    st.warning(say(f"today.stop.{kind.value}"), icon=":material/front_hand:")
