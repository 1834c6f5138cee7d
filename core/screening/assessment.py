"""The resolver: all findings together make one assessment (clinical evidence 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.knowledge.questions import Answers, load_questions
from core.knowledge.rules import whole
from core.screening.answers import ASSESSED, unanswered
from core.screening.findings import ROWS, Finding
from core.screening.gates import GATE_QUESTIONS, check_gates
from core.words import Position, Tier

RE_ASK_DAYS = whole("triage.re_ask_days")
ASSESSED_WITHIN_DAYS = whole("triage.assessed_within_days")

check_gates(load_questions())


@dataclass(frozen=True)
class Assessment:
    """Result of the triage: the tier, why, what it means for the plan, and the day to ask again.

    `findings` are all that apply, the most severe first; `resolved` those answered with an assessment by a
    professional; `missing` the gate questions still unanswered. A plan needs a tier that allows it and nothing missing.
    """

    day: date
    tier: Tier
    findings: tuple[Finding, ...]
    resolved: tuple[Finding, ...]
    missing: tuple[str, ...]
    re_ask_on: date

    @property
    def allows_plan(self) -> bool:
        """True where a plan may be made."""
        return self.tier.allows_plan and not self.missing

    @property
    def decided_by(self) -> tuple[Finding, ...]:
        """The findings that put the person in this tier."""
        return tuple(finding for finding in self.findings if finding.tier is self.tier)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """Milder findings that go along with the tier."""
        return tuple(finding for finding in self.findings if finding.tier is not self.tier)

    @property
    def conditions(self) -> tuple[str, ...]:
        """Rows of the condition table that the findings imply, in order, each once."""
        return tuple(dict.fromkeys(name for finding in self._all for name in finding.conditions))

    @property
    def positions(self) -> frozenset[Position]:
        """Positions that the findings rule out."""
        return frozenset(position for finding in self._all for position in finding.positions)

    @property
    def rir_floor(self) -> int:
        """Least repetitions in reserve that the findings ask for."""
        return max((finding.rir_floor for finding in self._all), default=0)

    @property
    def flare(self) -> bool:
        """True where the plan should start as in a flare-up."""
        return any(finding.flare for finding in self._all)

    @property
    def _all(self) -> tuple[Finding, ...]:
        return (*self.findings, *self.resolved)


def assess(answers: Answers, today: date) -> Assessment:
    """Triage of checked answers on the day they were given.

    A finding that its person had assessed (`assessed.<row>`, see answers.py) turns into training with limits; the
    highest tier cannot be resolved this way, whatever is answered.
    """
    found = [finding for row in ROWS for finding in row(answers)]
    resolved = tuple(replace(finding, tier=Tier.LIMITS) for finding in found if _was_assessed(finding, answers, today))
    open_findings = [finding for finding in found if not _was_assessed(finding, answers, today)]
    open_findings.sort(key=lambda finding: -finding.tier.severity)
    tier = _most_severe([finding.tier for finding in (*open_findings, *resolved)])
    return Assessment(
        day=today,
        tier=tier,
        findings=tuple(open_findings),
        resolved=resolved,
        missing=unanswered(answers, GATE_QUESTIONS),
        re_ask_on=today + timedelta(days=_re_ask_days(open_findings)),
    )


def _was_assessed(finding: Finding, answers: Answers, today: date) -> bool:
    if not finding.resolvable or finding.tier not in (Tier.SAME_DAY, Tier.PROFESSIONAL):
        return False
    day = answers.get(ASSESSED + finding.row)
    if not isinstance(day, str):
        return False
    return today - timedelta(days=ASSESSED_WITHIN_DAYS) <= date.fromisoformat(day) <= today


def _most_severe(tiers: Iterable[Tier]) -> Tier:
    return max(tiers, key=lambda tier: tier.severity, default=Tier.CLEAR)


def _re_ask_days(findings: list[Finding]) -> int:
    return min((finding.re_ask_days for finding in findings if finding.re_ask_days is not None), default=RE_ASK_DAYS)
