"""Results of the screening, and plans. What stands inside answers and payload is for others to read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from core.journal import TEXT_LENGTH, check_id, check_text, in_utc
from core.store.scoped import Scoped
from core.store.tables import assessment, plan
from core.words import Tier

MOST_AHEAD = timedelta(days=1)
"""So far do the clocks of two devices differ at most, in whatever time zones they are."""


@dataclass(frozen=True)
class AssessmentRecord:
    """One screening: `answers` as JSON text, and what the triage made of them."""

    id: str
    at: datetime
    answers: str
    tier: Tier
    rules_version: str

    def __post_init__(self) -> None:
        check_id(self.id, "The assessment")
        object.__setattr__(self, "at", in_utc(self.at, "The time of the screening"))
        check_text(self.answers, "The answers", TEXT_LENGTH)
        check_id(self.rules_version, "The version of the rules")


@dataclass(frozen=True)
class PlanRecord:
    """One plan: `payload` as JSON text, with the versions that it was made from."""

    id: str
    made_at: datetime
    starts_on: date
    weeks: int
    payload: str
    catalog_version: str
    rules_version: str

    def __post_init__(self) -> None:
        check_id(self.id, "The plan")
        object.__setattr__(self, "made_at", in_utc(self.made_at, "The time of the plan"))
        check_text(self.payload, "The plan", TEXT_LENGTH)
        check_id(self.catalog_version, "The version of the catalogue")
        check_id(self.rules_version, "The version of the rules")


_ASSESSMENT = [assessment.c[name] for name in AssessmentRecord.__dataclass_fields__]
_PLAN = [plan.c[name] for name in PlanRecord.__dataclass_fields__]


class PlanStore(Scoped):
    """Keeps assessments and plans; nothing is thrown away when a newer one comes."""

    def save_assessment(self, person_id: str, record: AssessmentRecord) -> None:
        """Keep a screening's result; the same id again replaces it."""
        values = asdict(record)
        key = values.pop("id")
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            self._put(connection, assessment, values, person_id=person_id, id=key)

    def assessments(self, person_id: str) -> tuple[AssessmentRecord, ...]:
        """All assessments of a person, oldest first."""
        query = select(*_ASSESSMENT).where(*self._mine(assessment, {"person_id": person_id}))
        query = query.order_by(assessment.c.at)
        with self._database.reading() as connection:
            return tuple(AssessmentRecord(*row) for row in connection.execute(query))

    def latest_assessment(self, person_id: str) -> AssessmentRecord | None:
        """The newest assessment of a person; one from the future, made while a clock was wrong, gives way to others."""
        query = select(*_ASSESSMENT).where(*self._mine(assessment, {"person_id": person_id}))
        newest = query.order_by(assessment.c.at.desc()).limit(1)
        until_now = newest.where(assessment.c.at <= self._clock() + MOST_AHEAD)
        with self._database.reading() as connection:
            row = connection.execute(until_now).first() or connection.execute(newest).first()
        return None if row is None else AssessmentRecord(*row)

    def save_plan(self, person_id: str, record: PlanRecord) -> None:
        """Keep a plan and make it the current one; the same id again replaces it."""
        values = asdict(record)
        key = values.pop("id")
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            self._update(connection, plan, {"is_current": False}, person_id=person_id)
            self._put(connection, plan, {**values, "is_current": True}, person_id=person_id, id=key)

    def plans(self, person_id: str, since: date | None = None) -> tuple[PlanRecord, ...]:
        """All plans of a person, oldest first; or those in force on day `since` and later."""
        mine = self._mine(plan, {"person_id": person_id})
        query = select(*_PLAN).where(*mine).order_by(plan.c.made_at)
        if since is not None:
            begun = select(func.max(plan.c.starts_on)).where(*mine, plan.c.starts_on <= since).scalar_subquery()
            query = query.where(plan.c.starts_on >= func.coalesce(begun, since))
        with self._database.reading() as connection:
            return tuple(PlanRecord(*row) for row in connection.execute(query))

    def current_plan(self, person_id: str) -> PlanRecord | None:
        """The plan that was saved last."""
        query = select(*_PLAN).where(*self._mine(plan, {"person_id": person_id, "is_current": True}))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else PlanRecord(*row)
