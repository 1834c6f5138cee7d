"""How good the planner's weeks are beside the best that a solver can prove, and how long a plan takes.

python -m tests.bench.planner [people] [seconds a proof]

Random people for whom a plan is allowed, the whole catalogue rated for each of them, every fifth with an exercise
locked into each session. The solver (HiGHS) gets the planner's own objective and limits as a mixed-integer programme;
our week is put into that programme first, and the run stops where it breaks a row or is worth something else there.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.demand import rated
from core.knowledge.questions import Kind, Question, load_questions
from core.planning import Edits, build_plan
from core.planning.build import week_of
from core.planning.problem import Week, WeekProblem
from core.profile import Preferences, Profile, build_profile
from core.scoring import rank
from core.screening import assess, checked
from tests.bench.best_plan import TOLERANCE, BestPlan, Proof
from tests.bench.report import RUNS, Measured, Table, short, verdict, write
from tests.core.builders import CATALOG, MONDAY, SETTLED_ADULT, TODAY
from tests.core.strategies import EXERCISES, HEALTH_SCREENS, SHAPING

PEOPLE, PROOF_S = 200, 60.0
SEED = 20261120
LOCKS_EVERY = 5
MEDIAN_GOAL, WORST_GOAL = 0.99, 0.97
WEEK_GOAL, TWELVE_GOAL, SOLVER_GOAL = 5, 15, 500
OPEN_SCREENS = ("floor_hard", "sleep", "stress", "equipment", "diagnosis")
CALM_SHARE = 2 / 3
WHY_NOT_500 = (
    "The goal beside the solver cannot be met: for most people HiGHS needs a fraction of a second, and a planner so "
    "many times quicker than that would have to be quicker than the judging of the catalogue that it stands on. The "
    "solver's time has a long tail, the planner's has none."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One person: our week's worth and what was proven, and the seconds of each kind of work."""

    sessions: int
    value: float
    proof: Proof
    rank_s: float
    week_s: float
    twelve_s: float
    solver_s: float

    @property
    def share(self) -> float:
        """Our worth as a share of the bound."""
        return self.value / self.proof.bound


def people(count: int, seed: int = SEED) -> Iterator[tuple[Profile, Edits]]:
    """So many people who may have a plan, always the same ones, with what they locked."""
    draw = random.Random(seed)
    found = 0
    while found < count:
        given = checked(_answers(draw))
        assessment = assess(given, TODAY)
        liked, disliked, excluded = (frozenset(draw.sample(EXERCISES, draw.randint(0, 4))) for _ in range(3))
        locked = (draw.choice(EXERCISES),) if found % LOCKS_EVERY == 0 else ()
        profile = build_profile(given, assessment, Preferences(liked, disliked, excluded), draw.randint(0, 8))
        if profile.allows_plan:
            found += 1
            yield profile, Edits(locked=locked)


def best_plan_beside(problem: WeekProblem, week: Week, locked: Sequence[str]) -> BestPlan:
    """The programme of this week, its locked exercises kept. Raises ValueError where our week does not belong in it."""
    best = BestPlan(problem, [(pick.session, pick.exercise_id) for pick in week if pick.exercise_id in locked])
    there, here = best.worth_of(week), problem.value(week)
    if abs(there - here) > TOLERANCE:
        raise ValueError(f"the programme counts {there} where the planner counts {here}")
    return best


def compared(profile: Profile, edits: Edits, proof_s: float) -> Compared:
    """One person's week beside the proof, and all times in one interleaved run."""
    catalog = rated(CATALOG, profile)
    problem, week = week_of(profile, catalog, edits)
    best = best_plan_beside(problem, week, edits.locked)
    ranking, one, twelve = _interleaved(
        lambda: rank(profile, catalog),
        lambda: build_plan(profile, catalog, MONDAY, 1, edits=edits),
        lambda: build_plan(profile, catalog, MONDAY, 12, edits=edits),
    )
    start = time.perf_counter()
    proof = best.prove(proof_s)
    solver = time.perf_counter() - start
    return Compared(profile.days_per_week, problem.value(week), proof, ranking, one, twelve, solver)


def tables(found: Sequence[Compared]) -> list[Table]:
    """What was found, in words."""
    return [_quality(found), _times(found)]


def main(arguments: Sequence[str]) -> None:
    count = int(arguments[0]) if arguments else PEOPLE
    proof_s = float(arguments[1]) if len(arguments) > 1 else PROOF_S
    found = [compared(profile, edits, proof_s) for profile, edits in people(count)]
    made = tables(found)
    if count < PEOPLE:
        print("\n\n".join(one.markdown() for one in made))
    else:
        write("planner", "The planner", made, date.today())


