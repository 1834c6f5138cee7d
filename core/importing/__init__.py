"""Training history from other apps into the journal: read, match, show, then keep.

found = read_file(data)                                what it is, its sessions, problems by line
draft = drafted(found, person_id, catalog, choices)    journal sessions, what matched and what did not
change = compared(draft.sessions, journal)             what is new, the same, changed, or there already
"""

from core.importing.backwise_csv import ReadBack
from core.importing.comparing import Comparison, compared
from core.importing.detecting import NeedsColumns, read_file
from core.importing.drafting import NOT_COUNTED, Choices, Draft, NameCount, drafted
from core.importing.months import FIRST_LANGUAGES, language_name
from core.importing.names import load_aliases, plain_name
from core.importing.own import for_person
from core.importing.values import (
    DateOrder,
    FileRefused,
    Hints,
    LineProblem,
    ReadFile,
    Source,
)
from core.importing.worth import RESERVE, Logged, Worth, starting_load_kg, working_loads, worth_of

__all__ = [
    "FIRST_LANGUAGES",
    "NOT_COUNTED",
    "RESERVE",
    "Choices",
    "Comparison",
    "DateOrder",
    "Draft",
    "FileRefused",
    "Hints",
    "LineProblem",
    "Logged",
    "NameCount",
    "NeedsColumns",
    "ReadBack",
    "ReadFile",
    "Source",
    "Worth",
    "compared",
    "drafted",
    "for_person",
    "language_name",
    "load_aliases",
    "plain_name",
    "read_file",
    "starting_load_kg",
    "working_loads",
    "worth_of",
]
