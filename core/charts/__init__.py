"""Progress as Plotly figures, each with words and a table for whoever cannot see it."""

from core.charts.marks import Spans
from core.charts.palette import CONFIG, DARK, LIGHT, Palette
from core.charts.timeline import Lower, timeline
from core.charts.weekly import bands, spine_points
from core.charts.wording import (
    bands_table,
    bands_words,
    spine_points_table,
    spine_points_words,
    timeline_table,
    timeline_words,
)

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "Lower",
    "Palette",
    "Spans",
    "bands",
    "bands_table",
    "bands_words",
    "spine_points",
    "spine_points_table",
    "spine_points_words",
    "timeline",
    "timeline_table",
    "timeline_words",
]
