"""Adding a sign never lowers the tier, whoever answers and in whatever order the safety screens come.

The tier is the gravest of what single answers say and of what each rule of `TOGETHER` says. A rule is looked at with
every set of up to so many signs among those that touch an answer it reads; which these are is seen by watching it read,
and looked at anew until it reads nothing else. A sign that a rule does not read cannot change what it says, so that
holds for every set of as many signs out of all.

`python -m tests.sweep.monotone` goes to four signs, and asks the whole triage about every three; the tests go to three
and ask it about every two.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations, permutations
from types import MappingProxyType
from typing import Any

from core.knowledge.questions import Answer, Answers, Kind, load_questions, load_screens
from core.screening import Ahead, Finding, ahead, triage
from core.screening.findings import TOGETHER, single_findings
from core.screening.signs import SIGNS
from core.words import Tier
from tests.core.builders import TODAY, answers, asked
from tests.sweep.table import printed

SCREENS = load_screens()
SAFETY = tuple(screen for screen in SCREENS if screen.safety)
SCREEN_OF = {question.id: screen.id for screen in SCREENS for question in screen.questions}

STARTERS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "30 m": {"age": 30},
        "34 f": {"age": 34, "sex": "female", "stature_cm": 167, "mass_kg": 64},
        "66 f": {"age": 66, "sex": "female", "stature_cm": 162, "mass_kg": 66},
        "78 m": {"age": 78, "stature_cm": 174, "mass_kg": 79},
    }
)
"""The people from whom signs are counted; nothing applies to any of them."""

Rule = Callable[[Answers], Iterable[Finding]]


@dataclass(frozen=True)
class Sign:
    """One thing that a person may add: answers, or one tick of a question where several may be ticked.

    Two signs that answer the same question exclude each other; two ticks of one question do not.
    """

    name: str
    given: Mapping[str, Any]
    tick: tuple[str, str] | None = None

    @property
    def touches(self) -> frozenset[str]:
        """The questions whose answer it changes."""
        return frozenset(self.given) | ({self.tick[0]} if self.tick else frozenset())


def all_signs() -> tuple[Sign, ...]:
    """Every tick and choice of the safety screens that speaks for something, and numbers on both sides of a limit."""
    return (
        *_ticks(),
        *(
            Sign(f"B3.{choice}, {site}", {"site": site, "B3": choice})
            for site in ("thigh", "foot")
            for choice in ("ache", "recent", "old_unassessed", "numb_old", "worse", "both", "other")
        ),
        Sign("H1 disc, 4 weeks, cleared", {"H1": "discectomy", "H1_weeks": 4, "H1_cleared": "yes"}),
        Sign("H1 disc, 4 weeks, not cleared", {"H1": "discectomy", "H1_weeks": 4, "H1_cleared": "no"}),
        Sign("H1 fusion, 8 weeks, cleared", {"H1": "fusion", "H1_weeks": 8, "H1_cleared": "yes"}),
        Sign("H1 fusion, 40 weeks, cleared", {"H1": "fusion", "H1_weeks": 40, "H1_cleared": "yes"}),
        Sign("H2 pregnant, week 20", {"H2": "pregnant", "H2_week": 20, "H2_complications": "no"}),
        Sign("H2 pregnant, week 43", {"H2": "pregnant", "H2_week": 43, "H2_complications": "no"}),
        Sign("H2 complications", {"H2": "pregnant", "H2_week": 20, "H2_complications": "yes"}),
        Sign("H2 after a birth", {"H2": "postpartum", "H2_complications": "no"}),
        Sign("pressure 150", {"pressure_upper": 150}),
        Sign("pressure 190", {"pressure_upper": 190}),
        Sign("pressure over 95", {"pressure_lower": 95}),
        Sign("pressure over 115", {"pressure_lower": 115}),
        Sign("body-mass index 15", {"stature_cm": 180, "mass_kg": 49}),
        Sign("body-mass index 17.5", {"stature_cm": 180, "mass_kg": 57}),
        Sign("pain now 9, a position eases", {"pain_now": 9, "I1": "eases"}),
        Sign("pain now 9, nothing eases", {"pain_now": 9, "I1": "nothing_eases"}),
        Sign("strong painkillers", {"painkillers": "strong"}),
        Sign("a pain of under two weeks", {"duration": "under_2_weeks"}),
    )


def _ticks() -> Iterator[Sign]:
    """A sign for each choice of a statement, and for each box where several may be ticked."""
    safety = {screen.id for screen in SAFETY}
    for question in load_questions().values():
        if question.screen in safety and question.id not in ("H1", "H2"):
            for choice in question.choices:
                name = f"{question.id}.{choice.id}"
                if question.kind is Kind.FLAG:
                    yield Sign(name, {question.id: choice.id})
                elif question.kind is Kind.MANY:
                    yield Sign(name, {}, (question.id, choice.id))


def start_of(starter: str) -> dict[str, Answer]:
    """The person's answers without what nobody ticked: no rule asks for the absence of a sign."""
    return {name: value for name, value in answers(**STARTERS[starter]).items() if value not in ("no", ())}


