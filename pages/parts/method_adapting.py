"""Pictures of what happens after a session: one lift over ten sessions, the back's own limit, and changes that count.

Each is worked out by the program's own rules for an example, never drawn by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from core.adapting import Case, DoseContext, Exposure, Target, next_dose
from core.adapting.tolerance import CHANCE, Answer, tolerance_of
from core.catalog import load_catalog
from core.knowledge.rules import load_rules, number
from core.knowledge.texts import say
from core.planning import Part, Prescription
from core.words import Light, Measure
from pages.parts.method_pictures import draw, said

LIFT, START_KG, SETS = "leg_press", 60.0, 2
STEP_KG, LEAST_KG = number("load.step.machine"), number("load.least.machine")
RANGE, RESERVE, TEMPO = (8, 12), (2, 3), "2-0-1"
FIRST_DAY, DAYS_APART = date(2026, 1, 5), timedelta(days=3)
LIGHTS = (
    Light.GREEN, Light.GREEN, Light.GREEN, Light.AMBER, Light.GREEN,
    Light.GREEN, Light.RED, Light.GREEN, Light.GREEN, Light.GREEN,
)  # fmt: skip
TOLD = (Case.LOAD_UP, Case.AMBER, Case.RED)
"""What the picture explains, each the first time that it happens."""
MARKS = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■"}
SHADES = {Light.GREEN: "ok", Light.AMBER: "k1", Light.RED: "k3"}
TALLEST_REM = 6.0

EXAMPLE_DOSES = {10: (7, 0), 20: (5, 1), 30: (3, 4)}
"""Spine points of a session, with how many were green and how many not, in the example of the own limit."""
SCORES = ("activities", "rmdq", "odi", "psfs", "tsk", "pseq")


class Step(NamedTuple):
    """One session of the example: what the rules asked for, and how the back answered."""

    target: Target
    light: Light


def ten_sessions() -> None:
    """The load of one lift after each light, as the rules move it."""
    steps = tuple(example())
    most = max(step.target.load_kg or 0.0 for step in steps)
    columns = "".join(_column(step, most) for step in steps)
    cases = [step.target.case for step in steps]
    moved = "".join(
        f"<li><b>{cases.index(case) + 1}</b> <span>{escape(case.sentence)}</span></li>"
        for case in TOLD
        if case in cases
    )
    caption = escape(say("method.adapting.caption", lift=load_catalog()[LIFT].name.lower()))
    alt = escape(say("method.adapting.alt", loads=", ".join(f"{step.target.load_kg:g}" for step in steps)))
    draw(
        f'<p><b>{caption}</b></p><div class="steps" role="img" aria-label="{alt}">{columns}</div>'
        f'<ul class="lights moved">{moved}</ul>'
    )


def example() -> Iterator[Step]:
    """The example session by session: every set is done to the top of its range, and the back answers as listed."""
    exercise = load_catalog()[LIFT]
    prescription = Prescription(
        exercise_id=LIFT,
        part=Part.MAIN,
        sets=SETS,
        low=RANGE[0],
        high=RANGE[1],
        measure=Measure.REPS,
        one_sided=False,
        rest_s=90,
        tempo=TEMPO,
        rir=RESERVE,
        load_kg=START_KG,
        ramp_kg=(),
        seconds=0,
        spine_points=0,
        why=(),
        change="",
    )
    past: list[Exposure] = []
    for at, light in enumerate(LIGHTS):
        day = FIRST_DAY + at * DAYS_APART
        target = next_dose(exercise, prescription, past, DoseContext(day, STEP_KG, LEAST_KG))
        yield Step(target, light)
        amounts = (RANGE[1],) * SETS
        past.append(Exposure(f"s{at}", day, light, True, target.load_kg, amounts, RESERVE[0]))


def own_limit() -> None:
    """The chance of an amber or red light at three doses, and the dose up to which it stays below the level."""
    answers = tuple(
        Answer(f"s{points}.{count}", FIRST_DAY, points, Light.AMBER if count < not_green else Light.GREEN)
        for points, (green, not_green) in EXAMPLE_DOSES.items()
        for count in range(green + not_green)
    )
    found = tolerance_of(answers)
    if found is None or found.limit is None:
        raise ValueError("the example has to show a limit")
    at = {one.points: one for one in found.curve}
    rows = "".join(
        f"<span>{escape(say('method.tolerance.dose', points=f'{dose:g}'))}</span>"
        f'<span class="chance"><i style="width:{at[dose].median:.0%}"></i><u style="left:{CHANCE:.0%}"></u></span>'
        f"<span>{at[dose].median:.0%}</span>"
        for dose in found.doses
    )
    greens = sum(green for green, _ in EXAMPLE_DOSES.values())
    caption = escape(say("method.tolerance.caption", sessions=found.sessions, green=greens))
    limit = escape(say("method.tolerance.limit", limit=int(found.limit), low=int(found.low or 0)))
    draw(f'<p><b>{caption}</b></p><div class="bar chances">{rows}</div><p>{limit}</p>')


def clear_changes() -> None:
    """The smallest change that counts as clear, score by score."""
    rows = _change("pain_week", "progress.change_points", "progress.change_share")
    rows += "".join(_change(name, f"outcome.points.{name}", f"outcome.share.{name}") for name in SCORES)
    head = "".join(f'<th scope="col">{said(f"method.outcomes.{name}")}</th>' for name in ("score", "points", "share"))
    draw(
        f"<table><caption>{said('method.outcomes.caption')}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _column(step: Step, most: float) -> str:
    load = step.target.load_kg or 0.0
    height = f"{TALLEST_REM * load / most:.2f}rem"
    name = said(f"chart.light.{step.light.value}")
    return (
        f'<span><small>{load:g}</small><i class="{SHADES[step.light]}" style="height:{height}"></i>'
        f'<em title="{name}">{MARKS[step.light]}</em></span>'
    )


def _change(name: str, points: str, share: str) -> str:
    part = f"{number(share):.0%}" if share in load_rules() else "–"
    values = "".join(f'<td class="k0">{value}</td>' for value in (f"{number(points):g}", part))
    return f'<tr><th scope="row">{said(f"outcome.name.{name}")}</th>{values}</tr>'
