"""How one is before training, in few taps: pain on its scale, the rest in three steps; a gentle day, a flare-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from core.adapting import Flags, FlareCause, FlareStage, Readiness, Situation
from core.knowledge.rules import whole
from core.knowledge.texts import say
from pages.parts.home import store, today
from pages.parts.listening import FLARE_ON, GENTLE_ON
from pages.parts.scales import scale
from pages.parts.troubles import guarded
from pages.parts.visit import Trainee
from pages.parts.why_moved import why
from pages.parts.wording import day

SCORES = {name: whole(f"today.level.{name}") for name in ("low", "middle", "high")}
"""Points 0 to 10 of the three steps."""

# The question and its three steps stand on one line.
STYLE = """
<style>
.st-key-before-steps { max-width:28rem; }
.st-key-before-steps div[data-testid="stButtonGroup"] { display:flex; flex-direction:row; flex-wrap:wrap;
  align-items:center; justify-content:space-between; gap:.2rem .8rem; }
.st-key-before-steps div[data-testid="stButtonGroup"] > label { margin:0; min-height:0; width:auto; }
.st-key-before-steps div[data-testid="stButtonGroup"] > div { width:auto; }
</style>
"""

ASKED = ("sleep", "energy", "sore")
PAIN = "before.pain"
KEYS = (PAIN, *(f"before.{name}" for name in ASKED))


def ask_readiness(trainee: Trainee, state: Situation) -> None:
    """Pain now, sleep, energy and soreness; unset until tapped. The last run's state says which buttons there are."""
    st.html(STYLE)
    with st.container(border=True, key="before.card"):
        scale(say("today.before.pain"), PAIN)
        with st.container(gap="xsmall", key="before.steps"):
            for name in ASKED:
                st.segmented_control(
                    say(f"today.before.{name}"),
                    list(SCORES),
                    format_func=partial(_step_in_words, name),
                    key=f"before.{name}",
                    width="stretch",
                    persist_state="session",
                )
        _day_buttons(trainee, state)


def readiness() -> Readiness:
    """What was tapped."""
    state = st.session_state
    sleep, energy, sore = (SCORES.get(state.get(f"before.{name}") or "") for name in ASKED)
    return Readiness(state.get(PAIN), sleep, energy, sore)


def forget_readiness() -> None:
    """Start empty the next time."""
    for key in KEYS:
        st.session_state.pop(key, None)


def with_readiness(flags: Flags) -> Flags:
    """What was said of the day, with what was tapped."""
    return replace(flags, readiness=readiness())


def flare_card(trainee: Trainee, state: Situation) -> None:
    """A flare-up that is on: since when, and the way to take it back where the person called it one."""
    flare = state.flare
    if flare is None:
        return
    with st.container(border=True, key="today.flare"):
        st.markdown(f"**{say(f'today.flare.{flare.cause.value}', day=day(flare.since))}**")
        case = flare.cut.case
        told = f"{case.sentence} {say('today.flare.rest') if flare.stage is FlareStage.REST else ''}"
        behind = why(case.back, flare.entries, case.rule, state.journal)
        st.html(f'<div class="bw-moved"><p>{escape(told.strip())}</p>{behind}</div>')
        if flare.cause is FlareCause.BUTTON:
            st.button(
                say("today.flare.take_back"),
                key="today.flare.off",
                type="tertiary",
                on_click=_say_of_today,
                args=(trainee.person.id, FLARE_ON, None),
            )


def _step_in_words(name: str, step: str) -> str:
    return say(f"today.before.{name}.{step}")


def _day_buttons(trainee: Trainee, state: Situation) -> None:
    """One tap each; a second tap takes it back."""
    gentle = trainee.preferences.get(GENTLE_ON) == today().isoformat()
    with st.container(horizontal=True, key="before.day"):
        if state.flare is None or gentle:
            st.button(
                say("today.gentle.off" if gentle else "today.gentle.on"),
                key="today.gentle",
                icon=":material/undo:" if gentle else ":material/spa:",
                on_click=_say_of_today,
                args=(trainee.person.id, GENTLE_ON, None if gentle else today()),
            )
        if state.flare is None:
            st.button(
                say("today.flare.on"),
                key="today.flare.on",
                icon=":material/self_improvement:",
                on_click=_say_of_today,
                args=(trainee.person.id, FLARE_ON, today()),
            )


@guarded
def _say_of_today(person_id: str, key: str, when: date | None) -> None:
    store().set_preference(person_id, key, when.isoformat() if when else None)
