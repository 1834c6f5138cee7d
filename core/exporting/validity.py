"""How long something that goes out holds: from the day it was made to the day of the next screening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.exporting import wording
from core.knowledge.texts import say


@dataclass(frozen=True)
class Validity:
    """The day on which something was made, and the day on which the screening comes again (`Assessment.re_ask_on`)."""

    made_on: date
    until: date

    def holds_on(self, day: date) -> bool:
        """True before the day of the next screening: from then on only new answers can tell."""
        return day < self.until

    @property
    def words(self) -> str:
        """Both days in one sentence."""
        return say("exporting.valid", made=wording.full_day(self.made_on), until=wording.full_day(self.until))
