"""The paper to hand over where someone should look first: what was found, what was answered, what to ask."""

from __future__ import annotations

from typing import Any

from core.exporting import wording
from core.exporting.typesetting import Paper, typeset
from core.knowledge.questions import NO, Answers, Screen, load_screens
from core.knowledge.texts import load_texts, say
from core.screening import Assessment, Finding, answer_in_words, finding_in_words
from core.words import Tier

HANDED_OVER = (Tier.EMERGENCY, Tier.SAME_DAY, Tier.PROFESSIONAL)
SCREENS = ("nerves", "now", "you", "health", "pain", "triggers")
LABELS = ("found", "also", "resolved", "answered", "none", "to_ask", "notes", "page", "self_report")


def appointment_pdf(answers: Answers, assessment: Assessment, *, paper: Paper = Paper.A4, name: str = "") -> bytes:
    """The summary of a screening as PDF, for a doctor or physiotherapist.

    Raises:
        ValueError: the tier asks for nobody to be seen.
    """
    if assessment.tier not in HANDED_OVER:
        raise ValueError(f"nobody needs to be seen for tier {assessment.tier}")
    tier = assessment.tier.value
    values = {
        "title": say("appointment.title"),
        "tier": say(f"tier.{tier}.title"),
        "action": load_texts()[f"appointment.action.{tier}"],
        "name": name,
        "day": say("appointment.day", day=wording.full_day(assessment.day)),
        "words": {label: load_texts()[f"appointment.{label}"] for label in LABELS},
        "found": _told(assessment.decided_by),
        "also": _told(assessment.notes),
        "resolved": _told(assessment.resolved),
        "screens": [_screen(screen, answers) for screen in load_screens() if screen.id in SCREENS],
        "to_ask": [load_texts()[f"appointment.ask.{tier}.{number}"] for number in range(1, 5)],
        "warning": say("triage.warning_card"),
        "urgent": assessment.tier is not Tier.PROFESSIONAL,
        "footer": say("triage.not_a_device"),
    }
    return typeset("appointment", values, {}, paper)


def _told(findings: tuple[Finding, ...]) -> list[str]:
    return [finding_in_words(finding) for finding in findings]


def _screen(screen: Screen, answers: Answers) -> dict[str, Any]:
    """What was answered on one screen; what does not apply is counted, not spelled out."""
    given = [(question, answers[question.id]) for question in screen.questions if question.id in answers]
    told = [{"question": question.text, "answer": answer_in_words(question, answer)} for question, answer in given]
    return {
        "title": screen.title,
        "said": [one for one in told if one["answer"]],
        "none": [question.text for question, answer in given if answer in (NO, ())],
    }
