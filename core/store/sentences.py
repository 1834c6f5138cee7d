"""Every sentence that the store says when something goes wrong, in one place to be reviewed."""

from __future__ import annotations

from datetime import date

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
CONTENDED = (
    "Others were writing to the same record in the same moment, so nothing was saved. "
    "Everything saved before is kept. Please try again."
)
DAMAGED_SNAPSHOT = (
    "What this browser keeps cannot be read, so nothing of it was taken over, and nothing in it was changed."
)
SNAPSHOT_TOO_NEW = (
    "What this browser keeps was written by a newer version of Backwise. Nothing in it was changed. "
    "Reload the page in a while, when this server is up to date."
)
UNREACHABLE = (
    "The database cannot be reached, or does not let Backwise in. Everything saved before is kept. "
    "Whether your last entry was saved is not certain: reload the page in a minute to see what is stored."
)
SERVER_READ_ONLY = (
    "The database cannot be written at the moment, so nothing new was saved. "
    "Everything saved before is kept. Tell whoever looks after the database."
)
SERVER_REFUSES = (
    "The database does not allow this to Backwise's role, so nothing was saved or read. "
    "Everything saved before is kept. Tell whoever looks after the database."
)
BAD_URL = (
    "The address of the database cannot be understood or its driver is missing. Nothing was opened. "
    "It looks like postgresql+psycopg://role:password@host/database, or is the path of a file."
)
NOT_PREPARED = (
    "The database is not prepared for this version of Backwise. Nothing was changed. Whoever looks after it starts "
    "Backwise once with BACKWISE_STORE_ADMIN naming the role that owns the tables, or runs python -m core.store."
)
DAMAGED = (
    "The record is damaged or is not a Backwise record. Nothing was changed. "
    "Keep the file, then bring back a backup or choose another place for the record."
)
DAMAGED_ENTRY = (
    "An entry of the record holds a value that Backwise never writes, so what follows from it cannot be shown. "
    "All other entries are kept, and nothing was changed."
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
NO_SUCH_LADDER = (
    "This ladder of steps is not in the record; another tab may have deleted it. "
    "Nothing was changed. Reload the page to see what is stored."
)
EXPOSURE_TAKEN = (
    "Another tab changed this ladder or try first, and its values are stored. "
    "Your new values were not saved. Reload the page, then enter them again if they should replace those."
)
SHARED = (
    "This record is shared with you to look at, not to change, so nothing was saved. "
    "Only the person whose record it is can change it."
)
NO_SUCH_INVITATION = (
    "No invitation has this code: it was used, withdrawn or has run out, or a letter is wrong. Nothing was shared. "
    "Compare the code, or ask for a new one."
)
OWN_INVITATION = (
    "This invitation is your own. Nothing was shared. Hand its code to the person whose record you would see."
)
NO_NAME = "The account that signed in has no name, so nobody would know who it is. Nothing was shared."
NO_CODE = "This is not the code of an invitation: it has 26 letters and digits. Nothing was shared."
SIGN_IN_ENDED = "You are signed out in this tab, so nothing was saved. Everything saved before is kept."
NO_OWNER = "The owner of the record was not named. Nothing was opened."
GIVEN_TWICE = "Two sessions have one id and different values, so none was saved. All that was stored is kept."
NOT_FINISHED = "The session has no end yet, so it was not marked as finished. Nothing was changed."


NO_FILE = "This record is no file, so no backup can take its place. Nothing was changed."
NOTHING_TO_PREPARE = (
    "BACKWISE_STORE names no database server, so there is nothing to prepare: a file is brought up to date when opened."
)
PREPARED = "The database is prepared for this version of Backwise."


def role_goes_past(role: str) -> str:
    """The application's role is, or may become, `role`, which row-level security does not bind."""
    return (
        f"Backwise was given a role that can see past row-level security (through {role}), so it does not start. "
        "Nothing was changed. Name in BACKWISE_STORE a role that is no superuser and has no BYPASSRLS, "
        "nor is a member of such a role."
    )


def role_owns(table: str) -> str:
    """The application's role may switch row-level security off, as it owns `table`."""
    return (
        f"Backwise was given a role that owns the table {table} and could switch its row-level security off, "
        "so it does not start. Nothing was changed. Let the role in BACKWISE_STORE_ADMIN own the tables, "
        "and name another one in BACKWISE_STORE."
    )


def unguarded(table: str) -> str:
    """Row-level security of `table` is off, or has another policy than Backwise's."""
    return (
        f"Row-level security of the table {table} is not as Backwise sets it, so it does not start. "
        "Nothing was changed. Remove policies that others added, then run python -m core.store."
    )


def server_too_old(found: str, least: int) -> str:
    """The server has version `found`."""
    return (
        f"The database is PostgreSQL {found}; Backwise needs {least} or newer. Nothing was changed. "
        "Update the database, or choose another one."
    )


def not_backed_up(detail: str) -> str:
    """Today's copy of the record could not be made."""
    return f"Today's backup copy of the record could not be made. The record itself is open. {detail}"


def clock_was_ahead(ahead: date, today: date) -> str:
    """A copy says that it is from a day that is yet to come."""
    return (
        f"A backup copy says that it was made on {ahead:%d %B %Y}, and this device says that today is "
        f"{today:%d %B %Y}: its clock was wrong once, or is now. Please check the date. Nothing is lost; "
        "that copy does not count as the newest."
    )


def copies_stay(folder: str) -> str:
    """What was deleted still stands in backup copies."""
    return (
        f"It was deleted from the record, but backup copies in {folder} could not be changed and still hold it. "
        "Make that folder writable and delete again, or delete the folder yourself."
    )


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
