"""The last part of a journal gives what the whole gives, wherever it is said to be enough."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.adapting import Flags, Readiness, adapted_session, calm_weeks, ladders, situation, stop_rules, weekly_review
from core.adapting.ladders import WEEKS
from core.adapting.learned import proving_demand
from core.adapting.looking_back import WEEKS_BACK, is_enough, is_of_plan, looked_back_to, rows_known
from core.adapting.situation import loading
from core.catalog import Catalog
from core.journal import ExerciseEntry, Journal, MorningEntry, SessionEntry, SessionKind, SetEntry
from core.knowledge.rules import whole
from core.planning import Due, Plan, Prescription
from core.profile import Profile
from core.units import round_down_to
from core.words import Axis, Measure, Site
from tests.core.adapting.journals import DAY, on, screened, session
from tests.core.adapting.test_promises import PEOPLE, plan_of
from tests.core.adapting.test_session import work
from tests.core.builders import CATALOG
from tests.core.shortening import shortened

TODAY = 420
EXAMPLES = settings(
    max_examples=400 if os.environ.get("CI") else 40, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Style:
    """How somebody trains for a while: which share of the exercises, how heavy, how often, and how it is answered."""

    exercises: float
    load: float
    odd: bool
    every: int
    notes: float
    hurts: float
    kind: SessionKind


def style_of(random: Random, *, calm: bool) -> Style:
    return Style(
        exercises=random.choice((1.0, 1.0, 1.0, 0.9, 0.5)),
        load=random.choice((1.0, 1.0, 1.5, 0.5, 3.0)),
        odd=random.random() < 0.1,
        every=random.choice((2, 3, 3, 4)),
        notes=random.choice((1.0, 0.97, 0.9)) if calm else random.choice((1.0, 0.6, 0.0)),
        hurts=random.choice((0.0, 0.01, 0.03)) if calm else random.choice((0.0, 0.05, 0.3, 0.8)),
        kind=SessionKind.PLANNED if calm else random.choice((*[SessionKind.PLANNED] * 4, SessionKind.IMPORTED)),
    )


def journal_of(random: Random, who: int, plan: Plan) -> Journal:
    """More than a year: an earlier part of any kind, and a later one that is mostly calm."""
    changes = random.randint(180, 330)
    breaks = random.choice((0, 0, 10, 40))
    earlier, later = style_of(random, calm=False), style_of(random, calm=True)
    if random.random() < 0.8:
        earlier = replace(earlier, load=later.load * random.choice((0.5, 0.8, 1.0)), odd=False)
    own = [list(one) for one in (_chosen(random, plan, earlier), _chosen(random, plan, later))]
    sessions: list[SessionEntry] = []
    mornings: dict[int, MorningEntry] = {}
    day = random.choice((0, 0, 100))
    while day <= TODAY:
        style = earlier if day < changes else later
        if not changes <= day < changes + breaks:
            sessions.append(_session(random, who, day, own[day >= changes], style))
            if random.random() < style.notes and day < TODAY:
                mornings[day + 1] = _morning(random, day + 1, style)
        day += max(1, style.every + random.choice((-1, 0, 0, 1)))
    for other in range(0, TODAY + 1, random.choice((1, 3, 6))):
        mornings.setdefault(other, _morning(random, other, earlier if other < changes else later))
    if random.random() < 0.1:
        at = random.randrange(len(sessions))
        sessions[at] = replace(sessions[at], finished_at=None)
    return Journal(tuple(sessions), tuple(mornings.values()))


def _chosen(random: Random, plan: Plan, style: Style) -> list[Prescription]:
    every = {one.exercise_id: one for each in plan for one in each.prescriptions if work(one)}
    return [one for one in every.values() if random.random() < style.exercises]


def _morning(random: Random, day: int, style: Style) -> MorningEntry:
    pain = random.choice((1, 1, 2)) + (random.choice((2, 4)) if random.random() < style.hurts else 0)
    return MorningEntry(on(day), None, pain)


def _session(random: Random, who: int, day: int, own: list[Prescription], style: Style) -> SessionEntry:
    done: list[SetEntry] = []
    felt: list[ExerciseEntry] = []
    grown = style.load * (0.7 + 0.3 * day / TODAY)
    for one in own:
        step, least = loading(CATALOG[one.exercise_id], PEOPLE[who])
        load = max(least, round_down_to(grown * one.load_kg, step)) if one.load_kg and step else None
        if load is not None and style.odd:
            load += 0.7
        amount = random.choice((one.low, one.high, one.high, one.high))
        sets = 0 if random.random() < style.hurts / 3 else one.sets - (random.random() < 0.02)
        for number in range(1, sets + 1):
            timed = one.measure is Measure.SECONDS
            rir = 3 if one.rir else None
            done.append(
                SetEntry(one.exercise_id, number, seconds=amount, load_kg=load, rir=rir)
                if timed
                else SetEntry(one.exercise_id, number, reps=amount, load_kg=load, rir=rir)
            )
        if random.random() < style.hurts / 3 or not sets:
            felt.append(ExerciseEntry(one.exercise_id, pain=random.choice((0, 3, 5, 8)), site=Site.BACK))
    kind = style.kind if random.random() < 0.95 else random.choice((SessionKind.SHORT, SessionKind.GENTLE))
    worst = 2 if random.random() > style.hurts else random.choice((4, 6, 9))
    return session(day, done, *felt, kind=kind, pain_worst=worst, spread=random.random() < style.hurts / 50)


@dataclass(frozen=True)
class Case:
    """A person with a plan and a journal, and the day from which on it is read."""

    profile: Profile
    plan: Plan
    catalog: Catalog
    whole: Journal
    since: date
    flags: Flags
    today: date


def case_of(seed: int) -> Case:
    random = Random(seed)
    who = random.randrange(len(PEOPLE))
    plan, catalog = plan_of(who)
    since = on(TODAY - random.choice((70, 100, 140, 140, 200)))
    answered = screened(random.randint(TODAY - 30, TODAY - 1)).screened_at
    ready = Readiness(*(random.choice((None, None, random.randint(0, 10))) for _ in range(4)))
    flare_on = on(TODAY - random.randint(0, 20)) if random.random() < 0.2 else None
    flags = Flags(flare_on, random.random() < 0.2, ready, answered)
    return Case(PEOPLE[who], plan, catalog, journal_of(random, who, plan), since, flags, on(TODAY))


def told(case: Case, journal: Journal, today: date) -> tuple[object, ...]:
    """Everything that follows for a day; None for a session that took in an exercise from outside the plan."""
    found: list[object] = []
    for each in case.plan.weeks[-1].sessions:
        due = Due(case.plan.weeks[-1], each)
        made = adapted_session(case.plan, due, journal, case.profile, case.catalog, today, case.flags)
        state = made.state
        found.append((made.session, made.targets, made.adjustments) if is_of_plan(made, case.plan) else None)
        found.append((state.usual, state.shifts, state.flares, state.deload, state.pain_rises, state.stops))
        rungs = ladders(case.plan, state, case.catalog)
        found.append([replace(one, green_weeks=min(WEEKS, one.green_weeks)) for one in rungs])
    review = weekly_review(case.plan, "p", journal, case.profile, case.catalog, today, case.flags)
    found.append((review.week, review.before, review.said))
    found.append(stop_rules(journal, case.profile, today, case.flags))
    found.append(calm_weeks(journal, case.profile.pain_ceiling, today) >= 4)
    return tuple(found)


def without(journal: Journal, left_out: SessionEntry) -> Journal:
    """The journal as a session under way is worked out from it."""
    return replace(journal, sessions=tuple(one for one in journal.sessions if one.id != left_out.id))


@given(seed=st.integers(0, 10**9))
@EXAMPLES
def test_what_is_enough_gives_what_the_whole_gives(seed: int) -> None:
    case = case_of(seed)
    short = shortened(case.whole, case.since)
    if not is_enough(short, case.plan, case.profile, case.catalog, case.today):
        return
    assert told(case, short.journal, case.today) == told(case, case.whole, case.today)
    states = [situation(one, case.profile, case.catalog, case.today) for one in (short.journal, case.whole)]
    if rows_known(case.plan, states[0], case.since):
        rows = [[one.green_weeks for one in ladders(case.plan, state, case.catalog)] for state in states]
        assert rows[0] == rows[1]
    under_way = short.journal.open_session() or case.whole.sessions[-1]
    if under_way.day == case.today or not under_way.finished:
        day = under_way.day
        assert told(case, without(short.journal, under_way), day) == told(case, without(case.whole, under_way), day)


def steady(weeks: int, who: int = 1, **changes: object) -> Case:
    """Somebody who does the first week's sessions of the plan every week, answered calmly, up to yesterday."""
    plan, catalog = plan_of(who)
    sessions = [
        as_planned(plan, TODAY - 7 * back - 2 * number, number, **changes)
        for back in range(weeks)
        for number in range(1, len(plan.weeks[0].sessions) + 1)
    ]
    mornings = tuple(MorningEntry(one.day + DAY, None, 1) for one in sessions)
    since = on(TODAY - 7 * WEEKS_BACK)
    return Case(PEOPLE[who], plan, catalog, Journal(tuple(sessions), mornings), since, Flags(), on(TODAY))


