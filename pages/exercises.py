"""What are my options?"""

import streamlit as st

from core.knowledge.texts import say
from pages.parts.clinic_story import ADDRESS as CLINIC
from pages.parts.clinic_story import FIRST, clinic_story
from pages.parts.exercise_compare import compare, compared
from pages.parts.exercise_grid import count_line, exercise_filters, exercise_grid
from pages.parts.exercise_levers import pick_and_move
from pages.parts.exercise_map import exercise_map
from pages.parts.exercise_suppose import person_what_if
from pages.parts.exercise_view import exercise_view
from pages.parts.exercise_viewer import Viewer, viewer_of, whose
from pages.parts.troubles import show_troubles
from pages.parts.visit import catalog, record

ADDRESS = "exercise"
MAP, CARDS, WHAT_IF = "Map", "Cards", "What if"


def choose_view() -> str:
    """Which of the three views; clinic mode stands beside them."""
    row = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
    chosen = row.segmented_control(
        "View",
        [MAP, CARDS, WHAT_IF],
        default=MAP,
        required=True,
        key="view",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
    )
    row.button(
        "Show the patient",
        key="exercises.clinic",
        icon=":material/slideshow:",
        on_click=st.query_params.update,
        args=({CLINIC: FIRST},),
    )
    return chosen or MAP


def options(viewer: Viewer, asked: str) -> None:
    """The whole catalogue, as a map, as cards, or under a what-if."""
    st.title("Exercises")
    st.markdown(say("exercises.lead", count=len(catalog())))
    if asked:
        st.warning(say("exercises.unknown"), icon=":material/search_off:")
    view = choose_view()
    whose(viewer)
    if view == WHAT_IF:
        person, one = st.tabs(["This person", "One exercise"], key="what_if", on_change="rerun", bind="query-params")
        with person if person.open else one:
            (person_what_if if person.open else pick_and_move)(viewer)
        return
    shown = exercise_filters(viewer.profile, viewer.verdicts)
    st.caption(count_line(shown, viewer.verdicts))
    if view == MAP:
        exercise_map(shown, viewer, compared())
        compare(viewer)
        return
    opened = exercise_grid(shown, viewer.profile, viewer.verdicts)
    if opened:
        st.switch_page("exercises.py", query_params={ADDRESS: opened})


viewer = viewer_of(record())
show_troubles()
chosen = st.query_params.get(ADDRESS, "")
if CLINIC in st.query_params:
    clinic_story(viewer, st.query_params[CLINIC])
elif chosen in catalog():
    exercise_view(catalog()[chosen], viewer)
else:
    options(viewer, chosen)
