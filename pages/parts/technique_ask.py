"""The three questions of the decision aid. What is chosen stands in the address, so that an answer can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core.knowledge.texts import say
from core.profile import Profile
from core.technique import Feeling, Lift, Likely, Moment, StopKind, likely, load_technique

FEEL, LIFT, WHEN = "feel", "lift", "when"
STOP_MARK = ":material/front_hand: "


@dataclass(frozen=True)
class Chosen:
    """What was said; lift and moment may stay open."""

    feeling: Feeling
    lift: Lift | None
    moment: Moment | None

    @property
    def asks_for_questions(self) -> bool:
        """True where the safety questions come before the legs are loaded again."""
        return self.feeling.stop is not None and self.feeling.stop.kind is StopKind.QUESTIONS

    def likely(self, profile: Profile | None) -> tuple[Likely, ...]:
        """The likely reasons for this back."""
        return likely(self.feeling, self.lift, self.moment, profile)


def asked_for_unknown() -> bool:
    """True where the address names something that there is no choice for."""
    known = load_technique()
    offered: Mapping[str, Mapping[str, object]] = {FEEL: known.feelings, LIFT: known.lifts, WHEN: known.moments}
    return any(st.query_params.get(key, next(iter(ids))) not in ids for key, ids in offered.items())


def ask_feeling() -> Feeling | None:
    """What is felt; None before it is chosen. Stop signs carry a mark."""
    known = load_technique().feelings
    felt = _choose(
        "technique.feeling", FEEL, {one.id: f"{STOP_MARK if one.stop else ''}{one.name}" for one in known.values()}
    )
    return known.get(felt or "")


def ask_where(feeling: Feeling) -> Chosen:
    """In which lift, and when; both may stay open."""
    known = load_technique()
    lift = _choose("technique.lift", LIFT, {one.id: one.name for one in known.lifts.values()})
    moment = _choose("technique.moment", WHEN, {one.id: one.name for one in known.moments.values()})
    return Chosen(feeling, known.lifts.get(lift or ""), known.moments.get(moment or ""))


def _choose(text_id: str, key: str, names: Mapping[str, str]) -> str | None:
    """One choice. The address holds its id: a bound widget would write its label, which may be reworded."""
    followed = f"{key}.followed"
    asked = st.query_params.get(key)
    if asked in names and asked != st.session_state.get(followed):
        st.session_state[key] = asked
    chosen = st.pills(
        say(text_id), list(names), format_func=names.__getitem__, key=key, persist_state="session", wrap=True
    )
    if chosen:
        st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    st.session_state[followed] = chosen
    return chosen
