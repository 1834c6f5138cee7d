"""Names of another app's exercises: what they were taken for, and the ones that only the person can tell."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.importing import NOT_COUNTED, Draft, NameCount, load_aliases, plain_name
from core.knowledge.texts import say
from core.store import Person
from pages.parts.bring_undo import amount
from pages.parts.home import store
from pages.parts.visit import catalog

CHOSEN = "bring.names"
A_PAGE = 10


def chosen_names(person: Person) -> dict[str, str]:
    """Exercise by name: remembered from earlier imports, and chosen just now."""
    remembered = store().names_chosen(person.id)
    return {**remembered, **st.session_state.get(CHOSEN, {})}


def name_choices(person: Person, draft: Draft) -> None:
    """The names to be matched by hand, then what the others were taken for."""
    asked = [one for one in draft.names if one.asks or plain_name(one.name) in st.session_state.get(CHOSEN, {})]
    if asked:
        st.markdown("**Names to match**")
        st.markdown(say("import.names.lead"))
        pages = -(-len(asked) // A_PAGE)
        at = st.pagination(pages, key="bring.names.page") if pages > 1 else 1
        for one in asked[(at - 1) * A_PAGE : at * A_PAGE]:
            _choice(one)
    _matched([one for one in draft.names if one.match is not None])


def _choice(one: NameCount) -> None:
    key = plain_name(one.name)
    exercises = catalog()
    suggested = load_aliases().suggestions(one.name)
    options = [*suggested, NOT_COUNTED, *(other.id for other in exercises if other.id not in suggested)]
    chosen = st.session_state.get(CHOSEN, {}).get(key)
    with st.container(key=f"bring.name.{_short(key)}", gap="xsmall"):
        # What stands in the file is shown as plain text.
        st.text(f"{one.name} · {amount(one.sets, 'set')}")
        widget = f"bring.name.of.{_short(key)}"
        st.selectbox(
            "Which exercise it is",
            options,
            index=options.index(chosen) if chosen in options else None,
            format_func=_exercise_name,
            placeholder="Choose the exercise, or leave it open",
            label_visibility="collapsed",
            key=widget,
            on_change=_choose,
            args=(key, widget),
        )


def _matched(names: list[NameCount]) -> None:
    if not names:
        return
    with st.expander(f"What the other names were taken for: {len(names)}", icon=":material/checklist:"):
        rows = [(one.name, one.sets, _taken_for(one)) for one in names]
        st.dataframe(
            pd.DataFrame(rows, columns=["In the file", "Sets", "Counts as"]),
            hide_index=True,
            alt="What each name counts as",
        )
        st.markdown(say("import.names.check"))
        by_key = {plain_name(one.name): one for one in names}
        wrong = st.selectbox(
            "Name in the file",
            list(by_key),
            index=None,
            format_func=lambda key: by_key[key].name,
            placeholder="Nothing to change",
            key="bring.names.wrong",
        )
        if wrong is not None:
            _choice(by_key[wrong])


def _taken_for(one: NameCount) -> str:
    if one.match is None:
        return ""
    name = _exercise_name(one.match.exercise_id)
    return f"{name} ({say('import.names.near')})" if one.match.near else name


def _exercise_name(exercise_id: str) -> str:
    return catalog()[exercise_id].name if exercise_id else say("import.names.leave_out")


def _choose(key: str, widget: str) -> None:
    chosen = st.session_state[widget]
    names = dict(st.session_state.get(CHOSEN, {}))
    if chosen is None:
        names.pop(key, None)
    else:
        names[key] = chosen
    st.session_state[CHOSEN] = names


def _short(key: str) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in key)[:60]
