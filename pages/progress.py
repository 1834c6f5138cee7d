"""Is it working?"""

import streamlit as st

from core import charts
from core.adapting import session_lights
from core.charts import DARK, LIGHT, Lower, Palette
from core.knowledge.texts import say
from core.progress import Progress, adherence, against_band, progress_of
from core.records import plans_in_force
from core.words import Duration
from pages.parts.troubles import show_troubles
from pages.parts.visit import Trainee, catalog, record, store, today

LOWER = {Lower.MUSCLES: "Sets by muscle", Lower.SPINE_POINTS: "Spine points", Lower.EXERCISE: "One exercise"}


def palette() -> Palette:
    """Colours of the mode that the visitor has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def nothing_yet(has_plan: bool) -> None:
    """No chart without a first session; what to do instead."""
    st.title("Progress")
    st.markdown(say("progress.empty"))
    page, label = ("today.py", "Start today's session") if has_plan else ("screening.py", "Start the screening")
    if st.button(label, key="progress.start", type="primary", icon=":material/arrow_forward:"):
        st.switch_page(page)


def table_behind(frame, key: str) -> None:
    """The numbers behind a chart, for whoever wants or needs them."""
    box = st.expander("The numbers", key=key, on_change="rerun")
    if box.open:
        box.dataframe(frame, alt="The numbers of the chart above, as a table")


def verdict(progress: Progress) -> None:
    """Pain in one sentence: where it was, where it is, and whether the change means something."""
    summary = progress.summary
    with st.container(horizontal=True, gap="medium"):
        if summary.start is not None:
            st.metric(
                "Morning pain at the start", f"{summary.start:.1f}", width="content", help=say("progress.start_help")
            )
        if summary.now is not None:
            st.metric("Morning pain now", f"{summary.now:.1f}", width="content", help=say("progress.now_help"))
    st.markdown(summary.words)


def pick_exercise(progress: Progress) -> str:
    """The exercise whose work is shown; the one trained most comes first."""
    sets = progress.exercises.groupby(["exercise_id", "name"])["sets"].sum().sort_values(ascending=False)
    names = dict(sets.index)
    chosen = st.selectbox(
        "Exercise", list(names), format_func=names.__getitem__, key="exercise", bind="query-params", width=320
    )
    return chosen or ""


def main_chart(trainee: Trainee, progress: Progress) -> None:
    """Pain and volume on one time line."""
    lower = st.segmented_control(
        "Below pain",
        list(LOWER),
        default=Lower.MUSCLES,
        required=True,
        format_func=LOWER.__getitem__,
        key="below",
        bind="query-params",
        label_visibility="collapsed",
    )
    chosen = pick_exercise(progress) if lower is Lower.EXERCISE else ""
    budget = trainee.profile.dose.spine_points_week
    figure = charts.timeline(progress, palette(), lower, budget, chosen)
    st.plotly_chart(
        figure, key="progress.timeline", theme=None, config=dict(charts.CONFIG), alt=charts.timeline_words(progress)
    )
    st.caption(say("progress.how_to_read"))
    table_behind(charts.timeline_table(progress), "progress.timeline_table")


def band_chart(trainee: Trainee, progress: Progress) -> None:
    """Sets of each leg muscle against the band of the stage."""
    rows = against_band(progress.muscles, trainee.profile.dose, today(), progress.first_weekday)
    st.header("Sets a muscle, against the target")
    st.plotly_chart(
        charts.bands(rows, palette()),
        key="progress.bands",
        theme=None,
        config=dict(charts.CONFIG),
        alt=charts.bands_words(rows),
    )
    table_behind(charts.bands_table(rows), "progress.bands_table")


def show_progress(trainee: Trainee) -> None:
    """Pain first, then what was done, then how it compares."""
    plans = plans_in_force(store().plans(trainee.person.id))
    lights = session_lights(trainee.journal, trainee.profile.pain_ceiling)
    progress = progress_of(trainee.journal, catalog(), today(), lights, plans)
    st.title("Progress")
    verdict(progress)
    main_chart(trainee, progress)
    band_chart(trainee, progress)
    kept = adherence(trainee.journal, trainee.plan, today(), trainee.stored_plan.id)
    if kept.planned:
        st.caption(kept.words)
    if trainee.profile.duration is Duration.ACUTE:
        st.caption(say("progress.natural_course"))


known = record()
trainee = known.trainee if known else None
show_troubles()
if trainee is None or trainee.journal.last_session() is None:
    nothing_yet(trainee is not None)
else:
    show_progress(trainee)
