"""What has changed: the outcome questions, their verdict, one small picture a score, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import streamlit as st

from core.charts import CONFIG, DARK, LIGHT, Palette
from core.charts.outcomes import outcome_chart, outcome_span, outcome_table, outcome_words
from core.errors import AnswerError
from core.journal import OutcomeEntry
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.progress.outcomes import (
    ACTIVITIES,
    ACTIVITY,
    CHAIR,
    MEASURES,
    OWN_CHANGE,
    OWN_STEPS,
    PAIN_NOW,
    PAIN_WEEK,
    TOTALS,
    WORST,
    Outcomes,
    Series,
    current_activities,
    due_on,
    outcomes,
    own_words,
    score,
    week_pain,
)
from core.words import Duration, Position
from pages.parts.home import store, today
from pages.parts.scales import scale
from pages.parts.troubles import guarded
from pages.parts.undo import undoable
from pages.parts.visit import Record
from pages.parts.wording import day

LATER = "outcomes_later"
"""Preference: the day until which the questions were put off."""

LATER_DAYS = timedelta(days=whole("outcome.later_days"))
PAINS = (PAIN_NOW, WORST, PAIN_WEEK)
NAME_LENGTH = 80
LEAST_WIDTH = 280
UNABLE_TO_AS_BEFORE = ("cannot do it", "as before")


def show_outcomes(known: Record) -> None:
    """All of it: the verdict, the pictures, the questions, a total from elsewhere, and what can be corrected."""
    found = outcomes(known.journal, today())
    st.header(say("outcome.title"))
    if found.is_empty:
        st.markdown(f"{say('outcome.lead')} {say('outcome.empty')}")
    else:
        _verdict(known, found)
        _pictures(found)
    _questions(known, found)
    _total(known)
    if not found.is_empty:
        _correct(known)


def outcome_due(known: Record) -> None:
    """On a day on which the questions are due and were not put off: two sentences, and the questions in place."""
    if not _is_due(known) or _is_put_off(known):
        return
    key = _key(known, "due")
    with st.container(border=True, key="outcome.due"):
        st.markdown(say("outcome.due.first" if _never_asked(known) else "outcome.due.again"))
        if st.session_state.get(key):
            ask_outcomes(known)
            return
        with st.container(horizontal=True):
            if st.button("Answer now", key="outcome.due.now"):
                st.session_state[key] = True
                st.rerun()
            st.button("Not now", key="outcome.due.later", type="tertiary", on_click=_put_off, args=(known.person.id,))


def ask_outcomes(known: Record) -> None:
    """The questions of one day; every one may stay open."""
    for kind in PAINS:
        scale(say(f"outcome.{kind}"), _key(known, kind))
    mean = week_pain(known.journal, today())
    if mean is not None:
        st.caption(say("outcome.from_mornings", mean=f"{mean:g}"))
    st.markdown(say("outcome.activities_lead"))
    _ask_activities(known)
    if not _never_asked(known):
        _ask_own_change(known)
    _ask_chair(known)
    st.button("Save", key="outcome.save", type="primary", on_click=_save, args=(known,))


def shades() -> Palette:
    """Colours of the mode that the visitor has chosen."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def _verdict(known: Record, found: Outcomes) -> None:
    st.markdown(found.words)
    if any(one.now is not None for one in found.series):
        acute = known.profile is not None and known.profile.duration is Duration.ACUTE
        st.caption(say("outcome.course.acute" if acute else "outcome.course.lasting"))


def _pictures(found: Outcomes) -> None:
    every = (*found.leading, *found.others)
    if not every:
        return
    span = outcome_span(every)
    _grid(found.leading, span, "leading")
    st.caption(f"{say('outcome.chart.how_to_read')} {say('outcome.how_to_judge')}")
    box = st.expander(say("outcome.each"), key="outcome.each", on_change="rerun")
    if box.open:
        with box:
            _grid(found.others, span, "others")
            st.dataframe(outcome_table(every), alt="All outcome scores, a row for each day")


