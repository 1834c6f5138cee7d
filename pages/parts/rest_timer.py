"""The rest after a set, counted down in the browser: no run of the page a second, and there again after a reload."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from core.catalog import Exercise
from core.journal import SessionEntry
from core.knowledge.texts import say
from core.planning import Prescription
from core.store import Json
from pages.parts.home import now, store
from pages.parts.troubles import guarded
from pages.parts.visit import Trainee

TIMER = "rest_timer"
"""Preference: false where the person turned the timer off."""

HTML = """
<div class="rest">
  <div class="line"><span class="what"></span><span class="clock" role="timer" aria-live="off"></span></div>
  <div class="track" aria-hidden="true"><div class="bar"></div></div>
  <span class="said" role="status"></span>
</div>
"""

CSS = """
.rest { font-family: var(--st-font); color: var(--st-text-color); }
.line { display: flex; justify-content: space-between; align-items: baseline; gap: .6rem; }
.clock { font-size: 1.5rem; font-variant-numeric: tabular-nums; font-weight: 600; }
.track { height: .35rem; border-radius: 1rem; overflow: hidden; background: var(--st-border-color); margin-top: .3rem; }
.bar { height: 100%; background: var(--st-primary-color); border-radius: 1rem; }
.over .track { visibility: hidden; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""

# By the clock on the wall: a phone that slept meanwhile shows what is left, not what it counted.
JS = """
export default function(component) {
  const { data, parentElement } = component;
  const part = (name) => parentElement.querySelector('.' + name);
  const ends = Date.now() + data.left_s * 1000;
  let over = data.left_s <= 0;
  const show = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    part('what').textContent = left ? data.resting : data.over;
    part('clock').textContent = left ? Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0') : '';
    part('bar').style.width = Math.min(100, 100 * left / data.rest_s) + '%';
    part('rest').classList.toggle('over', !left);
    if (!left && !over) { over = true; part('said').textContent = data.over; }
  };
  part('said').textContent = '';
  show();
  const ticking = setInterval(show, 250);
  return () => clearInterval(ticking);
}
"""


def rest_timer(trainee: Trainee, entry: SessionEntry, resting: tuple[Exercise, Prescription] | None) -> None:
    """What is left of the rest after the last set, and the way to turn the timer off; nothing before the first set."""
    last = max((one.done_at for one in entry.sets if one.done_at), default=None)
    if last is None or resting is None or not resting[1].rest_s:
        return
    exercise, prescription = resting
    on = trainee.preferences.get(TIMER) is not False
    with st.container(key="rest", horizontal=True, vertical_alignment="center", gap="small"):
        if on:
            _count_down(entry.id, last, prescription.rest_s)
        else:
            st.caption(say("today.rest.about", seconds=prescription.rest_s, name=exercise.name))
        st.toggle(
            say("today.rest.toggle"),
            on,
            key="rest.on",
            on_change=_turn,
            args=(trainee.person.id,),
            width="content",
        )


def _count_down(session_id: str, last: datetime, rest_s: int) -> None:
    left_s = max(0.0, rest_s - (now() - last).total_seconds())
    component = st.components.v2.component("backwise_rest_timer", html=HTML, css=CSS, js=JS)
    data: dict[str, Json] = {
        "left_s": round(left_s, 1),
        "rest_s": rest_s,
        "resting": say("today.rest.resting"),
        "over": say("today.rest.over"),
    }
    component(key=f"rest.{session_id}", data=data, width="stretch")


@guarded
def _turn(person_id: str) -> None:
    store().set_preference(person_id, TIMER, bool(st.session_state["rest.on"]))