def as_planned(plan: Plan, day: int, number: int, **changes: object) -> SessionEntry:
    """One session of the first week, each set in the middle of its range."""
    done = [
        SetEntry(
            one.exercise_id,
            at,
            reps=one.low + 1 if one.measure is Measure.REPS else None,
            seconds=one.low + 1 if one.measure is not Measure.REPS else None,
            load_kg=one.load_kg,
            rir=3 if one.rir else None,
        )
        for one in plan.weeks[0].sessions[number - 1].prescriptions
        if work(one)
        for at in range(1, one.sets + 1)
    ]
    return session(day, done, **changes)


def enough(case: Case, whole: Journal | None = None) -> bool:
    return is_enough(shortened(whole or case.whole, case.since), case.plan, case.profile, case.catalog, case.today)


def changed_before(case: Case, **changes: object) -> Journal:
    """The journal with its first session changed."""
    first, *rest = case.whole.sessions
    return replace(case.whole, sessions=(replace(first, **changes), *rest))


def test_years_of_steady_training_are_known_by_their_last_twenty_weeks() -> None:
    assert enough(steady(50))
    assert enough(steady(10))


def test_random_journals_are_often_known_by_their_last_part() -> None:
    assert sum(enough(case_of(seed)) for seed in range(40)) >= 8


