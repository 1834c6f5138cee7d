"""Every tick named, with what it changed: what no finding speaks of is told too."""

from __future__ import annotations

from collections.abc import Iterator

from core.knowledge.questions import BODY_MASS_INDEX, NO, Answer, Answers, Kind, Question, load_questions, load_screens
from core.knowledge.texts import say
from core.screening.answers import CONFIRMED
from core.screening.assessment import Assessment
from core.screening.findings import Finding, signs_of
from core.screening.signs import SIGNS

COUNTED = {"irritable_signs": "triage.counts.irritability", "diagnosis": "triage.counts.condition"}
"""Questions whose ticks shape the plan without a finding of their own."""


def ticks_besides(answers: Answers, assessment: Assessment) -> tuple[str, ...]:
    """A sentence for each tick of the safety screens that no finding stands on."""
    spoken_of = {sign for finding in assessment.all for sign in finding.signs}
    return tuple(
        say(COUNTED.get(sign.partition(".")[0], "triage.counts.nothing"), tick=in_words(sign).rstrip("."))
        for sign in _ticks(answers)
        if sign not in spoken_of
    )


def finding_in_words(finding: Finding) -> str:
    """The sentence of a finding; where it stands on several ticks, with each of them named."""
    sentence = say(f"triage.{finding.code}")
    questions = load_questions()
    ticks = [
        in_words(sign).rstrip(".")
        for sign in finding.signs
        if (name := sign.partition(".")[0]) in questions and questions[name].kind is Kind.MANY
    ]
    if not ticks or finding.code in SIGNS:
        return sentence
    return say("triage.with_ticks", sentence=sentence, ticks="; ".join(ticks))


def in_words(sign: str) -> str:
    """A tick as the person read it: the statement, and the choice below it where there were several."""
    if sign.startswith(CONFIRMED):
        return load_questions()[sign.removeprefix(CONFIRMED)].text
    question_id, _, choice_id = sign.partition(".")
    if question_id == BODY_MASS_INDEX:
        return say("triage.sign.body_mass_index", value=choice_id)
    question = load_questions()[question_id]
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        top = say("appointment.of_ten") if question.kind is Kind.SCALE else question.unit
        return f"{question.text}: {choice_id} {top}".strip()
    choice = next((choice.text for choice in question.choices if choice.id == choice_id), choice_id)
    if question.kind is Kind.MANY:
        return choice
    return question.text if len(question.choices) == 1 else f"{question.text} {choice}."


def answer_in_words(question: Question, answer: Answer) -> str:
    """The answer as the person read it, empty where it says that something does not apply."""
    choices = {choice.id: choice.text for choice in question.choices}
    if isinstance(answer, tuple):
        return "; ".join(choices.get(choice, choice) for choice in answer)
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        top = say("appointment.of_ten") if question.kind is Kind.SCALE else question.unit
        return f"{answer:g} {top}".strip() if not isinstance(answer, str) else answer
    return "" if answer == NO and question.kind is Kind.FLAG else choices.get(str(answer), str(answer))


def _ticks(answers: Answers) -> Iterator[str]:
    safety = {question.id for screen in load_screens() if screen.safety for question in screen.questions}
    questions = load_questions()
    for sign in signs_of(answers):
        question_id = sign.partition(".")[0]
        if question_id in safety and questions[question_id].kind in (Kind.FLAG, Kind.MANY):
            yield sign
