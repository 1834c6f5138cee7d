"""What are my options?"""

import streamlit as st

from core.knowledge.texts import say
from core.scoring import judge_all
from pages.parts.exercise_grid import count_line, exercise_filters, exercise_grid
from pages.parts.exercise_view import exercise_view
from pages.parts.troubles import show_troubles
from pages.parts.visit import catalog, catalog_for, record

ADDRESS = "exercise"

known = record()
show_troubles()
screened = known is not None and known.assessment is not None
profile = known.profile if known and known.profile and known.profile.allows_plan else None
verdicts = judge_all(profile, catalog_for(profile)) if profile else {}
chosen = st.query_params.get(ADDRESS, "")
if chosen in catalog():
    exercise_view(catalog()[chosen], profile, known, verdicts)
else:
    st.title("Exercises")
    st.markdown(say("exercises.lead", count=len(catalog())))
    if chosen:
        st.info(say("exercises.unknown"), icon=":material/search_off:")
    if profile is None:
        st.info(say("exercises.withheld" if screened else "exercises.unscreened"), icon=":material/rule:")
    shown = exercise_filters(profile, verdicts)
    st.caption(count_line(shown, verdicts))
    opened = exercise_grid(shown, profile, verdicts)
    if opened:
        st.switch_page("exercises.py", query_params={ADDRESS: opened})
