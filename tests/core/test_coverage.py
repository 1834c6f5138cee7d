"""Every item of the source articles is done somewhere that exists, or says why not."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Container
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.catalog import load_catalog
from core.errors import DataError
from core.knowledge.claims import load_claims
from core.knowledge.conditions import load_conditions
from core.knowledge.coverage import Place, PlaceKind, Use, load_contradictions, load_coverage
from core.knowledge.doses import load_doses
from core.knowledge.loading import DATA_DIR
from core.knowledge.questions import load_questions
from core.knowledge.rules import load_rules
from core.knowledge.sources import load_sources
from core.knowledge.texts import load_texts
from core.planning import load_templates

ROOT = DATA_DIR.parent
LETTERED = {"A": "", "B": "15a 15b 16a 16b 17a 17b 18a 18b 19a 19b", "C": "13a 14a 16a 17a", "D": "6a 6b 7a 8a 9a"}
LAST = {"A": 34, "B": 53, "C": 50, "D": 15}
TOGETHER = {f"C{number}" for number in range(45, 50)}


def items_of_the_articles() -> set[str]:
    """The 167 numbers: each article's own, those with letters, and five questions of one that count as one."""
    numbered = {f"{article}{number}" for article, last in LAST.items() for number in range(1, last + 1)}
    lettered = {f"{article}{number}" for article, numbers in LETTERED.items() for number in numbers.split()}
    return (numbered | lettered | {"C45-C49"}) - TOGETHER


