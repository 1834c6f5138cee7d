"""The way through the screens: what comes after each of them.

An emergency ends them at once. What is for the same day or for a professional ends them after the last safety screen:
never before it, so that nothing graver goes unasked, and never with goals or equipment. Answers that clash are asked
back as soon as both are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from core.knowledge.questions import Answers, Screen
from core.screening.assessment import triage
from core.screening.clashes import open_clashes
from core.words import Tier


class Ahead(StrEnum):
    """What comes after a screen."""

    NEXT = "next"
    ASK_BACK = "ask_back"
    RESULT = "result"


def ahead(screens: Sequence[Screen], place: int, answers: Answers, today: date) -> Ahead:
    """What comes after the screen at `place` (0 for the first); `answers` are all that were given so far."""
    tier = triage(answers, today)
    if tier is Tier.EMERGENCY:
        return Ahead.RESULT
    if open_clashes(answers):
        return Ahead.ASK_BACK
    if any(screen.safety for screen in screens[place + 1 :]):
        return Ahead.NEXT
    return Ahead.RESULT if place == len(screens) - 1 or not tier.allows_plan else Ahead.NEXT