def combined(signs: Iterable[Sign]) -> dict[str, Any] | None:
    """The answers of several signs together; None where they exclude each other."""
    given: dict[str, Any] = {}
    ticked: dict[str, tuple[str, ...]] = {}
    for sign in signs:
        if not given.keys().isdisjoint(sign.given):
            return None
        given.update(sign.given)
        if sign.tick is not None:
            question_id, choice = sign.tick
            ticked[question_id] = (*ticked.get(question_id, ()), choice)
    return given | ticked


class Watched(Mapping[str, Answer]):
    """Answers that remember what was read of them; a rule that goes through all of them is refused."""

    def __init__(self, given: Answers) -> None:
        self.given, self.read = given, set[str]()

    def __getitem__(self, name: str) -> Answer:
        self.read.add(name)
        return self.given[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping."""
        self.read.add(name)
        return self.given.get(name, default)

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return name in self.given

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a rule may not go through all answers")

    def __len__(self) -> int:
        raise AssertionError("a rule may not count the answers")


def rules() -> dict[str, Rule]:
    """What decides the tier, in pieces: the table of signs for each question, and each rule of what counts together."""
    questions = dict.fromkeys(sign.partition(".")[0] for sign in SIGNS)
    singles = {question_id: partial(_single, question_id) for question_id in questions}
    return {**singles, **{rule.__name__: rule for rule in TOGETHER}}


def _single(question_id: str, given: Answers) -> Iterable[Finding]:
    return single_findings({question_id: given[question_id]} if question_id in given else {})


def severity_of(findings: Iterable[Finding]) -> int:
    """The gravest tier of these findings."""
    return max((finding.tier.severity for finding in findings), default=0)


def lowered_by_rule(starter: str, rule: Rule, signs: Sequence[Sign], most: int) -> tuple[int, list[str]]:
    """How many sets of up to `most` signs one rule was looked at with, and where a sign more made it say less."""
    start, read = start_of(starter), set[str]()
    while True:
        watched = Watched(start)
        severity_of(rule(watched))
        touching = [sign for sign in signs if sign.touches & (read | watched.read)]
        before, sets, wrong = set(read | watched.read), 0, []
        severities: dict[tuple[int, ...], int] = {}
        for size in range(most + 1):
            for chosen in combinations(range(len(touching)), size):
                given = combined(touching[at] for at in chosen)
                if given is None:
                    continue
                watched = Watched({**start, **given})
                severities[chosen] = severity_of(rule(watched))
                read |= watched.read
                sets += 1
                wrong += [
                    f"{starter}: {', '.join(touching[at].name for at in chosen)}: graver without {touching[away].name}"
                    for place, away in enumerate(chosen)
                    if severities[chosen[:place] + chosen[place + 1 :]] > severities[chosen]
                ]
        if read <= before:
            return sets, wrong


def lowered_by_triage(starter: str, signs: Sequence[Sign], most: int) -> tuple[Counter[tuple[int, Tier]], list[str]]:
    """The whole triage with every set of up to `most` signs: tiers by size of the set, and where it is lowered."""
    start = start_of(starter)
    counts: Counter[tuple[int, Tier]] = Counter()
    wrong: list[str] = []
    smaller: dict[tuple[int, ...], int] = {(): triage(start, TODAY).severity}
    for size in range(1, most + 1):
        reached: dict[tuple[int, ...], int] = {}
        for chosen in combinations(range(len(signs)), size):
            given = combined(signs[at] for at in chosen)
            if given is None:
                continue
            tier = triage({**start, **given}, TODAY)
            counts[size, tier] += 1
            reached[chosen] = tier.severity
            wrong += [
                f"{starter}: {', '.join(signs[at].name for at in chosen)}: graver without {signs[away].name}"
                for place, away in enumerate(chosen)
                if smaller[chosen[:place] + chosen[place + 1 :]] > tier.severity
            ]
        smaller = reached
    return counts, wrong


def wrong_in_some_order(starter: str, given: Mapping[str, Any]) -> list[str]:
    """Where somebody with these signs, who meets the safety screens in each possible order, ends up wrong.

    Right is: the tier of all answers together, and no result before the last safety screen but an emergency.
    """
    whole = asked(answers(**{**STARTERS[starter], **given}))
    wanted = triage(whole, TODAY)
    wrong = []
    for order in permutations(SAFETY):
        screens = (*order, *(screen for screen in SCREENS if not screen.safety))
        so_far: dict[str, Answer] = {}
        for place, screen in enumerate(order):
            so_far |= {name: value for name, value in whole.items() if SCREEN_OF.get(name) == screen.id}
            way = ahead(screens, place, so_far, TODAY)
            if way is Ahead.RESULT:
                break
        told = triage(so_far, TODAY)
        early = len(so_far) < len(whole) - sum(SCREEN_OF.get(name) in ("triggers", "training") for name in whole)
        withheld = way is Ahead.RESULT
        fits = told is wanted and (wanted is Tier.EMERGENCY or not early)
        if not fits or (withheld is wanted.allows_plan and way is not Ahead.ASK_BACK):
            wrong.append(f"{starter}, {[screen.id for screen in order]}: {dict(given)}: {told.value}")
    return wrong


def pairs_of(signs: Sequence[Sign]) -> list[dict[str, Any]]:
    """The answers of each two signs that do not exclude each other."""
    return [given for two in combinations(signs, 2) if (given := combined(two)) is not None]


def _by_rule(task: tuple[str, str]) -> tuple[int, list[str]]:
    starter, name = task
    return lowered_by_rule(starter, rules()[name], all_signs(), 4)


def _by_triage(starter: str) -> tuple[Counter[tuple[int, Tier]], list[str]]:
    return lowered_by_triage(starter, all_signs(), 3)


def main() -> None:
    """Each rule with four signs, the whole triage with three, pairs in all orders; fails where one is wrong."""
    began, signs, wrong = time.perf_counter(), all_signs(), list[str]()
    with ProcessPoolExecutor() as pool:
        tasks = [(starter, name) for starter in STARTERS for name in rules()]
        sets = 0
        for number, found in pool.map(_by_rule, tasks):
            sets, wrong = sets + number, wrong + found
        rows = []
        for starter, (counts, found) in zip(STARTERS, pool.map(_by_triage, STARTERS), strict=True):
            wrong += found
            for size in (1, 2, 3):
                by_tier = [counts[size, tier] for tier in Tier]
                rows.append([starter, str(size), *(f"{number:,}" for number in (sum(by_tier), *by_tier))])
        pairs = pairs_of(signs)
        walks = [(starter, given) for at, starter in enumerate(STARTERS) for given in pairs[at :: len(STARTERS)]]
        for found in pool.map(wrong_in_some_order, *zip(*walks, strict=True), chunksize=100):
            wrong += found
    head = ["starting person", "signs", "sets", *(tier.value for tier in Tier)]
    print(printed(f"Adding a sign never lowers the tier: {len(signs)} signs, the whole triage", head, rows))
    print(f"\nEach of {len(rules())} rules with every set of up to four signs that it reads: {sets:,} sets.")
    print(f"{len(walks):,} pairs of signs, each in all orders of the {len(SAFETY)} safety screens.")
    print(f"Wrong: {len(wrong)}. {time.perf_counter() - began:.0f} seconds.")
    if wrong:
        raise SystemExit("\n".join(wrong[:20]))


if __name__ == "__main__":
    main()
