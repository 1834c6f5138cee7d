"""Take it along: the plan on paper, in a calendar and as a link; the journal as tables; the report.

Files are made when a button is tapped, not before; what they hold is read on the page's own run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from core.adapting import session_lights
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
from core.journal import Journal
from core.knowledge.questions import Answers
from core.knowledge.texts import say
from core.progress import adherence, progress_of
from core.records import plans_in_force
from core.screening import Assessment
from pages.parts.held import held
from pages.parts.home import now, store, today
from pages.parts.visit import OWN_PERSON, Trainee, catalog, catalog_for

PDF, CALENDAR, CSV = "application/pdf", "text/calendar", "text/csv"
PAPERS = {Paper.A4: "A4", Paper.LETTER: "Letter"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PLAN_PAGE = "plan"


def take_plan(trainee: Trainee) -> None:
    """Hand-out, calendar, link and QR code of the plan in force."""
    box = st.expander("Take the plan along", key="take.plan", icon=":material/ios_share:", on_change="rerun")
    if not box.open:
        return
    with box:
        link = plan_link(trainee.plan, page_address(PLAN_PAGE))
        _offer_handout(trainee, link)
        _offer_calendar(trainee)
        _offer_link(link)


def take_journal(trainee: Trainee) -> None:
    """Report for a clinician and the journal as tables; the own one can be brought back without loss."""
    box = st.expander("Take the journal along", key="take.journal", icon=":material/ios_share:", on_change="rerun")
    if not box.open:
        return
    with box:
        shown, unit, zone = trainee.whole, trainee.units, now().tzinfo
        assert zone is not None
        st.markdown(say("take.journal_about"))
        paper = _paper("take.report.paper")
        st.download_button(
            "Progress report (PDF)",
            held(_report(trainee, shown, paper), "backwise-progress.pdf", PDF),
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
                st.download_button(label, held(make, file, CSV), file, CSV, key=f"take.{file}", on_click="ignore")
        st.caption(say("take.other_apps", unit=unit.value))


def take_summary(answers: Answers, assessment: Assessment, name: str = "") -> None:
    """The summary for an appointment, where the result says that someone should look first."""
    if assessment.tier in HANDED_OVER:
        paper = _paper("take.summary.paper")
        st.download_button(
            "Summary for the appointment (PDF)",
            held(lambda: appointment_pdf(answers, assessment, paper=paper, name=name), "backwise-appointment.pdf", PDF),
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


def named(trainee: Trainee) -> str:
    """The name for the head of a paper; none for whoever never gave one."""
    return "" if trainee.person.name == OWN_PERSON else trainee.person.name


def _paper(key: str) -> Paper:
    chosen = st.segmented_control(
        "Paper", list(PAPERS), default=Paper.A4, required=True, format_func=PAPERS.__getitem__, key=key
    )
    return Paper(chosen or Paper.A4)


def _offer_handout(trainee: Trainee, link: str) -> None:
    st.markdown(say("take.handout_about"))
    paper = _paper("take.handout.paper")
    rated, name = catalog_for(trainee.profile), named(trainee)
    week = min(max((today() - trainee.plan.starts_on).days // 7 + 1, 1), len(trainee.plan.weeks))
    st.download_button(
        "Hand-out (PDF)",
        held(
            lambda: handout_pdf(
                trainee.plan, trainee.profile, rated, trainee.units, paper=paper, link=link, name=name, from_week=week
            ),
            "backwise-plan.pdf",
            PDF,
        ),
        "backwise-plan.pdf",
        PDF,
        key="take.handout",
        icon=":material/print:",
        on_click="ignore",
    )


def _offer_calendar(trainee: Trainee) -> None:
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
    zone = st.context.timezone or "UTC"
    try:
        file = _calendar(trainee, zone, at or EVENING, morning, tuple(days or ()))
    except AnswerError as error:
        st.warning(str(error), icon=":material/edit_calendar:")
        return
    st.download_button(
        "Calendar (.ics)",
        file,
        "backwise-plan.ics",
        CALENDAR,
        key="take.calendar",
        icon=":material/event:",
        on_click="ignore",
    )
    st.caption(say("take.calendar_zone", zone=zone))


def _calendar(trainee: Trainee, zone: str, at: time, morning: time | None, days: tuple[int, ...]) -> bytes:
    """Made at once, being small, so that too few days are told before the tap."""
    times = Times(zone, at, morning, days)
    made_at = now()
    # Calendars keep the event with the highest number: minutes since the plan was made only grow.
    revision = max(0, int((made_at - trainee.stored_plan.made_at).total_seconds() // 60))
    return plan_calendar(
        trainee.plan, trainee.stored_plan.id, catalog(), trainee.units, times, made_at, revision=revision
    )


def _offer_link(link: str) -> None:
    st.markdown(say("take.link_about"))
    st.code(link, language=None, wrap_lines=True, height=110)
    st.image(qr_svg(link), width=260, alt=say("handout.qr_alt"))


def _report(trainee: Trainee, journal: Journal, paper: Paper) -> Callable[[], bytes]:
    plans = plans_in_force(store().plans(trainee.person.id))
    day, name = today(), named(trainee)

    def make() -> bytes:
        lights = session_lights(journal, trainee.profile.pain_ceiling)
        progress = progress_of(journal, catalog(), day, lights, plans)
        kept = adherence(journal, trainee.plan, day, trainee.stored_plan.id)
        words = kept.words if kept.planned else ""
        return report_pdf(journal, progress, catalog(), trainee.units, paper=paper, name=name, kept=words)

    return make
