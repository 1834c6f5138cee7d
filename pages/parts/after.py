"""After a session: how it was, what was done and left out, and how the back answered as far as that is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape

import streamlit as st

from core.adapting import Flags, exercise_lights, light, response, so_far
from core.errors import AnswerError
from core.journal import SessionEntry
from core.knowledge.texts import say
from core.store import Versions
from core.words import Light, Site
from pages.parts.home import now, store
from pages.parts.listening import session_of
from pages.parts.scales import scale, site
from pages.parts.steps import Run, Step
from pages.parts.troubles import guarded
from pages.parts.visit import Record, Trainee, catalog
from pages.parts.wording import day

MARK = {Light.GREEN: "●", Light.AMBER: "◆", Light.RED: "■", Light.UNKNOWN: "○"}
STYLE = """
<style>
.bw-done { display:grid; gap:0; margin:.2rem 0 .4rem; }
.bw-done div { display:grid; grid-template-columns:minmax(0,1fr) auto; gap:0 1rem; padding:.35rem 0;
  border-bottom:1px solid rgba(127,140,150,.25); align-items:baseline; }
.bw-done span { font-variant-numeric:tabular-nums; font-size:.92rem; opacity:.9; text-align:right; }
.bw-done .lit { font-style:normal; display:inline-block; width:1.1em; }
.bw-done .green .lit { color:#16805f; } .bw-done .amber .lit { color:#c46d12; } .bw-done .red .lit { color:#c4493f; }
</style>
"""


def light_in_words(shown: Light) -> str:
    """A light with its shape, so that colour is not needed to tell it."""
    return f"{MARK[shown]} {say(f'chart.light.{shown.value}')}"


def ask_end(run: Run) -> None:
    """The questions at the end of a session, filled with what came up on the way."""
    st.header("How was it?")
    _not_done(run)
    key = f"end.{run.entry.id}"
    # Worst pain, its furthest place and the signs start as they were noted on the way.
    pains = [felt.pain for felt in run.entry.exercises if felt.pain is not None]
    places = [felt.site for felt in run.entry.exercises if felt.site is not None]
    scale(say("today.end.worst"), f"{key}.worst", start=max(pains, default=None))
    scale(say("today.end.now"), f"{key}.now")
    furthest = max(places, key=lambda place: place.distance, default=None)
    site(say("today.end.site"), f"{key}.site", start=furthest)
    st.checkbox(say("today.end.spread"), run.entry.spread, key=f"{key}.spread", wrap=True, persist_state="session")
    is_stop = st.checkbox(
        say("today.end.stop"), run.entry.stop_sign, key=f"{key}.stop", wrap=True, persist_state="session"
    )
    if is_stop:
        st.warning(say("triage.warning_card"), icon=":material/front_hand:")
    scale(say("today.end.effort"), f"{key}.effort", ("no effort", "all I had"))
    st.text_area(say("today.end.note"), key=f"{key}.note", max_chars=2000, height=80, persist_state="session")
    st.button(
        "Finish the session",
        key="runner.finish",
        type="primary",
        icon=":material/flag:",
        on_click=_end,
        args=(run.entry, key, run.versions.session),
        width="stretch",
    )


def show_finished(known: Record, trainee: Trainee, entry: SessionEntry) -> None:
    """What was just finished: each exercise with its light as far as known, and what comes next."""
    due, adapted = session_of(known, trainee, entry)
    run = Run(trainee, entry, due, adapted, Flags(), Versions(0))
    sets = len(entry.sets)
    exercises = len({one.exercise_id for one in entry.sets})
    st.success(say("today.finished", sets=sets, exercises=exercises), icon=":material/check_circle:")
    ceiling = trainee.profile.pain_ceiling
    answer = response(entry, trainee.journal)
    own = exercise_lights(trainee.journal, ceiling)
    rows = "".join(_row(step, entry, own.get((entry.id, step.now.exercise_id)), trainee, ceiling) for step in run.steps)
    if rows:
        st.html(f'{STYLE}<div class="bw-done">{rows}</div>')
    if light(answer, ceiling) is Light.RED:
        st.warning(say("today.answer.red"), icon=":material/trending_down:")
    elif entry.pain_worst is not None:
        st.markdown(say("today.answer.within", worst=entry.pain_worst, limit=ceiling))
    st.caption(say("today.answer.morning", day=day(entry.day + timedelta(days=1))))
    if st.button("See your progress", key="today.progress"):
        st.switch_page("progress.py")


def _row(step: Step, entry: SessionEntry, lit: Light | None, trainee: Trainee, ceiling: int) -> str:
    """One exercise: its sets of the planned ones, and its light so far."""
    name = escape(catalog()[step.now.exercise_id].name)
    count = escape(say("today.done.sets", done=len(step.done) + len(step.before), planned=step.place.sets))
    if not step.done and not step.before:
        return f"<div><b>{name}</b><span>{escape(say('today.done.skipped'))}</span></div>"
    shown, told = lit or Light.UNKNOWN, ""
    if shown is Light.UNKNOWN:
        felt = next((one for one in entry.exercises if one.exercise_id == step.now.exercise_id), None)
        answer = response(entry, trainee.journal)
        shown = so_far(answer if felt is None or felt.pain is None else replace(answer, worst=felt.pain), ceiling)
        told = say(f"today.so_far.{shown.value}")
    said = told or say(f"chart.light.{shown.value}")
    return (
        f'<div class="{shown.value}"><b>{name}</b><span>{count}</span>'
        f'<span style="grid-column:1/-1;text-align:left"><i class="lit" aria-hidden="true">{MARK[shown]}</i>'
        f"{escape(said)}</span></div>"
    )


def _not_done(run: Run) -> None:
    """Name what was skipped or cut short, without blame."""
    skipped = [catalog()[one.now.exercise_id].name for one in run.steps if not one.done and not one.before]
    cut = [
        say("today.left.part", name=catalog()[one.now.exercise_id].name, done=len(one.done), planned=one.wanted)
        for one in run.steps
        if one.done and not one.complete
    ]
    if skipped or cut:
        st.info(say("today.left", names=", ".join((*skipped, *cut))), icon=":material/info:")


@guarded
def _end(entry: SessionEntry, key: str, version: int) -> None:
    state = st.session_state
    felt: Site | None = state.get(f"{key}.site")
    worst = state.get(f"{key}.worst")
    noted = max((one for one in entry.exercises if one.pain is not None), key=lambda one: one.pain or 0, default=None)
    if worst is not None and noted is not None and (noted.pain or 0) > worst:
        raise AnswerError(say("today.end.worst_is_more", pain=noted.pain, name=catalog()[noted.exercise_id].name))
    store().finish_session(
        replace(
            entry,
            finished_at=now(),
            pain_worst=worst,
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
    state.pop("runner.at", None)