def _answers(draw: random.Random) -> dict[str, Any]:
    """Answers of somebody, two in three of them with a back that is hard to stir up."""
    questions = load_questions()
    equipment = questions["equipment"].choice_ids()
    raw = dict(SETTLED_ADULT) | {
        name: _answer(draw, one)
        for name, one in questions.items()
        if one.screen not in HEALTH_SCREENS and name not in OPEN_SCREENS
    }
    raw["age"] = draw.randint(18, 95)
    raw["B3"] = draw.choice(("recent", "old_assessed", "other"))
    raw["equipment"] = draw.choice(([], draw.sample(equipment, draw.randint(1, 6)), list(equipment)))
    if draw.random() < CALM_SHARE:
        raw |= {
            "duration": draw.choice(("over_12_weeks", "under_12_weeks", "none")),
            "pain_now": draw.randint(0, 3),
            "pain_week": draw.randint(0, 5),
            "pain_provoked": draw.randint(0, 4),
            "provoked_by": draw.choice(("heavy", "moderate")),
            "settles": "under_30_min",
            "irritable_signs": [],
            "site": draw.choice(("back", "buttock", "thigh")),
            "confidence": draw.randint(4, 10),
            "worry": draw.randint(0, 7),
        }
    for bundle in draw.sample(SHAPING, draw.randint(0, 2)):
        raw |= bundle
    return raw


def _answer(draw: random.Random, question: Question) -> Any:
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return draw.randint(int(question.low or 0), int(question.high or 0))
    choices = question.choice_ids()
    if question.kind is Kind.MANY:
        return draw.sample(choices, draw.randint(0, min(4, len(choices))))
    return draw.choice(choices)


def _interleaved(*works: Callable[[], object]) -> list[float]:
    """Median seconds of each work, run in turn after one round that does not count."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS + 1):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return [statistics.median(times[1:]) for times in taken]


def _quality(found: Sequence[Compared]) -> Table:
    rows = []
    for sessions in sorted({one.sessions for one in found}):
        rows.append(_quality_row(f"{sessions} a week", [one for one in found if one.sessions == sessions]))
    median, worst = statistics.median(one.share for one in found), min(one.share for one in found)
    return Table(
        "Worth of a week beside the best that can be proven",
        ("sessions", "people", "median", "worst", "within 0.1 % of the bound", "proven to the end"),
        [*rows, _quality_row("**all**", found)],
        lead=(
            "Our week's worth divided by the bound that HiGHS proves for the same objective under the same limits. "
            f"Goals: median at least {MEDIAN_GOAL} ({verdict(median >= MEDIAN_GOAL)}), "
            f"worst at least {WORST_GOAL} ({verdict(worst >= WORST_GOAL)})."
        ),
        notes=(
            "The programme is exact, not a relaxation: minutes with the time that open places need, spine points of "
            "session and week, muscle caps, one of a family a session, places, sets, locked exercises. Every week of "
            "ours was put into it first: all rows hold and the worth agrees to a millionth.",
            "Where the solver ran out of time its dual bound stands in, so the true share is at least the one shown.",
            "The first measurement showed that the objective of then paid for breaking the dose up: in the best weeks "
            "nearly half of the exercises had fewer sets than their dose. Since then a set short of the dose weighs as "
            "much as a set below a muscle's band, for the planner and the solver alike.",
        ),
    )


def _quality_row(name: str, found: Sequence[Compared]) -> tuple[str, ...]:
    shares = [one.share for one in found]
    near = sum(share >= 0.999 for share in shares)
    proven = sum(one.proof.is_optimal for one in found)
    figures = (statistics.median(shares), min(shares))
    return (name, str(len(found)), *(f"{share:.4f}" for share in figures), str(near), str(proven))


def _times(found: Sequence[Compared]) -> Table:
    week, twelve, solver = (
        Measured(tuple(ratios))
        for ratios in (
            [one.week_s / one.rank_s for one in found],
            [one.twelve_s / one.rank_s for one in found],
            [one.solver_s / one.week_s for one in found],
        )
    )
    all_solver, all_weeks = sum(one.solver_s for one in found), sum(one.week_s for one in found)
    return Table(
        "Time of a plan",
        ("what", "ms", "beside", "goal", "came out"),
        [
            ("one ranking pass, uncached", _ms(one.rank_s for one in found), "", "", ""),
            (
                "plan of one week",
                _ms(one.week_s for one in found),
                f"{week} ranking passes",
                f"at most {WEEK_GOAL}",
                verdict(week.median <= WEEK_GOAL),
            ),
            (
                "plan of twelve weeks",
                _ms(one.twelve_s for one in found),
                f"{twelve} ranking passes",
                f"at most {TWELVE_GOAL}",
                verdict(twelve.median <= TWELVE_GOAL),
            ),
            (
                "HiGHS, the same week",
                _ms(one.solver_s for one in found),
                f"{solver} times our week",
                f"at least {SOLVER_GOAL}",
                verdict(solver.median >= SOLVER_GOAL),
            ),
        ],
        lead=(
            "Median over the people, lowest to highest in brackets; each person's figure is the median of "
            f"{RUNS} interleaved runs, the solver's a single run."
        ),
        notes=(
            "A ranking pass judges the main exercises; a plan judges the whole catalogue once before it picks.",
            f"Over all people together the solver took {short(all_solver / all_weeks)} times as long as the planner "
            f"({short(all_solver)} s beside {short(all_weeks)} s).",
            *([] if solver.median >= SOLVER_GOAL else [WHY_NOT_500]),
        ),
    )


def _ms(seconds: Iterator[float]) -> str:
    return str(Measured(tuple(1000 * one for one in seconds)))


if __name__ == "__main__":
    main(sys.argv[1:])
