"""The people of this store: what is known of each at a glance, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.journal import NAME_LENGTH
from core.knowledge.texts import say
from core.store import Person
from core.units import MassUnit
from core.words import Tier
from pages.parts.home import now, store
from pages.parts.people_switch import show_person
from pages.parts.troubles import guarded
from pages.parts.undo import undoable
from pages.parts.visit import current_person
from pages.parts.wording import day

A_PAGE = 8
DELETING = "people.deleting"
COLOUR = {
    Tier.EMERGENCY: "red",
    Tier.SAME_DAY: "red",
    Tier.PROFESSIONAL: "orange",
    Tier.LIMITS: "blue",
    Tier.ADVICE: "green",
    Tier.CLEAR: "green",
}
UNITS = {MassUnit.KG: "kilograms", MassUnit.LB: "pounds"}


def people_list(people: Sequence[Person], key: str) -> None:
    """A card each; a search and pages where the list is long."""
    shown = current_person()
    if len(people) > A_PAGE:
        part = st.text_input("Find a name", key=f"{key}.find", icon=":material/search:", width=320)
        people = [one for one in people if part.strip().casefold() in one.name.casefold()]
        if not people:
            st.markdown(say("people.none_found"))
    pages = max(1, -(-len(people) // A_PAGE))
    at = st.pagination(pages, key=f"{key}.page") if pages > 1 else 1
    for person in people[(at - 1) * A_PAGE : at * A_PAGE]:
        with st.container(border=True, key=f"people.card.{person.id}", gap="xsmall"):
            _card(person, is_shown=shown is not None and shown.id == person.id)
    deleting = next((one for one in people if one.id == st.session_state.get(DELETING)), None)
    if deleting is not None:
        del st.session_state[DELETING]
        _confirm_delete(deleting)


def units_choice(
    key: str, units: MassUnit = MassUnit.KG, on_change: Callable[..., None] | None = None, args: tuple[str, ...] = ()
) -> MassUnit:
    """Kilograms or pounds."""
    chosen = st.segmented_control(
        "Loads in",
        list(UNITS),
        default=units,
        required=True,
        format_func=UNITS.__getitem__,
        key=key,
        help=say("people.units"),
        on_change=on_change,
        args=args,
    )
    return chosen or units


def shown_badge() -> None:
    """Marks whom the pages show."""
    st.badge("Shown now", icon=":material/visibility:", color="gray")


def _card(person: Person, *, is_shown: bool) -> None:
    # What people typed is shown as plain text.
    st.text(person.name)
    st.markdown(" · ".join(_at_a_glance(person)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if person.archived_at is not None:
            st.button("Bring back", key=f"people.back.{person.id}", on_click=_bring_back, args=(person.id,))
        elif is_shown:
            shown_badge()
        elif st.button("Open", key=f"people.open.{person.id}"):
            show_person(person.id)
            st.switch_page("today.py")
        _menu(person)


def _at_a_glance(person: Person) -> tuple[str, ...]:
    screened, last = store().latest_assessment(person.id), store().last_trained(person.id)
    trained = say("people.trained", day=day(last)) if last else say("people.untrained")
    if screened is None:
        return say("people.unscreened"), trained
    tier = f":{COLOUR[screened.tier]}-badge[{say(f'people.tier.{screened.tier.value}')}]"
    return tier, say("people.screened", day=day(screened.at.astimezone(now().tzinfo).date())), trained


def _menu(person: Person) -> None:
    key = f"people.menu.{person.id}"
    menu = st.popover("Name, units, more", key=key, on_change="rerun")
    if not menu.open:
        return
    with menu:
        name = f"people.name.{person.id}"
        st.text_input("Name", person.name, max_chars=NAME_LENGTH, key=name)
        st.button("Rename", key=f"people.rename.{person.id}", on_click=_rename, args=(person.id, name))
        units = f"people.units.{person.id}"
        units_choice(units, person.units, on_change=_change_units, args=(person.id, units))
        if person.archived_at is None:
            st.button(
                "Archive",
                key=f"people.archive.{person.id}",
                icon=":material/archive:",
                help=say("people.archive"),
                on_click=_archive,
                args=(person.id,),
            )
        st.button(
            "Delete …",
            key=f"people.delete.{person.id}",
            icon=":material/delete:",
            on_click=_ask_delete,
            args=(person.id, key),
        )


@st.dialog("Delete this person?", icon=":material/delete:")
def _confirm_delete(person: Person) -> None:
    home = store()
    if home.person(person.id) is None:
        # Leaving the person that is shown drops the press of the button too.
        st.rerun()
    journal = home.journal(person.id)
    st.text(person.name)
    st.markdown(
        say(
            "people.delete.what",
            screenings=len(home.assessments(person.id)),
            plans=len(home.plans(person.id)),
            sessions=len(journal.sessions),
            mornings=len(journal.mornings),
        )
    )
    st.markdown(say("people.delete.final"))
    with st.container(horizontal=True):
        gone = st.button("Delete", key="people.delete.yes", type="primary", on_click=_delete, args=(person.id,))
        kept = st.button("Keep", key="people.delete.no")
    if gone or kept:
        st.rerun()


def _ask_delete(person_id: str, menu: str) -> None:
    """Close the menu, which would lie over the question, and ask."""
    st.session_state[menu] = False
    st.session_state[DELETING] = person_id


@guarded
def _rename(person_id: str, key: str) -> None:
    store().rename(person_id, str(st.session_state[key]).strip())


@guarded
def _change_units(person_id: str, key: str) -> None:
    store().set_units(person_id, st.session_state[key])


@guarded
def _archive(person_id: str) -> None:
    home = store()
    with undoable(home, say("people.archived", name=_name(person_id)), {person_id}, ("person",)):
        home.archive(person_id)
    _leave(person_id)


@guarded
def _bring_back(person_id: str) -> None:
    store().unarchive(person_id)


@guarded
def _delete(person_id: str) -> None:
    home = store()
    with undoable(home, say("people.deleted", name=_name(person_id)), {person_id}):
        home.delete_person(person_id)
    _leave(person_id)


def _name(person_id: str) -> str:
    person = store().person(person_id)
    return person.name if person else ""


def _leave(person_id: str) -> None:
    """Go back to the first person, with nothing of this one's drafts, where this one was shown."""
    if st.session_state.get("person_id") in (person_id, None):
        show_person("")
