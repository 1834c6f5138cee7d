"""Every sentence that the store says when something goes wrong, in one place to be reviewed."""

from __future__ import annotations

from core.journal import ExerciseEntry, MorningEntry, SetEntry

FULL = (
    "There is no room left on the disk, so nothing new was saved. "
    "Everything saved before is kept. Free some space, then save again."
)
READ_ONLY = (
    "The place where the record lives cannot be written, so nothing new was saved. "
    "Everything saved before is kept. Make the file and its folder writable, or choose another place."
)
OUT_OF_REACH = (
    "The record's file cannot be opened: it or its folder was moved away or cannot be written. "
    "Nothing new was saved. Bring the folder back or make it writable, then reload the page."
)
BUSY = (
    "The record was busy for more than ten seconds, so nothing was saved or read. "
    "Everything saved before is kept. Please try again."
)
DAMAGED = (
    "The record is damaged or is not a Backwise record. Nothing was changed. "
    "Keep the file, then bring back a backup or choose another place for the record."
)
DAMAGED_ENTRY = (
    "One entry of the record holds a value that Backwise never writes, so the record could not be read. "
    "Nothing was changed. Keep the file, then bring back a backup."
)
FOREIGN = (
    "The chosen database holds something else than a Backwise record. "
    "Nothing was changed. Choose another place for the record."
)
NO_SUCH_PERSON = "This person is not in the record. Nothing was changed. Choose a person from the list."
NO_SUCH_SESSION = (
    "This session is not in the record; another tab may have deleted it. "
    "Nothing was changed. Reload the page to see what is stored."
)
SESSION_TAKEN = (
    "Another tab changed this session first, and its values are stored. "
    "Your new values were not saved. Reload the page, then enter them again if they should replace those."
)
NO_OWNER = "The owner of the record was not named. Nothing was opened."
GIVEN_TWICE = "Two sessions have one id and different values, so none was saved. All that was stored is kept."
NOT_FINISHED = "The session has no end yet, so it was not marked as finished. Nothing was changed."


def too_new(found: str, newest: str) -> str:
    """The record has revision `found`, this program knows up to `newest`."""
    return (
        f"A newer version of Backwise wrote the record (format {found}; this version knows up to {newest}). "
        "Nothing was changed. Update Backwise, or choose another record."
    )


def unforeseen(detail: str) -> str:
    """A failure of the database that has no sentence of its own."""
    return (
        f"The record could not be read or written ({detail}). "
        "Everything saved before is kept. Please try again; if it stays so, make a copy of the record first."
    )


def cannot_open(detail: str) -> str:
    """The place of the record could not be opened or made."""
    return f"The record could not be opened ({detail}). Nothing was changed. Choose another place for it."


def taken(what: str, stored: str) -> str:
    """Another tab wrote `what` first; `stored` tells its present values."""
    return (
        f"Another tab wrote {what} first. Stored now: {stored}. Your new entry was not saved. "
        "Enter it again if it should replace the stored one."
    )


def gone(what: str) -> str:
    """Another tab removed `what`."""
    return f"Another tab removed {what}. Your new entry was not saved. Enter it again if it should be there."


def name_of(entry: SetEntry | ExerciseEntry | MorningEntry) -> str:
    """How a sentence calls the entry."""
    if isinstance(entry, MorningEntry):
        return f"the morning of {entry.day:%d %B %Y}"
    exercise = entry.exercise_id.replace("_", " ")
    return f"set {entry.number} of {exercise}" if isinstance(entry, SetEntry) else exercise


def values_of(entry: SetEntry | ExerciseEntry | MorningEntry) -> str:
    """The entry's values as a sentence tells them."""
    if isinstance(entry, SetEntry):
        shown = {"reps": entry.reps, "s": entry.seconds, "kg": entry.load_kg, "in reserve": entry.rir}
        parts = [f"{value:g} {unit}" for unit, value in shown.items() if value is not None]
        return ", ".join(parts) or "a set without numbers"
    pain = "no pain score" if entry.pain is None else f"pain {entry.pain} of 10"
    return f"{pain}, with a note" if entry.note else pain
