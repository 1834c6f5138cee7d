"""The calendar: valid, at the right local hours across a change of clocks, and an update where it was before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from icalendar import Calendar, Component

from core.errors import AnswerError
from core.exporting.calendar import Times, plan_calendar
from core.exporting.validity import Validity
from core.knowledge.texts import say
from core.planning import Part, Plan, build_plan
from core.units import MassUnit
from tests.core.builders import CATALOG, person

MADE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
# Clocks go forward on 29 March 2026 in Europe, on 8 March in New York, back on 5 April in Sydney.
START = date(2026, 3, 2)
DAYS = Validity(MADE.date(), date(2026, 3, 30))
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "UTC")


def plan() -> Plan:
    return build_plan(person(), CATALOG, START)


def made(times: Times, revision: int = 0, of: Plan | None = None) -> bytes:
    return plan_calendar(of or plan(), "plan-1", CATALOG, MassUnit.KG, times, DAYS, MADE, revision=revision)


def events(file: bytes, kind: str = "Leg training") -> list[Component]:
    found = Calendar.from_ical(file).walk("VEVENT")
    return [one for one in found if str(one["SUMMARY"]).startswith(kind)]


@pytest.mark.parametrize("zone", ZONES)
def test_it_is_a_valid_calendar(zone: str) -> None:
    file = made(Times(zone))
    text = file.decode()
    assert "\r\n" in text
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(file)
    assert calendar.errors == []
    assert (calendar["VERSION"], str(calendar["PRODID"])) == ("2.0", "-//Backwise//Leg training plan//EN")
    uids = [str(one["UID"]) for one in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids)) == 2 * len(list(plan())) + 1
    for one in calendar.walk("VEVENT"):
        assert one.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY"} <= set(one)
        assert "DTEND" not in one
        assert one["DTSTAMP"].dt == MADE
        assert one["DTSTART"].params.get("TZID", "UTC") == zone
    assert [str(one["TZID"]) for one in calendar.walk("VTIMEZONE")] == [zone]


@pytest.mark.parametrize("zone", ZONES)
def test_local_hours_stay_the_same_when_clocks_change(zone: str) -> None:
    file = made(Times(zone, time(18, 30), time(6, 45)))
    for one, session in zip(events(file), plan(), strict=True):
        start = one["DTSTART"].dt
        assert start.replace(tzinfo=None) == datetime.combine(session.day, time(18, 30))
        assert start == datetime.combine(session.day, time(18, 30), ZoneInfo(zone))
    for one, session in zip(events(file, "How is the back"), plan(), strict=True):
        assert one["DTSTART"].dt.replace(tzinfo=None) == datetime.combine(session.day + timedelta(1), time(6, 45))


@pytest.mark.parametrize(("zone", "moments"), [("Europe/Berlin", {17, 16}), ("America/New_York", {23, 22})])
def test_the_moments_move_with_the_clocks(zone: str, moments: set[int]) -> None:
    hours = {one["DTSTART"].dt.astimezone(UTC).hour for one in events(made(Times(zone, time(18))))}
    assert hours == moments


@pytest.mark.parametrize("zone", ZONES)
def test_the_rules_in_the_file_say_the_same_as_the_zone(zone: str) -> None:
    # Calendars go by the file's own rules, so these must give the hours, not only the zone's name.
    file = made(Times(zone))
    (rules,) = Calendar.from_ical(file).walk("VTIMEZONE")
    own = rules.to_tz(lookup_tzid=False)
    for one in Calendar.from_ical(file).walk("VEVENT"):
        local = one["DTSTART"].dt.replace(tzinfo=None)
        assert own.utcoffset(local) == ZoneInfo(zone).utcoffset(local)


def test_coming_again_it_updates_what_is_there() -> None:
    first, later = made(Times("Europe/Berlin")), made(Times("Europe/Berlin", time(7), None, (1, 4)), revision=5)
    before = {str(one["UID"]): one for one in events(first)}
    after = {str(one["UID"]): one for one in events(later)}
    assert set(before) == set(after)
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in before)
    other = plan_calendar(plan(), "plan-2", CATALOG, MassUnit.KG, Times("UTC"), DAYS, MADE)
    assert not set(before) & {str(one["UID"]) for one in events(other)}
    assert all("plan-1" not in uid for uid in before)


def test_weekdays_of_ones_own_keep_the_order_of_sessions() -> None:
    file = made(Times("Europe/Berlin", weekdays=(5, 1)))
    starts = [one["DTSTART"].dt for one in events(file)]
    assert starts == sorted(starts)
    assert {one.weekday() for one in starts} == {1, 5}
    assert not events(made(Times("UTC", morning=None)), "How is the back")


def test_what_is_in_an_event() -> None:
    session = plan().weeks[0].sessions[0]
    first = events(made(Times("Europe/Berlin")))[0]
    told = str(first["DESCRIPTION"])
    for one in session.prescriptions:
        assert CATALOG[one.exercise_id].name in told
    assert all(reason not in told for one in session.of(Part.MAIN) for reason in one.why)
    assert first["DURATION"].dt >= timedelta(minutes=session.minutes - 1)
    (alarm,) = first.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-30)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(AnswerError, match="2 sessions"):
        made(Times("UTC", weekdays=(1,)))
    for wrong in ((1, 1), (7,)):
        with pytest.raises(AnswerError, match="weekday"):
            Times("UTC", weekdays=wrong)
    with pytest.raises(ZoneInfoNotFoundError):
        made(Times("Nowhere/At_All"))


@pytest.mark.parametrize("zone", ZONES)
def test_it_carries_its_days_and_the_day_of_the_questions(zone: str) -> None:
    file = Calendar.from_ical(made(Times(zone, morning=time(6, 45))))
    assert str(file["X-WR-CALDESC"]) == "Made on 14 March 2026, valid until 30 March 2026"
    (again,) = [one for one in file.walk("VEVENT") if str(one["SUMMARY"]) == say("calendar.questions")]
    assert again["DTSTART"].dt == datetime(2026, 3, 30, 6, 45, tzinfo=ZoneInfo(zone))
    later = 0
    for training in events(made(Times(zone))):
        told = str(training["DESCRIPTION"])
        if training["DTSTART"].dt.date() < DAYS.until:
            assert told.startswith("Made on 14 March 2026, valid until 30 March 2026")
        else:
            later += 1
            assert told.startswith(say("calendar.only_if", day="30 March 2026"))
    assert later


def test_the_questions_keep_their_place_when_the_day_moves() -> None:
    moved = Validity(MADE.date(), date(2026, 4, 20))
    files = made(Times("UTC")), plan_calendar(plan(), "plan-1", CATALOG, MassUnit.KG, Times("UTC"), moved, MADE)
    one, other = ([str(each["UID"]) for each in events(file, "Backwise")] for file in files)
    assert one == other


def test_an_empty_week_has_no_events_and_an_empty_plan_no_calendar() -> None:
    first, *others = plan().weeks
    some = replace(plan(), weeks=(replace(first, sessions=()), *others))
    assert len(events(made(Times("UTC"), of=some))) == sum(len(week.sessions) for week in others)
    with pytest.raises(ValueError, match="without a session"):
        made(Times("UTC"), of=replace(plan(), weeks=(replace(first, sessions=()),)))
