"""The resolver: all findings together make one assessment (clinical evidence 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.knowledge.questions import Answers, load_questions, load_screens
from core.knowledge.rules import whole
from core.screening.answers import ASSESSED, flagged, unanswered
from core.screening.clashes import open_clashes
from core.screening.findings import FRESH_PAIN, Finding, findings_of
from core.screening.gates import GATE_QUESTIONS, check_gates
from core.screening.signs import OF_THE_PAIN
from core.words import Position, Tier

RE_ASK_DAYS = whole("triage.re_ask_days")
ASSESSED_WITHIN = timedelta(days=whole("triage.assessed_within_days"))
NEW_PAIN = timedelta(days=whole("triage.new_pain_days"))

check_gates(load_questions(), {screen.id for screen in load_screens() if screen.safety})


@dataclass(frozen=True)
class Assessment:
    """Result of the triage: the tier, why, what it means for the plan, and the day to ask again.

    `findings` are all that apply, the most severe first; `resolved` those answered with an assessment by a
    professional; `missing` the gate questions still unanswered; `clashes` the ids of answers that do not fit together
    and were not confirmed. A plan needs a tier that allows it, nothing missing and no open clash.
    """

    day: date
    tier: Tier
    findings: tuple[Finding, ...]
    resolved: tuple[Finding, ...]
    missing: tuple[str, ...]
    clashes: tuple[str, ...]
    re_ask_on: date

    @property
    def allows_plan(self) -> bool:
        """True where a plan may be made."""
        return self.tier.allows_plan and not self.missing and not self.clashes

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
        return tuple(dict.fromkeys(name for finding in self.all for name in finding.conditions))

    @property
    def positions(self) -> frozenset[Position]:
        """Positions that the findings rule out."""
        return frozenset(position for finding in self.all for position in finding.positions)

    @property
    def rir_floor(self) -> int:
        """Least repetitions in reserve that the findings ask for."""
        return max((finding.rir_floor for finding in self.all), default=0)

    @property
    def flare(self) -> bool:
        """True where the plan should start as in a flare-up."""
        return any(finding.flare for finding in self.all)

    @property
    def all(self) -> tuple[Finding, ...]:
        """Open findings, then resolved ones."""
        return (*self.findings, *self.resolved)


def assess(answers: Answers, today: date) -> Assessment:
    """Triage of checked answers on the day they were given.

    A finding turns into training with limits where each of its signs was assessed (`assessed.<sign>`, see answers.py);
    the highest tier, and what is new or getting worse, cannot be resolved this way, whatever is answered.
    """
    open_findings: list[Finding] = []
    resolved: list[Finding] = []
    for finding in findings_of(answers):
        if _was_assessed(finding, answers, today):
            resolved.append(replace(finding, tier=Tier.LIMITS))
        else:
            open_findings.append(finding)
    open_findings.sort(key=lambda finding: -finding.tier.severity)
    return Assessment(
        day=today,
        tier=_most_severe([finding.tier for finding in (*open_findings, *resolved)]),
        findings=tuple(open_findings),
        resolved=tuple(resolved),
        missing=unanswered(answers, GATE_QUESTIONS),
        clashes=open_clashes(answers),
        re_ask_on=today + timedelta(days=_re_ask_days(open_findings)),
    )


def triage(answers: Answers, today: date) -> Tier:
    """The tier alone."""
    findings = findings_of(answers)
    return _most_severe(Tier.LIMITS if _was_assessed(finding, answers, today) else finding.tier for finding in findings)


def _was_assessed(finding: Finding, answers: Answers, today: date) -> bool:
    return finding.resolvable and all(_sign_was_assessed(sign, answers, today) for sign in finding.signs)


def _sign_was_assessed(sign: str, answers: Answers, today: date) -> bool:
    answer = answers.get(ASSESSED + sign)
    if not isinstance(answer, str):
        return False
    day, longest_ago = date.fromisoformat(answer), ASSESSED_WITHIN
    if sign.partition(".")[0] in OF_THE_PAIN and flagged(answers, "duration") == FRESH_PAIN:
        longest_ago = NEW_PAIN
    return today - longest_ago <= day <= today


def _most_severe(tiers: Iterable[Tier]) -> Tier:
    return max(tiers, key=lambda tier: tier.severity, default=Tier.CLEAR)


def _re_ask_days(findings: list[Finding]) -> int:
    return min((finding.re_ask_days for finding in findings if finding.re_ask_days is not None), default=RE_ASK_DAYS)
