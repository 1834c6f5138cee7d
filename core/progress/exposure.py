"""Graded exposure to a feared movement: where a ladder of steps stands, and what was expected beside what was felt
(clinical evidence 1.7 and 5.8).

Nothing here suggests a step where the triage, a stop rule, a flare-up or a verdict speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import fmean

from core.catalog import Catalog
from core.errors import AnswerError
from core.journal import MOST_STEPS, ExposureDiary, ExposureLadder, ExposureStep, ExposureTry
from core.knowledge.rules import number, whole
from core.knowledge.texts import say

WORRY_FALL, LOW_WORRY = whole("exposure.worry_fall"), whole("exposure.low_worry")
LEAST_TRIES, TRIES_A_DAY = whole("exposure.least_tries"), whole("exposure.tries_a_day")
SURPRISE, USUAL_STEPS = number("exposure.surprise"), whole("exposure.steps")
TOO_MUCH_PAIN = number("today.gentle_from")
LIKELY_FROM = whole("exposure.likely_from")


class Barrier(StrEnum):
    """Why there is no try now; its sentence is `exposure.barrier.<value>`."""

    TIER = "tier"
    SIGNS = "signs"
    STOPPED = "stopped"
    FLARE = "flare"
    PAIN = "pain"
    ENOUGH = "enough"
    WAITS = "waits"

    @property
    def words(self) -> str:
        """The reason, and what comes next."""
        if self is Barrier.ENOUGH:
            return say("exposure.barrier.enough", tries=TRIES_A_DAY)
        return say(f"exposure.barrier.{self.value}")


class StepState(StrEnum):
    """Where one step stands; its word is `exposure.step.<value>`."""

    CALM = "calm"
    NOW = "now"
    AHEAD = "ahead"
    WAITS = "waits"


class Advice(StrEnum):
    """What comes next on a ladder; its sentence is `exposure.advice.<value>`."""

    BEGIN = "begin"
    REPEAT = "repeat"
    CLIMB = "climb"
    SMALLER = "smaller"
    WAITS = "waits"
    ALL_CALM = "all_calm"

    @property
    def words(self) -> str:
        """The advice in a sentence or two."""
        if self is Advice.REPEAT:
            return say("exposure.advice.repeat", fall=WORRY_FALL, low=LOW_WORRY, tries=LEAST_TRIES)
        return say(f"exposure.advice.{self.value}")


@dataclass(frozen=True)
class Standing:
    """What else holds for the person: whether the triage and the stop rules allow it, and what the back takes.

    `fits` are the exercises that the verdicts do not leave out, `ceiling` the highest tolerated pain, 0 to 10;
    `screened_at` is the last full screening.
    """

    allows_plan: bool
    has_signs: bool
    withheld: bool
    flare: bool
    screened_at: datetime | None
    fits: frozenset[str]
    ceiling: int


@dataclass(frozen=True)
class StepStanding:
    """One step with its place on the ladder from 1, where it stands, and how often it was done."""

    number: int
    step: ExposureStep
    state: StepState
    tries: int

    @property
    def words(self) -> str:
        """Number, state and tries."""
        state = say(f"exposure.step.{self.state.value}")
        return say("exposure.step.line", number=self.number, state=state, tries=self.tries)


@dataclass(frozen=True)
class LadderStanding:
    """A ladder with its steps, the try that waits for its result, the finished ones, and what comes next."""

    ladder: ExposureLadder
    steps: tuple[StepStanding, ...]
    waiting: ExposureTry | None
    tries: tuple[ExposureTry, ...]
    advice: Advice

    @property
    def now(self) -> StepStanding | None:
        """The step that is on; None where all are calm or the next one waits."""
        return next((one for one in self.steps if one.state is StepState.NOW), None)

    @property
    def open_steps(self) -> tuple[ExposureStep, ...]:
        """Steps that may be tried: the one that is on and the calm ones below it, the present one first."""
        states = (StepState.NOW, StepState.CALM)
        return tuple(one.step for state in states for one in reversed(self.steps) if one.state is state)


@dataclass(frozen=True)
class Compared:
    """Expected beside felt over finished tries: means of 0 to 10, and how many were less, the same or more.

    `sure` counts the tries that were thought likely, `came` those of them that came as expected or stronger.
    """

    count: int
    expected: float
    result: float
    less: int
    more: int
    sure: int
    came: int
    worry_first: int
    worry_last: int | None

    @property
    def words(self) -> str:
        """What stands there, without a moral."""
        means = {"expected": f"{self.expected:.1f}", "result": f"{self.result:.1f}"}
        if self.count == 1:
            told = [say("exposure.compare.one", **{name: value.removesuffix(".0") for name, value in means.items()})]
        else:
            same = self.count - self.less - self.more
            told = [
                say("exposure.compare.many", count=self.count, **means),
                say("exposure.compare.counts", less=self.less, same=same, more=self.more),
            ]
        if self.sure > 1:
            told.append(say("exposure.compare.sure", sure=self.sure, came=self.came))
        if self.worry_last is not None:
            told.append(say("exposure.compare.worry", first=self.worry_first, last=self.worry_last))
        return " ".join(told)


def standing_of(ladder: ExposureLadder, diary: ExposureDiary, standing: Standing) -> LadderStanding:
    """Where a ladder stands. A step opens when the one before is calm, and waits while its exercise is left out."""
    own = [one for one in diary.tries if one.ladder_id == ladder.id]
    done = tuple(one for one in own if one.done)
    waiting = next((one for one in reversed(own) if not one.done), None)
    steps: list[StepStanding] = []
    is_open = True
    for place, step in enumerate(ladder.steps, start=1):
        tries = [one for one in done if one.step == step.words]
        state = _state(step, tries, standing, is_open=is_open)
        is_open = is_open and state is StepState.CALM
        steps.append(StepStanding(place, step, state, len(tries)))
    return LadderStanding(ladder, tuple(steps), waiting, done, _advice(steps, done, standing))


def is_calm(tries: Iterable[ExposureTry], ceiling: int) -> bool:
    """Whether a step's finished tries have made it calm: worry down by 3 or low, twice done, the last one tolerated."""
    done = [one for one in tries if one.done and one.worry_after is not None]
    if len(done) < LEAST_TRIES or _was_too_much(done[-1], ceiling):
        return False
    after = done[-1].worry_after or 0
    return after <= LOW_WORRY or done[0].worry - after >= WORRY_FALL


