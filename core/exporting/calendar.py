"""Sessions and morning-after reminders as a calendar file (RFC 5545) that any calendar takes in.

An event's UID follows from plan, week and session alone: importing a changed plan again moves and rewrites its events
instead of adding new ones. Times are local hours of a named zone with its rules, so that 18:00 stays 18:00 when clocks
change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.catalog import Catalog
from core.errors import AnswerError
from core.exporting import wording
from core.exporting.validity import Validity
from core.knowledge.texts import say
from core.planning import Part, Plan, Prescription, Session
from core.units import MassUnit

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT = "-//Backwise//Leg training plan//EN"
DOMAIN = "backwise.local"
DAYS_PER_WEEK = 7
MORNING = time(7, 30)
EVENING = time(18, 0)
MORNING_MINUTES = 5
ALARM_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True)
class Times:
    """When to train: the IANA name of the time zone, the hour of sessions and of morning reminders (None for no
    reminders), and the weekdays of a week's sessions (0 for Monday; empty for the plan's own days).

    Raises:
        AnswerError: a weekday is not one, or stands there twice.
    """

    zone: str
    at: time = EVENING
    morning: time | None = MORNING
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(set(self.weekdays)) != len(self.weekdays) or not all(0 <= one < DAYS_PER_WEEK for one in self.weekdays):
            raise AnswerError(say("calendar.weekdays_wrong"))


def plan_calendar(
    plan: Plan,
    plan_id: str,
    catalog: Catalog,
    unit: MassUnit,
    times: Times,
    validity: Validity,
    made_at: datetime,
    *,
    revision: int = 0,
) -> bytes:
    """The plan as a calendar file.

    `plan_id` names the plan for the events' UIDs; `made_at` is the moment of making, `revision` counts how often the
    same plan was exported before (calendars keep the highest). Reminders of the morning after come for each session,
    and one on the day on which the questions come again; sessions from that day on say that they hold only after them.

    Raises:
        AnswerError: fewer weekdays are chosen than a week has sessions.
        ValueError: the plan has no session.
        zoneinfo.ZoneInfoNotFoundError: there is no such time zone.
    """
    from icalendar import Calendar, Timezone

    zone = ZoneInfo(times.zone)
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", say("calendar.name"))
    file.add("x-wr-caldesc", validity.words)
    days = [validity.until, *(day for day, _, _ in _placed(plan, times))]
    if len(days) == 1:
        raise ValueError("a plan without a session has no calendar")
    spread = timedelta(days=1)
    file.add_component(Timezone.from_tzinfo(zone, times.zone, min(days) - spread, max(days) + 2 * spread))
    for day, week, session in _placed(plan, times):
        key = f"{plan_id}.{week}.{session.number}"
        start = datetime.combine(day, times.at, zone)
        training = _event(f"session.{key}", start, session_minutes(session), made_at, revision)
        training.add("summary", say("calendar.session", week=week, number=session.number))
        training.add("description", f"{_held(day, validity)}\n{_described(session, catalog, unit)}")
        training.add_component(_alarm(say("calendar.soon")))
        file.add_component(training)
        if times.morning is not None:
            after = datetime.combine(day + timedelta(days=1), times.morning, zone)
            reminder = _event(f"morning.{key}", after, MORNING_MINUTES, made_at, revision)
            reminder.add("summary", say("calendar.morning"))
            reminder.add("description", say("calendar.morning_about"))
            reminder.add("transp", "TRANSPARENT")
            file.add_component(reminder)
    again = datetime.combine(validity.until, times.morning or MORNING, zone)
    questions = _event(f"questions.{plan_id}", again, MORNING_MINUTES, made_at, revision)
    questions.add("summary", say("calendar.questions"))
    questions.add("description", say("calendar.questions_about"))
    questions.add("transp", "TRANSPARENT")
    file.add_component(questions)
    made: bytes = file.to_ical()
    return made


def session_minutes(session: Session) -> int:
    """Minutes that a session is given in the calendar, rounded up to five."""
    return -(-round(session.minutes) // 5) * 5 or 5


def _placed(plan: Plan, times: Times) -> Sequence[tuple[date, int, Session]]:
    """Each session with its day: the plan's own, or on the chosen weekdays in the order in which they come."""
    placed = []
    for week in plan.weeks:
        start = plan.starts_on + timedelta(days=DAYS_PER_WEEK * (week.number - 1))
        if times.weekdays and len(times.weekdays) < len(week.sessions):
            raise AnswerError(say("calendar.weekdays_few", count=len(week.sessions)))
        offsets = sorted((one - start.weekday()) % DAYS_PER_WEEK for one in times.weekdays)
        for place, session in enumerate(week.sessions):
            day = start + timedelta(days=offsets[place]) if offsets else session.day
            placed.append((day, week.number, session))
    return placed


def _event(key: str, start: datetime, minutes: int, made_at: datetime, revision: int) -> Event:
    from icalendar import Event

    event = Event()
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@{DOMAIN}")
    event.add("dtstamp", made_at)
    event.add("sequence", revision)
    event.add("dtstart", start)
    # A duration, not an end: over a change of clocks the session still takes its minutes.
    event.add("duration", timedelta(minutes=minutes))
    return event


def _alarm(text: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm


def _held(day: date, validity: Validity) -> str:
    """How long a session's description holds; on a day past that, what has to come first."""
    if validity.holds_on(day):
        return validity.words
    return say("calendar.only_if", day=wording.full_day(validity.until))


def _described(session: Session, catalog: Catalog, unit: MassUnit) -> str:
    """The session's exercises with their doses; no pain, no reasons, nothing of the person."""
    lines = []
    for part in Part:
        own = session.of(part)
        if own:
            lines.append(say(f"calendar.part.{part.value}"))
            lines += [f"· {catalog[one.exercise_id].name}: {_dose(one, unit)}" for one in own]
    return "\n".join(lines)


def _dose(prescription: Prescription, unit: MassUnit) -> str:
    return ", ".join(part for part in (wording.target(prescription), wording.load(prescription, unit)) if part)
