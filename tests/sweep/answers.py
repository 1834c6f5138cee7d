"""Random answers, from the first screen to what goes out: no plan that they forbid, nothing in it that they leave out.

Half of the sets are drawn without regard to each other, half fit together by construction. Each plan is also looked at
as somebody's old plan under the next one's verdict. `python -m tests.sweep.answers` draws 20,000, the tests 2,000.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from core.catalog import Catalog
from core.demand import rated
from core.errors import PlanWithheld
from core.knowledge.questions import Kind, Question, load_questions
from core.planning import Plan, build_plan
from core.profile import Profile, build_profile
from core.scoring import judge
from core.screening import assess, checked, open_clashes
from core.words import Tier
from tests.core.builders import ALL_EQUIPMENT, CATALOG, TODAY
from tests.core.outgoing import exercises_named, going_out, texts_going_out
from tests.sweep.table import printed

SETS, CHUNK = 20_000, 500
UNTIL = TODAY + timedelta(days=28)
TICKED = (0.0, 0.0, 0.02, 0.1, 0.4)
"""How likely a statement or a box is ticked; drawn anew for each set."""

BODIES = (
    ("female", 158, 52), ("female", 166, 64), ("female", 170, 95), ("female", 168, 43),
    ("male", 172, 61), ("male", 178, 80), ("male", 186, 118), ("male", 180, 57),
)  # fmt: skip
"""A few bodies, two of them too light: rating the catalogue for one takes longer than all the rest."""

CONTRADICTIONS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "no back pain, and a pain": lambda said: (
        said["duration"] == "none" and (said.get("pain_now", 0) > 0 or said.get("pain_week", 0) > 0)
    ),
    "much pain at rest, and only heavy things": lambda said: (
        (said.get("pain_now", 0) >= 7 or said.get("pain_week", 0) >= 7)
        and said.get("provoked_by") == "heavy"
        and said.get("settles") == "under_30_min"
    ),
    "pregnant and male": lambda said: said["H2"] != "no" and said["sex"] == "male",
    "pregnant past all time": lambda said: said["H2"] == "pregnant" and said["H2_week"] >= 42,
    "both legs, and neither": lambda said: said.get("B3") == "both" and said["A5a"] == said["A5b"] == "no",
}
"""What does not fit together, written down anew for the sweep."""


@dataclass
class Outcome:
    """What came of some sets: how many in which tier, with which contradictions, with a plan, and what is wrong."""

    tiers: Counter[tuple[str, Tier]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Take in what came of other sets."""
        self.tiers += other.tiers
        self.counts += other.counts
        self.wrong += other.wrong


def drawn(random_: random.Random, *, consistent: bool) -> dict[str, Any]:
    """Answers to every question that comes up, in the order of the screens."""
    likely = random_.choice(TICKED)
    said: dict[str, Any] = {}
    for question in load_questions().values():
        if question.id not in said and question.is_asked(said):
            said[question.id] = _answer(question, random_, likely)
        if question.id == "age":
            heavy_enough = BODIES if random_.random() < likely else [body for body in BODIES if body[2] > 60]
            said |= dict(zip(("sex", "stature_cm", "mass_kg"), random_.choice(heavy_enough), strict=True))
    return _fitting(said, random_) if consistent else said


def _answer(question: Question, random_: random.Random, likely: float) -> Any:
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        assert question.low is not None
        assert question.high is not None
        low, high = (18, 95) if question.id == "age" else (int(question.low), int(question.high))
        if question.id.startswith("pressure"):
            upper = question.id == "pressure_upper"
            low, high = ((105, 139) if upper else (60, 89)) if random_.random() > likely / 4 else (low, high)
        return random_.randint(low, high)
    choices = [choice.id for choice in question.choices]
    if question.id == "equipment":
        return ALL_EQUIPMENT if random_.random() < 0.4 else tuple(c for c in choices if random_.random() < 0.2)
    if question.kind is Kind.MANY:
        share = likely if question.screen in ("nerves", "now", "you", "health") else 0.2
        return tuple(choice for choice in choices if random_.random() < share)
    if question.kind is Kind.FLAG:
        return random_.choice(choices) if random_.random() < likely else "no"
    return random_.choice(choices)


def _fitting(said: dict[str, Any], random_: random.Random) -> dict[str, Any]:
    """The answers with those that belong together drawn together."""
    fitting = dict(said)
    if fitting["H2"] != "no":
        fitting |= {"sex": "female", "age": random_.randint(19, 44), "H2_week": random_.randint(5, 39)}
        fitting |= {"stature_cm": 166, "mass_kg": 64}
    if fitting["duration"] != "none":
        level = random_.randint(0, 8)
        fitting |= {
            "pain_now": max(0, level - random_.randint(0, 2)),
            "pain_week": level,
            "pain_provoked": min(10, level + random_.randint(0, 3)),
        }
        if level >= 5:
            fitting |= {"provoked_by": random_.choice(("light", "moderate")), "settles": "over_2_h"}
        if fitting["pain_now"] >= 8:
            fitting["I1"] = random_.choice(("eases", "nothing_eases"))
        if fitting["pain_now"] == 0:
            fitting["irritable_signs"] = tuple(s for s in fitting["irritable_signs"] if s != "rest_pain")
        if {"A5a", "A5b"} & {name for name in fitting if str(fitting[name]).startswith("old")}:
            fitting |= {"site": "thigh", "B3": "both"}
        elif fitting.get("B3") == "both":
            fitting["B3"] = "recent"
        if fitting["numbness_growing"] == "yes" and fitting["site"] in ("back", "buttock"):
            fitting |= {"site": "foot", "B3": "recent"}
    else:
        fitting |= {"E2": "no", "C2": "no", "small_fall": "no"}
    if "constant" in fitting["D3"]:
        fitting["easers"] = ()
        fitting |= {"I1": "nothing_eases"} if fitting.get("pain_now", 0) >= 8 else {}
    if fitting["duration"] == "none":
        fitting["D3"] = tuple(sign for sign in fitting["D3"] if sign in ("first_ever", "thoracic", "unwell"))
    fitting["pressure_lower"] = min(fitting["pressure_lower"], fitting["pressure_upper"] - 10)
    if fitting["D1"] == "older_pain" and fitting["duration"] in ("under_2_weeks", "under_6_weeks"):
        fitting["duration"] = "over_12_weeks"
    if fitting["D1"] == "older_pain":
        fitting["D3"] = tuple(sign for sign in fitting["D3"] if sign != "first_ever")
    kept: dict[str, Any] = {}
    for name, question in load_questions().items():
        if question.is_asked(kept):
            kept[name] = fitting.get(name, () if question.kind is Kind.MANY else None)
    return kept


