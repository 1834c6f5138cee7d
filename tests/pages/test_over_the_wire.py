"""What only a running program shows, and no drawn page is needed for: uploads, addresses, and a question on top."""

from __future__ import annotations

import asyncio
import json
import time
import tomllib
from collections.abc import Iterator
from http.client import HTTPResponse
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from pages.parts.own_files import COOKIE
from tests.bench.client import Run, Visit, visiting
from tests.bench.serving import ROOT, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with an empty file."""
    folder = tmp_path_factory.mktemp("wire")
    program = Server(ROOT / "app.py", folder / "server.log", {"BACKWISE_STORE": str(folder / "journal.sqlite")}).start()
    yield program
    program.stop()


async def _largest_files(address: str) -> tuple[list[int], Run | int]:
    """What the pages offer to take, in MB, and what comes of a file that is neither small nor too large."""
    async with visiting(address, "my_data") as visit:
        await visit.open()
        offered = [one.max_upload_size_mb for one in visit.said("file_uploader")]
        return offered, await visit.upload("data.file.0", "record.json", b" " * 3_000_000)


def test_the_server_takes_what_the_pages_offer_to_take(server: Server) -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    offered, answer = asyncio.run(_largest_files(server.address))
    assert offered
    assert max(offered) <= settings["server"]["maxUploadSize"]
    assert isinstance(answer, Run)


async def _all_exercises_again(address: str) -> Visit:
    """Open one exercise with a slider moved, which stands in the address then, and go back to the list."""
    async with visiting(address, "exercises", "exercise=goblet_squat") as visit:
        await visit.open()
        await visit.set("goblet_squat.load", [5.0])
        assert "goblet_squat.load" in visit.query
        await visit.click("exercises.back")
        return visit


def test_a_page_can_be_left_while_a_widget_stands_in_its_address(server: Server) -> None:
    visit = asyncio.run(_all_exercises_again(server.address))
    assert not visit.said("exception")
    assert "exercise=" not in visit.query
    assert visit["view"]


async def _delete_the_one_shown(address: str) -> Visit:
    async with visiting(address, "people") as visit:
        await visit.open()
        await visit.set("people.add.name", "Anna")
        await visit.click("people.add.go")
        await visit.go("people")
        person = next(key for key in visit.widgets if key.startswith("people.menu.")).removeprefix("people.menu.")
        await visit.set(f"people.menu.{person}", True)
        await visit.click(f"people.delete.{person}")
        await visit.click("people.delete.yes")
        return visit


def test_the_question_closes_when_the_person_shown_is_deleted(server: Server) -> None:
    visit = asyncio.run(_delete_the_one_shown(server.address))
    assert "people.delete.yes" not in visit.widgets
    assert "Anna, with everything recorded, was deleted." in visit.text
    assert not any(key.startswith("people.menu.") for key in visit.widgets)


async def _file_on_a_busy_server(address: str) -> bytes:
    """A file that is fetched only after another visitor's pages ran several times."""
    async with visiting(address, "my_data") as visit, visiting(address, "method") as other:
        await visit.open()
        file = await visit.prepare("data.take")
        await other.open()
        for _ in range(3):
            await other.go("method")
        return await visit.fetch(file)


def test_a_file_stays_until_it_was_fetched(server: Server) -> None:
    file = asyncio.run(_file_on_a_busy_server(server.address))
    assert json.loads(file)["people"] == []


def _asked(address: str, browser: str = "") -> HTTPResponse | HTTPError:
    """What the server answers to this browser."""
    headers = {"Cookie": f"{COOKIE}={browser}"} if browser else {}
    try:
        answer: HTTPResponse = urlopen(Request(address, headers=headers), timeout=10)
    except HTTPError as refusal:
        return refusal
    return answer


async def _file_of_a_visit(address: str) -> tuple[str, dict[str, int], HTTPResponse | HTTPError]:
    """A whole record made for one browser: where it lies, what others get, and what its own gets."""
    async with visiting(address, "my_data", cookies={COOKIE: "anns"}) as visit:
        await visit.open()
        file = address + await visit.prepare("data.take")
        others = {who: (await asyncio.to_thread(_asked, file, who)).status for who in ("", "bens")}
        return file, others, await asyncio.to_thread(_asked, file, "anns")


def test_a_file_is_its_own_browsers_and_dies_with_the_visit(server: Server) -> None:
    file, others, answer = asyncio.run(_file_of_a_visit(server.address))
    assert others == {"": 404, "bens": 404}
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    ended = time.monotonic()
    while _asked(file, "anns").status == 200:
        assert time.monotonic() - ended < 2
        time.sleep(0.05)
    assert _asked(file, "anns").status == 404


def test_each_browser_gets_a_mark_that_no_script_reads(server: Server) -> None:
    (given,) = (one for one in _asked(server.address).headers.get_all("Set-Cookie") or () if COOKIE in one)
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    assert not any(COOKIE in one for one in _asked(server.address, "anns").headers.get_all("Set-Cookie") or ())