def test_without_any_morning_the_first_load_counts_for_good() -> None:
    case = steady(50)
    assert not enough(case, replace(case.whole, mornings=()))


def test_an_odd_load_of_long_ago_still_counts_as_loadable() -> None:
    case = steady(50)
    first = case.whole.sessions[0]
    odd = tuple(one if one.load_kg is None else replace(one, load_kg=one.load_kg - 0.5) for one in first.sets)
    assert any(one.load_kg for one in odd)
    assert not enough(case, changed_before(case, sets=odd))
    assert enough(case, changed_before(case, sets=odd, kind=SessionKind.IMPORTED)) is False


def test_an_exercise_of_the_plan_not_done_for_long_has_to_be_looked_up() -> None:
    case = steady(50)
    name = case.whole.sessions[0].sets[0].exercise_id
    recent = tuple(
        replace(one, sets=tuple(each for each in one.sets if each.exercise_id != name))
        if one.day >= case.since
        else one
        for one in case.whole.sessions
    )
    assert not enough(case, replace(case.whole, sessions=recent))
    never = tuple(replace(one, sets=tuple(each for each in one.sets if each.exercise_id != name)) for one in recent)
    assert enough(case, replace(case.whole, sessions=never))


def test_an_exercise_felt_long_ago_without_a_set_of_it_has_to_be_looked_up() -> None:
    case = steady(50)
    name = case.whole.sessions[0].sets[0].exercise_id
    others = tuple(
        replace(one, sets=tuple(each for each in one.sets if each.exercise_id != name)) for one in case.whole.sessions
    )
    felt = (replace(others[0], exercises=(ExerciseEntry(name, pain=8),)), *others[1:])
    assert enough(case, replace(case.whole, sessions=others))
    assert not enough(case, replace(case.whole, sessions=felt))


def test_what_was_imported_long_ago_may_have_proven_something() -> None:
    case = steady(50)
    assert enough(case)
    jumps = next(one.id for one in CATALOG if one.demand[Axis.IMPACT] >= proving_demand(1))
    done = (SetEntry(jumps, 1, reps=5),)
    assert not enough(case, changed_before(case, sets=done, kind=SessionKind.IMPORTED))


def test_a_session_left_open_long_ago_has_to_be_looked_up() -> None:
    case = steady(50)
    assert not enough(case, changed_before(case, finished_at=None))


def test_after_a_long_pause_everything_is_looked_up() -> None:
    case = steady(50)
    paused = tuple(one for one in case.whole.sessions if one.day < case.since)
    assert not enough(case, replace(case.whole, sessions=paused))


def test_all_since_the_screening_and_the_plan_is_read() -> None:
    plan, _ = plan_of(0)
    today = plan.starts_on + 30 * DAY
    moment = datetime.combine(plan.starts_on, time(9), UTC)
    assert looked_back_to(today, 20, today, plan, moment) == today - timedelta(weeks=20)
    late = plan.starts_on + timedelta(weeks=40)
    assert looked_back_to(late, 20, late, plan, moment + timedelta(days=9)) == plan.starts_on
    assert looked_back_to(late, 20, late, plan, moment - timedelta(days=9)) == plan.starts_on - 10 * DAY
    assert looked_back_to(late, 20, plan.starts_on, None, None) < plan.starts_on - 28 * DAY


def test_the_window_holds_what_other_rules_look_back_to() -> None:
    assert whole("import.old_days") < WEEKS_BACK * 7
    assert whole("gate.calm_weeks") + 1 < WEEKS_BACK
    for ours, progress in (("least_mornings", "baseline_entries"), ("retriage_days", "baseline_days")):
        assert whole(f"adapt.{ours}") == whole(f"progress.{progress}")


def waves(case: Case, calm: range = range(0)) -> Journal:
    """The journal with pain that goes up for two mornings of every six, but for some days."""
    days = range((TODAY - 350), TODAY)
    high = [day for day in days if day % 6 in (0, 1) and day not in calm]
    return replace(case.whole, mornings=tuple(MorningEntry(on(day), None, 4 if day in high else 1) for day in days))


def test_pain_that_comes_in_waves_tells_no_new_flare_up_from_an_old_one() -> None:
    case = steady(50, pain_before=3, pain_worst=3)
    assert not enough(case, waves(case))
    assert enough(case, waves(case, range(TODAY - 60, TODAY - 50)))


def test_a_beginning_with_few_mornings_has_to_be_looked_up() -> None:
    case = steady(50)
    first = tuple(MorningEntry(on(TODAY - 400 + 8 * at), None, 3) for at in range(20))
    assert not enough(
        case, replace(case.whole, mornings=(*first, *(one for one in case.whole.mornings if one.day > first[-1].day)))
    )
