"""The week: what was done and how the back answered as one picture, and what the plan does next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.adapting import Adjustment, Change, DayAnswer, Move, NextRung, Review, Situation, Target, changes, days_of
from core.charts import Palette
from core.knowledge.texts import say
from core.units import MassUnit
from core.words import Light
from pages.parts.progress_targets import dose_words, numbers_behind, since_words
from pages.parts.visit import Trainee, catalog
from pages.parts.why_moved import tag, why, why_style
from pages.parts.wording import day

WEEK_DAYS, MOST_PAIN = 7, 10
SIGN = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■", Light.UNKNOWN: "○"}

STYLE = """
<style>
.bw-days { border-collapse:collapse; width:100%; max-width:34rem; table-layout:fixed; text-align:center; }
.bw-days th, .bw-days td { border:0; padding:.15rem 0; font-weight:400; font-size:.82rem; line-height:1.25; }
.bw-days th { opacity:.8; } .bw-days tr.rule td { border-top:1px solid rgba(127,140,150,.25); }
.bw-days b { display:block; font-size:1.1rem; line-height:1.3; font-weight:400; }
.bw-days i { display:block; margin:.1rem auto 0; width:1.2rem; height:1.9rem; border-radius:.2rem; position:relative;
  background:rgba(127,140,150,.14); }
.bw-days i u { position:absolute; left:0; right:0; bottom:0; border-radius:.2rem; }
.bw-days span { font-variant-numeric:tabular-nums; }
.bw-change { border-top:1px solid rgba(127,140,150,.25); padding:.6rem 0 .2rem; }
.bw-change > p { margin:.25rem 0; line-height:1.4; }
.bw-change ul { list-style:none; margin:.2rem 0; padding:0; display:grid; gap:.2rem; }
.bw-change li { display:flex; flex-wrap:wrap; gap:0 .7rem; margin:0; align-items:baseline; line-height:1.4; }
.bw-change li b { font-weight:600; } .bw-change li span { font-variant-numeric:tabular-nums; }
.bw-change li small { font-size:.86rem; opacity:.85; }
</style>
"""


def show_week(trainee: Trainee, review: Review, state: Situation, palette: Palette, hold: str = "") -> None:
    """Two weeks in one picture and a few sentences, then the next session's targets by their reasons.

    `hold` is why nothing comes next, empty where training goes on.
    """
    why_style()
    st.header(say("progress.week.done"))
    st.markdown(" ".join(review.said))
    st.html(f"{STYLE}{_days(days_of(state, 2 * WEEK_DAYS), palette)}")
    st.caption(say("progress.week.how_to_read"))
    st.header(say("progress.week.next"))
    if hold or review.coming is None or review.due is None:
        st.markdown(hold or say("adapt.review.over"))
        return
    where = say("progress.week.session", number=review.due.session.number, week=review.due.week.number)
    st.markdown(f"{where} {_counted(review)}")
    st.html("".join(_change(one, state, trainee.units) for one in changes(review.coming)))
    told = [*(one.sentence for one in state.shifts), *_rungs(review.ladders)]
    if told:
        st.header(say("progress.week.also"))
        st.markdown("\n".join(f"- {one}" for one in told))


def _counted(review: Review) -> str:
    counts = [(say(f"progress.count.{move.value}"), len(review.moves.get(move, ()))) for move in Move]
    shown = ", ".join(f"{count} {words}" for words, count in counts if count)
    return f"{shown[:1].upper()}{shown[1:]}." if shown else ""


def _rungs(rungs: Sequence[NextRung]) -> list[str]:
    names = [catalog().ladders[one.ladder].name for one in rungs if one.is_open]
    return [say("progress.week.rungs", ladders=", ".join(names))] if names else []


def _days(days: Sequence[DayAnswer], palette: Palette) -> str:
    """A row of days for each week, as a table that can be read aloud: light above, morning pain below."""
    weeks = [days[:WEEK_DAYS], days[WEEK_DAYS:]]
    heads = "".join(f'<th scope="col">{one.day:%a}</th>' for one in weeks[-1])
    body = "".join(
        f'<tr class="rule">{"".join(_day(one, palette, one is days[0]) for one in week)}</tr>' for week in weeks
    )
    caption = say("progress.week.alt", first=day(days[0].day), last=day(days[-1].day))
    return f'<table class="bw-days" aria-label="{escape(caption)}"><thead><tr>{heads}</tr></thead>{body}</table>'


def _day(one: DayAnswer, palette: Palette, is_first: bool) -> str:
    light = ""
    if one.light is not None:
        name = escape(say("chart.light", light=say(f"chart.light.{one.light.value}")))
        colour = palette.lights[one.light]
        light = f'<span role="img" aria-label="{name}" title="{name}" style="color:{colour}">{SIGN[one.light]}</span>'
    pain, bar = "–", ""
    if one.pain is not None:
        pain = str(one.pain)
        bar = f'<u style="height:{100 * one.pain / MOST_PAIN:.0f}%;background:{palette.pain}"></u>'
    number = f"{one.day.day}&#8239;{one.day:%b}" if is_first or one.day.day == 1 else str(one.day.day)
    return f"<td>{number}<b>{light or '&nbsp;'}</b><i>{bar}</i><span>{pain}</span></td>"


def _change(change: Change, state: Situation, unit: MassUnit) -> str:
    rows = "".join(_row(one, state, unit) for one in change.targets) + "".join(_gone(one) for one in change.gone)
    return (
        f'<section class="bw-change">{tag(change.move)}<p>{escape(change.sentence)}</p><ul>{rows}</ul>'
        f"{why(change.back, (), change.rule, state.journal, *change.also, *_behind(change, state, unit))}</section>"
    )


def _row(target: Target, state: Situation, unit: MassUnit) -> str:
    exercise = catalog()[target.exercise_id]
    since = since_words(target, state, unit)
    return (
        f"<li><b>{escape(exercise.name)}</b><span>{escape(dose_words(target, exercise.one_sided, unit))}</span>"
        f"{f'<small>{escape(since)}</small>' if since else ''}</li>"
    )


def _gone(adjustment: Adjustment) -> str:
    name = catalog()[adjustment.exercise_id].name
    other = say("progress.target.instead", name=catalog()[adjustment.instead].name) if adjustment.instead else ""
    return f"<li><b>{escape(name)}</b><span>{escape(other or say('progress.target.none'))}</span></li>"


def _behind(change: Change, state: Situation, unit: MassUnit) -> list[str]:
    """Names and numbers of the entries behind each target; those of whole sessions once for all."""
    lines: list[str] = []
    for target in change.targets:
        told = numbers_behind(target.entries, state, unit, target)
        if told:
            lines.append(f"{catalog()[target.exercise_id].name}. {' '.join(told)}")
    for gone in change.gone:
        lines += numbers_behind(gone.entries, state, unit)
    return list(dict.fromkeys(lines))
