"""Is it safe to train? Answers in, an assessment out: tier, reasons, limits and when to ask again.

The wording of the questions is data (data/questions.yaml); the gates are code, so that no broken row can open one.
"""

from core.screening.answers import checked
from core.screening.assessment import Assessment, assess
from core.screening.findings import Finding
from core.screening.mini import MINI_SCREEN, MiniOutcome, MiniQuestion, mini_screen
from core.screening.renewal import RenewalReason, full_screen_due

__all__ = [
    "MINI_SCREEN",
    "Assessment",
    "Finding",
    "MiniOutcome",
    "MiniQuestion",
    "RenewalReason",
    "assess",
    "checked",
    "full_screen_due",
    "mini_screen",
]
