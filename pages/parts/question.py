"""One question of the screening as widgets; drafts live in the session, records in the store."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.knowledge.questions import NO, Answer, Answers, Kind, Question, Screen
from pages.parts.scales import scale_style

PREFIX = "screening."
LONG_CHOICE = 34


def key_of(question_id: str) -> str:
    """Key of a question's widget."""
    return PREFIX + question_id


def prefill(answers: Answers, question_ids: tuple[str, ...]) -> None:
    """Start these questions from earlier answers, once, where nothing was typed yet."""
    for question_id in question_ids:
        key = key_of(question_id)
        once = f"{key}.prefilled"
        value = answers.get(question_id)
        if not {key, once} & st.session_state.keys() and value is not None and value != NO:
            st.session_state[key] = list(value) if isinstance(value, tuple) else value
            st.session_state[once] = True


def prefill_none(screen: Screen, answers: Answers) -> None:
    """Tick "none" where earlier answers said no to every flag of the screen."""
    flags = [question.id for question in screen.questions if question.kind is Kind.FLAG]
    if screen.none_text and all(answers.get(flag) == NO for flag in flags):
        st.session_state.setdefault(_none_key(screen), True)


def ask_screen(screen: Screen, before: Answers) -> None:
    """Show all questions of a screen that its answers bring up."""
    scale_style()
    answers = dict(before)
    none = _says_none(screen)
    for question in screen.questions:
        answers.pop(question.id, None)
        if question.is_asked(answers):
            _ask(question, answers, disabled=none and question.kind is Kind.FLAG)
            _take(question, answers, none=none)
    if screen.none_text:
        st.checkbox(
            screen.none_text, key=_none_key(screen), disabled=_any_ticked(screen), persist_state="session", wrap=True
        )


def given(screen: Screen, before: Answers) -> dict[str, Answer]:
    """The answers as they stand in the screen's widgets, one that came with the last tap included."""
    answers = dict(before)
    none = _says_none(screen)
    for question in screen.questions:
        answers.pop(question.id, None)
        if question.is_asked(answers):
            _take(question, answers, none=none)
    return answers


def complete_flags(screen: Screen, answers: Mapping[str, Answer]) -> tuple[dict[str, Answer], bool]:
    """Unticked flags become "no" once one was ticked or "none" was; False where neither was."""
    flags = [question.id for question in screen.questions if question.kind is Kind.FLAG]
    touched = any(answers.get(flag) is not None for flag in flags) or any(_is_ticked(flag) for flag in flags)
    if screen.none_text and not touched and not _says_none(screen):
        return dict(answers), False
    return {**{flag: NO for flag in flags if not _is_ticked(flag)}, **answers}, True


def _none_key(screen: Screen) -> str:
    return f"{PREFIX}{screen.id}.none"


def _says_none(screen: Screen) -> bool:
    """True where "none" was ticked; anything ticked beside it outweighs it."""
    return bool(screen.none_text) and bool(st.session_state.get(_none_key(screen))) and not _any_ticked(screen)


def _any_ticked(screen: Screen) -> bool:
    return any(_is_ticked(question.id) for question in screen.questions if question.kind is Kind.FLAG)


def _is_ticked(flag: str) -> bool:
    return bool(st.session_state.get(f"{key_of(flag)}.tick"))


def _take(question: Question, answers: dict[str, Answer], *, none: bool) -> None:
    """Add what stands in the widgets of a question, if anything does."""
    key = key_of(question.id)
    value = st.session_state.get(key)
    if question.kind is Kind.MANY:
        offered = [choice.id for choice in question.offered(answers)]
        boxes = _in_boxes(question, answers)
        value = tuple(
            one for one in offered if (st.session_state.get(f"{key}.{one}") if boxes else one in (value or ()))
        )
    elif question.kind is Kind.FLAG:
        if none or not _is_ticked(question.id):
            value = None
        elif len(question.choices) == 1:
            value = question.choices[0].id
    if value not in (None, ()):
        answers[question.id] = value


def _in_boxes(question: Question, answers: Answers) -> bool:
    """On a phone a chip cuts long choices off, so those are boxes to tick."""
    return any(len(choice.text) > LONG_CHOICE for choice in question.offered(answers))


def _ask(question: Question, answers: Answers, *, disabled: bool) -> None:
    if question.kind is Kind.FLAG:
        _flag(question, disabled=disabled)
    elif question.kind is Kind.CHOICE:
        _radio(question, labelled=True)
    elif question.kind is Kind.MANY:
        _many(question, answers)
    elif question.kind is Kind.SCALE:
        _scale(question)
    else:
        _number(question)


def _flag(question: Question, *, disabled: bool) -> None:
    tick = f"{key_of(question.id)}.tick"
    if tick not in st.session_state and st.session_state.get(key_of(question.id)):
        st.session_state[tick] = True
    ticked = st.checkbox(
        question.text,
        key=tick,
        help=question.help or None,
        disabled=disabled,
        wrap=True,
        persist_state="session",
    )
    if ticked and not disabled and len(question.choices) > 1:
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
    for choice in st.session_state.pop(key, ()):
        st.session_state[f"{key}.{choice}"] = True
    with st.container(key=f"{key}.boxes", gap="xsmall"):
        st.markdown(f"**{question.text}**", help=question.help or None)
        for choice, text in texts.items():
            st.checkbox(text, key=f"{key}.{choice}", wrap=True, persist_state="session")


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
