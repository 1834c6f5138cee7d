"""The link: a plan goes out and comes back equal, nothing else is in it, and damage is told from novelty."""

import os
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.demand import rated
from core.errors import PlanWithheld
from core.exporting.link import (
    DICTIONARY,
    LinkDamaged,
    LinkTooNew,
    Opened,
    impersonal,
    plan_from_text,
    plan_link,
    plan_to_text,
    text_of_link,
)
from core.exporting.taking_over import hurdles, taken_over
from core.exporting.validity import Validity
from core.planning import Part, Plan, Prescription, Session, Week, WeekKind, build_plan
from core.profile import build_profile
from core.screening import assess, checked
from core.words import Measure, Muscle
from tests.core.builders import (
    ALL_EQUIPMENT,
    CATALOG,
    HARDER_LIFTS,
    IRRITABLE_DISC,
    MONDAY,
    TODAY,
    person,
    plan_for,
)
from tests.core.strategies import people

MANY = 1000 if os.environ.get("CI") else 25
BASE = "https://backwise.example.org/plan"
SHORT_ENOUGH = 2000
DAYS = Validity(TODAY, date(2026, 12, 18))

FROZEN = (
    "1PIIKTPFVTRAQ5BBABRC67YW2BXC2AHWGRVR6N7SHDCQAKUNJKJSJMTWSUYRBSXT7LPHIM5D52HCSUXDVMRG34ZRWPJKPBWJWZM3"
    "N3NA2TNHOQ3KWSPXFY2AF26CDJK7GWRIEGK2VZULIKJFB5ZP2YUCXVDP77UWYMO46TBIILSTIUF6K6JWYU53PVNT3EZONK356UKR"
    "KUVCST757YV2B7VYAOXH3MYKXIJ7M7TL2MTZCRRYUDIOWF3QWCMU7BCMUH5L4S2LWBBGR34R3PRR5MKJC5PUIZSHHUWFR6JH6ACJ"
    "WQ65C7ECBRV4S5GAFOAVW3ZST44WKG6UEXSIMUJHWNFFOGY66Z33HGRCOWGXFHA6O5U4AGM67IMWXWQHMM7NTGECP4NHMUACDXF5"
    "SBFDW6XQ4YXMG6B2GEV5YHYW765DNVU67IYVXRYW4TWYMBB5ARG3A5LGGWFYDBALISKBNQ4AFGF66JVABD4JQ4U2EM3V7TF2AM2I"
    "JEGIQW4XMWDY"
)
FROZEN_DATED = (
    "24UTMK4FFLREQ5QZABT6EXTTJEUNUJSLDXC2CR737IJMUZCQDJZSPLGCIDYMZHDAHNHGDTEFOF4NKFWSVI4UWI543GMX4AT4MJHN"
    "SZ7XN2JY4FRANPQBHRJA27OOOAUQWF3MBOVI5HGWLKJDTCOTZNOAINVXBHH2IWBGEPJVCKXMXO2BQFQNIZ4FGUMV4AVDBLWTIRZ7"
    "26QDNWL3KUDILFQQJMZMVBNDBKY55TR5KERYMEE5GNXKAVEXAVY6NZKRS2JY33T3S4KW5KQNSQXP3VH2B6E6ZFPDI3FPI5DTJW2P"
    "GLXB3PP75CUIZF2WLPLPOI6ZFR2GVCDQTFOUW3JQQXQJDUTTWEO3SWHQ23SWWY6HIVYOZP2UNHG2GZ3MJGM2S5MFOCCY"
)
FROZEN_MAIN = (
    "reverse_lunge",
    "glute_bridge",
    "quad_set",
    "standing_calf_raise",
    "heel_dig_bridge",
    "side_lying_hip_abduction",
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ids = st.sampled_from(tuple(CATALOG.exercises)) | texts.filter(bool)
weights = st.floats(0, 500)


@st.composite
def prescriptions(draw: st.DrawFn) -> Prescription:
    low = draw(st.integers(0, 60))
    return Prescription(
        exercise_id=draw(ids),
        part=draw(st.sampled_from(Part)),
        sets=draw(st.integers(1, 10)),
        low=low,
        high=low + draw(st.integers(0, 60)),
        measure=draw(st.sampled_from(Measure)),
        one_sided=draw(st.booleans()),
        rest_s=draw(st.integers(0, 600)),
        tempo=draw(texts),
        rir=draw(st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9))),
        load_kg=draw(st.none() | weights),
        ramp_kg=tuple(draw(st.lists(weights, max_size=2))),
        seconds=draw(st.integers(0, 9999)),
        spine_points=draw(st.integers(0, 99)),
        why=tuple(draw(st.lists(texts, max_size=3))),
        change=draw(texts),
        instead_of=draw(st.none() | ids),
    )


