"""The house in a real browser: links straight into a cold program, headers, and nobody else is called."""

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE_DARK, Screen, Visit, running_app

LINKS = [
    ("/", "Today"),
    ("/screening", "Screening"),
    ("/plan", "Plan"),
    ("/exercises", "Exercises"),
    ("/technique", "Technique"),
    ("/progress", "Progress"),
    ("/people", "People"),
    ("/my_data", "My data"),
    ("/method", "Method"),
]

WIDTH = "() => document.querySelector('[data-testid=stMain]').scrollWidth"

# Streamlit first looks for its own addresses below the page's; both answers are 404 and both are harmless.
ASKED_BELOW_THE_PAGE = ("/_stcore/health", "/_stcore/host-config")


def answer(url: str) -> tuple[dict[str, str], bytes]:
    """Headers (names in lower case) and body of one address, as a browser that takes gzip gets it."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as response:
        return {name.lower(): value for name, value in response.headers.items()}, response.read()


def assert_framed_by_the_router(page: Page, title: str) -> None:
    """The router ran: its title, its top navigation, neither the legacy side bar nor a lost-page notice."""
    assert page.title() == f"{title} · Backwise"
    assert page.get_by_test_id("stTopNavLink").count() == len(LINKS)
    assert page.get_by_test_id("stSidebarNav").count() == 0
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize(("path", "title"), [*LINKS, ("/today", "Today")])
def test_a_link_into_a_cold_program_passes_the_router(visit: Visit, path: str, title: str) -> None:
    with running_app("memory") as url:
        assert_framed_by_the_router(visit(path, base=url), title)


def test_the_router_runs_by_itself_too(visit: Visit) -> None:
    with running_app("memory", "pages/main.py") as url:
        assert_framed_by_the_router(visit("/plan", base=url), "Plan")


def test_every_answer_carries_the_security_headers(app_url: str) -> None:
    for path in ("/", "/plan", "/_stcore/health"):
        headers, _body = answer(app_url + path)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_the_program_text_travels_compressed(app_url: str, desk: Page) -> None:
    script = desk.locator('script[type="module"]').first.get_attribute("src")
    assert script is not None
    headers, body = answer(f"{app_url}/{script.removeprefix('./')}")
    assert headers["content-encoding"] == "gzip"
    assert body.startswith(b"\x1f\x8b")


@pytest.mark.parametrize("screen", [DESK, PHONE_DARK], ids=str)
@pytest.mark.parametrize("path", [path for path, _title in LINKS])
def test_every_page_is_accessible_keeps_to_itself_and_fits(
    visit: Visit, app_url: str, screen: Screen, path: str, accessibility_problems: Callable[[Page], list[str]]
) -> None:
    hosts: set[str] = set()
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(f"{said.text} {said.location}"))

    page = visit(path, screen=screen, watch=watch)
    page.wait_for_load_state("networkidle")
    assert hosts - {""} == {urlsplit(app_url).netloc}
    assert [text for text in complaints if not any(part in text for part in ASKED_BELOW_THE_PAGE)] == []
    assert page.evaluate(WIDTH) <= screen.width
    # Last, for what the scanner itself asks of the page is no complaint.
    assert accessibility_problems(page) == []
