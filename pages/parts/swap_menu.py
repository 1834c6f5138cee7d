"""Swap in place, for today: another exercise with its own load and target; the plan itself stays as it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import streamlit as st

from core.adapting import swaps_now
from core.journal import ExerciseEntry
from core.knowledge.texts import say
from pages.parts.home import store
from pages.parts.listening import session_of
from pages.parts.steps import Run, Step
from pages.parts.troubles import guarded
from pages.parts.visit import catalog, catalog_for
from pages.parts.wording import load, target

MOST_SWAPS = 4


def swap_menu(run: Run, step: Step) -> None:
    """What may stand in, worked out when the menu is opened."""
    name = step.place.exercise_id
    menu = st.popover(say("today.swap.title"), key=f"swap.{name}", icon=":material/swap_horiz:", on_change="rerun")
    if not menu.open or run.adapted is None:
        return
    trainee = run.trainee
    with menu:
        st.caption(say("today.swap.about"))
        if step.swapped:
            label = say("today.swap.back", name=catalog()[name].name)
            st.button(label, key=f"swap.{name}.back", on_click=_swap, args=(run, step, name), width="stretch")
        due, adapted = session_of(trainee.known, trainee, run.entry, whole=True)
        offered = swaps_now(
            adapted or run.adapted, name, trainee.plan, due, trainee.profile, catalog_for(trainee.profile)
        )
        shown = [one for one, _ in islice(offered, MOST_SWAPS + 1) if one.exercise_id != step.now.exercise_id]
        for one in shown[:MOST_SWAPS]:
            dose = " · ".join(part for part in (target(one), load(one, trainee.units)) if part)
            st.button(
                f"{catalog()[one.exercise_id].name}: {dose}",
                key=f"swap.{name}.{one.exercise_id}",
                on_click=_swap,
                args=(run, step, one.exercise_id),
                width="stretch",
            )
        if not shown:
            st.markdown(say("today.swap.none"))


@guarded
def _swap(run: Run, step: Step, to_id: str) -> None:
    """Mark what stands in; the exercise that goes keeps its mark only where sets of it are logged."""
    origin = step.place.exercise_id
    home = store()
    for one in run.entry.exercises:
        leaves = one.replaced_id == origin and one.exercise_id != to_id
        if leaves and (to_id == origin or not any(s.exercise_id == one.exercise_id for s in run.entry.sets)):
            home.log_exercise(run.entry.id, replace(one, replaced_id=None), run.versions.of_exercise(one.exercise_id))
    if to_id != origin:
        known = run.felt(to_id) or ExerciseEntry(to_id)
        version = run.versions.of_exercise(to_id)
        home.log_exercise(run.entry.id, replace(known, replaced_id=origin), version)
    st.session_state[f"swap.{origin}"] = False
