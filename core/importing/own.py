"""A journal of our own, brought to a person: ids that another person's sessions have are given anew."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from hashlib import sha256

from core.importing.drafting import PREFIX
from core.journal import Journal


def for_person(journal: Journal, person_id: str, taken: AbstractSet[str]) -> Journal:
    """The journal with ids that this person can have: those in `taken` become others, the same ones each time."""
    ids = {one.id: _own_id(one.id, person_id) for one in journal.sessions if one.id in taken}
    if not ids:
        return journal
    return replace(
        journal,
        sessions=tuple(replace(one, id=ids.get(one.id, one.id)) for one in journal.sessions),
        mornings=tuple(
            replace(one, session_id=ids.get(one.session_id, one.session_id)) if one.session_id else one
            for one in journal.mornings
        ),
    )


def _own_id(session_id: str, person_id: str) -> str:
    digest = sha256(f"{person_id}\n{session_id}".encode()).hexdigest()
    return f"{PREFIX}{digest[:32]}"
