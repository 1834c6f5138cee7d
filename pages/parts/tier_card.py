"""The result of the triage on one card: what to do, why, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.screening import Assessment, Finding
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
    box(f"**{say(f'tier.{tier.value}.title')}**\n\n{say(f'tier.{tier.value}.action')}", icon=icon)


def reasons(assessment: Assessment) -> None:
    """Why the person is in this tier, then what goes along with it."""
    for finding in (*assessment.decided_by, *assessment.notes):
        st.markdown(f"- {say(f'triage.{finding.code}')}")
    for finding in assessment.resolved:
        st.markdown(f"- {say('triage.resolved', reason=say(f'triage.{finding.code}'))}")


def summary_line(assessment: Assessment) -> str:
    """One line to read out or show, for the tiers that withhold a plan."""
    told = " ".join(say(f"triage.{finding.code}") for finding in assessment.decided_by)
    title = say(f"tier.{assessment.tier.value}.title").lower()
    return say("tier.summary", day=assessment.day.isoformat(), title=title, reasons=told)


def resolver(findings: tuple[Finding, ...], today: date) -> dict[str, date]:
    """Offer "already assessed for exactly this" for what can be resolved; the day by row where it was given."""
    days: dict[str, date] = {}
    for finding in findings:
        if not finding.resolvable or finding.tier.allows_plan or finding.row in days:
            continue
        with st.container(border=True):
            st.markdown(say(f"triage.{finding.code}"))
            if st.checkbox(say("triage.resolver"), key=f"resolver.{finding.row}", persist_state="session", wrap=True):
                day = st.date_input(
                    "Assessed on",
                    value=None,
                    min_value=today - LONGEST_AGO,
                    max_value=today,
                    key=f"resolver.{finding.row}.day",
                    width=220,
                )
                if isinstance(day, date):
                    days[finding.row] = day
    return days
