"""What of a plan the catalogue still has: exercises may go with a new version, and files may name any."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from core.planning.plan import Plan, Prescription, Session


def gone_from(plan: Plan, catalog: Container[str]) -> tuple[str, ...]:
    """Ids of the plan's exercises that the catalogue does not have, in the order they come."""
    return tuple(name for name in plan.exercise_ids() if name not in catalog)


def is_known(plan: Plan, catalog: Container[str]) -> bool:
    """True where the catalogue has every exercise that the plan names anywhere."""
    doses = (dose for session in plan for dose in session.prescriptions)
    named = {name for dose in doses for name in (dose.exercise_id, dose.instead_of) if name}
    return all(name in catalog for name in named | {name for session in plan for name, _ in session.short})


def known_part(plan: Plan, catalog: Container[str]) -> Plan:
    """The plan without exercises that the catalogue does not have, the same plan where it has all."""
    if is_known(plan, catalog):
        return plan

    def known(session: Session) -> Session:
        kept = tuple(_known(dose, catalog) for dose in session.prescriptions if dose.exercise_id in catalog)
        short = tuple((name, sets) for name, sets in session.short if name in catalog)
        return replace(session, prescriptions=kept, short=short)

    weeks = (replace(week, sessions=tuple(map(known, week.sessions))) for week in plan.weeks)
    return replace(plan, weeks=tuple(weeks))


def _known(dose: Prescription, catalog: Container[str]) -> Prescription:
    """The same dose; what it once stood in for is left out where nobody could name it."""
    return dose if not dose.instead_of or dose.instead_of in catalog else replace(dose, instead_of=None)
