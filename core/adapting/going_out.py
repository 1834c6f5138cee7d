"""What of a plan may go out today: neither what the verdict leaves out, nor what the journal leaves out for now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from core.adapting.flags import Flags, Readiness
from core.adapting.limits import fits_still
from core.adapting.session import Maker
from core.adapting.situation import situation
from core.catalog import Catalog
from core.journal import Journal
from core.planning import Due, Plan, next_session
from core.profile import Profile
from core.scoring import Verdict, judge_all


def left_out_for_now(
    plan: Plan,
    done: Collection[tuple[int, int]],
    journal: Journal,
    profile: Profile,
    catalog: Catalog,
    today: date,
    flags: Flags | None = None,
) -> frozenset[str]:
    """Exercises of the plan that must not go out today, be it on paper, in a calendar or as a link.

    Those that the verdict leaves out, those that the journal has moved out of what the back tolerates, and those that
    the adjusted sessions of the present week rest. `catalog` is rated for the person; `done` holds week and number of
    the sessions already done. What is said of this one day (gentle, tired) counts for no other and so not here.
    """
    used = plan.exercise_ids()
    verdicts = judge_all(profile, catalog)
    lasting = replace(flags or Flags(), gentle=False, readiness=Readiness())
    state = situation(journal, profile, catalog, today, lasting)
    unfit = {name for name in used if name not in verdicts or _is_left_out(verdicts[name])}
    unfit |= {name for name in used if name not in unfit and not fits_still(catalog[name], state.profile)}
    due = next_session(plan, done, today)
    for coming in (Due(due.week, session) for session in due.week.sessions) if due else ():
        session, adapted = coming.session, Maker(plan, coming, profile, catalog, state).adapted()
        unfit |= {each.exercise_id for each in session.prescriptions if adapted.session.find(each.exercise_id) is None}
    return frozenset(unfit)


def _is_left_out(verdict: Verdict) -> bool:
    """True where more stands against it than the leg model, which does not judge what somebody does already."""
    return any(block.rule != "too_heavy" for block in verdict.blocks)
