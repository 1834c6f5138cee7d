"""Everything that holds on one day before any exercise is looked at: lights, flare-up, fatigue, stops, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.adapting.cuts import Cut, Hold
from core.adapting.dose import DoseContext
from core.adapting.exposures import Exposures, believed, exercise_lights, exposures_of, known
from core.adapting.flags import Flags, cuts_today, holds_today, is_gentle, no_loading
from core.adapting.flare import LOAD, Flare, FlareStage, flares, usual_before
from core.adapting.learned import Shift, in_flare, shifts_of, with_learned
from core.adapting.light import session_lights
from core.adapting.signals import Deload, deload, pain_rises
from core.adapting.stops import Stop, StopKind, stops_of
from core.adapting.target import Case
from core.catalog import Catalog, Exercise
from core.journal import Journal
from core.knowledge.rules import number, whole
from core.loads import LEAST_KG, STEP_KG, kind_at_hand
from core.profile import Profile
from core.words import Light

DELOAD_LOAD, DELOAD_SETS = number("adapt.deload_load"), number("adapt.deload_sets")
DELOAD_RIR = whole("adapt.deload_rir_least")


@dataclass(frozen=True)
class Situation:
    """The state that one day's targets follow from; made anew from the journal each time, never kept.

    `profile` has what the journal taught about single axes, and the irritable rows during a flare-up; `journal` ends
    with `today`. `usual` is the usual morning pain, 0 to 10.
    """

    today: date
    flags: Flags
    journal: Journal
    profile: Profile
    lights: Mapping[str, Light]
    exposures: Exposures
    usual: float
    shifts: tuple[Shift, ...]
    flares: tuple[Flare, ...]
    deload: Deload | None
    pain_rises: bool
    stops: tuple[Stop, ...]

    @property
    def flare(self) -> Flare | None:
        """The flare-up that decides today: one at rest before one on its way back, then the newest."""
        return max(self.flares, key=lambda one: (one.stage is FlareStage.REST, one.since), default=None)

    @property
    def withheld(self) -> bool:
        """True where nothing is loaded until the questions were answered again."""
        return any(one.withholds for one in self.stops)

    @property
    def gentle(self) -> bool:
        """True on a gentle day."""
        return is_gentle(self.flags) and not no_loading(self.flags)

    def holds(self) -> tuple[Hold, ...]:
        """Why nothing grows today, besides what single exercises say."""
        return tuple(self._holds())

    def cuts(self) -> tuple[Cut, ...]:
        """What is taken off every exercise today."""
        return tuple(self._cuts())

    def context(
        self,
        exercise: Exercise,
        holds: tuple[Hold, ...] = (),
        cuts: tuple[Cut, ...] = (),
        highest_kg: float | None = None,
        least_sets: int | None = None,
    ) -> DoseContext:
        """What `next_dose` needs for one exercise, with further holds, cuts and limits of its session."""
        step, least = loading(exercise, self.profile)
        return DoseContext(
            self.today, step, least, highest_kg, least_sets, (*self.holds(), *holds), (*self.cuts(), *cuts)
        )

    def _holds(self) -> Iterator[Hold]:
        yield from holds_today(self.flags, self.usual)
        if self.pain_rises:
            yield Hold(Case.WEEK_RISE)
        if any(one.kind is StopKind.PAIN_UP for one in self.stops):
            yield Hold(Case.PAIN_UP)

    def _cuts(self) -> Iterator[Cut]:
        if self.withheld:
            entries = tuple(dict.fromkeys(entry for one in self.stops if one.withholds for entry in one.entries))
            yield Cut(Case.STOPPED, entries, rest=True)
        yield from cuts_today(self.flags)
        yield from (one.cut for one in self.flares)
        if self.profile.flare:
            yield Cut(Case.SCREENED_FLARE, load=LOAD, above_start=True)
        if self.deload is not None:
            yield Cut(Case.DELOAD, self.deload.entries, load=DELOAD_LOAD, sets=DELOAD_SETS, rir=DELOAD_RIR)


def loading(exercise: Exercise, profile: Profile) -> tuple[float | None, float]:
    """Step and lightest load in kg of what the person loads an exercise with; (None, 0) without a weight."""
    kind = kind_at_hand(exercise, profile)
    return (STEP_KG[kind], LEAST_KG[kind]) if kind is not None else (None, 0.0)


def situation(
    journal: Journal, profile: Profile, catalog: Catalog, today: date, flags: Flags | None = None
) -> Situation:
    """The state of one day. `catalog` is the one that the plan was made from, rated for the person."""
    flags = flags or Flags()
    told = known(journal, today)
    lights = session_lights(told, profile.pain_ceiling)
    of_exercises = exercise_lights(told, profile.pain_ceiling)
    exposures = believed(exposures_of(told, of_exercises), profile, catalog)
    shifts = shifts_of(told, of_exercises, profile, catalog, today)
    found = flares(told, lights, flags, today, profile.pain_week)
    own = with_learned(profile, shifts)
    return Situation(
        today=today,
        flags=flags,
        journal=told,
        profile=in_flare(own) if found else own,
        lights=lights,
        exposures=exposures,
        usual=usual_before(told, today, profile.pain_week),
        shifts=shifts,
        flares=found,
        deload=deload(told, lights, exposures, today),
        pain_rises=pain_rises(told, today),
        stops=stops_of(told, lights, found, profile, today, flags),
    )
