"""People for tests: answers of a settled adult, changed where a test says so, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from core.catalog import Catalog, load_catalog
from core.knowledge.conditions import load_conditions
from core.knowledge.questions import Answers, load_questions, nothing_applies
from core.planning import Edits, Plan, Template, build_plan
from core.profile import Preferences, Profile, Sensitivity, build_profile
from core.screening import Assessment, assess, checked
from core.words import Axis, Stage

TODAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
CATALOG: Catalog = load_catalog()
ALL_EQUIPMENT = tuple(choice.id for choice in load_questions()["equipment"].choices)
HARDER_LIFTS = tuple(choice.id for choice in load_questions()["opted_in"].choices)

SETTLED_ADULT: Mapping[str, Any] = MappingProxyType(
    {
        **nothing_applies(),
        "age": 40,
        "duration": "over_12_weeks",
        "pain_now": 2,
        "pain_week": 2,
        "pain_provoked": 3,
        "painkillers": "none",
        "provoked_by": "heavy",
        "settles": "under_30_min",
        "site": "back",
        "sex": "male",
        "stature_cm": 178,
        "mass_kg": 80,
        "confidence": 8,
        "worry": 2,
        "sleep": 7,
        "stress": 3,
        "goal": "muscle",
        "experience": "experienced",
        "days_per_week": 2,
        "minutes": 60,
    }
)
"""Long-standing, settled back pain, nothing else."""

IRRITABLE_DISC: Mapping[str, Any] = MappingProxyType(
    {
        "duration": "under_6_weeks",
        "site": "calf",
        "B3": "recent",
        "diagnosis": ("radiculopathy",),
        "provoked_by": "moderate",
        "pain_provoked": 7,
        "settles": "over_2_h",
        "pain_now": 5,
        "pain_week": 5,
    }
)
"""Changes that make an irritable nerve root with leg symptoms."""


SEVERE: Mapping[str, Any] = MappingProxyType(
    {"pain_now": 9, "I1": "eases", "pain_week": 6, "pain_provoked": 9, "provoked_by": "light", "settles": "over_2_h"}
)
"""Changes that make a severe spell of pain with a position that eases it."""


def answers(without: tuple[str, ...] = (), **changes: Any) -> Answers:
    """Checked answers of the settled adult with these changes, and without these questions."""
    raw = {**SETTLED_ADULT, **changes}
    return checked({question: value for question, value in raw.items() if question not in without})


def asked(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Of these answers those whose question the others bring up, as the screens would have taken them."""
    kept: dict[str, Any] = {}
    for question_id, question in load_questions().items():
        if question_id in raw and question.is_asked(kept):
            kept[question_id] = raw[question_id]
    return kept | {name: value for name, value in raw.items() if name not in load_questions()}


def assessed(**changes: Any) -> Assessment:
    """Assessment of the settled adult with these changes."""
    return assess(answers(**changes), TODAY)


def person(preferences: Preferences | None = None, calm_weeks: int = 0, **changes: Any) -> Profile:
    """Profile of the settled adult with these changes."""
    given = answers(**changes)
    return build_profile(given, assess(given, TODAY), preferences, calm_weeks)


def plan_for(
    profile: Profile, weeks: int = 6, templates: tuple[Template, ...] = (), edits: Edits | None = None
) -> Plan:
    """A plan from the Monday after today."""
    return build_plan(profile, CATALOG, MONDAY, weeks, templates, edits)


def workout(name: str, **sets: int) -> Template:
    """A workout of one's own: exercises with their sets."""
    return Template(name, name, name, tuple(sets.items()), ())


HEAVY = workout("heavy", low_bar_squat=5, conventional_deadlift=5, rack_split_squat=5, leg_press=5)
LIGHT_START = workout("light_start", low_bar_squat=1, conventional_deadlift=1)


def with_vector(profile: Profile, stage: Stage, **axes: int) -> Profile:
    """The profile with exactly these sensitivities, 0 on every other axis."""
    values = {axis: axes.get(axis.value, 0) for axis in Axis}
    return replace(profile, stage=stage, sensitivity=Sensitivity(values, {}, {}))


def with_condition(profile: Profile, condition: str, stage: Stage) -> Profile:
    """The profile with exactly one row of the condition table as its sensitivity."""
    row = load_conditions()[condition].vector(stage)
    return with_vector(profile, stage, **{axis.value: row[axis] for axis in Axis})
