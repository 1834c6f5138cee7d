"""Where an account is signed in: listed, ended from anywhere, and never open again once it has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from core.knowledge.rules import number
from core.store.people import PeopleStore
from core.store.presence import KEPT, Held, ended, look, refuse_ended, used_since
from core.store.stamping import Stamp
from core.store.tables import sign_in
from core.words import SignInEnd

SEEN_EVERY = timedelta(minutes=number("sign_in.seen_minutes"))
BEGINS_WITHIN = timedelta(minutes=number("sign_in.begins_minutes"))
"""Whoever lets a sign-in begin has to know that it is no older."""


@dataclass(frozen=True)
class SignIn:
    """One that holds; `browser` names it coarsely, and `is_this` is True for the one that asks."""

    id: str
    browser: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


class SignInStore(PeopleStore):
    """Keeps the sign-ins of this owner. None of this changes what is recorded."""

    def stamp(self) -> Stamp | None:
        """The stamp, as ever; where somebody is signed in, the sign-in is begun, found to hold, and noted as used.

        Raises:
            SignInEnded: it has ended, was not used for too long, or is not on the list.
        """
        held = self._database.held
        if held is None:
            return super().stamp()
        with self._database.reading() as connection:
            seen = look(connection, self._owner, held)
        if seen.seen_at is None and held.browser:
            self._begin(held)
            return seen.stamp
        if seen.why is SignInEnd.IDLE:
            self.end_sign_in(held.id, seen.why)
        if seen.why is not None or seen.seen_at is None:
            raise ended(seen.why or SignInEnd.UNKNOWN)
        if self._clock() - seen.seen_at >= SEEN_EVERY:
            self._note_use(held.id)
        return seen.stamp

    def sign_ins(self) -> tuple[SignIn, ...]:
        """Those that hold, the one used last first."""
        this = self._database.held.id if self._database.held else ""
        now = self._clock()
        query = select(sign_in).where(
            *self._mine(sign_in, {}),
            sign_in.c.ended_at.is_(None),
            sign_in.c.began_at > now - KEPT,
            sign_in.c.seen_at > used_since(self._owner, now),
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(sign_in.c.seen_at.desc(), sign_in.c.id)).all()
        return tuple(SignIn(row.id, row.browser, row.began_at, row.seen_at, row.id == this) for row in rows)

    def end_sign_in(self, sign_in_id: str, why: SignInEnd) -> bool:
        """End one, also where it is not on the list, so that it cannot begin later; False where it had ended before.

        Raises:
            SignInEnded: whoever ends another one is not signed in any more.
        """
        held = self._database.held
        with self._database.noting() as connection:
            if held is not None and held.id != sign_in_id:
                refuse_ended(connection, self._owner, held)
            known = self._one(connection, sign_in, id=sign_in_id)
            if known is not None and known["ended_at"] is not None:
                return False
            now = self._clock()
            new = known or {"id": sign_in_id, "browser": "", "began_at": now, "seen_at": now}
            self._put(connection, sign_in, {**new, "ended_at": now, "why": why}, id=sign_in_id)
        return True

    def end_other_sign_ins(self) -> None:
        """End all but the one that asks.

        Raises:
            SignInEnded: that one does not hold any more.
        """
        held = self._database.held
        with self._database.noting() as connection:
            if held is not None:
                refuse_ended(connection, self._owner, held)
            self._end_others(connection)

    def delete_everything(self) -> None:
        """Delete all people of this owner and everything recorded about them, for good, backup copies included.

        All other sign-ins end. Of those, only what could still begin again is kept: a hash without a name.

        Raises:
            StoreError: all is deleted, but a backup copy could not be changed.
        """
        with self._database.writing() as connection:
            self._end_others(connection)
            over = (*self._mine(sign_in, {}), sign_in.c.ended_at.is_not(None))
            connection.execute(delete(sign_in).where(*over, sign_in.c.began_at < self._clock() - BEGINS_WITHIN))
            connection.execute(update(sign_in).where(*over), {"browser": ""})
        super().delete_everything()

    def _begin(self, held: Held) -> None:
        now = self._clock()
        with self._database.noting() as connection:
            connection.execute(delete(sign_in).where(*self._mine(sign_in, {}), sign_in.c.began_at < now - KEPT))
            new = {"id": held.id, "browser": held.browser, "began_at": now, "seen_at": now}
            self._insert(connection, sign_in, [new])

    def _note_use(self, sign_in_id: str) -> None:
        with self._database.noting() as connection:
            self._update(connection, sign_in, {"seen_at": self._clock()}, id=sign_in_id)

    def _end_others(self, connection: Connection) -> None:
        held = self._database.held
        others = (sign_in.c.ended_at.is_(None), sign_in.c.id != (held.id if held else ""))
        values = {"ended_at": self._clock(), "why": SignInEnd.ELSEWHERE}
        connection.execute(update(sign_in).where(*self._mine(sign_in, {}), *others), values)
