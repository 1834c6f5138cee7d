"""Other apps' names of exercises to ours: an own list of facts, then a tidied match, then suggestions to choose from.

Only the list and the tidied match decide by themselves. What merely looks alike is offered, never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field
from rapidfuzz import fuzz, process

from core.catalog import Catalog, load_catalog
from core.errors import DataError, Problem
from core.importing.values import Source
from core.knowledge.loading import DATA_DIR, DataRow, load_rows

Text = Annotated[str, Field(min_length=1)]
LEAST_ALIKE = 60
SUGGESTED = 5
ELSEWHERE = "elsewhere.yaml"
APPS = frozenset({*Source, "free-exercise-db", "wger"})
"""Whose names can be told apart: the apps, and two catalogues without an importer of their own."""

_APOSTROPHES = re.compile(r"['\u2018\u2019`\u00b4]")
_TIMES = re.compile(r"\b\d+([:.,x×]\d+)*\s*(s|sec|secs|min|mins|kg|lb|lbs|cm|degree)?\b")
_SIDES = re.compile(r"\b(each|per|both|alternating|alternate|left|right) ?(side|leg|arm)?s?\b")
_SPELLINGS = (
    (re.compile(r"\b(one|single|1) (leg|legged|arm|armed)\b"), r"single \2"),
    (re.compile(r"\blegged\b"), "leg"),
    (re.compile(r"\barmed\b"), "arm"),
    (re.compile(r"\bunilateral\b"), "single leg"),
    (re.compile(r"\brdl\b"), "romanian deadlift"),
    (re.compile(r"\bdb\b"), "dumbbell"),
    (re.compile(r"\bbb\b"), "barbell"),
    (re.compile(r"\bkb\b"), "kettlebell"),
    (re.compile(r"\bbw\b"), "bodyweight"),
    (re.compile(r"\blaying\b"), "lying"),
    (re.compile(r"\bsmith\b(?! machine)"), "smith machine"),
    (re.compile(r"\b(sit|step|push|pull|chin|v|press) up\b"), r"\1up"),
    (re.compile(r"\bdead ?lift"), "deadlift"),
    (re.compile(r"\bbody weight"), "bodyweight"),
    (re.compile(r"\bham (curl|raise)"), r"hamstring \1"),
)  # fmt: skip
_EMPTY_WORDS = frozenset({"the", "on", "with", "and", "a", "of", "for", "exercise", "timed", "hd", "w", "in", "to"})


class AliasRow(DataRow):
    """Names that other apps give to one exercise, as they stand in data/aliases/*.yaml."""

    exercise: Text
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    near: bool = False
    pair: bool = False
    app: str = ""
    unloaded: str = ""


class ElsewhereRow(DataRow):
    """Words of names that are no leg or core exercise, words that call for asking all the same, and single names."""

    id: Text
    always: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    unless: tuple[Text, ...] = ()
    app: str = ""
    names: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Match:
    """Our exercise for a name.

    `near` where it is only the closest one, so that its load is no guide; `pair` where the weight is one of two
    dumbbells; `unloaded` is the exercise for sets without a weight, if another one is meant then.
    """

    exercise_id: str
    near: bool = False
    pair: bool = False
    unloaded: str = ""


@dataclass(frozen=True)
class Aliases:
    """All known names: exact ones (by app, "" for every app) and tidied ones."""

    exact: Mapping[tuple[str, str], Match]
    tidied: Mapping[tuple[str, str], Match]
    aside: frozenset[tuple[str, str]]
    always: re.Pattern[str]
    elsewhere: re.Pattern[str]
    unless: re.Pattern[str]
    owners: Mapping[str, str]

    def match(self, name: str, source: Source | None = None) -> Match | None:
        """Our exercise for a name of this app, None where none is known for certain."""
        app = source.value if source else ""
        plain, key = plain_name(name), tidy(name)
        if (app, plain) in self.aside:
            return None
        for known, wanted in ((self.exact, plain), (self.tidied, key)):
            found = known.get((app, wanted)) or known.get(("", wanted))
            if found is not None:
                return found
        return None

    def is_elsewhere(self, name: str, source: Source | None = None) -> bool:
        """True for a name that is clearly no leg or core exercise, such as a bench press or a run."""
        if source is not None and (source.value, plain_name(name)) in self.aside:
            return True
        words = f" {_words(name)} "
        if self.always.search(words):
            return True
        return bool(self.elsewhere.search(words)) and not self.unless.search(words)

    def suggestions(self, name: str) -> tuple[str, ...]:
        """Ids of the exercises whose names look most alike, best first; they are for a person to choose from."""
        key = tidy(name)
        found = process.extract(key, list(self.owners), scorer=fuzz.token_set_ratio, limit=40, score_cutoff=LEAST_ALIKE)
        ranked = sorted(found, key=lambda one: (-one[1], -fuzz.ratio(key, one[0]), one[0]))
        ids = dict.fromkeys(self.owners[choice] for choice, _, _ in ranked)
        return tuple(ids)[:SUGGESTED]


def plain_name(name: str) -> str:
    """A name in lower case with single spaces and straight quotes."""
    return " ".join(_APOSTROPHES.sub("'", name).casefold().split())


@cache
def tidy(name: str) -> str:
    """A name as its sorted words: without accents, brackets, numbers, sides and plurals, abbreviations written out."""
    words = {_singular(word) for word in _words(name).split() if word not in _EMPTY_WORDS}
    return " ".join(sorted(words))


@cache
def load_aliases(data_dir: Path = DATA_DIR) -> Aliases:
    """All names in data/aliases/*.yaml and the catalogue's own. Raises DataError with file, line and field."""
    folder = data_dir / "aliases"
    rows = load_rows(sorted(path for path in folder.glob("*.yaml") if path.name != ELSEWHERE), AliasRow)
    catalog = load_catalog(data_dir)
    problems = tuple(_problems(rows, catalog))
    if problems:
        raise DataError(problems)
    exact: dict[tuple[str, str], Match] = {}
    tidied: dict[tuple[str, str], Match] = {}
    for row, _, _ in rows:
        match = Match(row.exercise, row.near, row.pair, row.unloaded)
        for name in row.names:
            exact[row.app, plain_name(name)] = match
            tidied.setdefault((row.app, tidy(name)), match)
    for exercise in catalog:
        for name in (exercise.name, *exercise.aliases):
            exact.setdefault(("", plain_name(name)), Match(exercise.id))
            tidied.setdefault(("", tidy(name)), Match(exercise.id))
    aside = [row for row, _, _ in load_rows([folder / ELSEWHERE], ElsewhereRow)]
    owners: dict[str, str] = {}
    for (_, key), match in tidied.items():
        owners.setdefault(key, match.exercise_id)
    return Aliases(
        MappingProxyType(exact),
        MappingProxyType(tidied),
        frozenset((row.app, plain_name(name)) for row in aside for name in row.names),
        _any_of(word for row in aside for word in row.always),
        _any_of(word for row in aside for word in row.words),
        _any_of(word for row in aside for word in row.unless),
        MappingProxyType(owners),
    )


def _problems(rows: list[tuple[AliasRow, str, int]], catalog: Catalog) -> Iterable[Problem]:
    seen: dict[tuple[str, str], str] = {}
    for row, file, line in rows:
        for field, exercise_id in (("exercise", row.exercise), ("unloaded", row.unloaded)):
            if exercise_id and exercise_id not in catalog:
                yield Problem(file, line, field, f"no exercise '{exercise_id}' in the catalogue")
        if row.app and row.app not in APPS:
            yield Problem(file, line, "app", f"'{row.app}' is no app that is known")
        for name in row.names:
            if (row.app, plain_name(name)) in seen:
                yield Problem(file, line, "names", f"'{name}' already belongs to {seen[row.app, plain_name(name)]}")
            seen[row.app, plain_name(name)] = row.exercise


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    tidied = sorted({re.escape(_words(word)) for word in words}, key=len, reverse=True)
    return re.compile(rf" ({'|'.join(tidied)})(s|es)? ")


def _words(name: str) -> str:
    parts = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name[:200]).casefold())
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    bare = " ".join(re.sub(r"[^\w:.]+|_", " ", bare).split())
    bare = _SIDES.sub(" ", _TIMES.sub(" ", bare))
    bare = " ".join(bare.replace(".", " ").replace(":", " ").split())
    for pattern, spelling in _SPELLINGS:
        bare = pattern.sub(spelling, bare)
    return bare


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith("ss"):
        return word
    if word == "calves":
        return "calf"
    return word[:-1] if word.endswith("s") else word
