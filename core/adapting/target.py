"""What one exercise should be next time, and why: the answer of the fold over the journal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.knowledge.rules import number, whole
from core.knowledge.texts import say
from core.words import Measure


class Move(StrEnum):
    """What happens to a target against the time before."""

    START = "start"
    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    REST = "rest"


class Case(StrEnum):
    """Why a target is what it is; its sentences are `adapt.why.<value>` and `adapt.back.<value>`."""

    START = "start"
    LOAD_UP = "load_up"
    MORE = "more"
    BEYOND = "beyond"
    PAST = "past"
    SLOWER = "slower"
    TOP = "top"
    AHEAD = "ahead"
    FAR_BEYOND = "far_beyond"
    FEW = "few"
    UNKNOWN = "unknown"
    AMBER = "amber"
    NOT_MET = "not_met"
    LEFT_OPEN = "left_open"
    SETS_FIRST = "sets_first"
    SPINE_HEAVY = "spine_heavy"
    EASIER_WEEK = "easier_week"
    DEMAND = "demand"
    READY_PAIN = "ready_pain"
    READY_LOW = "ready_low"
    READY_SORE = "ready_sore"
    LOW_TODAY = "low_today"
    WEEK_RISE = "week_rise"
    PAIN_UP = "pain_up"
    GUARD = "guard"
    TOLERANCE = "tolerance"
    AMBERS_RANGE = "ambers_range"
    AMBERS_LOAD = "ambers_load"
    AMBERS_SETS = "ambers_sets"
    RED = "red"
    GAP_SHORT = "gap_short"
    GAP_LONG = "gap_long"
    RESTART = "restart"
    SCREENED_FLARE = "screened_flare"
    FLARE_REST = "flare_rest"
    FLARE = "flare"
    DELOAD = "deload"
    GENTLE = "gentle"
    GENTLE_OUT = "gentle_out"
    NO_LOADING = "no_loading"
    STOPPED = "stopped"

    @property
    def rule(self) -> str:
        """Id of the rule that it rests on."""
        return RULE_OF[self]

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return say(f"adapt.why.{self.value}", **NUMBERS)

    @property
    def back(self) -> str:
        """What would move it back, in words."""
        return say(f"adapt.back.{self.value}", **NUMBERS)


RULE_OF: dict[Case, str] = {
    Case.START: "adapt.greens_needed",
    Case.LOAD_UP: "adapt.rise",
    Case.MORE: "adapt.greens_needed",
    Case.BEYOND: "adapt.extra_reps",
    Case.PAST: "adapt.extra_reps",
    Case.SLOWER: "adapt.slow_down_s",
    Case.TOP: "adapt.most_rise",
    Case.AHEAD: "adapt.most_rise",
    Case.FAR_BEYOND: "load.believed",
    Case.FEW: "adapt.greens_needed",
    Case.UNKNOWN: "adapt.greens_needed",
    Case.AMBER: "light.green_rise",
    Case.NOT_MET: "adapt.greens_needed",
    Case.LEFT_OPEN: "adapt.greens_needed",
    Case.SETS_FIRST: "plan.growth_step_sets",
    Case.SPINE_HEAVY: "adapt.spine_heavy_days",
    Case.EASIER_WEEK: "plan.easier_week_every",
    Case.DEMAND: "score.block_sensitivity",
    Case.READY_PAIN: "adapt.ready_pain_rise",
    Case.READY_LOW: "adapt.ready_low",
    Case.READY_SORE: "adapt.ready_sore",
    Case.LOW_TODAY: "adapt.ready_low",
    Case.WEEK_RISE: "adapt.week_rise_points",
    Case.PAIN_UP: "adapt.retriage_pain",
    Case.GUARD: "adapt.guard_weeks",
    Case.TOLERANCE: "adapt.tolerance_chance",
    Case.AMBERS_RANGE: "adapt.ambers_range",
    Case.AMBERS_LOAD: "adapt.ambers_load",
    Case.AMBERS_SETS: "adapt.ambers_sets",
    Case.RED: "adapt.red_load",
    Case.GAP_SHORT: "adapt.gap_short_load",
    Case.GAP_LONG: "adapt.gap_long_load",
    Case.RESTART: "adapt.gap_long_days",
    Case.SCREENED_FLARE: "adapt.flare_load",
    Case.FLARE_REST: "adapt.flare_rest_days",
    Case.FLARE: "adapt.flare_load",
    Case.DELOAD: "adapt.deload_signs",
    Case.GENTLE: "today.gentle_from",
    Case.GENTLE_OUT: "adapt.gentle_points",
    Case.NO_LOADING: "today.no_loading_from",
    Case.STOPPED: "adapt.retriage_reds",
}
"""The rule that each case rests on."""

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")


def in_words(count: int) -> str:
    """A small number in words, others as digits."""
    return SMALL_NUMBERS[count] if 0 <= count < len(SMALL_NUMBERS) else str(count)


def _percent(share: float) -> str:
    return f"{100 * share:.3g}"


NUMBERS = {
    "greens": in_words(whole("adapt.greens_needed")),
    "Greens": in_words(whole("adapt.greens_needed")).capitalize(),
    "Ambers": in_words(whole("adapt.ambers_range")).capitalize(),
    "most": _percent(number("adapt.most_rise")),
    "red": _percent(1 - number("adapt.red_load")),
    "step": _percent(number("adapt.return_step")),
    "amber": _percent(1 - number("adapt.amber_load")),
    "short": _percent(1 - number("adapt.gap_short_load")),
    "long": _percent(1 - number("adapt.gap_long_load")),
    "gap": in_words(whole("adapt.gap_days")),
    "gap_long": in_words(whole("adapt.gap_long_days")),
    "flare": _percent(number("adapt.flare_load")),
    "rest": in_words(whole("adapt.flare_rest_days")),
    "days": in_words(whole("adapt.spine_heavy_days")),
    "rise": _percent(1 - number("adapt.week_rise_points")),
    "slow": in_words(whole("adapt.slow_down_s")),
    "gentle": in_words(whole("adapt.gentle_rir")),
    "one_in": in_words(round(1 / number("adapt.tolerance_chance"))),
    "calm": in_words(whole("gate.calm_weeks")),
}
"""Numbers that the sentences name, as they stand in the rules."""


@dataclass(frozen=True)
class Target:
    """What one exercise should be next time.

    `load_kg` counts both hands together, None without a weight; `low` to `high` is one set in `measure`; `sets` is 0
    where it is left out today; `rir` lowest and highest reserve, None where it means nothing. `entries` are the
    sessions (or the days of mornings) that moved it, the oldest first; `also` further cases that hold it back.
    """

    exercise_id: str
    load_kg: float | None
    low: int
    high: int
    measure: Measure
    sets: int
    rir: tuple[int, int] | None
    tempo: str
    shorter_range: bool
    move: Move
    case: Case
    entries: tuple[str, ...] = ()
    also: tuple[Case, ...] = ()

    @property
    def rule(self) -> str:
        """Id of the rule that decided."""
        return self.case.rule

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return self.case.sentence

    @property
    def back(self) -> str:
        """What would move it back, in words."""
        return self.case.back
