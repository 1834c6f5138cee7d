"""Is it working?"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core import charts
from core.adapting import (
    Barrier,
    Clearance,
    NextRung,
    Review,
    Situation,
    is_of_plan,
    ladders,
    own_tolerance,
    rows_known,
    situation,
    weekly_review,
)
from core.charts import DARK, LIGHT, Lower, Palette
from core.journal import Journal
from core.knowledge.texts import say
from core.progress import Progress, adherence, against_band
from core.words import Duration
from pages.parts.clearance import clearance_of, show_barrier
from pages.parts.exposure import show_exposure
from pages.parts.home import today
from pages.parts.listening import flags_on
from pages.parts.outcomes import show_outcomes
from pages.parts.progress_back import show_taught
from pages.parts.progress_ladders import show_ladders
from pages.parts.progress_story import Story, story
from pages.parts.progress_week import show_week
from pages.parts.stop_notice import questions_first
from pages.parts.take import take_journal
from pages.parts.tolerance_curve import show_tolerance_curve
from pages.parts.troubles import show_troubles
from pages.parts.visit import Record, Trainee, catalog_for, record

WEEKS = 30
"""Weeks of the journal that are read in full: easier weeks are looked for through half a year, and look back three."""

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


def table_behind(make: Callable[[], pd.DataFrame], key: str) -> None:
    """The numbers behind a chart, for whoever wants or needs them."""
    box = st.expander("The numbers", key=key, on_change="rerun")
    if box.open:
        box.dataframe(make(), alt="The numbers of the chart above, as a table")


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


def main_chart(trainee: Trainee, told: Story) -> None:
    """Pain, lights and volume on one time line."""
    progress = told.progress
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
    colours = palette()
    figure = trainee.known.once(
        ("timeline", told.since, colours is DARK, lower, chosen),
        lambda: charts.timeline(progress, colours, lower, budget, chosen, told.flares, told.deloads),
    )
    st.plotly_chart(figure, key="progress.timeline", theme=None, config=dict(charts.CONFIG), alt=told.words)
    st.caption(say("progress.how_to_read"))
    table_behind(lambda: charts.timeline_table(progress), "progress.timeline_table")


def band_chart(trainee: Trainee, progress: Progress) -> None:
    """Sets of each leg muscle against the band of the stage."""
    known, colours = trainee.known, palette()
    rows = known.once(
        "against band", lambda: against_band(progress.muscles, trainee.profile.dose, today(), progress.first_weekday)
    )
    st.header("Hard sets a muscle, against the target")
    st.plotly_chart(
        known.once(("bands", colours is DARK), lambda: charts.bands(rows, colours)),
        key="progress.bands",
        theme=None,
        config=dict(charts.CONFIG),
        alt=charts.bands_words(rows),
    )
    table_behind(lambda: charts.bands_table(rows), "progress.bands_table")


def overview(_known: Record, trainee: Trainee, state: Situation) -> None:
    """Pain first, then what was done, then how it compares."""
    first = st.container()
    told = story(trainee, state)
    with first:
        verdict(told.progress)
    main_chart(trainee, told)
    band_chart(trainee, told.progress)
    kept = adherence(trainee.journal, trainee.plan, today(), trainee.stored_plan.id)
    if kept.planned:
        st.caption(kept.words)
    if trainee.profile.duration is Duration.ACUTE:
        st.caption(say("progress.natural_course"))


def week(known: Record, trainee: Trainee, state: Situation) -> None:
    """What was done, how the back answered, and what the plan does next."""
    cleared = clearance_of(known)
    halted = cleared is not None and cleared.barrier is Barrier.QUESTIONS and cleared.halted
    review = known.once("review", lambda: _review(known, trainee, state))
    # What a stop rule rests says so itself; a sign that was ticked is known to no target.
    show_week(trainee, review, state, palette(), hold=cleared.sentence if cleared and halted else "")


def _review(known: Record, trainee: Trainee, state: Situation) -> Review:
    review = _reviewed(trainee, trainee.journal, state)
    if known.since is not None and review.coming and not is_of_plan(review.coming, trainee.plan):
        return _reviewed(trainee, trainee.whole, state)
    return review


def _reviewed(trainee: Trainee, journal: Journal, state: Situation) -> Review:
    rated = catalog_for(trainee.profile)
    made = trainee.stored_plan
    return weekly_review(made.plan, made.id, journal, trainee.profile, rated, today(), state.flags)


def rungs(known: Record, trainee: Trainee, state: Situation) -> None:
    """Where one stands on each ladder, and when the next rung opens."""
    show_ladders(known.once("ladders", lambda: _rungs(known, trainee, state)))


def _rungs(known: Record, trainee: Trainee, state: Situation) -> tuple[NextRung, ...]:
    if known.since is not None and not rows_known(trainee.plan, state, known.since):
        state = situation(trainee.whole, trainee.profile, catalog_for(trainee.profile), today(), state.flags)
    return ladders(trainee.plan, state, catalog_for(trainee.profile))


def back(_known: Record, trainee: Trainee, state: Situation) -> None:
    """What the back has taught, what it tolerates now, and what was asked of it week by week."""
    show_taught(state, trainee.profile, trainee.units)
    own = own_tolerance(trainee.journal, trainee.profile, catalog_for(trainee.profile), today())
    show_tolerance_curve(own, palette())
    st.header(say("progress.back.points"))
    points, budget = story(trainee, state).progress.spine_points, trainee.profile.dose.spine_points_week
    st.plotly_chart(
        charts.spine_points(points, palette(), budget),
        key="progress.points",
        theme=None,
        config=dict(charts.CONFIG),
        alt=charts.spine_points_words(points, budget),
    )
    table_behind(lambda: charts.spine_points_table(points), "progress.points_table")


def outcomes(known: Record, _trainee: Trainee, _state: Situation) -> None:
    """What changed in life: scores every four weeks, against the smallest change that matters."""
    show_outcomes(known)


def feared(known: Record, _trainee: Trainee, state: Situation) -> None:
    """The diary of a movement that one is wary of: what was expected, and what came."""
    show_exposure(known, state)


VIEWS = {
    "Overview": overview,
    "Week": week,
    "Ladders": rungs,
    "My back": back,
    "Outcomes": outcomes,
    "Wary of a movement": feared,
}
"""One tab each; only the open one is worked out."""


def show_journal(known: Record, cleared: Clearance) -> None:
    """Nothing is trained for now: why, and what was recorded to take along all the same."""
    st.title("Progress")
    show_barrier(cleared, known, "progress")
    take_journal(known)


def show_progress(known: Record, trainee: Trainee, cleared: Clearance) -> None:
    """What stops training, if anything does, then the chosen view."""
    st.title("Progress")
    rated, flags = catalog_for(trainee.profile), flags_on(known, today())
    state = known.once("situation", lambda: situation(trainee.journal, trainee.profile, rated, today(), flags))
    if cleared.trains:
        questions_first(state)
    show_barrier(cleared, known, "progress")
    tabs = st.tabs(list(VIEWS), key="view", on_change="rerun", bind="query-params")
    for tab, view in zip(tabs, VIEWS.values(), strict=True):
        if tab.open:
            with tab:
                view(known, trainee, state)
    take_journal(known)


known = record(WEEKS)
trainee = known.trainee if known else None
cleared = clearance_of(known)
show_troubles()
has_trained = known is not None and known.journal.last_session() is not None
if known is not None and cleared is not None and trainee is not None and has_trained:
    show_progress(known, trainee, cleared)
elif known is not None and cleared is not None and cleared.halted:
    show_journal(known, cleared)
else:
    nothing_yet(trainee is not None)
    if known is not None and trainee is not None:
        show_outcomes(known)
    if known is not None and has_trained:
        take_journal(known)
