"""The papers: they open, their text can be selected, their pictures are vectors, and the code leads to the plan."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdfium2 import raw

from core.adapting import session_lights
from core.demand import rated
from core.demo import demo_record, load_demo_people
from core.exporting.appointment import appointment_pdf
from core.exporting.handout import handout_pdf, left_out_groups
from core.exporting.link import Opened, impersonal, plan_from_text, plan_link, text_of_link
from core.exporting.report import report_pdf
from core.exporting.typesetting import Paper
from core.exporting.validity import Validity
from core.journal import Journal
from core.knowledge.claims import claims_in
from core.planning import Part, Plan, build_plan
from core.profile import Profile
from core.progress import progress_of
from core.scoring import judge_all
from core.units import MassUnit
from core.words import Role, Tier
from tests.core.builders import (
    ALL_EQUIPMENT,
    CATALOG,
    HARDER_LIFTS,
    IRRITABLE_DISC,
    MONDAY,
    TODAY,
    answers,
    assessed,
    person,
)
from tests.core.outgoing import pages_of

ADDRESS = "https://backwise.example.org/plan"
SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}
SMALLEST_PT = 7
DAYS = Validity(TODAY, TODAY + timedelta(days=28))
PEOPLE: dict[str, dict[str, Any]] = {
    "settled": {"equipment": ("dumbbell", "barbell", "rack", "leg_press", "bench")},
    "sore": dict(IRRITABLE_DISC),
    "everything": {"days_per_week": 4, "minutes": 90, "equipment": ALL_EQUIPMENT, "opted_in": HARDER_LIFTS},
}


@cache
def planned(who: str) -> tuple[Profile, Plan]:
    profile = person(**PEOPLE[who])
    return profile, build_plan(profile, rated(CATALOG, profile), MONDAY)


@cache
def handout(who: str, paper: Paper) -> bytes:
    profile, plan = planned(who)
    return handout_pdf(
        plan,
        profile,
        rated(CATALOG, profile),
        MassUnit.KG,
        DAYS,
        paper=paper,
        link=plan_link(plan, DAYS, ADDRESS),
        name="Ann",
    )


def objects_of(pdf: bytes) -> list[set[int]]:
    """The kinds of drawn things on each page, those inside of groups included."""
    return [{one.type for one in page.get_objects(max_depth=8)} for page in pdfium.PdfDocument(pdf)]


@pytest.mark.parametrize(("who", "paper"), [*((who, Paper.A4) for who in PEOPLE), ("settled", Paper.LETTER)])
def test_a_hand_out_has_a_page_for_each_session_and_the_rest_after(who: str, paper: Paper) -> None:
    profile, plan = planned(who)
    document = pdfium.PdfDocument(handout(who, paper))
    assert tuple(round(side) for side in document[0].get_size()) == SIZES[paper]
    pages = pages_of(handout(who, paper))
    first = plan.weeks[0].sessions
    for session, page in zip(first, pages, strict=False):
        assert page.startswith(f"Session {session.number}")
        for one in session.prescriptions:
            assert CATALOG[one.exercise_id].name in page
        assert f"up to {profile.pain_ceiling} of 10" in page
        assert "Get emergency help at once" in page
        assert "kg" in page or not any(one.load_kg for one in session.prescriptions)
    assert [page.startswith("Session") for page in pages].count(True) == len(first)
    assert len(pages) - len(first) in (1, 2)
    assert all("Made on 20 November 2026, valid until 18 December 2026" in page for page in pages[: len(first)])


@pytest.mark.parametrize("who", PEOPLE)
def test_pictures_are_vectors_and_text_is_text(who: str) -> None:
    pdf = handout(who, Paper.A4)
    for kinds in objects_of(pdf):
        assert raw.FPDF_PAGEOBJ_IMAGE not in kinds
        assert raw.FPDF_PAGEOBJ_TEXT in kinds
    assert raw.FPDF_PAGEOBJ_PATH in objects_of(pdf)[0]
    assert b"/Subtype /Image" not in pdf
    assert b"/Subtype/Image" not in pdf


def test_it_tells_a_screen_reader_what_is_where() -> None:
    reader = PdfReader(io.BytesIO(handout("settled", Paper.A4)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Leg training plan"
    # No moment of making: the same plan gives the same file, and nothing tells when someone printed it.
    assert "/CreationDate" not in reader.metadata


def test_the_same_plan_gives_the_same_file() -> None:
    profile, plan = planned("sore")
    again = handout_pdf(
        plan,
        profile,
        rated(CATALOG, profile),
        MassUnit.KG,
        DAYS,
        paper=Paper.A4,
        link=plan_link(plan, DAYS, ADDRESS),
        name="Ann",
    )
    assert again == handout("sore", Paper.A4)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_code_on_paper_leads_to_an_equal_plan(who: str) -> None:
    _, plan = planned(who)
    found = [
        one.text
        for page in pdfium.PdfDocument(handout(who, Paper.A4))
        for one in zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    ]
    assert len(found) == 1
    assert found[0].startswith(ADDRESS)
    assert plan_from_text(text_of_link(found[0])) == Opened(impersonal(plan), DAYS)


def test_cells_are_there_for_each_set_of_each_week() -> None:
    profile, plan = planned("settled")
    page = pages_of(handout("settled", Paper.A4))[0]
    most = max(one.sets for one in plan.weeks[0].sessions[0].of(Part.MAIN))
    assert page.count(f"Set {most}") >= 1
    assert page.count("Pain") >= len(plan.weeks[0].sessions[0].of(Part.MAIN))
    later = pages_of(handout_pdf(plan, profile, CATALOG, MassUnit.KG, DAYS, paper=Paper.A4, from_week=5))[0]
    assert "21 Dec" in later
    assert "23 Nov" not in later.replace("23 November", "")


def test_what_is_left_out_stands_there_with_its_way_back() -> None:
    profile, _ = planned("sore")
    catalog = rated(CATALOG, profile)
    named = [name for group in left_out_groups(profile, catalog) for name in group["names"]]
    out = [
        catalog[one.exercise_id].name
        for one in judge_all(profile, catalog).values()
        if one.left_out and catalog[one.exercise_id].role in (Role.MAIN, Role.CORE)
    ]
    assert sorted(named) == sorted(out)
    told = " ".join(pages_of(handout("sore", Paper.A4)))
    # A name that breaks at its hyphen has none in the text of the page.
    assert all(name.replace("-", "") in told.replace("-", "").replace("￾", "").replace("\u0002", "") for name in named)
    assert "Comes back" in told


def test_names_in_any_letters_are_taken() -> None:
    profile, plan = planned("sore")
    for name in ("Željko Ærø", "Αθηνά Ольга", "李娜 😀", '#image("x") *b* $x$ @ref \\'):
        pdf = handout_pdf(plan, profile, CATALOG, MassUnit.LB, DAYS, paper=Paper.A4, name=name)
        assert len(pages_of(pdf)) >= 3
    assert "#image" in pages_of(pdf)[0]


def test_a_plan_without_a_session_has_no_hand_out() -> None:
    profile, plan = planned("sore")
    empty = replace(plan, weeks=tuple(replace(week, sessions=()) for week in plan.weeks))
    with pytest.raises(ValueError, match="without a session"):
        handout_pdf(empty, profile, CATALOG, MassUnit.KG, DAYS)


# ---------------------------------------------------------------- the summary for an appointment

SEEN: dict[Tier, dict[str, Any]] = {
    Tier.EMERGENCY: {"A1": "new", "B1": "days"},
    Tier.SAME_DAY: {"B1": "days"},
    Tier.PROFESSIONAL: {"B1": "old_unassessed", "B3": "worse", "site": "calf"},
}


@pytest.mark.parametrize("tier", SEEN)
def test_the_summary_holds_findings_answers_and_questions(tier: Tier) -> None:
    assessment = assessed(**SEEN[tier])
    assert assessment.tier is tier
    pdf = appointment_pdf(answers(**SEEN[tier]), assessment, name="Ann Example")
    told = " ".join(pages_of(pdf))
    for wanted in (
        "Ann Example",
        "20 November 2026",
        "What to ask",
        "One leg or foot is weak",
        "Pain right now",
        "2 of 10",
    ):
        assert wanted in told
    assert "Does not apply" in told
    assert claims_in(told) == []


def test_nobody_is_sent_anywhere_without_need() -> None:
    with pytest.raises(ValueError, match="nobody needs to be seen"):
        appointment_pdf(answers(), assessed())


# ---------------------------------------------------------------- the progress report


def test_the_report_draws_pain_and_sets_as_vectors() -> None:
    record = demo_record(next(iter(load_demo_people().values())), TODAY)
    progress = progress_of(record.journal, CATALOG, TODAY, session_lights(record.journal, 4), [record.plan])
    pdf = report_pdf(record.journal, progress, CATALOG, MassUnit.KG, name="Ann")
    told = " ".join(pages_of(pdf))
    assert progress.summary.words in told
    for wanted in ("Pain, 0 to 10", "sets a week", "What was trained most", "Best set, last time", "Scores"):
        assert wanted in told
    assert all(raw.FPDF_PAGEOBJ_IMAGE not in kinds for kinds in objects_of(pdf))
    paths = [one for one in pdfium.PdfDocument(pdf)[0].get_objects(max_depth=8) if one.type == raw.FPDF_PAGEOBJ_PATH]
    assert len(paths) > len(record.journal.sessions)
    assert claims_in(told) == []


def test_a_stop_stands_at_the_head_of_the_report_and_what_was_done_below() -> None:
    record = demo_record(next(iter(load_demo_people().values())), TODAY)
    progress = progress_of(record.journal, CATALOG, TODAY, session_lights(record.journal, 4), [record.plan])
    stop = "No training for now, since 20 November 2026. Be seen today."
    first = pages_of(report_pdf(record.journal, progress, CATALOG, MassUnit.KG, stop=stop))[0]
    assert stop in first
    assert first.index(stop) < first.index("Morning pain")
    assert "What was trained most" in " ".join(
        pages_of(report_pdf(record.journal, progress, CATALOG, MassUnit.KG, stop=stop))
    )


def test_an_empty_journal_has_a_report_too() -> None:
    pdf = report_pdf(Journal(), progress_of(Journal(), CATALOG, TODAY), CATALOG, MassUnit.LB, paper=Paper.LETTER)
    assert "Nothing recorded yet." in pages_of(pdf)[0]


def test_nothing_of_a_paper_stays_in_this_process() -> None:
    """The library keeps up to a hundred megabytes of each of its last papers."""
    assert handout("settled", Paper.A4)
    assert "typst" not in sys.modules
