"""From a profile to a plan: same answers, same catalogue, same rules, same plan, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.catalog import Catalog
from core.errors import PlanWithheld
from core.knowledge.rules import number, rules_version, whole
from core.planning.blocks import Blocks
from core.planning.offers import Offers
from core.planning.picking import grow, pick_reason, pick_week, shrink_to_fit
from core.planning.plan import SECONDS_PER_MINUTE, Part, Plan, Prescription, Session, WeekKind
from core.planning.plan import Week as PlanWeek
from core.planning.prescribing import prescribe_main
from core.planning.problem import Budget, Pick, Week, WeekProblem, main_candidates
from core.planning.templates import Substitution, Template, picks_of
from core.planning.trimming import muscle_sets
from core.profile import Profile
from core.scoring import Verdict, judge_all
from core.words import LEG_MUSCLES, Duration, Muscle, Stage

WEEKS_DEFAULT, WEEKS_MOST = whole("plan.weeks_default"), whole("plan.weeks_most")
LEAST_MAIN = whole("plan.least_main_exercises")
GROWTH = {Stage.IRRITABLE: number("plan.growth_irritable"), Stage.SETTLED: number("plan.growth_settled")}
GROWTH_STEP_SETS = whole("plan.growth_step_sets")
EASIER_EVERY, EASIER_SETS = whole("plan.easier_week_every"), number("plan.easier_week_sets")
EASIER_RIR = whole("plan.easier_week_rir")
SHORT_SHARE, SHORT_LEAST_MIN = number("plan.short_share"), number("plan.short_least_min")
FIRST_FULL_WEEK = 3
DAYS_OF = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 5)}
DAYS_PER_WEEK = 7
SPINE_HEAVY_SETS = 1


@dataclass(frozen=True)
class Edits:
    """What the person changed by hand: exercises kept in every session, and swaps (from, to) wherever they come up."""

    locked: tuple[str, ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()


def build_plan(
    profile: Profile,
    catalog: Catalog,
    starts_on: date,
    weeks: int = WEEKS_DEFAULT,
    templates: Sequence[Template] = (),
    edits: Edits | None = None,
) -> Plan:
    """A plan of 1 to 12 weeks; with `templates` the sessions follow these workouts, adapted to the profile.

    Raises PlanWithheld where the triage allows no plan, ValueError for a number of weeks outside 1 to 12.
    """
    _check_leave(profile)
    if not 1 <= weeks <= WEEKS_MOST:
        raise ValueError(f"a plan has 1 to {WEEKS_MOST} weeks, not {weeks}")
    edits = edits or Edits()
    builder = _Builder(profile, catalog, judge_all(profile, catalog), edits)
    base, substitutions = builder.base_week(templates)
    built = builder.all_weeks(base, substitutions, starts_on, weeks)
    return Plan(
        starts_on=starts_on,
        weeks=built,
        dose_id=profile.dose.id,
        template=" + ".join(template.id for template in templates) or None,
        notes=tuple(_notes(profile, built)),
        catalog_version=catalog.version,
        rules_version=rules_version(),
    )


def week_of(profile: Profile, catalog: Catalog, edits: Edits | None = None) -> tuple[WeekProblem, Week]:
    """What a week is weighed by, and the picks of the first week. Raises PlanWithheld as `build_plan` does."""
    _check_leave(profile)
    builder = _Builder(profile, catalog, judge_all(profile, catalog), edits or Edits())
    return builder.problem, builder.base_week(())[0]


def _check_leave(profile: Profile) -> None:
    if not profile.allows_plan:
        raise PlanWithheld("The answers call for someone to look at this first, so there is no plan yet.")


@dataclass(frozen=True)
class _Around:
    """What surrounds the main exercises of one session, the same in every week."""

    warm_up: tuple[Prescription, ...]
    core: tuple[Prescription, ...]
    cool_down: tuple[Prescription, ...]

    @classmethod
    def of(cls, blocks: Blocks, index: int) -> _Around:
        return cls(blocks.warm_up(index), blocks.core(index), blocks.cool_down(LEG_MUSCLES, index))

    @property
    def all(self) -> tuple[Prescription, ...]:
        return (*self.warm_up, *self.core, *self.cool_down)


@dataclass(frozen=True)
class _Content:
    """What a week holds, before its days are known: prescriptions and short version of each session."""

    sessions: tuple[tuple[tuple[Prescription, ...], tuple[tuple[str, int], ...]], ...]
    sets_per_muscle: Mapping[Muscle, float]


class _Builder:
    """Holds what all weeks share while one plan is made."""

    def __init__(self, profile: Profile, catalog: Catalog, verdicts: Mapping[str, Verdict], edits: Edits) -> None:
        self.profile = profile
        self.catalog = catalog
        self.verdicts = verdicts
        self.edits = edits
        blocks = Blocks(profile, catalog, verdicts)
        self.around = [_Around.of(blocks, index) for index in range(profile.days_per_week)]
        self.problem = self._problem()
        self.offers = Offers(self.problem)

    def base_week(self, templates: Sequence[Template]) -> tuple[Week, tuple[Substitution, ...]]:
        """Picks of the first week, and what was swapped to make templates fit."""
        substitutions: tuple[Substitution, ...] = ()
        if templates:
            week, substitutions = picks_of(templates, self.problem, self.catalog, self.verdicts)
            week = shrink_to_fit(self.problem, week)
        else:
            week = pick_week(self.offers, self.edits.locked)
        return self._swapped(week), substitutions

    def all_weeks(
        self, base: Week, substitutions: Iterable[Substitution], starts_on: date, weeks: int
    ) -> tuple[PlanWeek, ...]:
        """Every week: the base first, more sets from the third on, an easier one now and then once settled.

        An easier week grows nothing: else the week after it would show two steps at once.
        """
        instead = {(one.session, one.used): one.wanted for one in substitutions}
        built: list[PlanWeek] = []
        contents: dict[tuple[Week, bool], _Content] = {}
        normal, is_growing = base, True
        for number_ in range(1, weeks + 1):
            easier = self._is_easier(number_)
            if number_ >= FIRST_FULL_WEEK and is_growing and not easier:
                grown = self._grown(normal)
                normal, is_growing = grown, grown != normal
            if (normal, easier) not in contents:
                contents[normal, easier] = self._content(_eased(normal) if easier else normal, easier, instead)
            start = starts_on + timedelta(days=DAYS_PER_WEEK * (number_ - 1))
            built.append(self._week(number_, contents[normal, easier], start, easier))
        return tuple(built)

    def _problem(self) -> WeekProblem:
        profile, dose = self.profile, self.profile.dose
        minutes = min(profile.minutes, dose.most_minutes)
        sessions = profile.days_per_week
        least, most = dose.main_exercises
        if sessions == 1:
            least, most = LEAST_MAIN, max(most, LEAST_MAIN)
        budgets = []
        around_points = 0
        for index in range(sessions):
            around = self.around[index].all
            seconds = minutes * SECONDS_PER_MINUTE - sum(one.seconds for one in around)
            points = sum(one.spine_points for one in around)
            around_points += points
            budgets.append(Budget(seconds, dose.spine_points_session - points, least, most))
        return WeekProblem(
            profile=profile,
            candidates=main_candidates(self.catalog, self.verdicts),
            verdicts=self.verdicts,
            budgets=tuple(budgets),
            spine_points=dose.spine_points_week - around_points,
            cap=dose.weekly_cap,
        )

    def _swapped(self, week: Week) -> Week:
        """The person's own swaps, where the other exercise fits and the budgets allow it."""
        for wanted, other in self.edits.swaps:
            for at, pick in enumerate(week):
                if pick.exercise_id != wanted or other not in self.problem.exercises:
                    continue
                move = shrink_to_fit(self.problem, (*week[:at], replace(pick, exercise_id=other), *week[at + 1 :]))
                if any(one.exercise_id == other and one.session == pick.session for one in move):
                    week = move
        return week

    def _grown(self, week: Week) -> Week:
        """More sets, with the week's spine points growing no faster than the soft guard allows."""
        points = sum(self.problem.points(pick.exercise_id, pick.sets) for pick in week)
        heaviest = max((self.problem.points(pick.exercise_id, 1) for pick in week), default=0)
        most = max(points * GROWTH[self.profile.stage], points + GROWTH_STEP_SETS * heaviest)
        return grow(self.offers, week, min(self.problem.spine_points, int(most)))

    def _is_easier(self, number_: int) -> bool:
        settled = self.profile.stage is Stage.SETTLED and self.profile.duration is Duration.CHRONIC
        return settled and number_ % EASIER_EVERY == 0

    def _week(self, number_: int, content: _Content, start: date, easier: bool) -> PlanWeek:
        days = DAYS_OF[self.profile.days_per_week]
        sessions = tuple(
            Session(index + 1, start + timedelta(days=day), prescriptions, short)
            for index, (day, (prescriptions, short)) in enumerate(zip(days, content.sessions, strict=True))
        )
        kind = WeekKind.EASIER if easier else WeekKind.NORMAL
        return PlanWeek(number_, kind, sessions, content.sets_per_muscle)

    def _content(self, picks: Week, easier: bool, instead: Mapping[tuple[int, str], str]) -> _Content:
        sessions = [self._session(index, picks, easier, instead) for index in range(self.profile.days_per_week)]
        return _Content(tuple((one, self._short(one)) for one in sessions), muscle_sets(sessions, self.catalog))

    def _session(
        self, index: int, picks: Week, easier: bool, instead: Mapping[tuple[int, str], str]
    ) -> tuple[Prescription, ...]:
        main = [
            self._main(pick, pick_reason(self.problem, picks, pick), easier, instead.get((index, pick.exercise_id)))
            for pick in picks
            if pick.session == index
        ]
        main.sort(key=lambda one: self._order(one.exercise_id))
        taken = {one.exercise_id for one in main}
        around = self.around[index]
        warm_up = [one for one in around.warm_up if one.exercise_id not in taken]
        return (*warm_up, *main, *around.core, *around.cool_down)

    def _main(self, pick: Pick, reason: str, easier: bool, wanted: str | None) -> Prescription:
        exercise = self.catalog[pick.exercise_id]
        prescription = prescribe_main(exercise, pick.sets, self.profile, self.verdicts[exercise.id], reason)
        if easier and prescription.rir is not None:
            low, high = prescription.rir
            prescription = replace(prescription, rir=(max(low, EASIER_RIR), max(high, EASIER_RIR)))
        return replace(prescription, instead_of=wanted)

    def _order(self, exercise_id: str) -> tuple[int, int, float, str]:
        """Skilled and spine-heavy work first, while one is fresh (seed A10)."""
        exercise = self.catalog[exercise_id]
        return (-exercise.skill, -exercise.spine_points_per_set, -sum(exercise.hard_sets.values()), exercise_id)

    def _short(self, prescriptions: Sequence[Prescription]) -> tuple[tuple[str, int], ...]:
        """The short version: easy movement, then main work in order, one set after another until time is up."""
        total = sum(one.seconds for one in prescriptions)
        limit = max(total * SHORT_SHARE, SHORT_LEAST_MIN * SECONDS_PER_MINUTE)
        chosen: dict[str, int] = {}
        used = 0.0
        for one in prescriptions[:1]:
            chosen[one.exercise_id] = one.sets
            used += one.seconds
        main = [one for one in prescriptions if one.part is Part.MAIN]
        for round_ in range(max((one.sets for one in main), default=0)):
            for one in main:
                share = one.seconds / one.sets
                if round_ < one.sets and used + share <= limit:
                    chosen[one.exercise_id] = chosen.get(one.exercise_id, 0) + 1
                    used += share
        return tuple(chosen.items())


def _eased(week: Week) -> Week:
    return tuple(replace(pick, sets=max(1, round(pick.sets * EASIER_SETS))) for pick in week)


def _notes(profile: Profile, weeks: Sequence[PlanWeek]) -> Iterable[str]:
    least, most = profile.dose.sessions_per_week
    if not least <= profile.days_per_week <= most:
        yield "plan.note.days_few" if profile.days_per_week < least else "plan.note.days_many"
    if profile.minutes > profile.dose.most_minutes:
        yield "plan.note.shorter"
    if profile.flare:
        yield "plan.note.flare"
    if any(week.kind is WeekKind.EASIER for week in weeks):
        yield "plan.note.easier_week"
    band_low = profile.dose.weekly_sets[0]
    short = [
        m for m in (Muscle.QUADS, Muscle.GLUTES, Muscle.HAMSTRINGS) if weeks[0].sets_per_muscle.get(m, 0) < band_low
    ]
    if short:
        yield "plan.note.below_band"