def _grid(series: Sequence[Series], span: tuple[date, date], name: str) -> None:
    with st.grid(min_column_width=LEAST_WIDTH, key=f"outcome.grid.{name}"):
        for at, one in enumerate(series):
            st.plotly_chart(
                outcome_chart(one, shades(), span),
                key=f"outcome.chart.{name}.{at}",
                theme=None,
                config=dict(CONFIG),
                alt=outcome_words(one),
            )


def _questions(known: Record, found: Outcomes) -> None:
    is_due = _is_due(known)
    first = _never_asked(known)
    label = say("outcome.form.first" if first else "outcome.form.due" if is_due else "outcome.form.more")
    if not first and not is_due:
        st.caption(say("outcome.next", day=day(due_on(known.journal, today()))))
    box = st.expander(
        label,
        expanded=is_due and not found.is_empty,
        key="outcome.form",
        icon=":material/edit_note:",
        on_change="rerun",
    )
    if box.open:
        with box:
            ask_outcomes(known)


def _ask_activities(known: Record) -> None:
    for at, label in enumerate(current_activities(known.journal, today())[:ACTIVITIES], start=1):
        st.session_state.setdefault(_key(known, f"name{at}"), label)
    for number in range(1, ACTIVITIES + 1):
        st.text_input(
            say("outcome.activity_name", number=number),
            key=_key(known, f"name{number}"),
            max_chars=NAME_LENGTH,
            placeholder=say("outcome.activity_example") if number == 1 else None,
            persist_state="session",
        )
        scale(say("outcome.activity_score", number=number), _key(known, f"score{number}"), UNABLE_TO_AS_BEFORE)


def _ask_own_change(known: Record) -> None:
    st.pills(
        say("outcome.own_change"),
        list(OWN_STEPS),
        format_func=own_words,
        key=_key(known, OWN_CHANGE),
        wrap=True,
        persist_state="session",
    )


def _ask_chair(known: Record) -> None:
    if not _may_stand_up(known):
        st.caption(say("outcome.chair_not_now"))
        return
    measure = MEASURES[CHAIR]
    st.number_input(
        say("outcome.chair"),
        int(measure.low),
        int(measure.high),
        value=None,
        key=_key(known, CHAIR),
        help=say("outcome.chair_how"),
        width=320,
        persist_state="session",
    )


def _may_stand_up(known: Record) -> bool:
    """Whether a test of the legs fits: training is allowed, nothing warns, no flare-up, and no risk of a fall."""
    profile = known.profile
    if profile is None or not profile.allows_plan or known.signs or profile.flare:
        return False
    return Position.FALL_RISK not in profile.positions_out


@guarded
def _save(known: Record) -> None:
    entries = list(_answered(known))
    if not entries:
        raise AnswerError(say("outcome.nothing_chosen"))
    mean = week_pain(known.journal, today())
    if mean is not None and all(one.kind != PAIN_WEEK for one in entries):
        entries.append(score(today(), PAIN_WEEK, mean, today()))
    store().add_days(known.person.id, (), entries)
    for spent in _spent(known):
        st.session_state.pop(spent, None)
    st.toast(say("outcome.saved"), icon=":material/check:")


def _answered(known: Record) -> Iterable[OutcomeEntry]:
    state, on = st.session_state, today()
    for kind in (*PAINS, OWN_CHANGE, CHAIR):
        value = state.get(_key(known, kind))
        if value is not None:
            yield score(on, kind, value, on)
    named: set[str] = set()
    for number in range(1, ACTIVITIES + 1):
        value = state.get(_key(known, f"score{number}"))
        if value is None:
            continue
        label = str(state.get(_key(known, f"name{number}")) or "").strip()
        if not label:
            raise AnswerError(say("outcome.unnamed", number=number))
        if label in named:
            raise AnswerError(say("outcome.named_twice"))
        named.add(label)
        yield score(on, ACTIVITY, value, on, label)


