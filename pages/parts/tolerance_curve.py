"""The back's own answer to dose: the curve with its uncertainty, what follows from it, or why it is silent."""

from __future__ import annotations

from math import ceil

import pandas as pd
import streamlit as st

from core.adapting.target import in_words
from core.adapting.tolerance import CHANCE, INTERVAL, LEAST_EACH, LEAST_SESSIONS, OwnTolerance, Tolerance
from core.charts import CONFIG, Palette
from core.charts.tolerance_curve import Limit, tolerance_curve, tolerance_table, tolerance_words
from core.knowledge.texts import say
from core.scoring.gates import CALM_WEEKS

ONE_IN = in_words(round(1 / CHANCE))
SURE = round(10 * INTERVAL)


def show_tolerance_curve(own: OwnTolerance, palette: Palette) -> None:
    """The curve, one honest sentence, what it does to the plan; or what is still missing, without a chart."""
    st.header(say("tolerance.title"))
    found = own.tolerance
    if found is None:
        st.markdown(_silence(own))
        if own.budget.is_lowered:
            st.markdown(_budget_words(own))
        return
    st.markdown(_limit_words(found))
    st.markdown(_budget_words(own))
    curve = pd.DataFrame([vars(one) for one in found.curve])
    sessions = pd.DataFrame(
        [{"day": one.day, "points": one.points, "light": one.light.value} for one in own.answers if one.is_known]
    )
    limit = Limit(CHANCE, found.low, found.limit, found.high, found.heaviest)
    st.plotly_chart(
        tolerance_curve(curve, sessions, limit, palette),
        key="progress.tolerance",
        theme=None,
        config=dict(CONFIG),
        alt=tolerance_words(curve, sessions, limit),
    )
    st.caption(say("tolerance.how_to_read", sure=SURE))
    box = st.expander("The numbers", key="progress.tolerance_table", on_change="rerun")
    if box.open:
        table = tolerance_table(curve, sessions, found.doses)
        box.dataframe(table, alt="The numbers of the curve above, as a table")


def _limit_words(found: Tolerance) -> str:
    """The limit in one sentence, as sure as it is."""
    told = {"sessions": found.sessions, "not_green": found.not_green, "one_in": ONE_IN}
    if found.limit is None and found.low is None:
        return say("tolerance.limit.beyond", heaviest=found.heaviest, **told)
    low = f"{found.low:.0f}" if found.low else say("tolerance.limit.smallest")
    if found.limit is None:
        return say("tolerance.limit.none", heaviest=found.heaviest, low=low, **told)
    if found.limit == 0:
        return say("tolerance.limit.early", **told)
    told |= {"limit": int(found.limit), "low": low, "sure": SURE}
    if found.high is None:
        return say("tolerance.limit.from", heaviest=found.heaviest, **told)
    return say("tolerance.limit.between", high=ceil(found.high), **told)


def _budget_words(own: OwnTolerance) -> str:
    """What follows for the plan."""
    budget = own.budget
    calm = in_words(CALM_WEEKS)
    if budget.points == 0:
        return say("tolerance.budget.smallest", calm=calm)
    if budget.is_lowered:
        return say("tolerance.budget.lowered", points=budget.points, ceiling=budget.ceiling, calm=calm)
    if budget.is_lifted:
        return say("tolerance.budget.lifted", ceiling=budget.ceiling, calm=calm)
    return say("tolerance.budget.same", ceiling=budget.ceiling)


def _silence(own: OwnTolerance) -> str:
    """What is still missing, the first thing first."""
    missing = own.missing
    if missing.sessions:
        told = LEAST_SESSIONS - missing.sessions
        return say("tolerance.silent.sessions", least=LEAST_SESSIONS, told=told, more=missing.sessions)
    if missing.not_greens:
        return say("tolerance.silent.not_greens", each=in_words(LEAST_EACH))
    if missing.greens:
        return say("tolerance.silent.greens", more=in_words(missing.greens))
    return say("tolerance.silent.no_demand")
