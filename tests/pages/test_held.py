"""Files that are made at a tap on a page which has lain open while its record went away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core.errors import StoreError
from core.store import Database, Store, code_of, memory_url, open_database
from pages.parts import held as holding
from pages.parts.held import held

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PATIENT, CLINICIAN = "ann", "doc"
CODE = code_of(b"sixteen letters!")


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_database(memory_url(), clock=lambda: NOW)
    yield opened
    opened.close()


def store_of(database: Database, owner: str) -> Store:
    """One account's store in the same database."""
    return Store(database, owner, lambda: NOW)


def test_nothing_is_made_after_a_sharing_ended(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    patient, clinician = store_of(database, PATIENT), store_of(database, CLINICIAN)
    person = patient.add_person("p", "Ann")
    clinician.invite(CODE, "Doc")
    share = patient.accept(CODE, person.id, "Ann")
    monkeypatch.setattr(holding, "store", lambda: clinician.of_shared(share))
    report = held(lambda: b"what was recorded", "report.pdf", "application/pdf", person)
    assert report() == b"what was recorded"
    patient.end_share(share)
    with pytest.raises(StoreError, match="not shared"):
        report()


def test_nothing_is_made_of_somebody_who_was_deleted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    home = store_of(database, PATIENT)
    person = home.add_person("p", "Ann")
    monkeypatch.setattr(holding, "store", lambda: home)
    table = held(lambda: b"what was recorded", "journal.csv", "text/csv", person)
    home.delete_person(person.id)
    with pytest.raises(StoreError, match="not there any more"):
        table()
