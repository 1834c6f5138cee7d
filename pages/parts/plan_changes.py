"""Changing a plan by hand: swap, keep, leave out, length, start, ready-made workouts; undone in one tap."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.errors import StoreError
from core.knowledge.texts import say
from core.planning import alternatives, load_templates
from core.profile import Profile
from core.records import (
    DISLIKED,
    EXCLUDED,
    LIKED,
    LOCKED,
    SWAPS,
    TEMPLATES,
    WEEKS,
    listed,
    plan_for,
    plan_record,
    swapped,
)
from core.scoring import judge_all
from core.store import Json, Person
from pages.parts.home import now, store, today
from pages.parts.troubles import guarded, show_failure
from pages.parts.undo import undoable
from pages.parts.visit import Trainee, catalog, catalog_for, record_of

MOST_SWAPS = 4
GIVEN_BACK = {
    EXCLUDED: "Left out by you; tick what may come back",
    LOCKED: "Kept in every session; tick what need not be",
}


def make_first_plan(person: Person, profile: Profile, preferences: Mapping[str, Json]) -> None:
    """Make and keep the first plan, starting today; says so where it cannot be kept."""
    plan = plan_for(profile, catalog(), today(), preferences)
    try:
        store().save_plan(person.id, plan_record(secrets.token_hex(8), now(), plan))
    except StoreError as error:
        show_failure(error)


@guarded
def remake(trainee: Trainee, starts_on: date, **changes: Json) -> None:
    """Keep what was chosen, and make the plan anew from it."""
    home = store()
    with undoable(home, say("plan.remade"), {trainee.person.id}, ("preference", "plan")):
        for key, value in changes.items():
            home.set_preference(trainee.person.id, key, value)
        known = record_of(trainee.person)
        if known.profile is not None:
            plan = plan_for(known.profile, catalog(), starts_on, known.preferences)
            # Changed on the way, a plan stays the one whose sessions are done; from another day it is a new one.
            same = starts_on == trainee.plan.starts_on
            plan_id = trainee.stored_plan.id if same else secrets.token_hex(8)
            home.save_plan(trainee.person.id, plan_record(plan_id, now(), plan))


def change_menu(trainee: Trainee, exercise_id: str) -> None:
    """Swap, keep or leave out one exercise."""
    menu = st.popover("Change", key=f"plan.change.{exercise_id}", icon=":material/swap_horiz:", on_change="rerun")
    if not menu.open:
        return
    with menu:
        offered = catalog_for(trainee.profile)
        verdicts = judge_all(trainee.profile, offered)
        before = swapped_from(trainee.preferences, exercise_id)
        if before:
            _swap_button(trainee, exercise_id, before, f"Back to {catalog()[before].name}", help=None)
        for verdict in alternatives(exercise_id, offered, verdicts)[:MOST_SWAPS]:
            other = catalog()[verdict.exercise_id]
            if other.id != before:
                _swap_button(trainee, exercise_id, other.id, f"Swap for {other.name}", help=" ".join(verdict.why))
        kept = exercise_id in listed(trainee.preferences, LOCKED)
        _toggle_button(
            trainee, LOCKED, exercise_id, "Let the plan choose again" if kept else "Keep it in every session"
        )
        _taste_buttons(trainee, exercise_id)
        _toggle_button(trainee, EXCLUDED, exercise_id, "Leave it out")


def swapped_from(kept: Mapping[str, Json], exercise_id: str) -> str | None:
    """The exercise in whose place this one stands by a swap, None where it stands by itself."""
    swaps = kept.get(SWAPS)
    origins = (one for one, other in swaps.items() if other == exercise_id) if isinstance(swaps, dict) else ()
    return next((one for one in origins if one in catalog()), None)


def _swap_button(trainee: Trainee, exercise_id: str, other_id: str, label: str, *, help: str | None) -> None:
    st.button(
        label,
        key=f"plan.swap.{exercise_id}.{other_id}",
        help=help,
        on_click=remake,
        args=(trainee, trainee.plan.starts_on),
        kwargs={SWAPS: swapped(trainee.preferences, exercise_id, other_id)},
        width="stretch",
    )


def _taste_buttons(trainee: Trainee, exercise_id: str) -> None:
    """Liked and disliked shut each other out; a second tap takes the mark off."""
    for key, other, label in ((LIKED, DISLIKED, "I like it"), (DISLIKED, LIKED, "I do not like it")):
        marked = exercise_id in listed(trainee.preferences, key)
        rest = [one for one in listed(trainee.preferences, key) if one != exercise_id]
        opposite = [one for one in listed(trainee.preferences, other) if one != exercise_id]
        st.button(
            f"{label} (marked)" if marked else label,
            key=f"plan.{key}.{exercise_id}",
            on_click=remake,
            args=(trainee, trainee.plan.starts_on),
            kwargs={key: rest if marked else [*rest, exercise_id], other: opposite},
            width="stretch",
        )


def _toggle_button(trainee: Trainee, key: str, exercise_id: str, label: str) -> None:
    chosen = listed(trainee.preferences, key)
    changed = [one for one in chosen if one != exercise_id] if exercise_id in chosen else [*chosen, exercise_id]
    st.button(
        label,
        key=f"plan.{key}.{exercise_id}",
        on_click=remake,
        args=(trainee, trainee.plan.starts_on),
        kwargs={key: changed},
        width="stretch",
    )


def adjust(trainee: Trainee) -> None:
    """Length, start, ready-made workouts, and what was left out by choice."""
    offered = load_templates()
    box = st.expander("Adjust the plan", key="plan.adjust", icon=":material/tune:", on_change="rerun")
    if not box.open:
        return
    with box:
        st.slider("Weeks", 1, 12, len(trainee.plan.weeks), key="plan.weeks")
        st.date_input("Starts on", trainee.plan.starts_on, key="plan.starts", width=220, required=True)
        st.pills(
            "Follow a ready-made workout, adapted to you",
            list(offered),
            selection_mode="multi",
            default=[one for one in listed(trainee.preferences, TEMPLATES) if one in offered],
            format_func=lambda one: offered[one].name,
            key="plan.templates",
            wrap=True,
        )
        st.caption(" ".join(f"{one.name}: {one.about}" for one in offered.values()))
        for key, label in GIVEN_BACK.items():
            _offer_back(trainee, key, label)
        st.button(
            "Make the plan anew",
            key="plan.remake",
            type="primary",
            help=say("plan.remake_help"),
            on_click=_remake_adjusted,
            args=(trainee,),
        )


def _remake_adjusted(trainee: Trainee) -> None:
    """Make the plan anew from the widgets as they stand at the tap."""
    state = st.session_state
    kept: dict[str, Json] = {
        key: [one for one in listed(trainee.preferences, key) if one not in (state.get(f"plan.back.{key}") or ())]
        for key in GIVEN_BACK
    }
    remake(
        trainee,
        state["plan.starts"],
        **{WEEKS: state["plan.weeks"], TEMPLATES: list(state["plan.templates"] or ()), SWAPS: {}, **kept},
    )


def _offer_back(trainee: Trainee, key: str, label: str) -> None:
    """What was left out or kept by choice; ticked ones are let go."""
    chosen = [one for one in listed(trainee.preferences, key) if one in catalog()]
    if chosen:
        st.pills(
            label,
            chosen,
            selection_mode="multi",
            format_func=lambda one: catalog()[one].name,
            key=f"plan.back.{key}",
            wrap=True,
        )
