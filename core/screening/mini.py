"""The mini-screen before every session: one tap where nothing applies (clinical evidence 1.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import AnswerError
from core.words import Tier


@dataclass(frozen=True)
class MiniQuestion:
    """One sign of the mini-screen; its sentence is `mini.<id>` in data/words/triage.yaml."""

    id: str
    tier: Tier


MINI_SCREEN = (
    MiniQuestion("saddle", Tier.EMERGENCY),
    MiniQuestion("bladder_bowel", Tier.EMERGENCY),
    MiniQuestion("both_legs", Tier.EMERGENCY),
    MiniQuestion("chest", Tier.EMERGENCY),
    MiniQuestion("weakness", Tier.SAME_DAY),
    MiniQuestion("fever", Tier.SAME_DAY),
    MiniQuestion("fall", Tier.SAME_DAY),
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
