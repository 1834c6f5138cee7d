"""Everything that goes out of a plan, as text: what a sweep over people and verdicts looks through."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time

import pypdfium2 as pdfium
from icalendar import Calendar

from core.adapting import Flags, left_out_for_now
from core.catalog import Catalog
from core.exporting.calendar import Times, plan_calendar
from core.exporting.handout import handout_pdf
from core.exporting.link import plan_from_text, plan_link, text_of_link
from core.exporting.validity import Validity
from core.journal import Journal
from core.planning import Plan, without
from core.profile import Profile
from core.units import MassUnit

ADDRESS = "https://backwise.example.org/plan"
BROKEN = re.compile("[-\u2010\u00ad\u0002\ufffe]")
"""Hyphens, and what PDF text has in their place at the end of a line."""


def going_out(
    plan: Plan,
    profile: Profile,
    catalog: Catalog,
    today: date,
    journal: Journal | None = None,
    done: Collection[tuple[int, int]] = (),
    flags: Flags | None = None,
) -> Plan:
    """The plan as it goes out on a day: without what the verdict or the journal leaves out."""
    left_out = left_out_for_now(plan, done, journal or Journal(), profile, catalog, today, flags)
    return without(plan, left_out, catalog)


def texts_going_out(
    plan: Plan,
    profile: Profile,
    catalog: Catalog,
    today: date,
    until: date,
    journal: Journal | None = None,
    done: Collection[tuple[int, int]] = (),
    flags: Flags | None = None,
) -> dict[str, str]:
    """What goes out of a plan on a day, by "handout", "calendar", "link" and "short"; empty where nothing is left.

    `catalog` is rated for the person, `until` the day of the next screening. Of the hand-out only the pages with
    something to do are there: the pages after them list what is left out.
    """
    trimmed = going_out(plan, profile, catalog, today, journal, done, flags)
    if not any(trimmed):
        return {}
    validity = Validity(today, until)
    link = plan_link(trimmed, validity, ADDRESS)
    calendar = plan_calendar(
        trimmed, "plan", catalog, MassUnit.KG, Times("UTC"), validity, datetime.combine(today, time(9), UTC)
    )
    opened = plan_from_text(text_of_link(link)).plan
    return {
        "handout": to_do_of(handout_pdf(trimmed, profile, catalog, MassUnit.KG, validity, link=link)),
        "calendar": described(calendar),
        "link": "\n".join(_names(opened, catalog)),
        "short": "\n".join(catalog[name].name for session in trimmed for name, _ in session.short),
    }


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pdfium.PdfDocument(pdf)]


def to_do_of(pdf: bytes) -> str:
    """The text of the hand-out's pages with sessions; what is left out stands on the pages after them."""
    return "\n".join(page for page in pages_of(pdf) if page.startswith("Session "))


def described(file: bytes) -> str:
    """What the events of a calendar file say, unfolded."""
    events = Calendar.from_ical(file).walk("VEVENT")
    return "\n".join(f"{event['SUMMARY']}\n{event['DESCRIPTION']}" for event in events)


def exercises_named(text: str, catalog: Catalog) -> frozenset[str]:
    """Ids of the exercises that a text names; a name inside a longer one does not count."""
    plain, named = BROKEN.sub("", text), set()
    for exercise in sorted(catalog, key=lambda exercise: -len(exercise.name)):
        name = BROKEN.sub("", exercise.name)
        if re.search(rf"\b{re.escape(name)}(?!\w)", plain):
            named.add(exercise.id)
            plain = plain.replace(name, "·")
    return frozenset(named)


def _names(plan: Plan, catalog: Catalog) -> list[str]:
    """Names of all that a plan has to do, short versions included."""
    ids = [each.exercise_id for session in plan for each in session.prescriptions]
    return [catalog[name].name for name in dict.fromkeys([*ids, *(name for one in plan for name, _ in one.short)])]
