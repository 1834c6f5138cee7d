"""A clinic's server: real PostgreSQL, a real OpenID provider on loopback, two replicas behind a sticky proxy."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.parts.identity import INVITED
from tests.bench.client import visiting
from tests.browser.clinic import ANN, BEN, openid_provider, options, sign_in
from tests.browser.conftest import running_app, settled
from tests.browser.test_browser_home import WELCOME, names
from tests.browser.walk import at, button, fill, heading
from tests.postgres import Clinic


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Address of an OpenID provider that knows two people."""
    with openid_provider() as address:
        yield address


@contextmanager
def serving(folder: Path, clinic: Clinic, provider: str, port: int) -> Iterator[str]:
    """The program with its secrets, as a clinic runs it."""
    address = f"http://localhost:{port}"
    given = options(folder, clinic, provider, address, secrets.token_hex(16))
    with running_app("", port=port, options=given):
        yield address


def sign_out(page: Page) -> None:
    """Out of the program, and through the provider's page that ends the session there."""
    button(page, "account.out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    settled(page)


def begin_person(page: Page, name: str) -> None:
    """Type a new person's name on the page People, without adding the person yet."""
    page.get_by_text("Add a person").click()
    fill(page, "people.add.name", name)


def user_cookies(context: BrowserContext) -> dict[str, str]:
    """What proves to the program who signed in."""
    return {one["name"]: one["value"] for one in context.cookies() if one["name"].startswith(USER_COOKIE_NAME)}


def shown_with(address: str, cookies: dict[str, str]) -> str:
    """What the page People says to whoever brings these cookies, buttons included."""

    async def shown() -> str:
        async with visiting(address, "people", cookies=cookies) as visit:
            await visit.open()
            return "\n".join([visit.text, *(one.label for one in visit.said("button"))])

    # The browser's driver has a loop of its own in this thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, shown()).result()


def tells(request: Request, code: str) -> bool:
    """Whether a request gives the code away, in its address, its headers or what it sends."""
    return code in "\n".join([request.url, str(request.headers), request.post_data or ""])


def test_what_a_browser_has_open_follows_its_sign_in(
    browser: Browser, empty_clinic: Clinic, provider: str, tmp_path: Path, free_ports: Iterator[int]
) -> None:
    with ExitStack() as stack:
        address = stack.enter_context(serving(tmp_path, empty_clinic, provider, next(free_ports)))
        context = stack.enter_context(browser.new_context())
        page, other = context.new_page(), context.new_page()
        page.goto(f"{address}/people")
        expect(page.get_by_text("nobody else's")).to_be_visible()
        sign_in(page, ANN)
        page.goto(f"{address}/people")
        assert names(page) == []
        begin_person(page, "Visitor One")
        button(page, "people.add.go").click()
        heading(page, WELCOME)

        # Another tab of this browser, and a copy of its cookie, when the first one signs out.
        other.goto(f"{address}/people")
        begin_person(other, "Written after sign-out")
        copied = user_cookies(context)
        assert "Sign out" in shown_with(address, copied)
        sign_out(page)
        button(other, "people.add.go").click()
        expect(other.get_by_role("button", name="Sign in")).to_be_visible()
        expect(other.get_by_text("You have signed out in this browser")).to_be_visible()
        replayed = shown_with(address, copied)
        assert "Sign in" in replayed
        assert "Visitor One" not in replayed

        # A tab is still open when another account signs in beside it.
        sign_in(page, ANN)
        page.goto(f"{address}/people")
        assert names(page) == ["Visitor One"]
        page.get_by_role("link", name="My data").first.click()
        expect(page.get_by_text("Chrome on Linux, since")).to_be_visible()
        sign_in(other, BEN)
        at(page, "data.sure").locator("label").click()
        expect(page.get_by_text("This tab belonged to Ann")).to_be_visible()
        page.get_by_role("link", name="Go on as who is signed in now").click()
        expect(page.get_by_text("Ben", exact=True)).to_be_visible()
        assert empty_clinic.run("SELECT name FROM person") == [("Visitor One",)]


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

        code = invitation.partition("invite=")[2]
        asked: list[Request] = []
        patient.on("request", lambda request: asked.append(request))
        patient.goto(invitation)
        expect(patient.get_by_text("You were invited")).to_be_visible()
        # The first attempt fails at the provider, and the invitation is still there after the second.
        button(patient, "account.in").click()
        patient.get_by_role("button", name="Deny").click()
        expect(patient.get_by_text("You were invited")).to_be_visible()
        sign_in(patient, ANN)
        expect(patient.get_by_text("Ben invites you to share one record.")).to_be_visible()
        assert not [one.url for one in asked if not one.url.startswith(address) and tells(one, code)]
        assert INVITED not in {one["name"] for one in patient.context.cookies()}
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
