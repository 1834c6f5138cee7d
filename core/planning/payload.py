"""A plan as JSON text and back, exactly; what a store keeps."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from core.errors import StoreError
from core.knowledge.texts import say
from core.planning.plan import Plan, Prescription, Session
from core.planning.soundness import unsound, with_known_notes

_PLAN = TypeAdapter(Plan)


def plan_to_json(plan: Plan) -> str:
    """The plan as JSON text; equal plans give equal text."""
    return _PLAN.dump_json(plan).decode()


def plan_from_json(text: str) -> Plan:
    """The plan that `plan_to_json` wrote. Raises StoreError where the text is no plan, or cannot be one."""
    try:
        plan = _each_once(_PLAN.validate_json(text))
    except (ValidationError, OverflowError, RecursionError) as error:
        raise StoreError(say("plan.unreadable")) from error
    if why := unsound(plan):
        raise StoreError(say("plan.unsound", why=why))
    return with_known_notes(plan)


def _each_once(plan: Plan) -> Plan:
    """The same plan: of what weeks have in common, which is most of them, one is enough for as long as it is shown."""
    known: dict[Prescription, Prescription] = {}

    def shared(session: Session) -> Session:
        return replace(session, prescriptions=tuple(known.setdefault(one, one) for one in session.prescriptions))

    return replace(plan, weeks=tuple(replace(one, sessions=tuple(map(shared, one.sessions))) for one in plan.weeks))
