"""What pages show instead of the visit's own record: a demo that nobody keeps, or what somebody else shares.

It lives in this visit's state, so a reload ends it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from core.store import Share, Store

KEY, DEMO = "instead", "instead.demo"
PERSON = "person_id"
PERSON_IN_ADDRESS = "person"
"""Holds an id that means nothing to anybody else."""


@dataclass(frozen=True)
class Before:
    """What the visit goes back to: whom it showed, and what could be taken back there."""

    person_id: str
    undo: object


@dataclass(frozen=True)
class KeepsNothing:
    """A memory database of this visit, for showing how things work."""

    before: Before
    store: Store


@dataclass(frozen=True)
class Looks:
    """One person's record that somebody shares."""

    before: Before
    share: Share


def instead() -> KeepsNothing | Looks | None:
    """What is shown instead, None where it is the visit's own record."""
    found: KeepsNothing | Looks | None = st.session_state.get(KEY)
    return found


def shown_instead(own: Store) -> Store:
    """The store behind what is shown, where `own` is the visit's own."""
    now = instead()
    if isinstance(now, KeepsNothing):
        return now.store
    return own if now is None else own.of_shared(now.share)


def shown_mark() -> str:
    """Tells the record that a page shows from all others; a demo that nobody keeps stands alone."""
    now = instead()
    match now:
        case KeepsNothing():
            record = f"demo {st.session_state.setdefault(DEMO, secrets.token_hex(8))}"
        case Looks():
            record = f"share {now.share.owner} {now.share.id}"
        case _:
            record = ""
    return sha256(record.encode()).hexdigest()[:16]


def own_person_id() -> str:
    """Whom the visit shows of its own record, empty where nobody was chosen."""
    now = instead()
    return now.before.person_id if now else str(st.session_state.get(PERSON, ""))