days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
sessions = st.builds(
    Session,
    st.integers(1, 14),
    days,
    st.lists(prescriptions(), max_size=4).map(tuple),
    st.lists(st.tuples(ids, st.integers(1, 9)), max_size=3).map(tuple),
)
one_week = st.tuples(
    st.sampled_from(WeekKind),
    st.lists(sessions, min_size=1, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(Muscle), weights, max_size=4),
)
weeks = st.lists(one_week, min_size=1, max_size=4).map(
    lambda drawn: tuple(Week(number, *parts) for number, parts in enumerate(drawn, start=1))
)
plans = st.builds(Plan, days, weeks, texts, st.none() | texts, st.lists(texts, max_size=3).map(tuple), texts, texts)


@given(plans)
@settings(max_examples=MANY, suppress_health_check=[HealthCheck.too_slow])
def test_any_plan_comes_back_equal(plan: Plan) -> None:
    assert plan_from_text(plan_to_text(plan, DAYS)) == Opened(impersonal(plan), DAYS)


@given(people())
@settings(max_examples=MANY, suppress_health_check=[HealthCheck.too_slow])
def test_every_persons_plan_comes_back_equal_from_a_short_link(raw: dict[str, Any]) -> None:
    answers = checked(raw)
    assessment = assess(answers, TODAY)
    assume(assessment.allows_plan)
    profile = build_profile(answers, assessment)
    plan = build_plan(profile, CATALOG, MONDAY)
    link = plan_link(plan, DAYS, BASE)
    assert len(link) < SHORT_ENOUGH
    assert plan_from_text(text_of_link(link)).plan == impersonal(plan)


def test_the_largest_plan_stays_short() -> None:
    plan = plan_for(
        person(days_per_week=4, minutes=90, equipment=ALL_EQUIPMENT, opted_in=HARDER_LIFTS, mass_kg=83.7), weeks=12
    )
    assert len(plan_link(plan, DAYS, BASE)) < SHORT_ENOUGH


def test_equal_plans_make_equal_links_whatever_was_answered() -> None:
    # Answers that change nothing in the plan change nothing in the link either: none of them is in it.
    plain, told = person(), person(sleep=2, stress=9)
    assert plan_for(plain) == plan_for(told)
    assert plan_to_text(plan_for(plain), DAYS) == plan_to_text(plan_for(told), DAYS)


def test_the_frozen_dictionary_is_what_it_was() -> None:
    # Links given out hang on every byte of this file: a new one is a new file and a new version.
    assert (
        sha256(DICTIONARY.read_bytes()).hexdigest()
        == "3a49599318ea6b007adbcb5f73f1ad9892cf82c9fe373c9a2fd8978f0da19d20"
    )


def test_a_link_of_the_first_version_can_be_read_for_good() -> None:
    opened = plan_from_text(FROZEN)
    plan = opened.plan
    assert opened.validity is None
    assert plan.starts_on == date(2026, 11, 23)
    assert plan.exercise_ids(Part.MAIN) == FROZEN_MAIN


def test_a_link_of_the_second_version_can_be_read_for_good() -> None:
    opened = plan_from_text(FROZEN_DATED)
    assert opened.validity == Validity(date(2026, 11, 20), date(2026, 12, 18))
    assert opened.plan.starts_on == date(2026, 11, 23)
    assert opened.plan == impersonal(plan_from_text(FROZEN).plan)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_link_that_holds_for_years_is_not_one_of_ours(days: int) -> None:
    with pytest.raises(LinkDamaged):
        plan_from_text(plan_to_text(PLAN, Validity(TODAY, TODAY + timedelta(days=days))))


def test_a_week_without_sessions_is_not_in_the_link() -> None:
    gone, *others = PLAN.weeks
    opened = plan_from_text(plan_to_text(replace(PLAN, weeks=(replace(gone, sessions=()), *others)), DAYS))
    assert [week.number for week in opened.plan.weeks] == list(range(1, len(PLAN.weeks)))
    assert [session.day for session in opened.plan] == [session.day for week in others for session in week.sessions]
    with pytest.raises(ValueError, match="without a session"):
        plan_to_text(replace(PLAN, weeks=(replace(gone, sessions=()),)), DAYS)


