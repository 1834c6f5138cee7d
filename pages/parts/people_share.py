"""Sharing on a server: who sees whose record, inviting, accepting, and the end of it."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

import streamlit as st

from core.knowledge.texts import say
from core.store import Invitation, Share, SharedPerson, code_of
from core.store.sharing import CODE_BYTES, VALID_DAYS
from pages.parts.home import home_store, now, zone
from pages.parts.identity import INVITE, account_name
from pages.parts.people_instead import look_at
from pages.parts.people_switch import told
from pages.parts.troubles import guarded
from pages.parts.visit import OWN_PERSON
from pages.parts.wording import day, moment

CODE, MADE, DONE = "share.code", "share.made", "share.done"
MOST_LETTERS = 60


def shared_people() -> None:
    """The people whose records others share with whoever signed in."""
    found = home_store().shared_with_me()
    if not found:
        return
    st.subheader("Shared with you")
    st.markdown(say("share.with_me"))
    for one in found:
        _shared_card(one)


def sharing() -> None:
    """Who sees one's own records, and the two ways to begin."""
    st.header("Sharing")
    if st.session_state.pop(DONE, False):
        st.success(say("share.done"), icon=":material/check:")
    _who_sees()
    _take_code_from_address()
    with st.expander("Accept an invitation", key="share.accepting", icon=":material/mail:", expanded=_has_code()):
        _accept()
    with st.expander("Invite somebody to share with you", key="share.inviting", icon=":material/person_add:"):
        _invite()


def _shared_card(one: SharedPerson) -> None:
    key = one.share.id
    with st.container(border=True, key=f"share.card.{key}", gap="xsmall"):
        st.text(one.person.name)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge("Shared", icon=":material/visibility:", color="blue")
            st.text(say("share.by", name=one.share.owner_name, day=_day(one.share)), width="content")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Look", key=f"share.look.{key}", icon=":material/visibility:"):
                look_at(one.share)
                st.switch_page("today.py")
            st.button("Take off my list", key=f"share.drop.{key}", type="tertiary", on_click=_end, args=(one.share,))


def _who_sees() -> None:
    home = home_store()
    names = {one.id: one.name for one in home.people(with_archived=True)}
    shares = home.shares()
    if not shares:
        st.markdown(say("share.nobody"))
        return
    st.markdown(say("share.who_sees"))
    for one in shares:
        with st.container(key=f"share.mine.{one.id}", horizontal=True, vertical_alignment="center", border=True):
            told_names = {"reader": one.reader_name, "name": names.get(one.person_id, ""), "day": _day(one)}
            st.text(say("share.sees", **told_names), width="stretch")
            st.button("End", key=f"share.end.{one.id}", icon=":material/block:", on_click=_end, args=(one,))


def _take_code_from_address() -> None:
    """A code in the address moves into the field, and out of the address."""
    if INVITE in st.query_params:
        st.session_state[CODE] = st.query_params[INVITE][:MOST_LETTERS]
        del st.query_params[INVITE]


def _has_code() -> bool:
    return bool(st.session_state.get(CODE))


def _accept() -> None:
    st.markdown(say("share.accept.lead"))
    typed = st.text_input("Code", max_chars=MOST_LETTERS, key=CODE, width=400, autocomplete="off")
    if typed and typed.strip():
        with told():
            _ask(home_store().invitation(typed), typed)


def _ask(found: Invitation, code: str) -> None:
    """Who invites, what would be seen, and the decision."""
    names = {one.id: one.name for one in home_store().people() if not one.is_demo}
    st.text(say("share.accept.from", name=found.name))
    st.markdown(say("share.accept.what"))
    if names:
        people = list(names)
        chosen = st.selectbox("Whose record", people, format_func=names.__getitem__, key="share.person", width=400)
    else:
        chosen = ""
        st.markdown(say("share.accept.new"))
    st.button("Share it", key="share.accept", type="primary", on_click=_share, args=(code, chosen))


def _invite() -> None:
    st.markdown(say("share.invite.lead", days=VALID_DAYS))
    st.text(say("share.invite.as", name=account_name()))
    st.button("Make an invitation", key="share.invite", on_click=_make_invitation)
    made = st.session_state.get(MADE, "")
    if made:
        st.markdown(say("share.invite.made"))
        st.code(made, language=None)
        if address := _address(made):
            st.markdown(say("share.invite.link"))
            st.code(address, language=None, wrap_lines=True)
    for one in home_store().invitations():
        with st.container(key=f"share.open.{one.id}", horizontal=True, vertical_alignment="center"):
            st.text(
                say("share.invite.open", made=moment(one.made_at, zone()), ends=moment(one.expires_at, zone())),
                width="stretch",
            )
            st.button("Withdraw", key=f"share.withdraw.{one.id}", on_click=_withdraw, args=(one.id,))


def _address(code: str) -> str:
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{here.path}?{INVITE}={code}" if here.netloc else ""


@guarded
def _make_invitation() -> None:
    code = code_of(secrets.token_bytes(CODE_BYTES))
    home_store().invite(code, account_name())
    st.session_state[MADE] = code


@guarded
def _withdraw(invitation_id: str) -> None:
    home_store().withdraw(invitation_id)
    st.session_state.pop(MADE, None)


@guarded
def _share(code: str, person_id: str) -> None:
    home = home_store()
    if not person_id:
        person_id = home.add_person(secrets.token_hex(8), OWN_PERSON).id
    home.accept(code, person_id, account_name())
    st.session_state[CODE] = ""
    st.session_state[DONE] = True


@guarded
def _end(share: Share) -> None:
    home_store().end_share(share)


def _day(share: Share) -> str:
    return day(share.since.astimezone(now().tzinfo).date())
