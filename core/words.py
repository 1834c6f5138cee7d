"""The word list as types: every closed set of names that code, data and pages share."""

from __future__ import annotations

from enum import StrEnum


class Axis(StrEnum):
    """The nine ways in which an exercise asks something of the spine, each rated 0 to 3."""

    COMPRESSION = "compression"
    SHEAR = "shear"
    FLEXION = "flexion"
    EXTENSION = "extension"
    ROTATION = "rotation"
    IMPACT = "impact"
    LEAN = "lean"
    NEURAL = "neural"
    PELVIS = "pelvis"


SPINE_POINT_AXES = (Axis.COMPRESSION, Axis.SHEAR, Axis.LEAN)
"""Axes that count towards spine points (clinical evidence 5.5)."""


class Tier(StrEnum):
    """Result of the triage, most severe first."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    PROFESSIONAL = "professional_first"
    LIMITS = "train_with_limits"
    ADVICE = "advice_only"
    CLEAR = "clear"

    @property
    def severity(self) -> int:
        """5 for an emergency down to 0 for clear."""
        return _SEVERITIES[self]

    @property
    def allows_plan(self) -> bool:
        """True where a training plan may be made."""
        return self in (Tier.LIMITS, Tier.ADVICE, Tier.CLEAR)


_SEVERITIES = {tier: severity for severity, tier in enumerate(reversed(Tier))}


class Stage(StrEnum):
    """How easily the back is stirred up at present."""

    IRRITABLE = "irritable"
    SETTLED = "settled"


class Irritability(StrEnum):
    """Band of the 0 to 10 irritability score."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Duration(StrEnum):
    """How long the present episode has lasted: under 6, 6 to 12, over 12 weeks."""

    ACUTE = "acute"
    SUBACUTE = "subacute"
    CHRONIC = "chronic"


class Sex(StrEnum):
    """Which of the two tables of body segments is used."""

    FEMALE = "female"
    MALE = "male"


class Goal(StrEnum):
    """What the person trains for."""

    FUNCTION = "function"
    STRENGTH = "strength"
    MUSCLE = "muscle"


class Experience(StrEnum):
    """How used the person is to strength training."""

    NEW = "new"
    SOME = "some"
    EXPERIENCED = "experienced"


class Role(StrEnum):
    """The part of a session that an exercise belongs to."""

    MAIN = "main"
    CORE = "core"
    CARDIO = "cardio"
    MOBILITY = "mobility"
    ACTIVATION = "activation"
    COOL_DOWN = "cool_down"


class Pattern(StrEnum):
    """The movement that an exercise trains."""

    SQUAT = "squat"
    PRESS = "press"
    HINGE = "hinge"
    BRIDGE = "bridge"
    SPLIT = "split"
    KNEE_EXTENSION = "knee_extension"
    KNEE_FLEXION = "knee_flexion"
    HIP_ABDUCTION = "hip_abduction"
    HIP_ADDUCTION = "hip_adduction"
    HIP_EXTENSION = "hip_extension"
    CALF = "calf"
    ANTI_EXTENSION = "anti_extension"
    ANTI_ROTATION = "anti_rotation"
    ANTI_LATERAL = "anti_lateral"
    TRUNK_FLEXION = "trunk_flexion"
    TRUNK_ROTATION = "trunk_rotation"
    JUMP = "jump"
    CARDIO = "cardio"
    MOBILITY = "mobility"
    STRETCH = "stretch"
    BREATHING = "breathing"


class Muscle(StrEnum):
    """Muscles whose sets are counted."""

    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    CALVES = "calves"
    CORE = "core"
    BACK = "back"


LEG_MUSCLES = (
    Muscle.QUADS,
    Muscle.HAMSTRINGS,
    Muscle.GLUTES,
    Muscle.ADDUCTORS,
    Muscle.ABDUCTORS,
    Muscle.CALVES,
)


SMALL_MUSCLES = frozenset({Muscle.CALVES, Muscle.ABDUCTORS, Muscle.ADDUCTORS})
"""Leg muscles that need fewer weekly sets than the large ones."""


class Equipment(StrEnum):
    """What a person can train with. Floor, wall and a towel are taken for granted."""

    CHAIR = "chair"
    STEP = "step"
    BAND = "band"
    BALL = "ball"
    SLIDERS = "sliders"
    DOWEL = "dowel"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    BENCH = "bench"
    BARBELL = "barbell"
    RACK = "rack"
    TRAP_BAR = "trap_bar"
    SAFETY_BAR = "safety_bar"
    SMITH = "smith"
    CABLE = "cable"
    LEG_PRESS = "leg_press"
    HACK_SQUAT = "hack_squat"
    BELT_SQUAT = "belt_squat"
    LEG_EXTENSION = "leg_extension"
    LYING_CURL = "lying_curl"
    SEATED_CURL = "seated_curl"
    HIP_MACHINE = "hip_machine"
    CALF_MACHINE = "calf_machine"
    BACK_BENCH = "back_bench"
    BIKE = "bike"


class Position(StrEnum):
    """What, besides the nine axes, can rule an exercise out for a person."""

    SUPINE_LONG = "supine_long"
    PRONE = "prone"
    BREATH_HOLD = "breath_hold"
    FALL_RISK = "fall_risk"
    FLOOR = "floor"
    BALLISTIC = "ballistic"


class LoadKind(StrEnum):
    """How an exercise is loaded, and so in which steps it can grow."""

    BODY_WEIGHT = "body_weight"
    BAND = "band"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    BARBELL = "barbell"
    MACHINE = "machine"


class Measure(StrEnum):
    """What one set counts."""

    REPS = "reps"
    SECONDS = "seconds"
    MINUTES = "minutes"


class Gate(StrEnum):
    """What stands before an exercise, beyond what the back tolerates."""

    OPEN = "open"
    OPT_IN = "opt_in"
    NEVER_BY_ITSELF = "never_by_itself"


class Provenance(StrEnum):
    """Where a number comes from."""

    VERIFIED = "verified"
    FROM_KNOWLEDGE = "from knowledge"
    DESIGN = "design"


class Light(StrEnum):
    """The pain response to a session or an exercise."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


class Fit(StrEnum):
    """The verdict's answer."""

    FITS = "fits"
    WITH_CHANGE = "fits_with_a_change"
    LEFT_OUT = "left_out"


class Site(StrEnum):
    """Where a pain is felt, furthest from the spine last."""

    NONE = "none"
    BACK = "back"
    BUTTOCK = "buttock"
    THIGH = "thigh"
    CALF = "calf"
    FOOT = "foot"

    @property
    def distance(self) -> int:
        """0 for none up to 5 for the foot."""
        return list(Site).index(self)


class SignInEnd(StrEnum):
    """Why a sign-in is over."""

    OUT = "out"
    """Signed out in its own browser."""
    ELSEWHERE = "elsewhere"
    """Ended from the list of sign-ins, or with everything else."""
    REPLACED = "replaced"
    """Somebody signed in anew in the same browser."""
    IDLE = "idle"
    """Not used for too long."""
    UNKNOWN = "unknown"
    """Not on the list."""
