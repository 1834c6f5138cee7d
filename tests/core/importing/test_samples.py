"""Real exports, where a folder with them is at hand (BACKWISE_SAMPLES): every figure of its index comes out."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from core.catalog import load_catalog
from core.importing import Choices, ReadFile, Source, compared, drafted, load_aliases, read_file
from core.journal import Journal
from core.units import MassUnit

FOLDER = Path(os.environ["BACKWISE_SAMPLES"])
NEEDED_SHARE = 0.95
OF_ENDURANCE = frozenset({"easy_walk", "easy_bike"})


@dataclass(frozen=True)
class Sample:
    """One line of the index; `checksum` is the sum of weight times repetitions, None where it is not told."""

    path: str
    set_rows: int | None
    sessions: int
    first: date
    last: date
    checksum: float | None


def samples() -> Iterator[Sample]:
    text = (FOLDER / "INDEX.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) < 10 or not cells[0].startswith("`"):
            continue
        path = cells[0].strip("`")
        section = text.split(f"### `{path}`", 1)[1].split("### `", 1)[0]
        told = re.search(r"sum of weight x reps as recorded ([\d.]+\d)", section)
        yield Sample(
            path=path,
            set_rows=int(cells[3]) if cells[3].isdigit() else None,
            sessions=int(cells[4]),
            first=_day(cells[5]),
            last=_day(cells[6]),
            checksum=float(told[1]) if told else None,
        )


def _day(text: str) -> date:
    return datetime.strptime(text.replace("/", "-"), "%Y-%m-%d").date()


SAMPLES = tuple(samples())


def read(sample: Sample) -> ReadFile:
    found = read_file((FOLDER / sample.path).read_bytes())
    assert isinstance(found, ReadFile)
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.path)
def test_a_sample_gives_the_figures_of_the_index(sample: Sample) -> None:
    found = read(sample)
    assert found.problems == ()
    assert len(found.sessions) == sample.sessions
    days = sorted(one.start.date() for one in found.sessions)
    assert (days[0], days[-1]) == (sample.first, sample.last)
    if sample.set_rows is not None:
        assert found.set_rows == sample.set_rows
    if sample.checksum is not None:
        total = sum((one.weight or 0) * (one.reps or 0) for session in found.sessions for one in session.sets)
        assert total == pytest.approx(sample.checksum, abs=0.06)


def test_every_file_of_the_folder_imports() -> None:
    """Those too of which the index tells in words alone."""
    files = [one for one in FOLDER.rglob("*") if one.is_file() and one.suffix != ".md"]
    assert len(files) >= len(SAMPLES)
    for file in files:
        found = read_file(file.read_bytes())
        assert isinstance(found, ReadFile), file.name
        assert found.problems == (), file.name
        assert found.sessions, file.name


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.path)
def test_a_sample_comes_again_as_the_same(sample: Sample) -> None:
    choices = Choices(unit=MassUnit.LB)
    draft = drafted(read(sample), "p", load_catalog(), choices)
    change = compared(drafted(read(sample), "p", load_catalog(), choices).sessions, Journal(draft.sessions))
    assert (len(change.same), len(change.new) + len(change.changed) + len(change.doubles)) == (len(draft.sessions), 0)


@pytest.mark.parametrize("source", [Source.STRONG, Source.HEVY, Source.FITBOD])
def test_leg_and_core_sets_match_without_help(source: Source) -> None:
    rates = {}
    for sample in SAMPLES:
        if not sample.path.startswith(source.value):
            continue
        names = Counter(one.name for session in read(sample).sessions for one in session.sets)
        aliases = load_aliases()
        matched = asked = 0
        for name, count in names.items():
            match = aliases.match(name, source)
            if match is not None:
                matched += 0 if match.exercise_id in OF_ENDURANCE else count
            elif not aliases.is_elsewhere(name, source):
                asked += count
        rates[sample.path] = matched / (matched + asked)
    assert all(rate >= NEEDED_SHARE for rate in rates.values()), rates
