"""YAML in, checked values out; every problem with its file, line and field.

PyYAML's nodes know the line of each key, pydantic knows every wrong field; together they say where to look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import DataError, Problem

DATA_DIR = Path(__file__).resolve().parents[2] / "data"

Place = tuple[str | int, ...]
Row = TypeVar("Row", bound="DataRow")


class DataRow(BaseModel):
    """One row of a data file: frozen, and unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def rows_of(path: Path, model: type[Row]) -> tuple[list[tuple[Row, int]], list[Problem]]:
    """Read a YAML list of rows; return the good ones with their line, and all problems of the others."""
    name = _shown(path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        return [], [Problem(name, 1, "(file)", f"cannot be read: {error}")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return [], [Problem(name, line, "(file)", f"not valid YAML: {getattr(error, 'problem', error)}")]
    if not isinstance(node, yaml.SequenceNode):
        return [], [Problem(name, 1, "(file)", "expected a list of rows, each starting with '- '")]
    rows: list[tuple[Row, int]] = []
    problems: list[Problem] = []
    for item in node.value:
        lines = dict(_lines(item, ()))
        repeated = list(_repeated_keys(item, ()))
        problems += [Problem(name, line, _dotted(place), "given twice") for place, line in repeated]
        try:
            value = _construct(item)
            rows.append((model.model_validate(value), lines[()]))
        except ValidationError as error:
            for entry in error.errors():
                place = tuple(entry["loc"])
                shown = _dotted(place) if place else "(row)"
                problems.append(Problem(name, _line(lines, place), shown, entry["msg"]))
        except (yaml.YAMLError, ValueError) as error:
            problems.append(Problem(name, lines[()], "(row)", str(error)))
    return rows, problems


def load_rows(paths: Sequence[Path], model: type[Row]) -> list[tuple[Row, str, int]]:
    """All rows of several files with file and line. Raises DataError with every problem of all files."""
    loaded: list[tuple[Row, str, int]] = []
    problems: list[Problem] = []
    for path in paths:
        rows, found = rows_of(path, model)
        loaded += [(row, _shown(path), line) for row, line in rows]
        problems += found
    if problems:
        raise DataError(tuple(problems))
    return loaded


def fingerprint(paths: Sequence[Path]) -> str:
    """Short version stamp of data files: first 12 hex digits of the SHA-256 of their bytes, in order of name."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(DATA_DIR.parent).as_posix()
    except ValueError:
        return path.as_posix()


def _construct(node: yaml.Node) -> Any:
    loader = yaml.CSafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            for inner, line in _lines(value, (*place, key.value)):
                if inner != (*place, key.value):
                    yield inner, line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))


def _repeated_keys(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield (*place, key.value), key.start_mark.line + 1
            seen.add(key.value)
            yield from _repeated_keys(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _repeated_keys(value, (*place, index))


def _line(lines: dict[Place, int], place: Place) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place)
