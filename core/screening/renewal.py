"""When the whole screening is asked again (clinical evidence 1.5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from core.knowledge.rules import whole
from core.screening.assessment import Assessment

GAP_DAYS = whole("triage.gap_days")


class RenewalReason(StrEnum):
    """Why the screening is due again; its sentence is `renewal.<value>` in data/words/triage.yaml."""

    DATE = "date"
    GAP = "gap"
    INCOMPLETE = "incomplete"
    SIGN = "sign"


def full_screen_due(
    assessment: Assessment, today: date, last_trained: date | None, sign_since: bool = False
) -> RenewalReason | None:
    """Why the whole screening should be asked again today, None where it is not due.

    `last_trained` is the day of the last session, None before the first one; `sign_since` whether a warning sign was
    ticked before or in a session after this screening.
    """
    if sign_since:
        return RenewalReason.SIGN
    if assessment.missing or assessment.clashes:
        return RenewalReason.INCOMPLETE
    if today >= assessment.re_ask_on:
        return RenewalReason.DATE
    since = max(day for day in (last_trained, assessment.day) if day is not None)
    if (today - since).days > GAP_DAYS:
        return RenewalReason.GAP
    return None
