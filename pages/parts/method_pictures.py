"""Simple pictures of how Backwise decides, drawn as HTML from the same numbers that it decides by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape

import streamlit as st

from core.catalog import load_catalog
from core.demo import load_demo_people
from core.knowledge.conditions import load_conditions
from core.knowledge.rules import load_rules
from core.knowledge.texts import say
from core.profile import build_profile
from core.profile.sensitivity import STRONG, Sensitivity
from core.progress.pain import Change, verdict
from core.scoring import judge
from core.screening import assess
from core.words import Axis, Fit, Light, Stage, Tier

COMPARED = ("leg_press", "goblet_squat", "good_morning")
LEVELS = range(4)
STEPS = range(1, 6)
START = 8
JUDGED_FOR, ANY_DAY, ONE_AXIS = "settled_lifter", date(2026, 1, 1), Axis.FLEXION

STYLE = """
<style>
.bw-m { --c0:rgba(127,140,150,.12); --c1:rgba(201,162,39,.28); --c2:rgba(217,130,43,.36); --c3:rgba(179,55,46,.42);
  --ok:rgba(42,143,127,.30); --line:rgba(127,140,150,.35); max-width:34rem; margin:.2rem 0 .8rem; line-height:1.35; }
.bw-m .k0 { background:var(--c0); } .bw-m .k1 { background:var(--c1); } .bw-m .k2 { background:var(--c2); }
.bw-m .k3 { background:var(--c3); } .bw-m .ok { background:var(--ok); }
.bw-m ol, .bw-m ul { list-style:none; margin:0; padding:0; display:grid; gap:.35rem; }
.bw-m li { display:flex; justify-content:space-between; gap:1rem; margin:0; padding:.45rem .8rem; border-radius:.5rem; }
.bw-m li b { font-weight:600; } .bw-m .lights li { justify-content:flex-start; } .bw-m .lights b { flex:0 0 3.8rem; }
.bw-m table { border-collapse:separate; border-spacing:3px; width:100%; font-size:.92rem; }
.bw-m caption { text-align:left; padding:0 0 .3rem .2rem; font-weight:600; }
.bw-m th { font-weight:600; text-align:left; padding:.25rem .4rem .25rem 0; border:0; }
.bw-m td { text-align:center; padding:.3rem .4rem; border:0; border-radius:.3rem; }
.bw-m thead th:not(:first-child) { text-align:center; }
.bw-m .bar { display:grid; grid-template-columns:minmax(0,1fr) 7.5rem 1.5rem; gap:.35rem 0; align-items:center; }
.bw-m .bar span { padding-right:.8rem; }
.bw-m .bar i { display:block; height:.8rem; border-radius:.25rem; background:#2f6d9e; min-width:2px; }
.bw-m .bar .chance { position:relative; padding:0; } .bw-m .bar u { position:absolute; top:-.25rem; bottom:-.25rem;
  border-left:2px dashed currentColor; }
.bw-m .chances { grid-template-columns:minmax(6.5rem,8rem) 1fr 3rem; margin-bottom:.6rem; }
.bw-m .chances .chance + span { text-align:right; padding:0; }
.bw-m .steps { display:flex; gap:.3rem; align-items:flex-end; margin:.3rem 0 .7rem; }
.bw-m .steps span { flex:1 1 0; min-width:0; display:grid; justify-items:center; gap:.15rem; }
.bw-m .steps i { display:block; width:100%; border-radius:.25rem; } .bw-m .steps em { font-style:normal; }
.bw-m .steps small { font-variant-numeric:tabular-nums; font-size:.78rem; }
.bw-m .moved li { padding:.15rem 0; } .bw-m .moved b { flex:0 0 1.4rem; text-align:right; }
.bw-m .bar .sum { font-weight:600; border-top:1px solid var(--line); padding-top:.3rem; }
</style>
"""


def method_style() -> None:
    """The look of all pictures, once a page."""
    st.html(STYLE)


def tiers() -> None:
    """The six tiers from the most severe down, and whether they allow a plan."""
    rows = "".join(
        f'<li class="{_tier_shade(tier)}"><b>{said(f"people.tier.{tier.value}")}</b>'
        f"<span>{said('method.triage.plan' if tier.allows_plan else 'method.triage.no_plan')}</span></li>"
        for tier in Tier
    )
    draw(f"<ol>{rows}</ol>")


def highest_reason() -> None:
    """One axis of one person: the reasons, and the highest of them as the result."""
    condition = load_conditions()["non_specific_chronic"]
    reasons = {
        "method.sensitivity.condition": condition.settled[Axis.FLEXION],
        "method.sensitivity.aggravator": STRONG[Stage.SETTLED],
        "method.sensitivity.floor": condition.floors.get(Axis.FLEXION, 0),
    }
    rows = "".join(bar(name, value) for name, value in reasons.items())
    result = bar("method.sensitivity.result", max(reasons.values()), "sum")
    draw(f'<p><b>{said("method.sensitivity.example")}</b></p><div class="bar">{rows}{result}</div>')


def demand_grid() -> None:
    """The nine ratings of three exercises, side by side."""
    catalog = load_catalog()
    head = "".join(f'<th scope="col">{escape(catalog[name].name)}</th>' for name in COMPARED)
    rows = "".join(
        f'<tr><th scope="row">{said(f"axis.{axis.value}.name").capitalize()}</th>'
        + "".join(f'<td class="k{catalog[name].demand[axis]}">{catalog[name].demand[axis]}</td>' for name in COMPARED)
        + "</tr>"
        for axis in Axis
    )
    caption = said("method.demand.caption")
    draw(f"<table><caption>{caption}</caption><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>")


@cache
def fit_on_axis(sensitivity: int, demand: int) -> Fit:
    """What one axis says where all others are quiet, sensitivity and demand 0 to 3: judged like any exercise."""
    quiet = dict.fromkeys(Axis, 0)
    answers = load_demo_people()[JUDGED_FOR].answers
    profile = build_profile(answers, assess(answers, ANY_DAY))
    judged = judge(
        replace(load_catalog()[COMPARED[0]], demand=quiet | {ONE_AXIS: demand}),
        replace(profile, sensitivity=Sensitivity(quiet | {ONE_AXIS: sensitivity}, {}, {})),
    )
    rule = f"vector.{ONE_AXIS.value}"
    if any(reason.rule == rule for reason in judged.blocks):
        return Fit.LEFT_OUT
    return Fit.WITH_CHANGE if any(reason.rule == rule for reason in judged.changes) else Fit.FITS


def verdict_grid() -> None:
    """Sensitivity against demand, and what one axis says for each pair."""
    shade = {Fit.FITS: "ok", Fit.WITH_CHANGE: "k1", Fit.LEFT_OUT: "k3"}
    head = "".join(f'<th scope="col">{demand}</th>' for demand in LEVELS)
    rows = ""
    for sensitivity in LEVELS:
        fits = [fit_on_axis(sensitivity, demand) for demand in LEVELS]
        cells = "".join(f'<td class="{shade[fit]}">{said(f"fit.{fit.value}")}</td>' for fit in fits)
        rows += f'<tr><th scope="row">{sensitivity}</th>{cells}</tr>'
    caption, corner = said("method.scoring.caption"), said("method.scoring.corner")
    draw(
        f"<table><caption>{caption}</caption><thead><tr><th>{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def planning_steps() -> None:
    """How a week is filled, step by step."""
    steps = "".join(f'<li class="k0"><span><b>{n}</b> · {said(f"method.planning.step.{n}")}</span></li>' for n in STEPS)
    draw(f"<ol>{steps}</ol>")


def lights() -> None:
    """What each light means."""
    shade = {Light.GREEN: "ok", Light.AMBER: "k1", Light.RED: "k3"}
    rows = "".join(
        f'<li class="{shade[light]}"><b>{said(f"chart.light.{light.value}").capitalize()}</b>'
        f"<span>{escape(say_with_rules(f'method.light.{light.value}'))}</span></li>"
        for light in shade
    )
    draw(f'<ul class="lights">{rows}</ul>')


def meaningful_change() -> None:
    """What lower morning scores amount to, from one start."""
    shade = {Change.NO_CLEAR_CHANGE: "k0", Change.MAYBE_BETTER: "k1", Change.BETTER: "ok"}
    reached = {change: [now for now in range(START, -1, -1) if verdict(START, now) is change] for change in shade}
    rows = "".join(
        f'<li class="{shade[change]}"><b>{said(f"method.progress.{change.value}")}</b>'
        f"<span>{', '.join(map(str, scores))}</span></li>"
        for change, scores in reached.items()
    )
    draw(f"<p><b>{escape(say('method.progress.caption', start=START))}</b></p><ul>{rows}</ul>")


def say_with_rules(text_id: str, **values: object) -> str:
    """A sentence that cites rules by their ids, with underscores for dots."""
    return say(text_id, **_numbers(), **values)


@cache
def _numbers() -> Mapping[str, str]:
    return {rule.id.replace(".", "_"): f"{rule.value:g}" for rule in load_rules().values()}


def bar(text_id: str, value: int, kind: str = "") -> str:
    width = f"{100 * value / LEVELS[-1]:.0f}%"
    name = f'<span class="{kind}">{said(text_id)}</span>'
    return f'{name}<span class="{kind}"><i style="width:{width}"></i></span><span class="{kind}">{value}</span>'


def _tier_shade(tier: Tier) -> str:
    if tier.allows_plan:
        return "k0" if tier is Tier.LIMITS else "ok"
    return "k2" if tier is Tier.PROFESSIONAL else "k3"


def said(text_id: str) -> str:
    """A sentence for HTML."""
    return escape(say(text_id))


def draw(html: str) -> None:
    """One picture, in the look of all."""
    st.html(f'<div class="bw-m">{html}</div>')
