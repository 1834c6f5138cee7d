"""The map: every exercise as a mark, load along the spine against what it gives the legs; a tap compares it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from core import charts
from core.catalog import Exercise
from core.charts.demand_map import AUTO, Across, Mark, demand_map, map_table, map_words
from core.demand import SHOWN_REPS, SHOWN_RESERVE, SpinalDemand, set_of_ten
from core.knowledge.texts import say
from core.profile import Profile
from core.scoring import SCALED, Place, Scale, place_on, scale_for, tightest
from core.words import LEG_MUSCLES, Axis, Role
from pages.parts.exercise_compare import toggle_compared
from pages.parts.exercise_demand import demand_of
from pages.parts.exercise_viewer import Viewer

KEY = "exercises.map"
MOST_NAMED = 6
ROWS = 4


def exercise_map(shown: Sequence[Exercise], viewer: Viewer, chosen: Sequence[str]) -> None:
    """The map of the leg training among `shown` (of all of it where there is none), with its table behind."""
    training = [one for one in shown if Role.MAIN in one.roles]
    narrowed = len(training) < len(shown) and bool(training)
    scale = scale_for(_axis_across(viewer), viewer.legs)
    found = [_mark(one, viewer, scale, viewer.legs) for one in (training or shown)]
    marks, without = [mark for mark, known in found if known], [mark for mark, known in found if not known]
    across = Across(scale.axis.value, scale.edges, scale.limit if viewer.base else None)
    if not marks:
        st.info(say("map.empty"), icon=":material/filter_alt_off:")
        return
    st.markdown(say("map.lead", axis=say(f"map.across.{scale.axis.value}").lower()))
    figure = demand_map(marks, across, chosen, charts.DARK if st.context.theme.type == "dark" else charts.LIGHT)
    st.html(_names_give_way(figure))
    st.plotly_chart(
        figure,
        key=KEY,
        theme=None,
        on_select=_tapped,
        selection_mode="points",
        config=dict(charts.CONFIG),
        alt=map_words(marks, across),
    )
    notes = [say(f"map.{_line(marks, across)}")] if viewer.base else []
    notes += [say("map.hard_sets", reps=SHOWN_REPS, reserve=SHOWN_RESERVE)]
    notes += [say("map.by_hand")] * any(one.rough for one in marks) + [say("map.rows")] * narrowed
    st.caption(" ".join(notes))
    _table(marks, without)


def _line(marks: Sequence[Mark], across: Across) -> str:
    """Which sentence tells of the limit."""
    if across.limit is None:
        return "no_line"
    return "with_line" if any(one.across >= across.limit for one in marks) else "line_beyond"


def _axis_across(viewer: Viewer) -> Axis:
    """What stands for spinal demand: at first the axis on which this back tolerates least."""
    names = {axis: say(f"map.across.{axis.value}") for axis in SCALED}
    chosen = st.segmented_control(
        say("map.across"),
        list(SCALED),
        default=tightest(viewer.profile) if viewer.profile else Axis.COMPRESSION,
        required=True,
        format_func=names.__getitem__,
        key="across",
        bind="query-params",
        wrap=True,
    )
    return Axis(chosen) if chosen else Axis.COMPRESSION


def _names_give_way(figure: go.Figure) -> str:
    """On a phone only the chosen marks carry names: the others would lie on top of each other."""
    places = [place for place, one in enumerate(figure.layout.annotations) if one.name == AUTO]
    rules = "".join(f'.st-key-exercises-map g.annotation[data-index="{place}"] {{ display:none; }}' for place in places)
    return f"<style>@media (max-width:640px) {{ {rules} }}</style>"


def _table(marks: Sequence[Mark], without: Sequence[Mark]) -> None:
    box = st.expander("Show as a table", key="exercises.table", icon=":material/table:", on_change="rerun")
    if not box.open:
        return
    box.dataframe(map_table(marks, without), alt="The exercises of the map and what is known of each, as a table")
    if without:
        names = [one.name for one in without]
        told = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        box.caption(say("map.without", names=told))


def _mark(exercise: Exercise, viewer: Viewer, scale: Scale, profile: Profile) -> tuple[Mark, bool]:
    """The mark of an exercise, and whether it has a place on the scale."""
    verdict = viewer.verdicts.get(exercise.id)
    asked = demand_of(exercise, profile)
    place = place_on(scale.axis, asked, profile)
    mark = Mark(
        exercise.id,
        exercise.name,
        place.value if place else 0.0,
        _in_rows(exercise, viewer),
        verdict.fit if verdict else None,
        _value(scale, place, asked),
        verdict.why[0] if verdict and verdict.why else "",
        verdict.score if verdict else 0.0,
        place.by_hand if place else False,
    )
    return mark, place is not None


def _in_rows(exercise: Exercise, viewer: Viewer) -> float:
    """Hard sets of all leg muscles that a set of ten gives, in quarters, so that marks stand in rows."""
    gained = set_of_ten(exercise, viewer.legs)
    return round(ROWS * sum(share for muscle, share in gained.items() if muscle in LEG_MUSCLES)) / ROWS


def _value(scale: Scale, place: Place | None, asked: SpinalDemand) -> str:
    if place is None:
        return say("exercises.demand.badge.unknown")
    if place.by_hand:
        return say(f"axis.{scale.axis.value}.asks.{asked.used[scale.axis]}")
    form = "{:.0f}" if scale.axis is Axis.LEAN else "{:.1f}" if scale.axis is Axis.COMPRESSION else "{:.2f}"
    return say(f"map.value.{scale.axis.value}", value=form.format(place.value))


def _tapped() -> None:
    event = st.session_state[KEY]
    for point in event["selection"]["points"][-1:]:
        if "customdata" in point:
            toggle_compared(str(point["customdata"]))
