"""The charts in words and as tables: the same facts for whoever cannot see the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from statistics import fmean
from typing import Any

import pandas as pd

from core.charts.marks import Spans
from core.knowledge.texts import say
from core.progress import Progress, week_start
from core.words import Light


def timeline_words(progress: Progress, flares: Spans = (), deloads: Spans = ()) -> str:
    """The main picture in a few sentences; `flares` and `deloads` are first and last days."""
    if progress.is_empty:
        return say("chart.empty")
    table = timeline_table(progress)
    parts = [say("chart.alt.span", first=table.index[0], last=table.index[-1])]
    means = progress.pain["mean_7d"].dropna()
    if len(means):
        low, high = f"{means.min():.1f}", f"{means.max():.1f}"
        parts.append(say("chart.alt.pain", now=f"{means.iloc[-1]:.1f}", low=low, high=high))
    if len(progress.sessions):
        lights = _lights(progress.sessions["light"])
        parts.append(say("chart.alt.sessions", count=len(progress.sessions), lights=lights))
    for name, spans in (("flares", flares), ("deloads", deloads)):
        if spans:
            days = "; ".join(say("chart.alt.days", first=first, last=last) for first, last in spans)
            parts.append(say(f"chart.alt.{name}", days=days))
    if len(progress.spine_points):
        sets, points = table[say("chart.table.sets")], table[say("chart.table.spine_points")]
        parts.append(say("chart.alt.work", **_ends(sets, "sets"), **_ends(points, "points")))
    return " ".join(parts)


def timeline_table(progress: Progress) -> pd.DataFrame:
    """The main picture as a table, one row a week: pain, sessions and lights, sets, spine points."""
    felt = _in_weeks(progress.pain, "morning", progress)
    worst, lights = (_in_weeks(progress.sessions, column, progress) for column in ("worst", "light"))
    weeks = sorted({*felt, *lights, *progress.spine_points["week"].dt.date})
    points = _by_week(progress.spine_points, "spine_points")
    sets = _by_week(progress.exercises, "sets")
    rows = [
        (
            _rounded(fmean, felt.get(week, ())),
            _rounded(max, worst.get(week, ())),
            len(lights.get(week, ())),
            _lights(lights.get(week, ())),
            sets.get(week, 0),
            points.get(week, 0),
        )
        for week in weeks
    ]
    names = [say(f"chart.table.{name}") for name in ("morning", "worst", "sessions", "lights", "sets", "spine_points")]
    index = pd.Index([week.isoformat() for week in weeks], name=say("chart.table.week"))
    return pd.DataFrame(rows, columns=names, index=index)


def bands_words(against_band: pd.DataFrame) -> str:
    """Sets of each muscle and their band in one sentence."""
    parts = [
        say(
            "chart.alt.muscle",
            muscle=say(f"muscle.{row['muscle']}"),
            sets=f"{row['this_week']:g}",
            last=f"{row['last_week']:g}",
            low=f"{row['low']:g}",
            high=f"{row['high']:g}",
        )
        for row in against_band.to_dict("records")
    ]
    return say("chart.alt.bands", muscles="; ".join(parts))


def bands_table(against_band: pd.DataFrame) -> pd.DataFrame:
    """Sets of each muscle, this week and last, beside the target band."""
    rows = [
        (row["this_week"], row["last_week"], f"{row['low']:g}–{row['high']:g}")
        for row in against_band.to_dict("records")
    ]
    names = [say(f"chart.{name}") for name in ("this_week", "last_week", "target")]
    index = pd.Index([say(f"muscle.{one}") for one in against_band["muscle"]], name=say("chart.table.muscle"))
    return pd.DataFrame(rows, columns=names, index=index)


def spine_points_words(points: pd.DataFrame, budget: float | None = None) -> str:
    """Spine points of the weeks in a sentence or two."""
    if points.empty:
        return say("chart.empty")
    values = points["spine_points"]
    first = say("chart.alt.spine", count=len(values), low=values.min(), high=values.max(), last=values.iloc[-1])
    return first if budget is None else f"{first} {say('chart.alt.budget', budget=f'{budget:g}')}"


def spine_points_table(points: pd.DataFrame) -> pd.DataFrame:
    """Spine points of each week."""
    index = pd.Index(points["week"].dt.strftime("%Y-%m-%d"), name=say("chart.table.week"))
    name = say("chart.table.spine_points")
    return pd.DataFrame({name: points["spine_points"].astype(int).tolist()}, index=index)


def _in_weeks(frame: pd.DataFrame, column: str, progress: Progress) -> dict[date, list[Any]]:
    """One column's values by week."""
    found: dict[date, list[Any]] = {}
    for day, value in zip(frame["day"], frame[column], strict=True):
        found.setdefault(week_start(day.date(), progress.first_weekday), []).append(value)
    return found


def _by_week(frame: pd.DataFrame, column: str) -> dict[date, int]:
    summed = frame.groupby("week")[column].sum()
    return {week.date(): int(value) for week, value in zip(summed.index, summed, strict=True)}


def _lights(lights: Iterable[str]) -> str:
    counts = Counter(lights)
    shown = [f"{counts[one.value]} {say(f'chart.light.{one.value}')}" for one in Light if one.value in counts]
    return ", ".join(shown)


def _ends(values: pd.Series[int], name: str) -> dict[str, object]:
    return {f"{name}_low": values.min(), f"{name}_high": values.max()}


def _rounded(sum_up: Callable[[list[float]], float], scores: Sequence[Any]) -> float | None:
    """One number for the scores that were told, to one place."""
    known = [float(one) for one in scores if not pd.isna(one)]
    return round(sum_up(known), 1) if known else None
