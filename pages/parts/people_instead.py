"""Into what is shown instead of one's own record, the mark that it puts on every page, and the way back."""

from __future__ import annotations

import secrets

import streamlit as st

from core.knowledge.texts import say
from core.store import Share, memory_url, open_store
from pages.parts.home import home_store, now
from pages.parts.instead import KEY, PERSON, Before, KeepsNothing, Looks, instead
from pages.parts.people_switch import show_person
from pages.parts.undo import KEY as UNDO

OWN_ONLY = ("my_data",)
"""Pages about one's own record, whatever the others show."""
CHOOSES = ("people",)
"""Pages on which somebody else is chosen."""
NEEDS_ANSWERS = ("", "screening", "plan", "progress")
"""Pages that invite a newcomer to the screening, which nobody can do for another; the first has an empty address."""

# Faint enough to read through, and on every sheet of a print.
WATERMARK = """<style>
.stApp::after {{
    content: "{words}"; position: fixed; inset: 0; z-index: 1000; pointer-events: none;
    display: flex; align-items: center; justify-content: center; text-align: center;
    font-size: clamp(1.75rem, 7vw, 5rem); font-weight: 700; color: currentcolor;
    opacity: 0.08; transform: rotate(-24deg);
}}
</style>"""


def show_without_keeping() -> None:
    """The switch into a demo that nobody keeps."""
    st.header("Show without keeping")
    st.markdown(say("instead.lead"))
    st.button("Show without keeping", key="instead.start", icon=":material/co_present:", on_click=start_keeping_nothing)


def start_keeping_nothing() -> None:
    """Show an empty record that ends with this visit."""
    _begin(KeepsNothing(_before(), open_store(memory_url(), secrets.token_hex(16), clock=now)), "")


def look_at(share: Share) -> None:
    """Show what somebody shares."""
    _begin(Looks(_before(), share), share.person_id)


def leave() -> None:
    """Back to one's own record, as it was left."""
    was: KeepsNothing | Looks | None = st.session_state.pop(KEY, None)
    if was is None:
        return
    if isinstance(was, KeepsNothing):
        was.store.close()
    show_person(was.before.person_id)
    _remember(was.before.undo)


def mark_instead(page: str) -> None:
    """Say above a page that this is not the visit's own record, with one tap back."""
    found = instead()
    if isinstance(found, Looks):
        _mark_look(found, page)
    elif isinstance(found, KeepsNothing):
        _mark_demo(page)


def _mark_demo(page: str) -> None:
    st.html(WATERMARK.format(words=say("instead.mark")))
    with st.container(key="instead.line", horizontal=True, vertical_alignment="center", border=True):
        st.badge(say("instead.mark"), icon=":material/co_present:", color="violet")
        st.text(say("instead.banner"), width="content")
        _way_back()
    if page in OWN_ONLY:
        st.title("My data")
        st.markdown(say("instead.own_only"))
        st.stop()


def _mark_look(found: Looks, page: str) -> None:
    share = found.share
    view = home_store().of_shared(share)
    if page in (*OWN_ONLY, *CHOOSES):
        leave()
    elif view.person(share.person_id) is None:
        leave()
        st.info(say("instead.ended"), icon=":material/visibility_off:")
    else:
        with st.container(key="instead.line", horizontal=True, vertical_alignment="center", border=True):
            st.badge("Shared", icon=":material/visibility:", color="blue")
            st.text(say("share.banner", name=share.owner_name), width="content")
            _way_back()
        if page in NEEDS_ANSWERS and view.latest_assessment(share.person_id) is None:
            st.title("Nothing to see yet")
            st.markdown(say("share.unscreened"))
            st.stop()


def _way_back() -> None:
    st.button("Back to my own", key="instead.leave", icon=":material/logout:", on_click=leave)


def _before() -> Before:
    return Before(str(st.session_state.get(PERSON, "")), st.session_state.get(UNDO))


def _begin(other: KeepsNothing | Looks, person_id: str) -> None:
    show_person(person_id)
    _remember(None)
    st.session_state[KEY] = other


def _remember(undo: object) -> None:
    """What can be taken back belongs to one record and to no other."""
    st.session_state.pop(UNDO, None)
    if undo is not None:
        st.session_state[UNDO] = undo
