"""Answers as they might be: pain, diagnosis or equipment moved, everything else as the person said.

Nothing here is kept: the result is a set of answers that goes through the same screening as any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.knowledge.questions import Answers, nothing_applies
from core.profile import Preferences, Profile, build_profile
from core.screening import Assessment, assess, checked, confirmed, open_clashes
from core.screening.answers import flagged, measured
from core.words import Equipment, Experience, Goal, Sex, Site

PAIN_QUESTIONS = ("pain_now", "pain_week", "pain_provoked")
MOST_PAIN = 10
STIRRED: Mapping[bool, Mapping[str, str]] = MappingProxyType(
    {
        True: MappingProxyType({"provoked_by": "light", "settles": "over_2_h"}),
        False: MappingProxyType({"provoked_by": "heavy", "settles": "under_30_min"}),
    }
)
CALM: Mapping[str, object] = MappingProxyType(
    {**STIRRED[False], "site": Site.BACK.value, "irritable_signs": (), "painkillers": "none"}
)
"""What is supposed of a pain that nobody was asked about."""

NO_PAIN, LONG_STANDING = "none", "over_12_weeks"
NEUTRAL_AGE, NEUTRAL_MASS_KG, NEUTRAL_STATURE_CM, NEUTRAL_DAYS, NEUTRAL_MINUTES = 40, 75, 170, 2, 45
"""A person in the middle, so that bodies and loads have a size; none of it is advice."""


@dataclass(frozen=True)
class Supposed:
    """What to suppose; None leaves it as answered.

    `pain` is the pain right now (0 to 10): the week's mean and the worst move by as many steps. `easily_stirred` says
    whether little provokes it and it lingers for hours. `equipment` and `diagnoses` replace what was ticked.
    """

    pain: int | None = None
    easily_stirred: bool | None = None
    equipment: Collection[str] | None = None
    diagnoses: Collection[str] | None = None


@dataclass(frozen=True)
class Seen:
    """Answers with what follows from them; `profile.allows_plan` says whether exercises may be shown as fitting."""

    answers: Answers
    assessment: Assessment
    profile: Profile


def neutral_answers() -> Answers:
    """Answers of nobody: no warning sign, no back pain at present, all equipment, some experience."""
    return checked(
        {
            **nothing_applies(),
            "age": NEUTRAL_AGE,
            "sex": Sex.FEMALE.value,
            "mass_kg": NEUTRAL_MASS_KG,
            "stature_cm": NEUTRAL_STATURE_CM,
            "duration": NO_PAIN,
            **CALM,
            "confidence": MOST_PAIN,
            "worry": 0,
            "goal": Goal.FUNCTION.value,
            "experience": Experience.SOME.value,
            "days_per_week": NEUTRAL_DAYS,
            "minutes": NEUTRAL_MINUTES,
            "equipment": tuple(piece.value for piece in Equipment),
        }
    )


def suppose(answers: Answers, supposed: Supposed) -> Answers:
    """The answers with what is supposed in place of what was said.

    Raises AnswerError for a pain outside 0 to 10 or a choice that the screening does not offer.
    """
    changed: dict[str, object] = {}
    if supposed.pain is not None:
        steps = supposed.pain - measured(answers, "pain_now")
        for question in PAIN_QUESTIONS:
            moved = measured(answers, question) + steps
            changed[question] = int(min(max(moved, 0), MOST_PAIN))
        changed["pain_now"] = supposed.pain
        if supposed.pain and flagged(answers, "duration") == NO_PAIN:
            changed = {**CALM, **changed, "duration": LONG_STANDING}
        elif not supposed.pain and flagged(answers, "duration") == NO_PAIN:
            changed = {}
    if supposed.easily_stirred is not None:
        changed |= STIRRED[supposed.easily_stirred]
    if supposed.equipment is not None:
        changed["equipment"] = tuple(supposed.equipment)
    if supposed.diagnoses is not None:
        changed["diagnosis"] = tuple(supposed.diagnoses)
    given = checked({**answers, **changed})
    # What is only supposed need not fit together: the more careful reading counts, as if it were confirmed.
    return confirmed(given, open_clashes(given))


def seen(answers: Answers, today: date, preferences: Preferences | None = None, calm_weeks: int = 0) -> Seen:
    """What the screening and the profile make of answers on a day."""
    assessment = assess(answers, today)
    return Seen(answers, assessment, build_profile(answers, assessment, preferences, calm_weeks))
