"""One question of the screening as widgets; drafts live in the session, records in the store."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.knowledge.questions import NO, Answer, Answers, Kind, Question, Screen

PREFIX = "screening."
LONG_CHOICE = 34


def key_of(question_id: str) -> str:
    """Key of a question's widget."""
    return PREFIX + question_id


def prefill(answers: Answers, question_ids: tuple[str, ...]) -> None:
    """Start these questions from earlier answers, where nothing was typed yet."""
    for question_id in question_ids:
        key = key_of(question_id)
        value = answers.get(question_id)
        if key not in st.session_state and value is not None and value != NO:
            st.session_state[key] = list(value) if isinstance(value, tuple) else value


def ask_screen(screen: Screen, before: Answers) -> dict[str, Answer]:
    """Show all questions of a screen that the answers bring up; what was answered so far."""
    answers: dict[str, Answer] = dict(before)
    none_key = f"{PREFIX}{screen.id}.none"
    none = bool(screen.none_text) and bool(st.session_state.get(none_key))
    for question in screen.questions:
        answers.pop(question.id, None)
        if question.is_asked(answers):
            value = _ask(question, answers, disabled=none and question.kind is Kind.FLAG)
            if value is not None:
                answers[question.id] = value
    if screen.none_text:
        st.checkbox(screen.none_text, key=none_key, persist_state="session")
    return answers


def complete_flags(screen: Screen, answers: Mapping[str, Answer]) -> tuple[dict[str, Answer], bool]:
    """Unticked flags become "no" once one was ticked or "none" was; False where neither was."""
    flags = [question.id for question in screen.questions if question.kind is Kind.FLAG]
    touched = any(answers.get(flag) is not None for flag in flags) or any(_is_ticked(flag) for flag in flags)
    if screen.none_text and not touched and not st.session_state.get(f"{PREFIX}{screen.id}.none"):
        return dict(answers), False
    return {**{flag: NO for flag in flags if not _is_ticked(flag)}, **answers}, True


def _is_ticked(flag: str) -> bool:
    return bool(st.session_state.get(f"{key_of(flag)}.tick"))


def _ask(question: Question, answers: Answers, *, disabled: bool) -> Answer | None:
    if question.kind is Kind.FLAG:
        return _flag(question, disabled=disabled)
    if question.kind is Kind.CHOICE:
        return _choice(question)
    if question.kind is Kind.MANY:
        return _many(question, answers)
    return _scale(question) if question.kind is Kind.SCALE else _number(question)


def _flag(question: Question, *, disabled: bool) -> str | None:
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
    if not ticked or disabled:
        return None
    if len(question.choices) == 1:
        return question.choices[0].id
    with st.container(key=f"{key_of(question.id)}.more"):
        return _radio(question, labelled=False)


def _choice(question: Question) -> str | None:
    return _radio(question, labelled=True)


def _radio(question: Question, *, labelled: bool) -> str | None:
    texts = {choice.id: choice.text for choice in question.choices}
    return st.radio(
        question.text,
        list(texts),
        index=None,
        format_func=texts.__getitem__,
        key=key_of(question.id),
        help=(question.help or None) if labelled else None,
        label_visibility="visible" if labelled else "collapsed",
        persist_state="session",
    )


def _many(question: Question, answers: Answers) -> tuple[str, ...] | None:
    """Chips where all choices are short; on a phone a chip cuts long ones off, so those are boxes to tick."""
    texts = {choice.id: choice.text for choice in question.offered(answers)}
    key = key_of(question.id)
    if any(len(text) > LONG_CHOICE for text in texts.values()):
        return _boxes(question, texts)
    if key in st.session_state:
        st.session_state[key] = [one for one in st.session_state[key] or [] if one in texts]
    chosen = st.pills(
        question.text,
        list(texts),
        selection_mode="multi",
        format_func=texts.__getitem__,
        key=key,
        help=question.help or None,
        wrap=True,
        persist_state="session",
    )
    return tuple(chosen) if chosen else None


def _boxes(question: Question, texts: Mapping[str, str]) -> tuple[str, ...] | None:
    key = key_of(question.id)
    for choice in st.session_state.pop(key, ()):
        st.session_state[f"{key}.{choice}"] = True
    with st.container(key=f"{key}.boxes", gap="xsmall"):
        st.markdown(f"**{question.text}**", help=question.help or None)
        chosen = [
            choice
            for choice, text in texts.items()
            if st.checkbox(text, key=f"{key}.{choice}", wrap=True, persist_state="session")
        ]
    return tuple(chosen) or None


def _scale(question: Question) -> int | None:
    st.session_state.setdefault(key_of(question.id), None)
    return st.pills(
        f"{question.text} · 0 {question.low_text}, 10 {question.high_text}",
        list(range(11)),
        key=key_of(question.id),
        help=question.help or None,
        persist_state="session",
    )


def _number(question: Question) -> int | float | None:
    assert question.low is not None
    assert question.high is not None
    return st.number_input(
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
