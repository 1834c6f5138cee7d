"""Who else may look at a person's record: invitations, shares, and the view of what others share.

A clinician invites by a code of which only a hash is kept. Whoever owns the record and has the code accepts, once and
in time; from then on the clinician sees this one person, and can change nothing. Either of them ends it at any moment.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from core.errors import AnswerError, StoreError
from core.journal import check_text
from core.store import sentences
from core.store.engine import Database
from core.store.people import PeopleStore, Person, person_of
from core.store.scoped import Clock, Scoped
from core.store.tables import RECORD, invitation, person, person_in, share

CODE_BYTES = 16
CODE_LETTERS = 26
A_GROUP = 5
NAME_LENGTH = 120
VALID_DAYS = 7

# Base32 has no 0, 1 or 8, but people read them where there is an O, an I or a B.
_MISREAD = str.maketrans("018", "OIB")


@dataclass(frozen=True)
class Invitation:
    """One that is open: who invites, and until when. The code itself is not kept."""

    id: str
    name: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Share:
    """`reader` may look at the record of `person_id`, which belongs to `owner`. Names are those of the accounts."""

    owner: str
    id: str
    person_id: str
    reader: str
    owner_name: str
    reader_name: str
    since: datetime


@dataclass(frozen=True)
class SharedPerson:
    """One whose record somebody else shares."""

    share: Share
    person: Person


def code_of(secret: bytes) -> str:
    """The code that people pass on, in groups of five, made of 16 random bytes.

    Raises:
        ValueError: there are more or fewer bytes.
    """
    if len(secret) != CODE_BYTES:
        raise ValueError(f"an invitation's code needs {CODE_BYTES} random bytes")
    return normal_code(b32encode(secret).decode().rstrip("="))


def normal_code(typed: str) -> str:
    """The code as `code_of` writes it, from what somebody typed.

    Raises:
        AnswerError: this is no code.
    """
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_MISREAD)
    if not re.fullmatch(rf"[A-Z2-7]{{{CODE_LETTERS}}}", letters):
        raise AnswerError(sentences.NO_CODE)
    return "-".join(letters[start : start + A_GROUP] for start in range(0, CODE_LETTERS, A_GROUP))


class SharingStore(PeopleStore):
    """Keeps invitations and shares. Those of others are read through the code, or as the one they are shared with."""

    def invite(self, code: str, name: str) -> Invitation:
        """Keep an invitation of this owner, who appears as `name`; those that have run out are thrown away.

        Raises:
            AnswerError: `code` is none of `code_of`, or the name is empty or too long.
        """
        now = self._clock()
        new = Invitation(_id_of(code), _checked(name), now, now + timedelta(days=VALID_DAYS))
        with self._database.writing() as connection:
            connection.execute(delete(invitation).where(*self._mine(invitation, {}), invitation.c.expires_at <= now))
            self._put(connection, invitation, {**asdict(new)}, id=new.id)
        return new

    def invitations(self) -> tuple[Invitation, ...]:
        """This owner's invitations that nobody has accepted yet, the newest first."""
        query = select(invitation).where(*self._mine(invitation, {}), invitation.c.expires_at > self._clock())
        with self._database.reading() as connection:
            found = [_invitation_of(dict(row)) for row in connection.execute(query).mappings()]
        return tuple(sorted(found, key=lambda one: (one.made_at, one.id), reverse=True))

    def withdraw(self, invitation_id: str) -> None:
        """Let an invitation of this owner end unused."""
        with self._database.writing(of_shares=True) as connection:
            self._delete(connection, invitation, id=invitation_id)

    def invitation(self, code: str) -> Invitation:
        """Somebody's invitation with this code.

        Raises:
            AnswerError: this is no code.
            StoreError: it was used, withdrawn or has run out, or was never made; or it is one's own.
            StoreBusy: too many codes were wrong within an hour.
        """
        key = _id_of(code)
        with self._database.knowing(key).reading() as connection:
            return _invitation_of(self._open(connection, key))

    def accept(self, code: str, person_id: str, name: str) -> Share:
        """Share one person's record with whoever made this invitation; the owner appears as `name`.

        An invitation is used once; the same owner again gets what was shared by it.

        Raises:
            AnswerError: this is no code, or the name is empty or too long.
            StoreError: as `invitation`, or there is no such person.
        """
        key, name = _id_of(code), _checked(name)
        with self._database.knowing(key).writing() as connection:
            done = self._one(connection, share, id=key)
            if done is not None:
                return Share(**done)
            self._lock_person(connection, person_id)
            found = self._open(connection, key)
            self._delete(connection, share, person_id=person_id, reader=found["owner"])
            new = Share(self._owner, key, person_id, found["owner"], name, found["name"], self._clock())
            # Before the invitation goes: the database takes a share only from somebody who knows its code.
            self._insert(connection, share, [asdict(new)])
            used = delete(invitation).where(invitation.c.owner == found["owner"], invitation.c.id == key)
            if not connection.execute(used).rowcount:
                raise StoreError(sentences.NO_SUCH_INVITATION)
        return new

    def shares(self) -> tuple[Share, ...]:
        """Who may look at this owner's people, the latest first."""
        query = select(share).where(*self._mine(share, {}))
        with self._database.reading() as connection:
            found = [Share(**row) for row in connection.execute(query).mappings()]
        return tuple(sorted(found, key=lambda one: (one.since, one.id), reverse=True))

    def shared_with_me(self) -> tuple[SharedPerson, ...]:
        """The people whose records others share with this owner, by name."""
        own = (share.c.owner == person.c.owner) & (share.c.person_id == person.c.id)
        query = select(person).add_columns(share.c.id.label("share_id")).join(share, own)
        query = query.where(share.c.reader == self._owner)
        with self._database.shared_with(self._owner).reading() as connection:
            mine = select(share).where(share.c.reader == self._owner)
            shares = {(row["owner"], row["id"]): Share(**row) for row in connection.execute(mine).mappings()}
            found = []
            for row in connection.execute(query).mappings():
                fields = dict(row)
                which = shares[fields["owner"], fields.pop("share_id")]
                found.append(SharedPerson(which, person_of(fields)))
        return tuple(sorted(found, key=lambda one: (one.share.owner_name.casefold(), one.share.id)))

    def end_share(self, one: Share) -> None:
        """End what this owner shares, or what others share with this owner; nothing happens where it has ended."""
        ours = or_(share.c.owner == self._owner, share.c.reader == self._owner)
        with self._database.writing(of_shares=True) as connection:
            connection.execute(delete(share).where(share.c.owner == one.owner, share.c.id == one.id, ours))

    def delete_everything(self) -> None:
        """Delete all people of this owner and everything recorded about them, for good, backup copies included.

        Invitations go too, and the view of what others share.

        Raises:
            StoreError: all is deleted, but a backup copy could not be changed.
        """
        with self._database.writing(of_shares=True) as connection:
            self._delete(connection, invitation)
            connection.execute(delete(share).where(share.c.reader == self._owner))
        super().delete_everything()

    def _open(self, connection: Connection, key: str) -> dict[str, Any]:
        allowance = self._database.allowance
        if allowance is not None:
            allowance.check_guess()
        row = connection.execute(select(invitation).where(invitation.c.id == key)).mappings().one_or_none()
        if row is None or row["expires_at"] <= self._clock():
            if allowance is not None:
                allowance.wrong_guess(key)
            raise StoreError(sentences.NO_SUCH_INVITATION)
        if row["owner"] == self._owner:
            raise StoreError(sentences.OWN_INVITATION)
        return dict(row)


class SharedView(Scoped):
    """Lets a store show what `owner` shares with `reader`, and nothing else; every write raises StoreReadOnly."""

    def __init__(self, database: Database, owner: str, reader: str, clock: Clock) -> None:
        super().__init__(database.shared_with(reader), owner, clock)
        self._reader = reader

    def _mine(self, table: Table, keys: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        if table not in RECORD:
            return super()._mine(table, keys)
        still = select(share.c.id).where(
            share.c.owner == table.c.owner, share.c.person_id == person_in(table), share.c.reader == self._reader
        )
        return [*super()._mine(table, keys), still.exists()]


def _id_of(code: str) -> str:
    # The code is as hard to guess as a key, so one round is enough, and no salt is needed.
    return sha256(normal_code(code).replace("-", "").encode()).hexdigest()


def _checked(name: str) -> str:
    check_text(name, "The name", NAME_LENGTH)
    if not name.strip():
        raise AnswerError(sentences.NO_NAME)
    return name.strip()


def _invitation_of(row: dict[str, Any]) -> Invitation:
    return Invitation(**{name: value for name, value in row.items() if name != "owner"})
