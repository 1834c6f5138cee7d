"""Why does my back hurt on leg day?"""

from collections.abc import Callable

import streamlit as st

from core.knowledge.texts import say
from core.technique import PartName, likely
from pages.parts.exercise_viewer import Viewer, viewer_of
from pages.parts.technique_answers import answer_list, question_list, steps_of_a_flare
from pages.parts.technique_ask import ask_feeling, ask_where, asked_for_unknown
from pages.parts.technique_change import change, may_train
from pages.parts.technique_reasons import reasons, what_to_try
from pages.parts.technique_stop import stop_first, withheld_first
from pages.parts.troubles import show_troubles
from pages.parts.visit import record


def find_the_reason(viewer: Viewer) -> None:
    """Three questions; the stop signs first, then reasons, what to try, and what can be changed."""
    st.markdown(say("technique.lead"))
    if asked_for_unknown():
        st.warning(say("technique.unknown"), icon=":material/search_off:")
    feeling = ask_feeling()
    if feeling is None:
        st.info(say("technique.empty"), icon=":material/touch_app:")
        return
    stop_first(feeling)
    if not likely(feeling):
        return
    chosen = ask_where(feeling)
    found = chosen.likely(viewer.own_profile)
    reasons(found, chosen, viewer)
    if not may_train(viewer.known):
        st.info(say("technique.change.withheld"), icon=":material/rule:")
        return
    what_to_try(found, chosen, viewer)
    if not chosen.asks_for_questions:
        change(found, chosen, viewer)


PARTS: dict[str, Callable[[Viewer], None]] = {
    "Find the reason": find_the_reason,
    "Flare-up": lambda viewer: steps_of_a_flare(viewer.known),
    "Daily habits": lambda _viewer: answer_list(PartName.HABITS),
    "Questions": lambda _viewer: question_list(PartName.QUESTIONS),
}

viewer = viewer_of(record())
show_troubles()
st.title(say("technique.title"))
if not may_train(viewer.known):
    withheld_first(viewer.known)
for tab, part in zip(
    st.tabs(list(PARTS), key="about", on_change="rerun", bind="query-params"), PARTS.values(), strict=True
):
    if tab.open:
        with tab:
            part(viewer)
st.caption(say("triage.warning_card"))
st.caption(say("triage.not_a_device"))
