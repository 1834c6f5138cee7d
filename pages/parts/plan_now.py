"""What the journal made of one exercise of the plan: today's target, why, and what would move it back."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from core.adapting import Adapted, Adjustment, Case, Move, Situation, Target
from core.knowledge.texts import say
from core.planning import Prescription
from core.units import MassUnit
from pages.parts.progress_targets import numbers_behind, since_words
from pages.parts.visit import catalog
from pages.parts.why_moved import tag, why
from pages.parts.wording import load, target

STYLE = """
<style>
.bw-now { border-left:3px solid #1f6f6b; padding:.05rem 0 .05rem .65rem; margin:0 0 .45rem; }
.bw-now.down, .bw-now.rest { border-color:#d9822b; }
.bw-now p { margin:0 0 .2rem; line-height:1.4; } .bw-now small { font-size:.88rem; opacity:.85; }
</style>
"""


def prescription_now(planned: Prescription, adapted: Adapted | None) -> Prescription:
    """The prescription with today's numbers and the plan's own reasons; as planned where it is left out today."""
    found = adapted.session.find(planned.exercise_id) if adapted else None
    return replace(found, why=planned.why) if found else planned


def left_out_now(planned: Prescription, adapted: Adapted | None) -> bool:
    """True where the session as it stands today does not have it."""
    return adapted is not None and adapted.session.find(planned.exercise_id) is None


def now_block(planned: Prescription, adapted: Adapted | None, unit: MassUnit) -> str:
    """The reason for today's numbers as HTML, empty where an exercise simply starts as planned."""
    if adapted is None:
        return ""
    aim = adapted.target(planned.exercise_id)
    if aim is not None:
        return "" if aim.case is Case.START and not aim.also else _aimed(planned, aim, adapted.state, unit)
    gone = next((one for one in adapted.adjustments if one.exercise_id == planned.exercise_id), None)
    return _gone(gone, adapted.state, unit) if gone else ""


def _aimed(planned: Prescription, aim: Target, state: Situation, unit: MassUnit) -> str:
    first = " · ".join(one for one in (target(planned), load(planned, unit)) if one)
    since = since_words(aim, state, unit)
    numbers = numbers_behind(aim.entries, state, unit, aim)
    also = [one.sentence for one in aim.also]
    more = (*also, *numbers, say("plan.now.first", dose=first))
    told = f" <small>{escape(since)}</small>" if since else ""
    return _block(aim.move, told, aim.sentence, why(aim.back, (), aim.rule, state.journal, *more))


def _gone(gone: Adjustment, state: Situation, unit: MassUnit) -> str:
    other = say("plan.now.instead", name=catalog()[gone.instead].name) if gone.instead else ""
    numbers = numbers_behind(gone.entries, state, unit)
    behind = why(gone.back, (), gone.rule, state.journal, *numbers)
    return _block(Move.REST, "", f"{gone.sentence} {other}".strip(), behind)


def _block(move: Move, told: str, sentence: str, behind: str) -> str:
    return f'<div class="bw-now {move.value}"><p>{tag(move)}{told}</p><p>{escape(sentence)}</p>{behind}</div>'
