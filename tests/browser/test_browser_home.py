"""The record in the visitor's own browser: there again after everything, and nobody else's, and nowhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from core.knowledge.texts import say
from tests.browser.conftest import running_app, settled
from tests.browser.keeping import UNTIL_WRITTEN, WRITTEN, killed_servers
from tests.browser.walk import button, fill, heading

WRITES = int(os.environ.get("BACKWISE_WRITES", "120"))
VISITORS = int(os.environ.get("BACKWISE_VISITORS", "12"))
"""Both can be raised for a thorough look: 500 writes and 40 visitors take about five minutes."""
NO_PLACE = """
Object.defineProperty(window, 'indexedDB', { get() { throw new Error('no') } });
Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } });
"""
NO_INDEXED_DB = "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('no') } });"
FORGETS_SOON = ("--server.disconnectedSessionTTL", "1")
"""Whoever lost the connection may come back for two minutes otherwise, and finds the record."""
COUNTING = "tests/browser/counting_app.py"
WELCOME = "Leg training that respects your back"
FULL = """
IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError') };
"""
EMPTIED = """() => new Promise((resolve) => {
    const opening = indexedDB.open('backwise', 1);
    opening.onsuccess = () => {
        const work = opening.result.transaction('pieces', 'readwrite');
        work.objectStore('pieces').clear();
        work.oncomplete = () => { opening.result.close(); resolve() };
    };
})"""
UNTIL_NOTHING_IS_HELD = """async () => {
    for (;;) {
        const found = await (await fetch('/held')).json();
        if (found.pieces === 0 && found.databases === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Address of a program that keeps nothing itself."""
    with running_app("browser", COUNTING) as address:
        yield address


def people(page: Page, base: str) -> list[str]:
    """Open the page of people; the names on it."""
    page.goto(f"{base}/people")
    return names(page)


def names(page: Page) -> list[str]:
    """Names on the list of people, once the record is there."""
    heading(page, "People")
    settled(page)
    # The last thing on the page: what stands above it is there by then.
    expect(page.get_by_role("heading", name="Demo people")).to_be_visible()
    expect(page.locator(".st-key-people-demos").get_by_role("button").last).to_be_visible()
    settled(page)
    return sorted(re.findall(r"Visitor \w+", page.get_by_test_id("stMain").inner_text()))


def add(page: Page, base: str, name: str) -> None:
    """Add a person, and wait until the browser keeps it."""
    people(page, base)
    before = page.evaluate(WRITTEN)
    page.get_by_text("Add a person").click()
    fill(page, "people.add.name", name)
    button(page, "people.add.go").click()
    heading(page, WELCOME)
    page.evaluate(UNTIL_WRITTEN, before)


def test_reload_server_restart_and_a_second_visit_find_the_same_record(browser: Browser) -> None:
    with running_app("browser") as address:
        page = browser.new_context().new_page()
        add(page, address, "Visitor Ann")
        page.reload()
        heading(page, WELCOME)
        settled(page)
        page.wait_for_load_state("networkidle")
        assert people(page, address) == ["Visitor Ann"]
    with running_app("browser", port=int(address.rpartition(":")[2])) as address:
        page.reload()
        assert names(page) == ["Visitor Ann"]
        assert "Ann" not in page.url


def test_two_tabs_show_what_both_wrote(url: str, browser: Browser) -> None:
    context = browser.new_context()
    one, other = context.new_page(), context.new_page()
    assert people(one, url) == people(other, url) == []
    one.bring_to_front()
    add(one, url, "Visitor Ann")
    other.bring_to_front()
    expect(other.get_by_text("Visitor Ann")).to_be_visible()
    add(other, url, "Visitor Ben")
    one.bring_to_front()
    assert people(one, url) == ["Visitor Ann", "Visitor Ben"]
    context.close()


@pytest.mark.parametrize("script", [NO_PLACE, FULL], ids=["no place", "full"])
def test_a_browser_that_keeps_nothing_says_so(url: str, browser: Browser, script: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(script)
    people(page, url)
    page.get_by_text("Add a person").click()
    fill(page, "people.add.name", "Visitor Ann")
    button(page, "people.add.go").click()
    heading(page, WELCOME)
    expect(page.get_by_role("alert")).to_contain_text("as a file")
    context.close()


def test_without_indexeddb_the_older_place_is_used(url: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(NO_INDEXED_DB)
    people(page, url)
    page.get_by_text("Add a person").click()
    fill(page, "people.add.name", "Visitor Ann")
    button(page, "people.add.go").click()
    heading(page, WELCOME)
    page.wait_for_function("() => localStorage.getItem('backwise.manifest') !== null")
    page.reload()
    assert people(page, url) == ["Visitor Ann"]
    # The same browser on a better day: the record is where it was.
    page = context.new_page()
    assert people(page, url) == ["Visitor Ann"]
    context.close()


def test_a_database_that_fails_once_hides_no_record(url: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    add(page, url, "Visitor Ann")
    failing = context.new_page()
    failing.add_init_script(NO_INDEXED_DB)
    failing.goto(f"{url}/people")
    heading(failing, "People")
    expect(failing.get_by_role("alert")).to_contain_text("still in its place")
    assert not failing.evaluate("() => localStorage.getItem('backwise.manifest')")
    assert people(page, url) == ["Visitor Ann"]
    context.close()


def test_a_record_that_the_browser_lost_is_told(url: str, browser: Browser) -> None:
    """As a browser that was killed may do: it finds its database damaged, and begins an empty one."""
    context = browser.new_context()
    page = context.new_page()
    add(page, url, "Visitor Ann")
    page.evaluate(EMPTIED)
    assert people(page, url) == []
    expect(page.get_by_text(say("home.gone"))).to_be_visible()
    add(page, url, "Visitor Ben")
    assert people(page, url) == ["Visitor Ben"]
    expect(page.get_by_text(say("home.gone"))).to_have_count(0)
    context.close()


def test_a_database_that_does_not_answer_is_not_taken_for_an_empty_one(url: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.add_init_script("indexedDB.open = () => ({})")
    page.goto(f"{url}/people")
    expect(page.get_by_text(say("home.opening"))).to_be_visible()
    page.clock.fast_forward(20_000)
    heading(page, "People")
    expect(page.get_by_role("alert")).to_contain_text("still in its place")
    assert not page.evaluate("() => Object.keys(localStorage).some((key) => key.startsWith('backwise'))")
    context.close()


def test_nothing_that_was_shown_is_lost_when_the_server_is_killed_between_writes(browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    seen = killed_servers(context.new_page(), (WRITES // 3, 2 * WRITES // 3, WRITES))
    assert all(shown <= held <= shown + 1 for shown, held in seen)
    context.close()


def test_many_visitors_at_once_get_their_own_back_and_leave_nothing(browser: Browser) -> None:
    contexts = [browser.new_context(reduced_motion="reduce") for _ in range(VISITORS)]
    pages = [one.new_page() for one in contexts]
    with running_app("browser", COUNTING) as address:
        for number, page in enumerate(pages):
            add(page, address, f"Visitor {number}")
    with running_app("browser", COUNTING, int(address.rpartition(":")[2]), FORGETS_SOON) as address:
        for number, page in enumerate(pages):
            assert people(page, address) == [f"Visitor {number}"]
        for one in contexts:
            one.close()
        watcher = browser.new_page()
        watcher.goto(f"{address}/held")
        watcher.evaluate(UNTIL_NOTHING_IS_HELD)
        watcher.close()
