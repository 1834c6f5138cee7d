"""Take it along: the plan on paper, in a calendar and as a link; the journal as tables; the report.

Files are made when a button is tapped, not before; what they hold is read on the page's own run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from core.adapting import Barrier, Clearance, left_out_for_now, session_lights
from core.errors import AnswerError
from core.exporting.appointment import HANDED_OVER, appointment_pdf
from core.exporting.calendar import EVENING, MORNING, Times, plan_calendar
from core.exporting.handout import handout_pdf
from core.exporting.journal_csv import to_csv
from core.exporting.link import plan_link
from core.exporting.other_apps import to_hevy_csv, to_strong_csv
from core.exporting.qr import qr_svg
from core.exporting.report import report_pdf
from core.exporting.typesetting import Paper
from core.exporting.validity import Validity
from core.journal import Journal
from core.knowledge.questions import Answers
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.loads import usual_strength
from core.planning import Plan, without
from core.progress import adherence, progress_of
from core.records import plans_in_force
from core.screening import Assessment
from pages.parts.clearance import clearance_of
from pages.parts.held import held
from pages.parts.home import now, store, today, zone
from pages.parts.listening import flags_on
from pages.parts.visit import OWN_PERSON, Record, Trainee, catalog, catalog_for, current_person

PDF, CALENDAR, CSV = "application/pdf", "text/calendar", "text/csv"
PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PLAN_PAGE = "plan"
LOWEST_CEILING = whole("profile.ceiling_irritable")
"""Pain that lights are counted by where nobody was screened: a journal that came from another app has a report too."""


@dataclass(frozen=True)
class GoingOut:
    """What leaves the house: the plan without what is left out for now, how long it holds, and the link to it."""

    plan: Plan
    validity: Validity
    link: str
    left_out: tuple[str, ...]


def take_plan(trainee: Trainee, cleared: Clearance) -> None:
    """Hand-out, calendar, link and QR code of the plan in force, made only where nothing stands in the way."""
    if not cleared.free:
        opened_by = "questions" if cleared.barrier in (Barrier.TIER, Barrier.QUESTIONS, Barrier.STOP) else "plan"
        st.caption(f"{cleared.sentence} {say(f'take.closed.{opened_by}')}")
        return
    box = st.expander("Take the plan along", key="take.plan", icon=":material/ios_share:", on_change="rerun")
    if not box.open:
        return
    with box:
        leaving = trainee.known.once("going out", lambda: _going_out(trainee))
        if leaving is None:
            st.info(say("take.closed.rest"), icon=":material/self_improvement:")
            return
        if leaving.left_out:
            names = ", ".join(catalog()[name].name for name in leaving.left_out if name in catalog())
            st.caption(say("take.without", names=names))
        st.caption(f"{leaving.validity.words}.")
        _offer_handout(trainee, leaving)
        _offer_calendar(trainee, leaving)
        _offer_link(leaving.link)


def _going_out(trainee: Trainee) -> GoingOut | None:
    """What goes out today; None where the journal leaves out all of it."""
    made, known, assessment = trainee.stored_plan, trainee.known, trainee.known.assessment
    assert assessment is not None
    rated, done = catalog_for(trainee.profile), trainee.journal.done_of(made.id)
    flags = flags_on(known, today())
    left_out = left_out_for_now(made.plan, done, trainee.journal, trainee.profile, rated, today(), flags)
    plan, validity = without(made.plan, left_out, rated), Validity(today(), assessment.re_ask_on)
    if not any(plan):
        return None
    named_ = tuple(name for name in made.plan.exercise_ids() if name in left_out)
    return GoingOut(plan, validity, plan_link(plan, validity, page_address(PLAN_PAGE)), named_)


def take_journal(known: Record) -> None:
    """Report for a clinician and the journal as tables; the own one can be brought back without loss.

    They come for everybody, whatever the screening says: what was done is no advice to do it.
    """
    box = st.expander("Take the journal along", key="take.journal", icon=":material/ios_share:", on_change="rerun")
    if not box.open:
        return
    with box:
        shown, unit, zone = known.whole, known.person.units, now().tzinfo
        assert zone is not None
        st.markdown(say("take.journal_about"))
        paper = _paper("take.report.paper")
        st.download_button(
            "Progress report (PDF)",
            held(_report(known, shown, paper), "backwise-progress.pdf", PDF, known.person),
            "backwise-progress.pdf",
            PDF,
            key="take.report",
            icon=":material/description:",
            on_click="ignore",
        )
        tables: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
            # The mark in front tells spreadsheets that the letters are UTF-8.
            ("Journal (CSV)", "backwise-journal.csv", lambda: to_csv(shown, catalog()).encode("utf-8-sig")),
            ("For Strong (CSV)", "strong.csv", lambda: to_strong_csv(shown, catalog(), unit, zone).encode()),
            ("For Hevy (CSV)", "workout_data.csv", lambda: to_hevy_csv(shown, catalog(), unit, zone).encode()),
        )
        with st.container(horizontal=True):
            for label, file, make in tables:
                kept = held(make, file, CSV, known.person)
                st.download_button(label, kept, file, CSV, key=f"take.{file}", on_click="ignore")
        st.caption(say("take.other_apps", unit=unit.value))


def take_summary(answers: Answers, assessment: Assessment, name: str = "") -> None:
    """The summary for an appointment, where the result says that someone should look first."""
    if assessment.tier in HANDED_OVER:
        paper = _paper("take.summary.paper")
        st.download_button(
            "Summary for the appointment (PDF)",
            held(
                lambda: appointment_pdf(answers, assessment, paper=paper, name=name),
                "backwise-appointment.pdf",
                PDF,
                current_person(),
            ),
            "backwise-appointment.pdf",
            PDF,
            key="take.summary",
            icon=":material/description:",
            on_click="ignore",
        )


def page_address(page: str) -> str:
    """The address of a page as this visitor reaches it, without anything behind the question mark."""
    here = urlsplit(st.context.url or "http://localhost:8501/")
    known = {"screening", "plan", "exercises", "progress", "people", "method", "today"}
    base = here.path.rstrip("/").split("/")
    if base[-1] in known:
        base.pop()
    return urlunsplit((here.scheme, here.netloc, "/".join([*base, page]), "", ""))


def named(known: Record) -> str:
    """The name for the head of a paper; none for whoever never gave one."""
    return "" if known.person.name == OWN_PERSON else known.person.name


def _paper(key: str) -> Paper:
    chosen = st.segmented_control(
        "Paper", list(PAPERS), default=Paper.A4, required=True, format_func=PAPERS.__getitem__, key=key
    )
    return Paper(chosen or Paper.A4)


def _offer_handout(trainee: Trainee, leaving: GoingOut) -> None:
    st.markdown(say("take.handout_about"))
    paper = _paper("take.handout.paper")
    plan, profile, unit, name = leaving.plan, trainee.profile, trainee.units, named(trainee.known)
    rated, validity, link = catalog_for(profile), leaving.validity, leaving.link
    week = min(max((today() - plan.starts_on).days // 7 + 1, 1), len(plan.weeks))
    if not any(later.sessions for later in plan.weeks[week - 1 :]):
        return
    st.download_button(
        "Hand-out (PDF)",
        held(
            lambda: handout_pdf(
                plan, profile, rated, unit, validity, paper=paper, link=link, name=name, from_week=week
            ),
            "backwise-plan.pdf",
            PDF,
            trainee.person,
        ),
        "backwise-plan.pdf",
        PDF,
        key="take.handout",
        icon=":material/print:",
        on_click="ignore",
    )


def _offer_calendar(trainee: Trainee, leaving: GoingOut) -> None:
    st.markdown(say("take.calendar_about"))
    planned = sorted({session.day.weekday() for session in trainee.plan.week(1).sessions})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = st.time_input("Training at", EVENING, key="take.calendar.at", width=140)
        morning = st.time_input("Morning question at", MORNING, key="take.calendar.morning", width=180)
    days = st.pills(
        "Days",
        list(range(len(WEEKDAYS))),
        selection_mode="multi",
        default=planned,
        format_func=WEEKDAYS.__getitem__,
        key="take.calendar.days",
        wrap=True,
    )
    here = str(zone())
    try:
        file = _calendar(trainee, leaving, Times(here, at or EVENING, morning, tuple(days or ())))
    except AnswerError as error:
        st.warning(str(error), icon=":material/edit_calendar:")
        return
    st.download_button(
        "Calendar (.ics)",
        held(lambda: file, "backwise-plan.ics", CALENDAR, trainee.person),
        "backwise-plan.ics",
        CALENDAR,
        key="take.calendar",
        icon=":material/event:",
        on_click="ignore",
    )
    st.caption(say("take.calendar_zone", zone=here))


def _calendar(trainee: Trainee, leaving: GoingOut, times: Times) -> bytes:
    """Made at once, being small, so that too few days are told before the tap."""
    made_at = now()
    # Calendars keep the event with the highest number: minutes since the plan was made only grow.
    revision = max(0, int((made_at - trainee.stored_plan.made_at).total_seconds() // 60))
    made, unit = trainee.stored_plan, trainee.units
    return plan_calendar(leaving.plan, made.id, catalog(), unit, times, leaving.validity, made_at, revision=revision)


def _offer_link(link: str) -> None:
    st.markdown(say("take.link_about"))
    st.code(link, language=None, wrap_lines=True, height=110)
    st.image(qr_svg(link), width=260, alt=say("handout.qr_alt"))


def _report(known: Record, journal: Journal, paper: Paper) -> Callable[[], bytes]:
    plans = plans_in_force(store().plans(known.person.id))
    day, name, cleared, made = today(), named(known), clearance_of(known), known.stored_plan
    ceiling = known.profile.pain_ceiling if known.profile else LOWEST_CEILING

    def make() -> bytes:
        lights = session_lights(journal, ceiling)
        strength = usual_strength(known.profile) if known.profile else None
        progress = progress_of(journal, catalog(), day, lights, plans, strength)
        kept = adherence(journal, made.plan, day, made.id) if made else None
        words = kept.words if kept and kept.planned else ""
        stop = cleared.on_hold if cleared else ""
        unit = known.person.units
        return report_pdf(journal, progress, catalog(), unit, paper=paper, name=name, kept=words, stop=stop)

    return make
