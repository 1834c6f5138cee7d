"""What every test stands on: the same examples on each run, never the user's own journal, and a real PostgreSQL."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from core.store import open_database
from tests.postgres import Clinic, Server

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci")

os.environ["BACKWISE_STORE"] = "memory"
os.environ.pop("BACKWISE_STORE_ADMIN", None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server for the tests of this process; it starts in less than a second."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def prepared_clinic(postgres: Server) -> Clinic:
    """One database in today's format, which the tests take turns to use."""
    clinic = postgres.clinic()
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    open_database(clinic.url, clock=lambda: moment, admin_url=clinic.admin_url).close()
    return clinic


@pytest.fixture
def clinic(prepared_clinic: Clinic) -> Clinic:
    """A database in today's format with nobody in it."""
    prepared_clinic.run(*(f"DELETE FROM {table}" for table in ("person", "invitation", "last_write", "sign_in")))
    return prepared_clinic


@pytest.fixture
def postgres_url(clinic: Clinic) -> str:
    """Where the application finds `clinic`; its role owns nothing there."""
    return clinic.url


@pytest.fixture
def empty_clinic(postgres: Server) -> Clinic:
    """A database in which nothing has been made yet."""
    return postgres.clinic()
