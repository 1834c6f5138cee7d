"""The result of the triage on one card: what to do, why, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

import streamlit as st

from core.exporting.wording import full_day
from core.knowledge.questions import Answers
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.screening import Assessment, Finding, finding_in_words, in_words, ticks_besides
from core.words import Tier

LONGEST_AGO = timedelta(days=whole("triage.assessed_within_days"))

LOOK = {
    Tier.EMERGENCY: (st.error, ":material/emergency:"),
    Tier.SAME_DAY: (st.error, ":material/call:"),
    Tier.PROFESSIONAL: (st.warning, ":material/stethoscope:"),
    Tier.LIMITS: (st.info, ":material/tune:"),
    Tier.ADVICE: (st.success, ":material/check_circle:"),
    Tier.CLEAR: (st.success, ":material/check_circle:"),
}


def tier_card(tier: Tier) -> None:
    """Title and action of a tier."""
    box, icon = LOOK[tier]
    box(f"## {say(f'tier.{tier.value}.title')}\n\n{say(f'tier.{tier.value}.action')}", icon=icon)


def reasons(assessment: Assessment) -> None:
    """Why the person is in this tier, then what goes along with it."""
    for finding in (*assessment.decided_by, *assessment.notes):
        st.markdown(f"- {finding_in_words(finding)}")
    for finding in assessment.resolved:
        st.markdown(f"- {say('triage.resolved', reason=finding_in_words(finding))}")


def summary_line(assessment: Assessment) -> str:
    """What to read out or show, for the tiers that withhold a plan: what was ticked, not what it may mean."""
    withholding = [finding for finding in assessment.findings if not finding.tier.allows_plan]
    ticks = dict.fromkeys(in_words(sign).rstrip(".") for finding in withholding for sign in finding.signs)
    title = say(f"tier.{assessment.tier.value}.title").lower()
    return say("tier.summary", day=full_day(assessment.day), title=title, reasons="; ".join(ticks) + ".")


def decline_card(assessment: Assessment) -> None:
    """The warning signs, in sight of whoever would rather not say something."""
    if any(finding.code == "A4.not_said" for finding in assessment.findings):
        st.info(say("triage.warning_card"), icon=":material/info:")


def named_ticks(answers: Answers, assessment: Assessment) -> None:
    """Every tick that the reasons do not speak of, with what it changed."""
    told = ticks_besides(answers, assessment)
    if told:
        st.markdown(f"**{say('triage.ticked')}**")
        st.markdown("\n".join(f"- {sentence}" for sentence in told))


def resolver(findings: tuple[Finding, ...], today: date) -> dict[str, date]:
    """Offer "already assessed for exactly this" for what can be resolved; the day by sign where it was given.

    What is new, changed or worse since then counts as never assessed, and what is so by its own words is not offered.
    """
    days: dict[str, date] = {}
    withholding = [finding for finding in findings if not finding.tier.allows_plan]
    for finding in withholding:
        if finding.resolvable:
            day = _assessed_on(finding, today)
            days |= dict.fromkeys(finding.signs, day) if day else {}
    coming_back = [finding for finding in withholding if not finding.resolvable and finding.code != "H4.minor"]
    if any(finding.tier is not Tier.EMERGENCY for finding in coming_back):
        st.markdown(say("triage.comes_back"))
    return days


def _assessed_on(finding: Finding, today: date) -> date | None:
    """The day on which a finding was assessed, None where that is not said, or where something changed since."""
    # Other signs behind the same sentence are another matter to assess.
    key = f"resolver.{finding.code}.{crc32('+'.join(finding.signs).encode()):x}"
    with st.container(border=True):
        st.markdown(finding_in_words(finding))
        if not st.checkbox(say("triage.resolver"), key=key, persist_state="session", wrap=True):
            return None
        day = st.date_input(
            "Assessed on",
            value=None,
            min_value=today - LONGEST_AGO,
            max_value=today,
            format="DD/MM/YYYY",
            key=f"{key}.day",
            width=220,
        )
        since = st.radio(
            say("triage.since.ask"),
            ("unchanged", "changed"),
            index=None,
            format_func=lambda choice: say(f"triage.since.{choice}"),
            key=f"{key}.since",
            persist_state="session",
        )
        if since == "changed":
            st.markdown(say("triage.since.counts_anew"))
        return day if isinstance(day, date) and since == "unchanged" else None
