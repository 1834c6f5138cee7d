"""What the README shows can be done as it stands."""

import doctest
import re
from pathlib import Path

import pytest

from core.knowledge.claims import claims_in

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_there_is_an_example() -> None:
    assert BLOCKS


@pytest.mark.parametrize("block", BLOCKS)
def test_the_example_does_what_it_shows(block: str) -> None:
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    told: list[str] = []
    assert doctest.DocTestRunner().run(example, out=told.append).failed == 0, "".join(told)


def test_the_room_table_names_every_room() -> None:
    rooms = {path.stem for path in (ROOT / "core").iterdir() if not path.name.startswith("_")}
    table = README.split("| room of `core/` |")[1].split("\n\n")[0]
    assert {name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])} == rooms


def test_the_settings_are_those_that_the_pages_read() -> None:
    home = (ROOT / "pages/parts/home.py").read_text(encoding="utf-8")
    assert set(re.findall(r"BACKWISE_\w+", README)) == set(re.findall(r'"(BACKWISE_\w+)"', home))


def test_it_makes_no_claim_that_must_not_be_made() -> None:
    assert claims_in(README) == []
