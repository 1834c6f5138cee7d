"""The progress report for a clinician: pain and training on one time line, sessions, exercises, scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from core.catalog import Catalog
from core.exporting import wording
from core.exporting.typesetting import Paper, typeset
from core.journal import Journal, OutcomeEntry, SetEntry
from core.knowledge.texts import load_texts, say
from core.progress import Progress, week_start
from core.units import MassUnit, format_mass
from core.words import Light

MOST_EXERCISES = 10
MOST_PAIN = 10
MOST_TICKS = 8
WEEK = timedelta(days=7)
LABELS = (
    "pain", "chart", "chart_pain", "chart_sets", "key_morning", "key_mean", "key_worst", "sessions",
    "exercises", "exercise", "sets", "first", "last", "worst", "outcomes", "outcome", "outcome_first", "outcome_last",
    "notes", "page", "self_report", "empty",
)  # fmt: skip


def report_pdf(
    journal: Journal,
    progress: Progress,
    catalog: Catalog,
    unit: MassUnit,
    *,
    paper: Paper = Paper.A4,
    name: str = "",
    kept: str = "",
    stop: str = "",
) -> bytes:
    """The report as PDF; `kept` is the sentence on planned sessions (`Adherence.words`), `name` stands in the head.

    `stop` says why nothing is trained at present and since when; empty where nothing stands in the way. What was done
    stands there either way, what to do next never.
    """
    first, last = _span(progress)
    values = {
        "title": say("report.title"),
        "name": name,
        "span": say("report.span", first=wording.full_day(first), last=wording.full_day(last)),
        "made": say("report.made", day=wording.full_day(progress.today)),
        "words": {label: load_texts()[f"report.{label}"] for label in LABELS},
        "stop": stop,
        "summary": progress.summary.words,
        "kept": kept,
        "chart": None if progress.is_empty else _chart(progress, first, last),
        "chart_alt": say("report.chart_alt", words=progress.summary.words),
        "session_count": len(progress.sessions),
        "lights": _lights(progress),
        "exercises": list(_exercises(journal, catalog, unit)),
        "outcomes": list(_outcomes(journal)),
        "footer": say("triage.not_a_device"),
    }
    return typeset("report", values, {}, paper)


def _span(progress: Progress) -> tuple[date, date]:
    """First day recorded (at the start of its week) and the last day of the present week's record."""
    frames = (progress.pain["day"], progress.sessions["day"], progress.muscles["week"])
    days = [moment.date() for frame in frames for moment in frame]
    if not days:
        return progress.today, progress.today
    return week_start(min(days), progress.first_weekday), max(days)


def _chart(progress: Progress, first: date, last: date) -> dict[str, Any]:
    """Everything drawn as shares of the width and height of its panel, y from the bottom."""
    end = week_start(last, progress.first_weekday) + WEEK
    length = (end - first).days

    def across(day: date) -> float:
        return round((day - first).days / length, 4)

    pain = progress.pain
    mornings = [(across(at.date()), score / MOST_PAIN) for at, score in _known(pain, "morning")]
    sessions = progress.sessions.dropna(subset=["worst"])
    weekly = progress.exercises.groupby("week")["sets"].sum()
    most = max([int(one) for one in weekly], default=0) or 1
    weeks = length // WEEK.days
    every = -(-weeks // MOST_TICKS)
    starts = [first + WEEK * number for number in range(0, weeks, every)]
    return {
        "mornings": mornings,
        "runs": _runs([(across(at.date()), round(score / MOST_PAIN, 4)) for at, score in _known(pain, "mean_7d")]),
        "worst": [
            (across(at.date()), worst / MOST_PAIN, light)
            for at, worst, light in sessions[["day", "worst", "light"]].itertuples(index=False)
        ],
        "bars": [
            (across(at.date()), round(7 / length, 4), int(sets) / most)
            for at, sets in zip(pd.DatetimeIndex(weekly.index), weekly, strict=True)
        ],
        "most": most,
        "ticks": [(across(one), f"{one.day} {one:%b}") for one in starts],
    }


def _known(frame: pd.DataFrame, column: str) -> list[tuple[pd.Timestamp, float]]:
    rows = frame.dropna(subset=[column])
    return [(at, float(score)) for at, score in zip(rows["day"], rows[column], strict=True)]


def _runs(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The line in pieces of two points and more; typst draws each in one stroke."""
    return [points] if len(points) > 1 else []


def _lights(progress: Progress) -> list[dict[str, str]]:
    counts = Counter(progress.sessions["light"])
    return [
        {"light": light.value, "text": say(f"report.light.{light.value}", count=counts[light.value])}
        for light in Light
        if counts[light.value]
    ]


def _exercises(journal: Journal, catalog: Catalog, unit: MassUnit) -> Iterator[dict[str, str]]:
    """The exercises trained most: sets, the best set of the first and of the last session, peak pain."""
    done: dict[str, list[list[SetEntry]]] = {}
    pains: dict[str, list[int]] = {}
    for session in journal.sessions:
        for exercise_id in dict.fromkeys(one.exercise_id for one in session.sets):
            own = [one for one in session.sets if one.exercise_id == exercise_id and (one.reps or one.seconds)]
            if own:
                done.setdefault(exercise_id, []).append(own)
        for entry in session.exercises:
            if entry.pain is not None:
                pains.setdefault(entry.exercise_id, []).append(entry.pain)
    most = sorted(done, key=lambda one: (-sum(map(len, done[one])), one))[:MOST_EXERCISES]
    for exercise_id in most:
        sessions = done[exercise_id]
        felt = pains.get(exercise_id, [])
        yield {
            "name": catalog[exercise_id].name if exercise_id in catalog else exercise_id,
            "sets": str(sum(map(len, sessions))),
            "first": _best(sessions[0], unit),
            "last": _best(sessions[-1], unit),
            "pain": str(max(felt)) if felt else "–",
        }


def _best(sets: list[SetEntry], unit: MassUnit) -> str:
    best = max(sets, key=lambda one: (one.load_kg or 0.0, one.reps or 0, one.seconds or 0))
    if best.reps is None:
        return say("report.seconds", seconds=best.seconds)
    if best.load_kg:
        return say("report.reps_load", load=format_mass(best.load_kg, unit), reps=best.reps)
    return say("report.reps", reps=best.reps)


def _outcomes(journal: Journal) -> Iterator[dict[str, str]]:
    """First and last value of each score."""
    scores: dict[tuple[str, str], list[OutcomeEntry]] = {}
    for one in journal.outcomes:
        scores.setdefault((one.kind, one.label), []).append(one)
    for (kind, label), entries in scores.items():
        yield {
            "name": label or load_texts().get(f"outcome.name.{kind}", kind),
            "first": _score(entries[0]),
            "last": _score(entries[-1]) if len(entries) > 1 else "–",
        }


def _score(entry: OutcomeEntry) -> str:
    return say("report.outcome_of", value=f"{entry.value:g}", day=f"{wording.day(entry.day)} {entry.day.year}")
