"""Whether the sign-in under which a tab asks still holds: a condition for each write, and a look for each page.

A sign-in holds from its beginning until it is ended, by whomever, or was not used for too long. A clinician's is short:
whoever comes to an unlocked computer there would see the records of others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Text, and_, case, exists, literal, or_, select

from core.errors import SignInEnded
from core.knowledge.rules import number
from core.store import sentences
from core.store.stamping import Stamp
from core.store.tables import UtcText, invitation, last_write, share, sign_in
from core.words import SignInEnd

IDLE_CLINICIAN = timedelta(minutes=number("sign_in.clinician_minutes"))
IDLE_PATIENT = timedelta(hours=number("sign_in.patient_hours"))
KEPT = timedelta(days=number("sign_in.kept_days"))


@dataclass(frozen=True)
class Held:
    """The sign-in under which a tab asks: its id, and the tab's own last tap where it had one.

    `browser` names it where it may begin now, and is empty where it has to be on the list.
    """

    id: str
    clock: Callable[[], datetime]
    tapped: datetime | None = None
    browser: str = ""


class Look(NamedTuple):
    """What a page learns at its start: the stamp, when the sign-in was last seen, and why it does not hold if so."""

    stamp: Stamp | None
    seen_at: datetime | None
    why: SignInEnd | None


def look(connection: Connection, owner: str, held: Held) -> Look:
    """Both in one statement, also where the owner has written nothing yet."""
    asked = select(literal(owner, Text).label("owner")).subquery()
    query = (
        select(last_write.c.mark, last_write.c.settled, sign_in.c.seen_at, sign_in.c.why)
        .add_columns(holds(owner, held).label("holds"))
        .select_from(
            asked.outerjoin(last_write, last_write.c.owner == asked.c.owner).outerjoin(
                sign_in, and_(sign_in.c.owner == asked.c.owner, sign_in.c.id == held.id)
            )
        )
    )
    row = connection.execute(query).one()
    stamp = None if row.mark is None else Stamp(row.mark, row.settled)
    if row.holds:
        return Look(stamp, row.seen_at, None)
    return Look(stamp, row.seen_at, row.why or (SignInEnd.UNKNOWN if row.seen_at is None else SignInEnd.IDLE))


def holds(owner: str, held: Held) -> ColumnElement[bool]:
    """The condition that this sign-in of `owner` has begun, has not ended, and was used lately enough."""
    since = used_since(owner, held.clock())
    used = [sign_in.c.seen_at > since]
    if held.tapped is not None:
        used.append(literal(held.tapped, UtcText) > since)
    this = (sign_in.c.owner == owner, sign_in.c.id == held.id, sign_in.c.ended_at.is_(None))
    # Whole in itself, also inside a query that looks at sign-ins.
    return exists().where(*this, or_(*used)).correlate(None)


def used_since(owner: str, now: datetime) -> ColumnElement[datetime]:
    """The moment before which a sign-in of `owner` must not have been used last."""
    reads = exists().where(share.c.reader == owner)
    invites = exists().where(invitation.c.owner == owner, invitation.c.expires_at > now)
    return case(
        (or_(reads, invites), literal(now - IDLE_CLINICIAN, UtcText)), else_=literal(now - IDLE_PATIENT, UtcText)
    )


def ended(why: SignInEnd = SignInEnd.UNKNOWN) -> SignInEnded:
    """What is raised where a sign-in does not hold."""
    return SignInEnded(sentences.SIGN_IN_ENDED, why)


def refuse_ended(connection: Connection, owner: str, held: Held) -> None:
    """Raise SignInEnded where this sign-in does not hold."""
    if not connection.scalar(select(holds(owner, held))):
        raise ended()