def barrier(diary: ExposureDiary, standing: Standing, today: date) -> Barrier | None:
    """Why there is no try today, the gravest reason first; None where there may be one."""
    if not standing.allows_plan:
        return Barrier.TIER
    if standing.has_signs or standing.withheld:
        return Barrier.SIGNS
    stopped = [one.at for one in diary.tries if one.stopped]
    if stopped and (standing.screened_at is None or max(stopped) > standing.screened_at):
        return Barrier.STOPPED
    if standing.flare:
        return Barrier.FLARE
    done_today = [one for one in diary.tries if one.done and one.day == today]
    return Barrier.ENOUGH if len(done_today) >= TRIES_A_DAY else None


def barrier_now(step: ExposureStep, pain_now: int, standing: Standing) -> Barrier | None:
    """Why this step is not for this moment: pain now, 0 to 10, or an exercise that the verdicts leave out."""
    if pain_now >= TOO_MUCH_PAIN:
        return Barrier.PAIN
    return None if _fits(step, standing) else Barrier.WAITS


def compared(tries: Iterable[ExposureTry]) -> Compared | None:
    """Expected beside felt over the finished tries in order of time; None without one."""
    pairs = [(one, one.result) for one in tries if one.result is not None]
    if not pairs:
        return None
    sure = [(one, felt) for one, felt in pairs if one.likely >= LIKELY_FROM]
    afters = [one.worry_after for one, _ in pairs if one.worry_after is not None]
    return Compared(
        count=len(pairs),
        expected=fmean(one.expected for one, _ in pairs),
        result=fmean(felt for _, felt in pairs),
        less=sum(felt <= one.expected - SURPRISE for one, felt in pairs),
        more=sum(felt >= one.expected + SURPRISE for one, felt in pairs),
        sure=len(sure),
        came=sum(felt > one.expected - SURPRISE for one, felt in sure),
        worry_first=pairs[0][0].worry,
        worry_last=afters[-1] if afters else None,
    )


def steps_from(text: str, catalog: Catalog) -> tuple[ExposureStep, ...]:
    """Steps from lines of text; a line that is the name of an exercise stands for that exercise.

    Raises:
        AnswerError: there is no step, one stands there twice, or there are too many.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise AnswerError(say("exposure.no_steps"))
    if len(lines) > MOST_STEPS:
        raise AnswerError(say("exposure.too_many", most=MOST_STEPS))
    if len({line.casefold() for line in lines}) < len(lines):
        raise AnswerError(say("exposure.twice"))
    ids = {exercise.name.casefold(): exercise.id for exercise in catalog}
    return tuple(ExposureStep(line, ids.get(line.casefold())) for line in lines)


def catalogue_steps(ladder_id: str, catalog: Catalog, fits: frozenset[str]) -> tuple[ExposureStep, ...]:
    """One exercise for each rung of a ladder that the verdicts leave open, from easy to hard, at most ten."""
    rungs = catalog.ladders[ladder_id].rungs
    chosen = (next((one for one in rung if one in fits), None) for rung in rungs)
    open_ = [ExposureStep(catalog[one].name, one) for one in chosen if one is not None]
    return tuple(open_[:MOST_STEPS])


def _fits(step: ExposureStep, standing: Standing) -> bool:
    return step.exercise_id is None or step.exercise_id in standing.fits


def _state(step: ExposureStep, tries: list[ExposureTry], standing: Standing, *, is_open: bool) -> StepState:
    if not _fits(step, standing):
        return StepState.WAITS
    if not is_open:
        return StepState.AHEAD
    return StepState.CALM if is_calm(tries, standing.ceiling) else StepState.NOW


def _was_too_much(entry: ExposureTry, ceiling: int) -> bool:
    felt = entry.result
    return entry.stopped or (felt is not None and (felt > ceiling or felt >= entry.expected + SURPRISE))


def _advice(steps: list[StepStanding], done: tuple[ExposureTry, ...], standing: Standing) -> Advice:
    now = next((one for one in steps if one.state is StepState.NOW), None)
    if done and _was_too_much(done[-1], standing.ceiling):
        return Advice.SMALLER
    if now is None:
        return Advice.ALL_CALM if all(one.state is StepState.CALM for one in steps) else Advice.WAITS
    if now.tries:
        return Advice.REPEAT
    return Advice.CLIMB if now.number > 1 else Advice.BEGIN
