"""What people record, as frozen values: sessions, sets, pain, mornings after, outcome scores, tries of a movement.

Values arrive from a browser, so each one checks itself when it is made. Moments are kept in UTC, days are the
person's own.
"""

from core.journal.checks import (
    ID_LENGTH,
    LABEL_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    TEXT_LENGTH,
    YEARS,
    check_id,
    check_json,
    check_name,
    check_text,
    check_whole,
    in_utc,
)
from core.journal.days import MiniScreenEntry, MorningEntry, OutcomeEntry
from core.journal.exposure import MOST_STEPS, ExposureDiary, ExposureLadder, ExposureStep, ExposureTry
from core.journal.sessions import FELT_IN, ExerciseEntry, SessionEntry, SessionKind, SetEntry
from core.journal.short import MORNINGS_BEFORE, Earlier, ShortJournal
from core.journal.whole import MORNING_STAYS_DUE_DAYS, Journal
from core.journal.work import DayWork, is_done, work_by_day

__all__ = [
    "FELT_IN",
    "ID_LENGTH",
    "LABEL_LENGTH",
    "MORNINGS_BEFORE",
    "MORNING_STAYS_DUE_DAYS",
    "MOST_STEPS",
    "NAME_LENGTH",
    "NOTE_LENGTH",
    "TEXT_LENGTH",
    "YEARS",
    "DayWork",
    "Earlier",
    "ExerciseEntry",
    "ExposureDiary",
    "ExposureLadder",
    "ExposureStep",
    "ExposureTry",
    "Journal",
    "MiniScreenEntry",
    "MorningEntry",
    "OutcomeEntry",
    "SessionEntry",
    "SessionKind",
    "SetEntry",
    "ShortJournal",
    "check_id",
    "check_json",
    "check_name",
    "check_text",
    "check_whole",
    "in_utc",
    "is_done",
    "work_by_day",
]
