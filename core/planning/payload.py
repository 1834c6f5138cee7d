"""A plan as JSON text and back, exactly; what a store keeps."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from core.errors import StoreError
from core.planning.plan import Plan, Prescription, Session

_PLAN = TypeAdapter(Plan)


def plan_to_json(plan: Plan) -> str:
    """The plan as JSON text; equal plans give equal text."""
    return _PLAN.dump_json(plan).decode()


def plan_from_json(text: str) -> Plan:
    """The plan that `plan_to_json` wrote. Raises StoreError where the text is no plan."""
    try:
        return _each_once(_PLAN.validate_json(text))
    except ValidationError as error:
        raise StoreError(
            "The stored plan cannot be read by this version. Your journal is untouched; "
            "make a new plan from your answers."
        ) from error


def _each_once(plan: Plan) -> Plan:
    """The same plan: of what weeks have in common, which is most of them, one is enough for as long as it is shown."""
    known: dict[Prescription, Prescription] = {}

    def shared(session: Session) -> Session:
        return replace(session, prescriptions=tuple(known.setdefault(one, one) for one in session.prescriptions))

    return replace(plan, weeks=tuple(replace(one, sessions=tuple(map(shared, one.sessions))) for one in plan.weeks))
