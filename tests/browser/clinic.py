"""A clinic for tests: its secrets, an OpenID provider that knows two people, and the way through the sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.walk import button
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


@contextmanager
def openid_provider() -> Iterator[str]:
    """Address of a provider that knows Ann and Ben."""
    known = [User(sub=subject, claims={"name": subject.partition("@")[0].title()}) for subject in (ANN, BEN)]
    with run_server_in_thread(user_claims=known) as server:
        yield f"http://localhost:{server.server_port}"


def options(folder: Path, clinic: Clinic, provider: str, address: str, cookie: str) -> tuple[str, str]:
    """What the program is started with in this clinic, whose secrets are written into the folder."""
    file = folder / "secrets.toml"
    file.write_text(
        SECRETS.format(store=clinic.url, admin=clinic.admin_url, address=address, cookie=cookie, provider=provider)
    )
    return "--secrets.files", str(file)


def sign_in(page: Page, subject: str) -> None:
    """From the sign-in page through the provider's own and back."""
    # A page that is still being drawn may move away from under a finger, in a browser that is quicker than anybody.
    settled(page)
    button(page, "account.in").click()
    page.get_by_role("textbox").first.fill(subject)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    settled(page)
