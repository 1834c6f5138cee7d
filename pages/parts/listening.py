"""Today's session as journal and answers have it: what was said today, and the adjusted session, worked out once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from core.adapting import Adapted, Flags, Readiness, adapted_session, is_of_plan
from core.journal import Journal, SessionEntry, SessionKind
from core.planning import Due, Session, Week, WeekKind
from core.store import Json
from pages.parts.home import store
from pages.parts.visit import Record, Trainee, catalog_for

FLARE_ON, GENTLE_ON, BEFORE = "flare_on", "gentle_on", "before"
"""Preferences: the day of a flare-up, the day wanted gentle, and what was said before a session besides the journal."""


def flags_on(known: Record, day: date) -> Flags:
    """What the person said of this day, readiness apart."""
    return Flags(
        flare_on=_day_of(known.preferences.get(FLARE_ON)),
        gentle=known.preferences.get(GENTLE_ON) == day.isoformat(),
        screened_at=known.assessed_at,
    )


def flags_in(known: Record, entry: SessionEntry) -> Flags:
    """What the person said before a session that was started."""
    said = known.preferences.get(BEFORE)
    soreness = said.get("soreness") if isinstance(said, dict) and said.get("session") == entry.id else None
    ready = Readiness(
        entry.pain_before, entry.sleep_quality, entry.energy, soreness if isinstance(soreness, int) else None
    )
    gentle = entry.kind is SessionKind.GENTLE
    return replace(flags_on(known, entry.day), gentle=gentle, readiness=ready)


def keep_soreness(person_id: str, session_id: str, soreness: int | None) -> None:
    """Keep how sore the muscles were before a session, which its entry has no place for."""
    said: dict[str, Json] = {"session": session_id, "soreness": soreness}
    store().set_preference(person_id, BEFORE, said)


def listened(
    trainee: Trainee, due: Due, day: date, flags: Flags, without: SessionEntry | None = None, *, whole: bool = False
) -> Adapted:
    """The due session, adjusted; worked out anew only where something that decides it has changed.

    The journal is read `without` a session that is under way. `whole` takes in what is left aside for today: an
    exercise from outside the plan may have a past there.
    """
    adapted = _listened(trainee, due, day, flags, (trainee.whole if whole else trainee.journal).without(without))
    if whole or trainee.known.since is None or is_of_plan(adapted, trainee.plan):
        return adapted
    return _listened(trainee, due, day, flags, trainee.whole.without(without))


def _listened(trainee: Trainee, due: Due, day: date, flags: Flags, told: Journal) -> Adapted:
    made = trainee.stored_plan
    place = (due.week.number, due.session.number)
    key = (trainee.person.id, made.id, made.made_at, place, trainee.profile, told, day, flags)
    kept: list[tuple[object, Adapted]] = st.session_state.setdefault("listening", [])
    for known, adapted in kept:
        if known == key:
            return adapted
    adapted = adapted_session(trainee.plan, due, told, trainee.profile, catalog_for(trainee.profile), day, flags)
    # Two sessions stand on one page: the one just finished, and the one that comes.
    st.session_state["listening"] = [(key, adapted), *kept][:2]
    return adapted


def due_of(trainee: Trainee, entry: SessionEntry) -> Due | None:
    """Week and session of the plan that an entry belongs to; None where a plan made anew has no such one."""
    week, number = entry.week or 1, entry.number or 1
    session = trainee.plan.session(week, number)
    return None if session is None else Due(trainee.plan.week(week), session)


def session_of(
    known: Record, trainee: Trainee, entry: SessionEntry, *, whole: bool = False
) -> tuple[Due, Adapted | None]:
    """The adjusted session that an entry was started from, as it was then; `whole` as in `listened`.

    None where a plan made anew has no such session: what was logged can be finished all the same.
    """
    due = due_of(trainee, entry)
    if due is None:
        number = entry.number or 1
        empty = Session(number, entry.day, (), ())
        return Due(Week(entry.week or 1, WeekKind.NORMAL, (empty,), {}), empty), None
    # What was swapped in may come from outside the plan.
    whole = whole or any(one.replaced_id for one in entry.exercises)
    return due, listened(trainee, due, entry.day, flags_in(known, entry), entry, whole=whole)


def _day_of(kept: Json) -> date | None:
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None