@cache
def technique_rows() -> dict[str, dict[str, Any]]:
    """Rows under data/technique by file and id, such as causes/lean."""
    return {
        f"{path.stem}/{row['id']}": row
        for path in sorted((DATA_DIR / "technique").glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    }


@cache
def _names_in(file: str) -> frozenset[str]:
    """Names of the tests in one file under tests/, empty where there is no such file."""
    path = ROOT / "tests" / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_a_test(place_id: str) -> bool:
    file, _, name = place_id.partition("::")
    return name.startswith("test_") and name in _names_in(file)


def files(folder: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob("*.py")}


def among(ids: Container[str]) -> Callable[[str], bool]:
    return lambda one: one in ids


def ladders() -> set[str]:
    return {row["id"] for row in yaml.safe_load((DATA_DIR / "ladders.yaml").read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def exists() -> dict[PlaceKind, Callable[[str], bool]]:
    """By kind, whether a place with this id exists."""
    return {
        PlaceKind.PAGE: among(files("pages")),
        PlaceKind.PART: among(files("pages/parts")),
        PlaceKind.RULE: among(load_rules()),
        PlaceKind.TEXT: among(load_texts()),
        PlaceKind.EXERCISE: among({one.id for one in load_catalog()}),
        PlaceKind.LADDER: among(ladders()),
        PlaceKind.TEMPLATE: among(load_templates()),
        PlaceKind.DOSE: among(load_doses()),
        PlaceKind.CONDITION: among(load_conditions()),
        PlaceKind.QUESTION: among(load_questions()),
        PlaceKind.TECHNIQUE: among(technique_rows()),
        PlaceKind.CLAIM: among({one.id for one in load_claims()}),
        PlaceKind.SOURCE: among(load_sources()),
        PlaceKind.TEST: is_a_test,
    }


def test_all_167_items_are_there_once_and_no_other() -> None:
    wanted = items_of_the_articles()
    assert len(wanted) == 167
    assert sorted(load_coverage()) == sorted(wanted)


def test_every_item_has_a_place_or_a_reason() -> None:
    for item in load_coverage().values():
        assert item.places or item.use is Use.NOT_USED, item.id
        assert item.note or item.use is Use.USED, item.id


def test_every_place_of_an_item_exists(exists: dict[PlaceKind, Callable[[str], bool]]) -> None:
    assert set(exists) == set(PlaceKind)
    missing = [
        (item.id, one) for item in load_coverage().values() for one in item.places if not exists[one.kind](one.id)
    ]
    assert missing == []


def test_every_place_of_a_contradiction_exists(exists: dict[PlaceKind, Callable[[str], bool]]) -> None:
    settled = load_contradictions().values()
    assert [(one.id, place) for one in settled for place in one.places if not exists[place.kind](place.id)] == []


@pytest.mark.parametrize("kind", PlaceKind)
def test_a_place_that_is_not_there_is_noticed(exists: dict[PlaceKind, Callable[[str], bool]], kind: PlaceKind) -> None:
    assert not exists[kind]("nonsense")
    assert not exists[kind]("core/test_coverage.py::test_nonsense")


def test_exercises_workouts_and_technique_name_the_items_that_point_at_them() -> None:
    named: dict[Place, tuple[str, ...]] = {
        Place(PlaceKind.EXERCISE, one.id): (*one.seeds, *_range(one.seeds)) for one in load_catalog()
    }
    named |= {Place(PlaceKind.TEMPLATE, name): one.seeds for name, one in load_templates().items()}
    named |= {
        Place(PlaceKind.TECHNIQUE, name): (*row.get("seeds", ()), *_range(row.get("seeds", ())))
        for name, row in technique_rows().items()
    }
    silent = [
        (item.id, place)
        for item in load_coverage().values()
        for place in item.places
        if place in named and item.id not in named[place]
    ]
    assert silent == []


def _range(seeds: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return ("C45-C49",) if TOGETHER & set(seeds) else ()


def test_every_item_that_data_names_is_an_item() -> None:
    known = set(load_coverage()) | TOGETHER
    cited = {seed for one in load_catalog() for seed in one.seeds}
    cited |= {seed for one in load_templates().values() for seed in one.seeds}
    cited |= {seed for row in technique_rows().values() for seed in row.get("seeds", ())}
    assert cited <= known


def test_all_forty_contradictions_are_settled_once() -> None:
    assert sorted(load_contradictions()) == sorted(f"K{number}" for number in range(1, 41))


def test_what_the_program_cites_by_number_is_a_contradiction_or_an_item() -> None:
    spoken = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "core").rglob("*.py"))]
    spoken += [path.read_text(encoding="utf-8") for path in sorted((DATA_DIR / "rules").glob("*.yaml"))]
    cited = {
        number
        for text in spoken
        for found in re.findall(r"\(seeds? ([A-DK]\d+[^)]*)\)", text)
        for number in re.findall(r"[A-DK]\d+[ab]?", found)
    }
    assert cited
    assert cited <= set(load_coverage()) | set(load_contradictions())


# ---------------------------------------------------------------- broken files

ITEM = "- {id: A1, asks: Something., use: used, settled: [K1], where: {rule: [score.base]}}\n"
SETTLED = (
    "- {id: K1, title: One, items: [A1], conflict: Two say two things., settled: One of them., where: {rule: [x]}}\n"
)


def broken(tmp_path: Path, items: str = ITEM, contradictions: str = SETTLED) -> Path:
    folder = tmp_path / "coverage"
    folder.mkdir()
    (folder / "seeds.yaml").write_text(items, encoding="utf-8")
    (folder / "contradictions.yaml").write_text(contradictions, encoding="utf-8")
    return tmp_path


def test_what_agrees_is_read(tmp_path: Path) -> None:
    assert load_contradictions(broken(tmp_path))["K1"].places == (Place(PlaceKind.RULE, "x"),)


@pytest.mark.parametrize(
    ("items", "contradictions", "told"),
    [
        ("- {id: A1, asks: Something., use: used}\n", SETTLED, "name at least one place"),
        ("- {id: A1, asks: Something., use: not_used}\n", SETTLED, "say in a note"),
        ("- {id: A1, asks: Something., use: changed, where: {rule: [x]}}\n", SETTLED, "say in a note"),
        ("- {id: A1, asks: Something., use: used, where: {film: [x]}}\n", SETTLED, "film"),
        ("- {id: A1, asks: Something., use: used, where: {rule: []}}\n", SETTLED, "at least 1 item"),
        (ITEM + ITEM, SETTLED, "'A1' is given twice"),
        (ITEM, SETTLED + SETTLED, "'K1' is given twice"),
        (ITEM, SETTLED.replace("[A1]", "[A1, A9]"), "there is no item 'A9'"),
        (ITEM.replace("[K1]", "[K1, K2]"), SETTLED, "contradiction 'K2' does not name it"),
        (ITEM.replace("settled: [K1], ", ""), SETTLED, "item 'A1' does not name it"),
    ],
)
def test_a_broken_row_stops_with_what_is_wrong(tmp_path: Path, items: str, contradictions: str, told: str) -> None:
    with pytest.raises(DataError, match=re.escape(told)):
        load_contradictions(broken(tmp_path, items, contradictions))
