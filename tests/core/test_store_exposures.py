"""The diary of graded exposure in the store, and removed scores: what goes in comes out, for one owner only."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import AnswerError, StoreConflict, StoreError
from core.journal import MOST_STEPS, ExposureDiary, ExposureLadder, ExposureStep, ExposureTry, OutcomeEntry
from core.store import Store, file_url, memory_url, open_database, open_store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
SHOES = ExposureStep("Touch my shoes from a chair")
HINGE = ExposureStep("Hip hinge with a dowel", "hip_hinge_dowel")
LADDER = ExposureLadder("l", NOW, "Bending down", (SHOES, HINGE))
TRY = ExposureTry(id="t", ladder_id="l", step=SHOES.words, day=DAY, at=NOW, expected=6, likely=8, worry=7)
DONE = replace(TRY, result=2, worry_after=4, note="Stiff, no more")

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
said = words.filter(lambda one: bool(one.strip()))
scores = st.integers(0, 10)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.timezones(), allow_imaginary=False)
ladders = st.builds(
    ExposureLadder,
    st.uuids().map(lambda one: one.hex),
    moments,
    said,
    st.lists(
        st.builds(ExposureStep, said, st.none() | st.sampled_from(["goblet_squat", "bird_dog"])),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one.words,
    ).map(tuple),
    st.booleans(),
)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store(memory_url(), "me", clock=lambda: NOW)
    opened.add_person("ann", "Ann")
    opened.save_exposure_ladder("ann", LADDER)
    yield opened
    opened.close()


@given(ladders, st.data())
@settings(max_examples=30)
def test_a_diary_comes_back_as_it_was_kept(ladder: ExposureLadder, data: st.DataObject) -> None:
    own = open_store(memory_url(), "me", clock=lambda: NOW)
    own.add_person("ann", "Ann")
    own.save_exposure_ladder("ann", ladder)
    tries = data.draw(
        st.lists(
            st.builds(
                ExposureTry,
                id=st.uuids().map(lambda one: one.hex),
                ladder_id=st.just(ladder.id),
                step=st.sampled_from([one.words for one in ladder.steps]),
                day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
                at=moments,
                expects=words,
                expected=scores,
                likely=scores,
                worry=scores,
                result=st.none() | scores,
                worry_after=st.none() | scores,
                stopped=st.booleans(),
                note=words,
            ),
            max_size=3,
            unique_by=lambda one: one.id,
        )
    )
    for entry in tries:
        own.save_exposure_try("ann", entry)
    assert own.exposures("ann") == ExposureDiary((ladder,), tuple(tries))
    own.close()


def test_a_prediction_gets_its_result_later(store: Store) -> None:
    assert store.save_exposure_try("ann", TRY) == 1
    assert store.save_exposure_try("ann", DONE, 1) == 2
    assert store.exposures("ann").tries == (DONE,)
    assert store.exposure_versions("ann") == {"l": 1, "t": 2}


def test_two_tabs_do_not_overwrite_each_other(tmp_path: Path) -> None:
    url = file_url(tmp_path / "journal.sqlite")
    first, second = (open_store(url, "me", clock=lambda: NOW) for _ in range(2))
    first.add_person("ann", "Ann")
    first.save_exposure_ladder("ann", LADDER)
    assert second.save_exposure_ladder("ann", LADDER) == 1
    longer = replace(LADDER, steps=(*LADDER.steps, ExposureStep("Lift a crate")))
    assert first.save_exposure_ladder("ann", longer, 1) == 2
    with pytest.raises(StoreConflict, match="Your new values were not saved"):
        second.save_exposure_ladder("ann", replace(LADDER, closed=True), 1)
    first.save_exposure_try("ann", TRY)
    first.save_exposure_try("ann", DONE, 1)
    with pytest.raises(StoreConflict, match="Another tab changed this ladder or try"):
        second.save_exposure_try("ann", replace(TRY, result=9), 1)
    assert second.save_exposure_try("ann", DONE, 1) == 2
    assert second.exposures("ann") == ExposureDiary((longer,), (DONE,))


def test_a_deleted_ladder_takes_its_tries_along_and_a_late_result_is_refused(store: Store) -> None:
    other = replace(LADDER, id="other", movement="Running")
    store.save_exposure_ladder("ann", other)
    store.save_exposure_try("ann", TRY)
    store.delete_exposure_ladder("l")
    assert store.exposures("ann") == ExposureDiary((other,))
    with pytest.raises(StoreError, match=r"ladder of steps is not in the record.*Nothing was changed"):
        store.save_exposure_try("ann", DONE, 1)


def test_a_try_that_was_not_done_can_be_taken_back(store: Store) -> None:
    store.save_exposure_try("ann", TRY)
    store.delete_exposure_try("t")
    assert store.exposures("ann").tries == ()
    with pytest.raises(StoreConflict):
        store.save_exposure_try("ann", DONE, 1)


def test_nobody_writes_for_someone_else(store: Store) -> None:
    store.add_person("bob", "Bob")
    store.save_exposure_try("ann", TRY)
    with pytest.raises(StoreError, match="ladder of steps is not in the record"):
        store.save_exposure_try("bob", TRY)
    with pytest.raises(StoreConflict):
        store.save_exposure_ladder("bob", LADDER, 1)
    with pytest.raises(StoreError, match="person is not in the record"):
        store.save_exposure_ladder("nobody", LADDER)
    assert store.exposures("bob") == ExposureDiary()
    store.delete_person("ann")
    assert store.exposures("ann") == ExposureDiary()


def test_owners_never_see_nor_touch_each_other() -> None:
    database = open_database(memory_url(), clock=lambda: NOW)
    me, you = (Store(database, owner, lambda: NOW) for owner in ("me", "you"))
    for one in (me, you):
        one.add_person("ann", "Ann")
        one.save_exposure_ladder("ann", LADDER)
        one.save_exposure_try("ann", TRY)
    you.save_exposure_try("ann", DONE, 1)
    you.save_exposure_ladder("ann", replace(LADDER, closed=True), 1)
    assert me.exposures("ann") == ExposureDiary((LADDER,), (TRY,))
    assert me.exposure_versions("ann") == {"l": 1, "t": 1}
    you.delete_exposure_try("t")
    you.delete_exposure_ladder("l")
    assert me.exposures("ann") == ExposureDiary((LADDER,), (TRY,))


@pytest.mark.parametrize(
    "make",
    [
        lambda: ExposureStep("  "),
        lambda: ExposureStep("x" * 201),
        lambda: ExposureStep("Bend", ""),
        lambda: replace(LADDER, movement=""),
        lambda: replace(LADDER, steps=()),
        lambda: replace(LADDER, steps=tuple(ExposureStep(f"step {n}") for n in range(MOST_STEPS + 1))),
        lambda: replace(LADDER, steps=(SHOES, SHOES)),
        lambda: replace(LADDER, made_at=datetime(2026, 11, 20)),
        lambda: replace(TRY, day=NOW),
        lambda: replace(TRY, expected=11),
        lambda: replace(TRY, likely=-1),
        lambda: replace(TRY, worry=True),
        lambda: replace(TRY, result=2.5),
        lambda: replace(TRY, worry_after=11),
        lambda: replace(TRY, step=" "),
        lambda: replace(TRY, stopped="no"),
        lambda: replace(TRY, note="x" * 2001),
    ],
)
def test_a_value_checks_itself(make: object) -> None:
    with pytest.raises(AnswerError, match="Nothing was changed"):
        make()  # type: ignore[operator]


def test_a_diary_stands_in_the_order_of_time() -> None:
    late, early = replace(TRY, at=NOW + timedelta(hours=1)), replace(TRY, id="u")
    assert ExposureDiary((), (late, early)).tries == (early, late)
    assert (TRY.done, DONE.done) == (False, True)


def test_an_outcome_score_can_be_removed(store: Store) -> None:
    stairs, garden = (OutcomeEntry(DAY, "activity", 4, label) for label in ("stairs", "garden"))
    store.save_outcome("ann", stairs)
    store.save_outcome("ann", garden)
    store.remove_outcome("ann", stairs)
    store.remove_outcome("ann", stairs)
    assert store.journal("ann").outcomes == (garden,)
