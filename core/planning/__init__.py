"""From verdicts to weeks of sessions: transparent, deterministic, inside every budget."""

from core.planning.agenda import Due, next_session
from core.planning.build import Edits, build_plan
from core.planning.plan import Part, Plan, Prescription, Session, Week, WeekKind
from core.planning.swaps import alternatives, substitute
from core.planning.templates import Template, load_templates
from core.planning.trimming import muscle_sets, without

__all__ = [
    "Due",
    "Edits",
    "Part",
    "Plan",
    "Prescription",
    "Session",
    "Template",
    "Week",
    "WeekKind",
    "alternatives",
    "build_plan",
    "load_templates",
    "muscle_sets",
    "next_session",
    "substitute",
    "without",
]
