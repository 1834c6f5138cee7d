"""Warm-up, trunk work and cool-down: what surrounds the main exercises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.catalog import Catalog, Exercise
from core.knowledge.rules import number, whole
from core.planning.plan import SECONDS_PER_MINUTE, Part, Prescription
from core.planning.prescribing import prescribe_cardio, prescribe_core, prescribe_drill
from core.profile import Profile
from core.scoring import Verdict
from core.words import Axis, Equipment, Gate, Muscle, Pattern, Role

NO_CORE_BELOW, ONE_CORE_BELOW = number("plan.no_core_below_min"), number("plan.one_core_below_min")
CORE_BOX_S = number("plan.core_box_min") * SECONDS_PER_MINUTE
CARDIO_MIN, LONG_CARDIO_MIN = whole("plan.cardio_min"), whole("plan.long_cardio_min")
LONG_SESSION_MIN, MOBILITY_BELOW_MIN = number("plan.long_session_min"), number("plan.mobility_below_min")
CORE_PATTERNS = (Pattern.ANTI_EXTENSION, Pattern.ANTI_ROTATION, Pattern.ANTI_LATERAL)
UPRIGHT_AXES = (Axis.EXTENSION,)

Verdicts = Mapping[str, Verdict]


class Blocks:
    """Picks warm-up, trunk and cool-down drills for the sessions of a week, varied from session to session."""

    def __init__(self, profile: Profile, catalog: Catalog, verdicts: Verdicts) -> None:
        self._profile = profile
        self._catalog = catalog
        self._verdicts = verdicts
        self._minutes = min(profile.minutes, profile.dose.most_minutes)

    def warm_up(self, session: int) -> tuple[Prescription, ...]:
        """Easy movement, then mobility and activation as far as the session's length allows."""
        minutes = LONG_CARDIO_MIN if self._minutes >= LONG_SESSION_MIN else CARDIO_MIN
        cardio = self._cardio()
        easy = [prescribe_cardio(cardio, minutes, Part.WARM_UP, self._verdicts[cardio.id])] if cardio else []
        wanted = 0 if self._minutes < MOBILITY_BELOW_MIN else 2 if self._minutes >= LONG_SESSION_MIN else 1
        mobility = self._turn(self._fitting(Role.MOBILITY, exclude=Pattern.BREATHING), session * wanted, wanted)
        activation = self._turn(self._fitting(Role.ACTIVATION), session, int(self._minutes >= LONG_SESSION_MIN))
        drills = [prescribe_drill(one, Part.WARM_UP, self._verdicts[one.id]) for one in (*mobility, *activation)]
        return (*easy, *drills)

    def core(self, session: int) -> tuple[Prescription, ...]:
        """One or two drills that resist movement in different directions, inside the time box."""
        wanted = self._profile.dose.core_exercises
        if self._minutes < NO_CORE_BELOW:
            wanted = 0
        elif self._minutes < ONE_CORE_BELOW:
            wanted = min(wanted, 1)
        by_pattern = [self._core_of(pattern) for pattern in CORE_PATTERNS]
        offered = [drills for drills in by_pattern if drills]
        chosen = [offered[(session + turn) % len(offered)][0] for turn in range(min(wanted, len(offered)))]
        sets = 2 if self._minutes >= ONE_CORE_BELOW else 1
        block: list[Prescription] = []
        for exercise in chosen:
            for count in range(sets, 0, -1):
                drill = prescribe_core(exercise, count, self._profile, self._verdicts[exercise.id])
                if sum(one.seconds for one in block) + drill.seconds <= CORE_BOX_S:
                    block.append(drill)
                    break
        return tuple(block)

    def cool_down(self, trained: Iterable[Muscle], session: int) -> tuple[Prescription, ...]:
        """A walk or breathing where time is short; otherwise one or two calm drills as well."""
        calm = self._fitting(Role.COOL_DOWN, exclude=Pattern.CARDIO)
        breathing = [one for one in calm if one.pattern is Pattern.BREATHING]
        others = [one for one in calm if one.pattern is not Pattern.BREATHING]
        if self._minutes < MOBILITY_BELOW_MIN:
            return ()
        chosen = self._turn(others, session * 2, 1 if self._minutes < LONG_SESSION_MIN else 2)
        if self._minutes >= LONG_SESSION_MIN:
            chosen = (*chosen, *breathing[:1])
        return tuple(prescribe_drill(one, Part.COOL_DOWN, self._verdicts[one.id]) for one in chosen)

    def _cardio(self) -> Exercise | None:
        """Bike where standing and arching are what hurts, a walk otherwise (clinical evidence, Appendix A)."""
        offered = self._fitting(Role.CARDIO)
        upright_hurts = any(self._profile.sensitivity[axis] >= 2 for axis in UPRIGHT_AXES)
        seated = [one for one in offered if any(Equipment.BIKE in way for way in one.equipment)]
        upright = [one for one in offered if one not in seated]
        preferred = (seated or upright) if upright_hurts else (upright or seated)
        return min(preferred, key=lambda one: one.id) if preferred else None

    def _core_of(self, pattern: Pattern) -> list[Exercise]:
        return [one for one in self._fitting(Role.CORE) if one.pattern is pattern and one.role is Role.CORE]

    def _fitting(self, role: Role, exclude: Pattern | None = None) -> list[Exercise]:
        """Exercises of a role that fit, the best first."""
        fitting = [
            exercise
            for exercise in self._catalog
            if role in exercise.roles
            and exercise.pattern is not exclude
            and exercise.gate is not Gate.NEVER_BY_ITSELF
            and not self._verdicts[exercise.id].left_out
        ]
        return sorted(fitting, key=lambda one: (-self._verdicts[one.id].score, one.id))

    @staticmethod
    def _turn(offered: list[Exercise], start: int, count: int) -> tuple[Exercise, ...]:
        """So many of the best few, starting further along for each session."""
        few = offered[: max(count, min(len(offered), 4))]
        return tuple(few[(start + step) % len(few)] for step in range(min(count, len(few))))
