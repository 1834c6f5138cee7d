"""One question of the screening as widgets; drafts live in the session, records in the store."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.knowledge.questions import NO, Answer, Answers, Kind, Question, Screen, load_questions
from core.knowledge.texts import say
from pages.parts.scales import scale_style

PREFIX = "screening."
LONG_CHOICE = 34

# What a tick opens stands below it as its own, with room for a thumb.
STYLE = """
<style>
[class*="st-key-screening-"][class*="-more"], [class*="st-key-screening-"][class*="_with-boxes"],
.st-key-screening-H2_signs-boxes { padding-left:1rem; border-left:3px solid rgba(127,140,150,.35); margin-left:.5rem; }
.stMain [data-testid="stRadio"] [role="radiogroup"] { gap:.35rem; }
.stMain [data-testid="stRadio"] [role="radiogroup"] > label { min-height:2rem; padding-block:.2rem; }
</style>
"""


def key_of(question_id: str) -> str:
    """Key of a question's widget."""
    return PREFIX + question_id


def prefill(answers: Answers, question_ids: tuple[str, ...]) -> None:
    """Start these questions from earlier answers, once, where nothing was typed yet."""
    for question_id in question_ids:
        key = key_of(question_id)
        once = f"{key}.prefilled"
        value = answers.get(question_id)
        unticked = value == NO and load_questions()[question_id].kind is Kind.FLAG
        if not {key, once} & st.session_state.keys() and value is not None and not unticked:
            st.session_state[key] = list(value) if isinstance(value, tuple) else value
            st.session_state[once] = True


def prefill_none(screen: Screen, answers: Answers) -> None:
    """Tick the box that ends the screen where everything on it was answered before."""
    if screen.none_text and all(question.id in answers for question in screen.questions if _is_covered(question)):
        st.session_state.setdefault(_none_key(screen), True)


def ask_screen(screen: Screen, before: Answers) -> None:
    """Show all questions of a screen that its answers bring up."""
    scale_style()
    st.html(STYLE)
    answers = dict(before)
    for question in screen.questions:
        answers.pop(question.id, None)
        if question.is_asked(answers):
            _ask(question, answers)
            _take(question, answers)
    if screen.none_text:
        label = say("triage.nothing_else") if any_ticked(screen) else screen.none_text
        st.checkbox(label, key=_none_key(screen), persist_state="session", wrap=True)


def given(screen: Screen, before: Answers) -> dict[str, Answer]:
    """The answers as they stand in the screen's widgets, one that came with the last tap included."""
    answers = dict(before)
    for question in screen.questions:
        answers.pop(question.id, None)
        if question.is_asked(answers):
            _take(question, answers)
    return answers


