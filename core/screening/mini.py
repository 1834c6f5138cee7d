"""The mini-screen before every session: one tap where nothing applies (clinical evidence 1.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.errors import AnswerError
from core.words import Tier


@dataclass(frozen=True)
class MiniQuestion:
    """One sign of the mini-screen; its sentence is `mini.<id>` in data/words/triage.yaml.

    `covers` names the questions of the screening that it asks again and whose sources it rests on, `conditions` who is
    asked: everyone where empty.
    """

    id: str
    tier: Tier
    covers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


MINI_SCREEN = (
    MiniQuestion("saddle", Tier.EMERGENCY, ("A1",)),
    MiniQuestion("bladder_bowel", Tier.EMERGENCY, ("A2", "A3", "A4")),
    MiniQuestion("both_legs", Tier.EMERGENCY, ("A5a", "A5b")),
    MiniQuestion("chest", Tier.EMERGENCY, ("F3", "effort_pressure", "pressure_with")),
    MiniQuestion("collapse", Tier.EMERGENCY, ("F1",)),
    MiniQuestion("weakness", Tier.SAME_DAY, ("B1", "B2", "numbness_growing")),
    MiniQuestion("fever", Tier.SAME_DAY, ("E1", "E2")),
    MiniQuestion("fall", Tier.SAME_DAY, ("C1", "C2", "small_fall")),
    MiniQuestion("calf", Tier.SAME_DAY, ("F5",)),
    MiniQuestion("urine", Tier.SAME_DAY, ("F6",)),
    # Muscle that breaks down after hard effort (NIOSH-rhabdo); nobody has that before the first session.
    MiniQuestion("dark_urine", Tier.SAME_DAY),
    MiniQuestion("expecting", Tier.SAME_DAY, ("H2_signs", "pressure_upper"), ("pregnancy", "postpartum")),
)


def asked_before_sessions(conditions: Collection[str]) -> tuple[MiniQuestion, ...]:
    """The signs that someone with these conditions is asked about before a session."""
    return tuple(
        question for question in MINI_SCREEN if not question.conditions or set(question.conditions) & set(conditions)
    )


@dataclass(frozen=True)
class MiniOutcome:
    """Result of a mini-screen: the tier and the signs that were ticked, the most severe first."""

    tier: Tier
    signs: tuple[str, ...]

    @property
    def may_train(self) -> bool:
        """True where nothing was ticked."""
        return self.tier is Tier.CLEAR


def mini_screen(ticked: Iterable[str]) -> MiniOutcome:
    """Outcome of what was ticked today. Raises AnswerError for an unknown sign."""
    given = set(ticked)
    unknown = given - {question.id for question in MINI_SCREEN}
    if unknown:
        raise AnswerError(f"There is no sign '{min(unknown)}' in the check before a session. Nothing was changed.")
    signs = tuple(question for question in MINI_SCREEN if question.id in given)
    tier = max((question.tier for question in signs), key=lambda one: one.severity, default=Tier.CLEAR)
    return MiniOutcome(tier, tuple(question.id for question in signs))
