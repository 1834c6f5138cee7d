"""How easily the back is stirred up: a score of 0 to 10 and what follows from it (clinical evidence 4.4)."""

from __future__ import annotations

from core.knowledge.questions import Answers
from core.knowledge.rules import number, whole
from core.screening.answers import flagged, measured, ticked
from core.words import Duration, Irritability, Site, Stage

PROVOKED = {"light": whole("irritability.provoked_light"), "moderate": whole("irritability.provoked_moderate")}
SETTLES = {"over_2_h": whole("irritability.settles_slowly"), "under_2_h": whole("irritability.settles_in_hours")}
SEVERE_FROM, SEVERE = number("irritability.severe_from"), whole("irritability.severe")
MIDDLING_FROM, MIDDLING = number("irritability.middling_from"), whole("irritability.middling")
SIGN = whole("irritability.sign")
MODERATE_FROM, HIGH_FROM = whole("irritability.moderate_from"), whole("irritability.high_from")
LEVEL_MODERATE, LEVEL_HIGH = number("irritability.level_moderate"), number("irritability.level_high")
UNDER_PAINKILLERS = number("irritability.under_strong_painkillers")
IRRITABLE_FROM, FRESH_IRRITABLE_FROM = whole("irritability.irritable_from"), whole("irritability.fresh_irritable_from")

MOST = 10
NO_NERVE = ("numb_old", "other")
"""Answers on the leg that speak of no nerve root that is stirred up, wherever in the leg it is."""

DURATIONS = {
    "under_2_weeks": Duration.ACUTE,
    "under_6_weeks": Duration.ACUTE,
    "under_12_weeks": Duration.SUBACUTE,
}


def irritability_score(answers: Answers) -> int:
    """Points 0 to 10: how little provokes it, how bad it gets, how long it lasts, and four signs.

    Pain now and over the week weighs by itself, whatever was said of what sets it off; more under strong painkillers.
    """
    level = max(measured(answers, "pain_now"), measured(answers, "pain_week"))
    under_strong = flagged(answers, "painkillers") == "strong"
    if under_strong:
        level += UNDER_PAINKILLERS
    severity = max(measured(answers, "pain_provoked"), level)
    severe = SEVERE if severity >= SEVERE_FROM else MIDDLING if severity >= MIDDLING_FROM else 0
    below_knee = flagged(answers, "site") in (Site.CALF, Site.FOOT) and flagged(answers, "B3") not in NO_NERVE
    signs = len(ticked(answers, "irritable_signs")) + below_knee
    provoked = PROVOKED.get(flagged(answers, "provoked_by") or "", 0)
    settles = SETTLES.get(flagged(answers, "settles") or "", 0)
    least = HIGH_FROM if level >= LEVEL_HIGH else MODERATE_FROM if under_strong or level >= LEVEL_MODERATE else 0
    return min(max(provoked + severe + settles + SIGN * signs, least), MOST)


def band(score: int) -> Irritability:
    """Low, moderate or high."""
    if score >= HIGH_FROM:
        return Irritability.HIGH
    return Irritability.MODERATE if score >= MODERATE_FROM else Irritability.LOW


def duration(answers: Answers) -> Duration:
    """How long the episode has lasted; no pain at present counts like a long-standing, settled back."""
    return DURATIONS.get(flagged(answers, "duration") or "", Duration.CHRONIC)


def stage(answers: Answers, score: int) -> Stage:
    """Which half of the condition table applies."""
    fresh = flagged(answers, "duration") == "under_2_weeks"
    threshold = FRESH_IRRITABLE_FROM if fresh else IRRITABLE_FROM
    return Stage.IRRITABLE if score >= threshold else Stage.SETTLED