def completed(screen: Screen, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers with what was left unticked as "no", for when the screen is ended."""
    filled = dict(answers)
    for question in screen.questions:
        if question.kind is Kind.FLAG and not _is_ticked(question.id):
            filled[question.id] = NO
        elif question.kind is Kind.MANY and _is_covered(question):
            filled.setdefault(question.id, ())
    return filled


def is_ended(screen: Screen) -> bool:
    """True where somebody said that nothing else on the screen applies, or where it asks for no such word."""
    return not screen.none_text or bool(st.session_state.get(_none_key(screen)))


def any_ticked(screen: Screen) -> bool:
    """True once a statement or a box of the screen is ticked."""
    boxes = (
        st.session_state.get(f"{key_of(question.id)}.{choice.id}")
        for question in screen.questions
        if question.kind is Kind.MANY
        for choice in question.choices
    )
    return any(boxes) or any(_is_ticked(question.id) for question in screen.questions)


def _none_key(screen: Screen) -> str:
    return f"{PREFIX}{screen.id}.none"


def _is_covered(question: Question) -> bool:
    """True where the box that ends a screen answers what was left unticked."""
    several = question.kind is Kind.MANY and not question.optional and not question.none_text
    return several or question.kind is Kind.FLAG


def _is_ticked(flag: str) -> bool:
    return bool(st.session_state.get(f"{key_of(flag)}.tick"))


def _take(question: Question, answers: dict[str, Answer]) -> None:
    """Add what stands in the widgets of a question, if anything does; a ticked "none" is an answer."""
    key = key_of(question.id)
    value = st.session_state.get(key)
    if question.kind is Kind.MANY:
        offered = [choice.id for choice in question.offered(answers)]
        boxes = _in_boxes(question, answers)
        value = tuple(
            one for one in offered if (st.session_state.get(f"{key}.{one}") if boxes else one in (value or ()))
        )
        if not value and question.none_text and st.session_state.get(f"{key}.none"):
            answers[question.id] = ()
    elif question.kind is Kind.FLAG:
        if not _is_ticked(question.id):
            value = None
        elif len(question.choices) == 1:
            value = question.choices[0].id
    if value not in (None, ()):
        answers[question.id] = value


def _in_boxes(question: Question, answers: Answers) -> bool:
    """On a phone a chip cuts long choices off, so those are boxes to tick, and so is what ends with "none"."""
    return bool(question.none_text) or any(len(choice.text) > LONG_CHOICE for choice in question.offered(answers))


def _ask(question: Question, answers: Answers) -> None:
    if question.kind is Kind.FLAG:
        _flag(question)
    elif question.kind is Kind.CHOICE:
        _radio(question, labelled=True)
    elif question.kind is Kind.MANY:
        _many(question, answers)
    elif question.kind is Kind.SCALE:
        _scale(question)
    else:
        _number(question)


def _flag(question: Question) -> None:
    tick = f"{key_of(question.id)}.tick"
    if tick not in st.session_state and st.session_state.get(key_of(question.id)):
        st.session_state[tick] = True
    ticked = st.checkbox(
        question.text,
        key=tick,
        help=question.help or None,
        wrap=True,
        persist_state="session",
    )
    if ticked and len(question.choices) > 1:
        with st.container(key=f"{key_of(question.id)}.more"):
            _radio(question, labelled=False)


def _radio(question: Question, *, labelled: bool) -> None:
    texts = {choice.id: choice.text for choice in question.choices}
    st.radio(
        question.text,
        list(texts),
        index=None,
        format_func=texts.__getitem__,
        key=key_of(question.id),
        help=(question.help or None) if labelled else None,
        label_visibility="visible" if labelled else "collapsed",
        persist_state="session",
    )


def _many(question: Question, answers: Answers) -> None:
    texts = {choice.id: choice.text for choice in question.offered(answers)}
    key = key_of(question.id)
    if _in_boxes(question, answers):
        _boxes(question, texts)
        return
    if key in st.session_state:
        st.session_state[key] = [one for one in st.session_state[key] or [] if one in texts]
    st.pills(
        question.text,
        list(texts),
        selection_mode="multi",
        format_func=texts.__getitem__,
        key=key,
        help=question.help or None,
        wrap=True,
        persist_state="session",
    )


def _boxes(question: Question, texts: Mapping[str, str]) -> None:
    key = key_of(question.id)
    earlier = st.session_state.pop(key, None)
    if earlier is not None and question.none_text:
        earlier = earlier or ["none"]
    for choice in earlier or ():
        st.session_state[f"{key}.{choice}"] = True
    with st.container(key=f"{key}.boxes", gap="xsmall"):
        st.markdown(f"**{question.text}**", help=question.help or None)
        for choice, text in texts.items():
            st.checkbox(text, key=f"{key}.{choice}", wrap=True, persist_state="session")
        if question.none_text:
            st.checkbox(question.none_text, key=f"{key}.none", wrap=True, persist_state="session")


def _scale(question: Question) -> None:
    st.session_state.setdefault(key_of(question.id), None)
    st.pills(
        f"{question.text} · 0 {question.low_text}, 10 {question.high_text}",
        list(range(11)),
        key=key_of(question.id),
        help=question.help or None,
        persist_state="session",
    )


def _number(question: Question) -> None:
    assert question.low is not None
    assert question.high is not None
    st.number_input(
        f"{question.text} ({question.unit})" if question.unit else question.text,
        min_value=int(question.low),
        max_value=int(question.high),
        value=None,
        step=1,
        key=key_of(question.id),
        help=question.help or None,
        width=260,
        persist_state="session",
    )
