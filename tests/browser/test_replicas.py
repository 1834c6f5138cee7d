"""Two replicas behind the clinic's own proxy: one is killed while people log, and every set that was shown is there."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from core.store import Store, open_store
from tests.browser.clinic import SECRETS, sign_in
from tests.browser.conftest import ROOT, Address, running_app, settled
from tests.browser.test_phone_session import log
from tests.browser.walk import ME, at, button, heading, with_plan
from tests.postgres import Clinic

VISITORS = ("ann@clinic.example", "ben@clinic.example", "cat@clinic.example")


@contextmanager
def proxy(port: int, admin_port: int, replicas: list[Address], home: Path) -> Iterator[str]:
    """The clinic's door, as deploy/Caddyfile describes it, without encryption."""
    address = f"http://localhost:{port}"
    process = subprocess.Popen(
        ["caddy", "run", "--config", str(ROOT / "deploy/Caddyfile"), "--adapter", "caddyfile"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "CADDY_ADMIN": f"localhost:{admin_port}",
            "SITE": address,
            "REPLICAS": " ".join(one.removeprefix("http://") for one in replicas),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if "serving initial configuration" in line:
                break
        else:
            pytest.fail("the proxy did not start")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()


def record_of(clinic: Clinic, provider: str, subject: str) -> Store:
    """What one of the visitors keeps, as the program sees it."""
    return open_store(clinic.url, f"{provider} {subject}", clock=lambda: datetime.now(UTC), admin_url=clinic.admin_url)


def begin(page: Page, address: str, subject: str) -> None:
    """Sign in and start today's session."""
    page.goto(address)
    sign_in(page, subject)
    heading(page, "Session 1 of week 1")
    at(page, "before.pain").get_by_role("radio", name="1", exact=True).click()
    button(page, "today.start.planned").click()
    expect(page.get_by_text("Exercise 1 of")).to_be_visible()
    # While the page is still being drawn, a tap may land beside its target.
    settled(page)


def visitors_of(replica: Address) -> int:
    """How many visits a replica holds."""
    with urlopen(f"{replica}/_stcore/metrics", timeout=20) as answer:
        found = re.search(r"^active_sessions (\d+)", answer.read().decode(), re.MULTILINE)
    assert found is not None
    return int(found[1])


@pytest.mark.skipif(
    shutil.which("caddy") is None, reason="needs the proxy Caddy, which `make test` brings where apt can"
)
def test_a_replica_is_killed_while_people_log(
    browser: Browser, empty_clinic: Clinic, tmp_path: Path, free_ports: Iterator[int]
) -> None:
    with ExitStack() as stack:
        provider_server = stack.enter_context(
            run_server_in_thread(user_claims=[User(sub=one, claims={"name": one}) for one in VISITORS])
        )
        provider = f"http://localhost:{provider_server.server_port}"
        for one in VISITORS:
            kept = record_of(empty_clinic, provider, one)
            with_plan(kept, datetime.now(UTC))
            kept.close()
        port, admin_port = next(free_ports), next(free_ports)
        file = tmp_path / "secrets.toml"
        file.write_text(
            SECRETS.format(
                store=empty_clinic.url,
                admin=empty_clinic.admin_url,
                address=f"http://localhost:{port}",
                cookie=secrets.token_hex(16),
                provider=provider,
            )
        )
        options, cookie = ("--secrets.files", str(file)), secrets.token_hex(16)
        replicas = [
            stack.enter_context(running_app("", options=options, STREAMLIT_SERVER_COOKIE_SECRET=cookie))
            for _ in range(2)
        ]
        address = stack.enter_context(proxy(port, admin_port, replicas, tmp_path))
        pages = [stack.enter_context(browser.new_context()).new_page() for _ in VISITORS]
        for page, subject in zip(pages, VISITORS, strict=True):
            begin(page, address, subject)
            log(page, 1)

        killed = max(replicas, key=visitors_of)
        assert visitors_of(killed)
        killed.process.kill()
        killed.process.wait(timeout=20)
        for page in pages:
            page.goto(address)
            settled(page)
            expect(page.get_by_text("Exercise 1 of")).to_be_visible()
            log(page, 2)

        for page, subject in zip(pages, VISITORS, strict=True):
            shown = set(re.findall(r"Set (\d): ", page.get_by_test_id("stMain").inner_text()))
            kept = record_of(empty_clinic, provider, subject)
            (session,) = kept.journal(ME).sessions
            kept.close()
            assert {"1", "2"} <= shown
            assert shown == {str(one.number) for one in session.sets}
