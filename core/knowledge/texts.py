"""Sentences that the core says: data/words/*.yaml, one place for each, with {placeholders} filled in here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows


class TextRow(DataRow):
    """One sentence as it stands in data/words/*.yaml."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]+$")]
    text: Annotated[str, Field(min_length=1)]


@cache
def load_texts(data_dir: Path = DATA_DIR) -> Mapping[str, str]:
    """All sentences by id. Raises DataError with file, line and field of every problem."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for row, file, line in load_rows(sorted((data_dir / "words").glob("*.yaml")), TextRow):
        if row.id in texts:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        texts[row.id] = row.text.strip()
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(texts)


def say(text_id: str, **values: object) -> str:
    """One sentence with its placeholders filled. Raises DataError where it is missing."""
    texts = load_texts()
    if text_id not in texts:
        raise DataError((Problem("data/words", 1, text_id, "this sentence is missing"),))
    return texts[text_id].format(**values) if values else texts[text_id]
