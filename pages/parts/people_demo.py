"""Demo people: their cards, and how one of them comes into this visit's store."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from core.demo import DemoPerson, demo_exposures, demo_record, load_demo_people, next_plan
from core.demo.record import DAYS
from core.knowledge.texts import say
from core.records import assessment_record, calm_weeks_of, plan_record
from core.screening import assess
from core.store import Store
from pages.parts.home import now, store
from pages.parts.people_list import shown_badge
from pages.parts.people_switch import show_person, told
from pages.parts.troubles import guarded
from pages.parts.visit import current_person

LEAST_WIDTH = 280


def demo_people() -> None:
    """A card each: the story, and one button that opens it."""
    st.header("Demo people")
    st.markdown(say("people.demo.lead"))
    shown = current_person()
    kept = {one.id for one in store().people(with_archived=True)}
    with st.grid(min_column_width=LEAST_WIDTH, key="people.demos"):
        for demo in load_demo_people().values():
            _card(demo, is_shown=shown is not None and shown.id == demo.plan_id, is_kept=demo.plan_id in kept)


def put_in_store(home: Store, demo: DemoPerson, at: datetime) -> str:
    """Write a demo person with twelve weeks up to `at`, unless that was done before; the person's id.

    The plan that goes on from today comes last: a person without it was left half-written and is written anew.

    Raises:
        StoreError: the store cannot keep it.
    """
    person_id, next_id = demo.plan_id, f"{demo.plan_id}-next"
    if any(plan.id == next_id for plan in home.plans(person_id)):
        return person_id
    began, today = at - timedelta(days=DAYS), at.date()
    answers, plan, journal = demo_record(demo, today)
    home.delete_person(person_id)
    home.add_person(person_id, demo.name, demo.mass_unit, is_demo=True)
    first, again = assess(answers, began.date()), assess(demo.answers_now, today)
    home.save_assessment(person_id, assessment_record(f"{person_id}-first", began, answers, first))
    home.save_plan(person_id, plan_record(demo.plan_id, began, plan))
    home.add_sessions(person_id, journal.sessions)
    home.add_days(person_id, journal.mornings, journal.outcomes)
    diary = demo_exposures(demo, today)
    for ladder in diary.ladders:
        home.save_exposure_ladder(person_id, ladder)
    for entry in diary.tries:
        home.save_exposure_try(person_id, entry)
    home.save_assessment(person_id, assessment_record(f"{person_id}-again", at, demo.answers_now, again))
    calm_weeks = calm_weeks_of(demo.answers_now, again, journal, today)
    home.save_plan(person_id, plan_record(next_id, at, next_plan(demo, today, calm_weeks)))
    return person_id


def _card(demo: DemoPerson, *, is_shown: bool, is_kept: bool) -> None:
    with st.container(border=True, key=f"people.demo.{demo.id}"):
        st.markdown(f"**{demo.name}** :violet-badge[Demo]")
        st.markdown(demo.story)
        with st.container(horizontal=True, vertical_alignment="center"):
            if is_shown:
                shown_badge()
            elif st.button(f"Look at {demo.name}", key=f"people.look.{demo.id}"):
                _look_at(demo)
            if is_kept:
                name = f"people.remove.{demo.id}"
                st.button("Remove", key=name, type="tertiary", on_click=_remove, args=(demo, is_shown))


def _look_at(demo: DemoPerson) -> None:
    with told():
        with st.spinner(say("people.demo.loading")):
            person_id = put_in_store(store(), demo, now())
        show_person(person_id)
        st.switch_page("today.py")


@guarded
def _remove(demo: DemoPerson, is_shown: bool) -> None:
    store().delete_person(demo.plan_id)
    if is_shown:
        show_person("")
