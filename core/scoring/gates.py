"""What stands before an exercise besides the back: equipment, choice, positions, skill, ladders, gates."""

from __future__ import annotations

from core.catalog import Exercise
from core.knowledge.rules import number, whole
from core.profile import Profile
from core.words import Experience, Gate, Irritability, Pattern, Position, Stage

CALM_WEEKS = whole("gate.calm_weeks")
GATE_PAIN, GATE_RMDQ = number("gate.pain_week"), number("gate.rmdq")
SKILL_OF = {Experience.NEW: 1, Experience.SOME: 2, Experience.EXPERIENCED: 3}
MOST_SKILL_WHEN_NEW = 2


def missing_equipment(exercise: Exercise, profile: Profile) -> frozenset[str]:
    """The smallest set of things that would have to be at hand, empty where nothing is missing."""
    lacking = [frozenset(piece.value for piece in way - profile.equipment) for way in exercise.equipment]
    return min(lacking, key=lambda way: (len(way), sorted(way)))


def positions_against(exercise: Exercise, profile: Profile) -> frozenset[Position]:
    """Positions of the exercise that do not suit the person.

    Holding the breath is a habit of heavy lifting: it rules out only the hard, gated lifts; others keep a cue instead.
    """
    against = exercise.positions & profile.positions_out
    if Position.BREATH_HOLD in against and exercise.gate is Gate.OPEN:
        against -= {Position.BREATH_HOLD}
    return against


def highest_rung(profile: Profile) -> int:
    """Highest rung of an ungated ladder step that suits stage and experience."""
    rung = profile.dose.highest_rung
    if profile.experience is Experience.EXPERIENCED and profile.dose.counts_as_hard:
        rung += 1
    if profile.experience is Experience.NEW:
        rung -= 1
    return max(2, rung - profile.cautious)


def opt_in_group(exercise: Exercise) -> str:
    """The choice on the training screen that opts in to a gated exercise."""
    if exercise.pattern is Pattern.JUMP or Position.BALLISTIC in exercise.positions:
        return "impact"
    if exercise.pattern is Pattern.TRUNK_FLEXION:
        return "trunk_flexion"
    return exercise.ladder or exercise.pattern.value


def gate_hurdles(exercise: Exercise, profile: Profile) -> tuple[str, ...]:
    """What a gated exercise still waits for, as ids of sentences; empty where its gate is open."""
    if exercise.gate is Gate.OPEN:
        return ()
    if exercise.gate is Gate.NEVER_BY_ITSELF:
        return ("never_by_itself",)
    hurdles = []
    if opt_in_group(exercise) not in profile.opted_in:
        hurdles.append("opt_in")
    calm = profile.stage is Stage.SETTLED and profile.irritability is Irritability.LOW and not profile.cautious
    if not calm:
        hurdles.append("gate_irritable")
    if profile.pain_week > GATE_PAIN or (profile.rmdq or 0) > GATE_RMDQ:
        hurdles.append("gate_pain")
    if profile.calm_weeks < CALM_WEEKS:
        hurdles.append("gate_weeks")
    return tuple(hurdles)


def skill_gap(exercise: Exercise, profile: Profile) -> int:
    """Steps of skill beyond what the person's experience suggests."""
    return max(0, exercise.skill - SKILL_OF[profile.experience])


def too_skilled(exercise: Exercise, profile: Profile) -> bool:
    """True for the hardest skills where someone is new to training."""
    return profile.experience is Experience.NEW and exercise.skill > MOST_SKILL_WHEN_NEW