@given(st.data())
@settings(max_examples=50)
def test_any_damage_is_told(data: st.DataObject) -> None:
    text = plan_to_text(PLAN, DAYS)
    at = data.draw(st.integers(1, len(text) - 1))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda sign: sign != text[at]))
    # The last sign holds spare bits, which no checksum can see.
    assume(at < len(text) - 1)
    with pytest.raises(LinkDamaged):
        plan_from_text(text[:at] + other + text[at + 1 :])
    with pytest.raises(LinkDamaged):
        plan_from_text(text[:at])


@given(st.text(max_size=200))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    with pytest.raises((LinkDamaged, LinkTooNew)):
        plan_from_text(text)


def test_a_newer_link_says_so() -> None:
    with pytest.raises(LinkTooNew, match="newer version"):
        plan_from_text("3" + plan_to_text(PLAN, DAYS)[1:])


def test_it_may_be_typed_in_small_letters() -> None:
    assert plan_from_text(f" {plan_to_text(PLAN, DAYS).lower()}\n") == Opened(impersonal(PLAN), DAYS)


# ---------------------------------------------------------------- taking a plan over

PLAN = plan_for(person())


def test_ones_own_plan_has_no_hurdle_and_starts_anew() -> None:
    profile = person()
    assert hurdles(PLAN, profile, CATALOG) == ()
    taken = taken_over(PLAN, profile, CATALOG, TODAY)
    assert taken.starts_on == TODAY
    assert taken.exercise_ids() == PLAN.exercise_ids()
    for before, after in zip(PLAN, taken, strict=True):
        assert (after.day - taken.starts_on) == (before.day - PLAN.starts_on)
        for one, other in zip(before.prescriptions, after.prescriptions, strict=True):
            assert (other.sets, other.low, other.high, other.load_kg, other.rir, other.spine_points) == (
                one.sets, one.low, one.high, one.load_kg, one.rir, one.spine_points,
            )  # fmt: skip


def test_the_loads_are_those_of_whoever_takes_it() -> None:
    strong = person(equipment=("dumbbell",), mass_kg=100)
    light = person(equipment=("dumbbell",), mass_kg=50, stature_cm=160)
    taken = taken_over(plan_for(strong), light, CATALOG, TODAY)
    heavy = {one.exercise_id: one.load_kg for session in plan_for(strong) for one in session.of(Part.MAIN)}
    loaded = [one for session in taken for one in session.of(Part.MAIN) if one.load_kg]
    assert loaded
    assert all((one.load_kg or 0) < (heavy[one.exercise_id] or 0) for one in loaded)


def test_a_sore_back_is_kept_from_a_strong_ones_plan() -> None:
    sore = person(**IRRITABLE_DISC)
    strong = plan_for(person(equipment=ALL_EQUIPMENT, opted_in=HARDER_LIFTS))
    rated_for_sore = rated(CATALOG, sore)
    found = hurdles(strong, sore, rated_for_sore)
    assert any("spine points" in one for one in found)
    assert any(CATALOG[name].name in told for name in strong.exercise_ids(Part.MAIN) for told in found)
    with pytest.raises(PlanWithheld):
        taken_over(strong, sore, rated_for_sore, TODAY)


def test_the_triage_comes_first() -> None:
    assert hurdles(PLAN, person(A1="new"), CATALOG) == (
        "Your answers call for someone to look at this first, so there is no plan yet.",
    )


def test_an_exercise_that_nobody_knows_is_named() -> None:
    plan = plan_from_text(plan_to_text(PLAN, DAYS)).plan
    week = plan.weeks[0]
    strange = replace(week.sessions[0].prescriptions[0], exercise_id="moon_walk")
    session = Session(1, week.sessions[0].day, (strange,), ())
    changed = replace(plan, weeks=(Week(1, week.kind, (session,), {}),))
    assert hurdles(changed, person(), CATALOG) == ("This version does not know the exercise moon_walk.",)


def test_no_reason_and_so_nothing_of_the_answers_is_in_a_link() -> None:
    reasons = {reason for session in PLAN for one in session.prescriptions for reason in one.why}
    assert reasons
    opened = plan_from_text(plan_to_text(PLAN, DAYS)).plan
    assert not {reason for session in opened for one in session.prescriptions for reason in one.why}
