"""A clinic's server: real PostgreSQL, a real OpenID provider on loopback, two replicas behind a sticky proxy."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import running_app, settled
from tests.browser.test_browser_home import WELCOME, names
from tests.browser.walk import at, button, fill, heading
from tests.postgres import Clinic

ANN, BEN = "ann@clinic.example", "ben@clinic.example"
SECRETS = """
BACKWISE_STORE = "{store}"
BACKWISE_STORE_ADMIN = "{admin}"
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "{cookie}"
client_id = "backwise"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Address of an OpenID provider that knows two people."""
    known = [User(sub=one, claims={"name": one.partition("@")[0].title()}) for one in (ANN, BEN)]
    with run_server_in_thread(user_claims=known) as server:
        yield f"http://localhost:{server.server_port}"


@contextmanager
def serving(folder: Path, clinic: Clinic, provider: str, port: int) -> Iterator[str]:
    """The program with its secrets, as a clinic runs it."""
    file = folder / "secrets.toml"
    address = f"http://localhost:{port}"
    cookie = secrets.token_hex(16)
    file.write_text(
        SECRETS.format(store=clinic.url, admin=clinic.admin_url, address=address, cookie=cookie, provider=provider)
    )
    with running_app("", port=port, options=("--secrets.files", str(file))):
        yield address


def sign_in(page: Page, subject: str) -> None:
    """From the sign-in page through the provider's own and back."""
    button(page, "account.in").click()
    page.get_by_role("textbox").first.fill(subject)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    settled(page)


def sign_out(page: Page) -> None:
    """Out of the program, and through the provider's page that ends the session there."""
    button(page, "account.out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    settled(page)


def test_sign_in_write_sign_out_sign_in_as_another(
    browser: Browser, empty_clinic: Clinic, provider: str, tmp_path: Path, free_ports: Iterator[int]
) -> None:
    with ExitStack() as stack:
        address = stack.enter_context(serving(tmp_path, empty_clinic, provider, next(free_ports)))
        page = stack.enter_context(browser.new_context()).new_page()
        page.goto(f"{address}/people")
        expect(page.get_by_text("nobody else's")).to_be_visible()
        sign_in(page, ANN)
        page.goto(f"{address}/people")
        assert names(page) == []
        page.get_by_text("Add a person").click()
        fill(page, "people.add.name", "Visitor One")
        button(page, "people.add.go").click()
        heading(page, WELCOME)
        sign_out(page)
        sign_in(page, BEN)
        page.goto(f"{address}/people")
        assert names(page) == []
        sign_out(page)
        sign_in(page, ANN)
        page.goto(f"{address}/people")
        assert names(page) == ["Visitor One"]


def test_a_patient_shares_with_a_clinician_and_ends_it(
    browser: Browser, empty_clinic: Clinic, provider: str, tmp_path: Path, free_ports: Iterator[int]
) -> None:
    with ExitStack() as stack:
        address = stack.enter_context(serving(tmp_path, empty_clinic, provider, next(free_ports)))
        clinician, patient = (stack.enter_context(browser.new_context()).new_page() for _ in range(2))
        clinician.goto(address)
        sign_in(clinician, BEN)
        clinician.goto(f"{address}/people")
        clinician.get_by_text("Invite somebody to share with you").click()
        button(clinician, "share.invite").click()
        link = clinician.get_by_text("/people?invite=")
        expect(link).to_be_visible()
        invitation = link.inner_text().strip()

        patient.goto(invitation)
        expect(patient.get_by_text("You were invited")).to_be_visible()
        sign_in(patient, ANN)
        patient.goto(f"{address}/people")
        patient.get_by_text("Add a person").click()
        fill(patient, "people.add.name", "Visitor One")
        button(patient, "people.add.go").click()
        heading(patient, WELCOME)
        patient.goto(invitation)
        expect(patient.get_by_text("Ben invites you to share one record.")).to_be_visible()
        button(patient, "share.accept").click()
        expect(patient.get_by_text("Ben sees Visitor One")).to_be_visible()
        assert "invite" not in patient.url

        clinician.goto(f"{address}/people")
        expect(clinician.get_by_text("by Ann since")).to_be_visible()
        clinician.get_by_role("button", name="Look", exact=True).click()
        expect(at(clinician, "instead.line")).to_contain_text("Shared by Ann · you can look, not change")

        patient.get_by_role("button", name="End", exact=True).click()
        expect(patient.get_by_text("Nobody else sees the records")).to_be_visible()
        clinician.get_by_role("link", name="Plan").first.click()
        expect(clinician.get_by_text("not shared with you any more")).to_be_visible()
        clinician.goto(f"{address}/people")
        assert names(clinician) == []