def exercises_of(plan: Plan) -> set[str]:
    """All that a plan has to do, short versions included."""
    return {*plan.exercise_ids(), *(name for session in plan for name, _ in session.short)}


def _left_out(catalog: Catalog, profile: Profile, names: Iterable[str]) -> set[str]:
    return {name for name in names if judge(catalog[name], profile).left_out}


def _begun(catalog: Catalog) -> Catalog:
    """The catalogue for somebody who trains already: the leg model does not judge what they do."""
    begun = {exercise.id: replace(exercise, too_heavy=False) for exercise in catalog}
    return replace(catalog, exercises=MappingProxyType(begun))


def looked_at(seed: int, *, sets: int, paper_every: int, going_every: int = 1) -> Outcome:
    """Draw sets and look at each.

    Every so many plans what goes out of it and of an earlier one is looked at, and every so many of these what paper,
    calendar, link and short version say.
    """
    random_, outcome = random.Random(seed), Outcome()
    before: Plan | None = None
    for number in range(sets):
        consistent = number % 2 == 0
        said = drawn(random_, consistent=consistent)
        given = checked(said)
        assessment = assess(given, TODAY)
        profile = build_profile(given, assessment)
        half = "fit together" if consistent else "at random"
        outcome.counts[half] += 1
        outcome.tiers[half, assessment.tier] += 1
        contradicts = [name for name, holds in CONTRADICTIONS.items() if holds(said)]
        clashes = open_clashes(given)
        where = f"seed {seed}, set {number}"
        if contradicts and not clashes:
            outcome.wrong.append(f"{where}: nobody asks back: {contradicts}")
        if consistent and clashes:
            outcome.wrong.append(f"{where}: fits together, and is asked back: {clashes}")
        outcome.counts["contradictions"] += bool(clashes)
        if assessment.missing:
            outcome.wrong.append(f"{where}: missing {assessment.missing}")
        if assessment.tier.allows_plan:
            outcome.counts["without red flags"] += 1
        catalog = rated(CATALOG, profile) if assessment.allows_plan else CATALOG
        try:
            plan = build_plan(profile, catalog, TODAY)
        except PlanWithheld:
            if assessment.tier.allows_plan and not clashes:
                outcome.wrong.append(f"{where}: no plan for {assessment.tier.value}")
            continue
        outcome.counts["plans"] += 1
        if not assessment.tier.allows_plan or clashes:
            outcome.wrong.append(f"{where}: a plan for {assessment.tier.value}, {clashes}")
        forbidden = partial(_left_out, catalog, profile)
        if wrong := forbidden(exercises_of(plan)):
            outcome.wrong.append(f"{where}: the plan has {wrong}")
        if outcome.counts["plans"] % going_every == 0:
            for whose, goes in (("own", plan), ("an old", before or plan)):
                trimmed = going_out(goes, profile, catalog, TODAY)
                forbidden = partial(_left_out, catalog if goes is plan else _begun(catalog), profile)
                outcome.counts["going out"] += 1
                if wrong := forbidden(exercises_of(trimmed)):
                    outcome.wrong.append(f"{where}: {whose} plan goes out with {wrong}")
                if outcome.counts["plans"] % paper_every:
                    continue
                for kind, text in texts_going_out(goes, profile, catalog, TODAY, UNTIL).items():
                    outcome.counts[f"texts read: {kind}"] += 1
                    if wrong := forbidden(exercises_named(text, catalog)):
                        outcome.wrong.append(f"{where}: {whose} {kind} names {wrong}")
        before = plan
    return outcome


def main() -> None:
    """Draw all sets, print what came of them; fails where one is wrong."""
    began, outcome = time.perf_counter(), Outcome()
    with ProcessPoolExecutor() as pool:
        for part in pool.map(partial(looked_at, sets=CHUNK, paper_every=20), range(SETS // CHUNK)):
            outcome.add(part)
    halves = ("fit together", "at random")
    rows = [
        [half, f"{outcome.counts[half]:,}", *(f"{outcome.tiers[half, tier]:,}" for tier in Tier)] for half in halves
    ]
    print(printed("Random answers", ["answers", "sets", *(tier.value for tier in Tier)], rows))
    free, plans = outcome.counts["without red flags"], outcome.counts["plans"]
    print(f"\nWithout red flags: {free:,}; of these a plan: {plans:,} ({plans / free:.0%}).")
    print(f"Asked back: {outcome.counts['contradictions']:,}.")
    print(", ".join(f"{name} {count:,}" for name, count in sorted(outcome.counts.items()) if name.startswith("texts")))
    print(f"Wrong: {len(outcome.wrong)}. {time.perf_counter() - began:.0f} seconds.")
    if outcome.wrong or plans < 0.6 * free:
        raise SystemExit("\n".join(outcome.wrong[:20]))


if __name__ == "__main__":
    main()
