"""The document that a browser gets first, and the scripts that it asks for."""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from app import PAGES
from core.knowledge.texts import say
from pages.parts.packed import STATIC, Packed, pack_named_in, packed
from pages.parts.shell import DOCUMENT, SCRIPTS, scripts_of, shell, shells


@dataclass
class Answer:
    """What an ASGI application answered."""

    headers: dict[str, str]
    body: bytes


def asked(app: ASGIApp, address: str, method: str = "GET", takes: str = "gzip") -> Answer:
    """Ask an application without a network."""
    found = Answer({}, b"")

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            found.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            found.body += message.get("body", b"")

    headers = [(b"accept-encoding", takes.encode())]
    way = {"method": method, "path": address, "root_path": "", "query_string": b"", "headers": headers}
    asyncio.run(app({"type": "http", **way}, receive, send))
    return found


def named(document: str) -> list[str]:
    """Scripts and styles in a document."""
    return re.findall(r'(?:src|href)="\./(static/(?:js|css)/[^"]+)"', document)


@pytest.mark.parametrize("page", PAGES)
def test_the_document_says_what_it_is_before_any_script_runs(page: str) -> None:
    root = shell(page).split('<div id="root">')[1]
    assert "Backwise" in root
    assert say("shell.opening") in root


@pytest.mark.parametrize("page", PAGES)
def test_the_document_has_all_of_streamlits_own_and_nothing_twice(page: str) -> None:
    asked = named(shell(page))
    assert set(named(DOCUMENT.read_text(encoding="utf-8"))) <= set(asked)
    assert len(asked) == len(set(asked))
    assert all((STATIC / name).is_file() for name in asked)


def test_only_pages_with_a_chart_ask_for_its_script() -> None:
    with_chart = {page for page in PAGES if "/PlotlyChart." in shell(page)}
    assert with_chart == {"exercises", "progress"}


def test_the_first_page_and_every_other_has_its_document() -> None:
    assert len(PAGES) == len(set(PAGES)) == 9
    assert PAGES[0] == ""


def test_what_a_script_imports_is_asked_for_too() -> None:
    names = scripts_of(["ButtonGroup"])
    text = (SCRIPTS / names[0]).read_text(encoding="utf-8")
    assert names[0].startswith("ButtonGroup.")
    assert set(re.findall(r'from"\./([\w.-]+\.js)"', text)) <= set(names)


def test_an_element_that_a_newer_streamlit_names_otherwise_is_left_out() -> None:
    assert scripts_of(["NoSuchElement"]) == []


@pytest.mark.parametrize(("base", "address"), [("", "/plan"), ("back", "/back/plan"), ("/back/", "/back/plan")])
def test_each_page_has_its_address_below_the_base(base: str, address: str) -> None:
    answer = asked(Starlette(routes=shells(["plan"], base)), address)
    assert answer.body.decode() == shell("plan")
    assert answer.headers["cache-control"] == "no-cache"


# What stands behind answers everything with its own word.
BEHIND = [Route("/{path:path}", lambda _request: PlainTextResponse("behind"), methods=["GET", "POST"])]
IN_FRONT = Starlette(routes=BEHIND, middleware=[Middleware(Packed, base="/back")])
SCRIPT = next(SCRIPTS.glob("ButtonGroup.*.js"))


def test_a_script_comes_packed_and_may_be_kept() -> None:
    answer = asked(IN_FRONT, f"/back/static/js/{SCRIPT.name}")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert gzip.decompress(answer.body) == SCRIPT.read_bytes()
    assert packed(SCRIPT) is packed(SCRIPT)


def test_what_the_documents_name_is_packed_before_anyone_asks() -> None:
    packed.cache_clear()
    pack_named_in([f'"./static/js/{SCRIPT.name}"'] * 2)
    assert packed.cache_info().misses == 1
    packed(SCRIPT)
    assert packed.cache_info().hits == 1


@pytest.mark.parametrize(
    ("method", "address", "takes"),
    [
        ("GET", "/back/static/js/{name}", "identity"),
        ("POST", "/back/static/js/{name}", "gzip"),
        ("GET", "/static/js/{name}", "gzip"),
        ("GET", "/back/static/js/../../index.html", "gzip"),
        ("GET", "/back/plan", "gzip"),
    ],
)
def test_everything_else_goes_on(method: str, address: str, takes: str) -> None:
    assert asked(IN_FRONT, address.format(name=SCRIPT.name), method, takes).body == b"behind"
