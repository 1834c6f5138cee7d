"""Is it safe to train? Answers in, an assessment out: tier, reasons, limits and when to ask again.

The wording of the questions is data (data/questions.yaml); the gates are code, so that no broken row can open one.
"""

from core.screening.answers import checked
from core.screening.assessment import Assessment, assess, triage
from core.screening.clashes import confirmed, load_clashes, open_clashes
from core.screening.findings import Finding, still_assessed
from core.screening.flow import Ahead, ahead
from core.screening.mini import MINI_SCREEN, MiniOutcome, MiniQuestion, asked_before_sessions, mini_screen
from core.screening.naming import answer_in_words, finding_in_words, in_words, ticks_besides
from core.screening.renewal import RenewalReason, full_screen_due

__all__ = [
    "MINI_SCREEN",
    "Ahead",
    "Assessment",
    "Finding",
    "MiniOutcome",
    "MiniQuestion",
    "RenewalReason",
    "ahead",
    "answer_in_words",
    "asked_before_sessions",
    "assess",
    "checked",
    "confirmed",
    "finding_in_words",
    "full_screen_due",
    "in_words",
    "load_clashes",
    "mini_screen",
    "open_clashes",
    "still_assessed",
    "ticks_besides",
    "triage",
]