def _spent(known: Record) -> Iterable[str]:
    numbers = range(1, ACTIVITIES + 1)
    own = (*PAINS, OWN_CHANGE, CHAIR, "due", *(f"{part}{at}" for at in numbers for part in ("name", "score")))
    return (_key(known, name) for name in own)


def _total(known: Record) -> None:
    box = st.expander(say("outcome.total.title"), key="outcome.total", icon=":material/tag:", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(say("outcome.total.lead"))
        kind = st.selectbox(
            say("outcome.total.kind"),
            TOTALS,
            format_func=lambda one: MEASURES[one].name,
            key="outcome.total.kind",
            width=320,
        )
        measure = MEASURES[kind]
        st.caption(say(f"outcome.total.meaning.{kind}"))
        st.number_input(
            say("outcome.total.value", low=f"{measure.low:g}", high=f"{measure.high:g}"),
            value=None,
            # The range is checked on saving, where it can be said in words.
            step=1.0,
            format="%g",
            key=_key(known, "total"),
            width=320,
        )
        st.date_input(say("outcome.total.day"), today(), max_value=today(), key=_key(known, "total_day"), width=220)
        st.text_input(say("outcome.total.from"), key=_key(known, "total_from"), max_chars=NAME_LENGTH, width=320)
        st.button("Keep this total", key="outcome.total.save", on_click=_save_total, args=(known, kind))


@guarded
def _save_total(known: Record, kind: str) -> None:
    state = st.session_state
    value, on = state.get(_key(known, "total")), state.get(_key(known, "total_day"))
    if value is None:
        raise AnswerError(say("outcome.total.missing"))
    entry = score(on or today(), kind, value, today(), str(state.get(_key(known, "total_from")) or ""))
    home = store()
    # The same total of the same day from another place is the same total corrected.
    for old in known.journal.outcomes:
        if (old.kind, old.day) == (entry.kind, entry.day) and old.label != entry.label:
            home.remove_outcome(known.person.id, old)
    home.save_outcome(known.person.id, entry)
    for name in ("total", "total_day", "total_from"):
        state.pop(_key(known, name), None)
    st.toast(say("outcome.saved"), icon=":material/check:")


def _correct(known: Record) -> None:
    box = st.expander(say("outcome.remove.title"), key="outcome.correct", icon=":material/edit:", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(say("outcome.remove.lead"))
        kept = sorted(known.journal.outcomes, key=lambda one: (one.day, one.kind, one.label), reverse=True)
        chosen = st.selectbox("Score", kept, format_func=_told, key=_key(known, "remove"), width=480)
        st.button("Remove it", key="outcome.remove", on_click=_remove, args=(known, chosen), disabled=not kept)


@guarded
def _remove(known: Record, entry: OutcomeEntry) -> None:
    home = store()
    with undoable(home, say("outcome.removed"), {known.person.id}, ("outcome",)):
        home.remove_outcome(known.person.id, entry)
    st.session_state.pop(_key(known, "remove"), None)


@guarded
def _put_off(person_id: str) -> None:
    store().set_preference(person_id, LATER, (today() + LATER_DAYS).isoformat())


def _told(entry: OutcomeEntry) -> str:
    name = MEASURES[entry.kind].name if entry.kind in MEASURES else entry.kind
    value = own_words(int(entry.value)) if entry.kind == OWN_CHANGE else f"{entry.value:g}"
    label = f" ({entry.label})" if entry.label else ""
    return f"{entry.day.isoformat()} · {name}{label}: {value}"


def _is_due(known: Record) -> bool:
    return known.trainee is not None and due_on(known.journal, today()) <= today()


def _is_put_off(known: Record) -> bool:
    until = known.preferences.get(LATER)
    return isinstance(until, str) and today().isoformat() < until


def _never_asked(known: Record) -> bool:
    asked = {*PAINS, ACTIVITY, OWN_CHANGE}
    return not any(one.kind in asked for one in known.journal.outcomes)


def _key(known: Record, name: str) -> str:
    # Drafts outlive a run: those of one person must not turn up with another.
    return f"outcome.{known.person.id}.{name}"
