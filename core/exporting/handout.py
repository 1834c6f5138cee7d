"""The plan on paper: one page a session with cells to fill in, then what is left out, the words, and the link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.body.drawing.card import figure_svg
from core.body.drawing.words import describe
from core.body.pose.library import load_poses
from core.catalog import Catalog, Exercise
from core.exporting import wording
from core.exporting.qr import qr_svg
from core.exporting.typesetting import Paper, typeset
from core.exporting.validity import Validity
from core.knowledge.texts import load_texts, say
from core.planning import Part, Plan, Prescription, Session, Week, WeekKind
from core.profile import Profile
from core.scoring import Verdict, judge_all
from core.units import MassUnit, format_mass
from core.words import Role

CUES = 2
MOST_WEEKS_ON_A_PAGE = 6
LABELS = (
    "warm_up", "core", "cool_down", "set", "pain", "date", "stop", "short", "ramp", "before", "morning", "left_out",
    "words", "again", "page", "write",
)  # fmt: skip


def handout_pdf(
    plan: Plan,
    profile: Profile,
    catalog: Catalog,
    unit: MassUnit,
    validity: Validity,
    *,
    paper: Paper = Paper.A4,
    link: str = "",
    name: str = "",
    from_week: int = 1,
) -> bytes:
    """The hand-out of a plan as PDF, from one week on; `link` becomes a QR code, `name` stands in the head.

    `catalog` is rated for the person (`core.demand.rated`), so that what is left out is the same as on the pages. A
    week without sessions has no page.

    Raises:
        ValueError: no week from there on has a session.
    """
    first = next((week for week in plan.weeks[from_week - 1 :] if week.sessions), None)
    if first is None:
        raise ValueError("a plan without a session has no hand-out")
    sessions = [_session(plan, one, first.number, catalog, unit, validity) for one in first.sessions]
    drawn = {one.exercise_id for session in first.sessions for one in session.of(Part.MAIN)}
    pictures = {f"{name_}.svg": _picture(catalog[name_]) for name_ in sorted(drawn) if name_ in load_poses()}
    if link:
        pictures["qr.svg"] = qr_svg(link)
    values = {
        "title": say("handout.title"),
        "name": name,
        "span": say("handout.span", weeks=len(plan.weeks), first=wording.full_day(plan.starts_on)),
        "valid": validity.words,
        "words": {label: load_texts()[f"handout.{label}"] for label in LABELS},
        "sessions": sessions,
        "stop": [say("today.stop_rules", limit=profile.pain_ceiling), say("triage.warning_card")],
        "left_out": left_out_groups(profile, catalog),
        "glossary": _glossary(),
        "link": link,
        "footer": say("triage.not_a_device"),
        "qr_about": say("handout.qr_about"),
        "qr_alt": say("handout.qr_alt"),
    }
    return typeset("handout", values, pictures, paper)


def left_out_groups(profile: Profile, catalog: Catalog) -> list[dict[str, Any]]:
    """Leg and trunk exercises that are left out, those with one reason and one way back together; equipment last."""
    groups: dict[tuple[str, str], list[str]] = {}
    missing: list[str] = []
    for verdict in judge_all(profile, catalog).values():
        exercise = catalog[verdict.exercise_id]
        if not verdict.left_out or exercise.role not in (Role.MAIN, Role.CORE):
            continue
        if _only_equipment(verdict):
            missing.append(exercise.name)
        else:
            block = verdict.blocks[0]
            groups.setdefault((block.text, block.comes_back), []).append(exercise.name)
    told = [{"names": names, "why": why, "back": back} for (why, back), names in groups.items()]
    if missing:
        told.append({"names": missing, "why": say("handout.no_equipment"), "back": say("handout.no_equipment_back")})
    return told


def _only_equipment(verdict: Verdict) -> bool:
    return all(reason.rule == "equipment" for reason in verdict.blocks)


def _session(
    plan: Plan, session: Session, from_week: int, catalog: Catalog, unit: MassUnit, validity: Validity
) -> dict[str, Any]:
    weeks = [week for week in plan.weeks[from_week - 1 :] if plan.session(week.number, session.number)]
    shown = weeks[:MOST_WEEKS_ON_A_PAGE]
    days = [found.day for week in shown if (found := plan.session(week.number, session.number))]
    return {
        "title": say("handout.session", number=session.number),
        "when": say("handout.when", weekday=f"{session.day:%A}", minutes=round(session.minutes)),
        "weeks": [
            {
                "label": str(week.number),
                "day": f"{day.day} {day:%b}",
                "easier": _mark(week, day, validity),
            }
            for week, day in zip(shown, days, strict=True)
        ],
        "main": [
            _main(one, catalog[one.exercise_id], unit, [plan.session(week.number, session.number) for week in shown])
            for one in session.of(Part.MAIN)
        ],
        **{
            part.value: [_easy(one, catalog[one.exercise_id]) for one in session.of(part)]
            for part in (Part.WARM_UP, Part.CORE, Part.COOL_DOWN)
        },
        "short": ", ".join(f"{catalog[one].name} × {sets}" for one, sets in session.short),
    }


def _mark(week: Week, day: date, validity: Validity) -> str:
    """What is written in a week's row: from the next screening on the questions come first."""
    if not validity.holds_on(day):
        return say("handout.ask_first", day=f"{day.day} {day:%b}")
    return say("handout.easier") if week.kind is WeekKind.EASIER else ""


def _main(
    prescription: Prescription, exercise: Exercise, unit: MassUnit, sessions: Iterable[Session | None]
) -> dict[str, Any]:
    found = [session.find(prescription.exercise_id) if session else None for session in sessions]
    has_picture = exercise.id in load_poses()
    return {
        "name": exercise.name,
        "dose": " · ".join(part for part in (wording.target(prescription), wording.load(prescription, unit)) if part),
        "details": wording.details(prescription),
        "cues": list(exercise.cues[:CUES]),
        "change": prescription.change,
        "ramp": ", ".join(format_mass(one, unit) for one in prescription.ramp_kg),
        "sets": [one.sets if one else 0 for one in found],
        "cell": unit.value if prescription.load_kg or exercise.start_share is not None else "",
        "picture": f"{exercise.id}.svg" if has_picture else "",
        "alt": describe(load_poses()[exercise.id], exercise.name) if has_picture else "",
    }


def _easy(prescription: Prescription, exercise: Exercise) -> dict[str, str]:
    return {"name": exercise.name, "dose": wording.target(prescription), "cue": exercise.cues[0]}


def _picture(exercise: Exercise) -> str:
    pose = load_poses()[exercise.id]
    return figure_svg(pose, exercise.muscles, alt=exercise.name, words=describe(pose, exercise.name))


def _glossary() -> list[dict[str, str]]:
    """The plan's glossary, whose terms stand between double stars, as pairs."""
    pieces = say("plan.glossary").split("**")[1:]
    pairs: Mapping[str, str] = dict(zip(pieces[::2], pieces[1::2], strict=True))
    return [{"term": term.strip().rstrip(":"), "means": means.strip()} for term, means in pairs.items()]
