"""What one visitor may ask of the program: refused before it costs anything, and there again after a while."""

from __future__ import annotations

import gc
import threading
import time
import tracemalloc
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from core.ceilings import SMALL, Allowance, Memory, TooMuch, Tries, Turns, inflated, parsed
from core.errors import StoreBusy, StoreFull, StoreTooLarge
from core.exporting.record_json import RecordTooLarge, RecordUnreadable, from_json
from core.importing.liftosaur import history_of
from core.importing.table import unzipped
from core.importing.values import FileRefused
from core.knowledge.rules import number, whole
from core.knowledge.texts import say
from core.store import PlanRecord, Store, memory_url, open_store
from core.store import mirror as mirrors
from core.store.mirror import Held, Manifest, Mirror

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MB = 1_000_000
WITHIN_S, WITHIN_BYTES = 0.2, 20 * MB


@dataclass
class Hand:
    """A clock that is turned by hand."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def store() -> Iterator[Store]:
    kept = open_store(memory_url(), "me", clock=lambda: NOW)
    yield kept
    kept.close()


def held(store: Store, *plain: bytes) -> Held:
    """A browser's copy made of these pieces."""
    pieces = {f"month-{at}": b64encode(zlib.compress(one, 9)).decode() for at, one in enumerate(plain)}
    return Held(manifest=Manifest(format=1, schema=store.schema, revision="a-1", chosen=""), pieces=pieces)


def rows(count: int) -> bytes:
    return b'{"person":[' + b",".join([b"{}"] * count) + b"]}"


COPIES = {
    "a bomb": (b'{"person":[{"id":"' + b" " * 100 * MB + b'"}]}',),
    "many small bombs": (b'{"person":[{"id":"' + b" " * 4 * MB + b'"}]}',) * 20,
    "millions of rows": (rows(3 * MB),),
    "rows in many pieces": (rows(70_000),) * 4,
    "lists in lists": (b'{"person":' + b"[" * 200_000,),
    "a deep list that ends": (b'{"person":' + b"[" * 100_000 + b"]" * 100_000 + b"}",),
    "more pieces than years have months": (rows(1),) * (whole("limits.pieces") + 1),
}


@pytest.mark.parametrize("kind", COPIES)
def test_a_hostile_copy_is_refused_before_it_costs_anything(store: Store, kind: str) -> None:
    copy, mirror = held(store, *COPIES[kind]), Mirror(store, "v", lambda: NOW)
    gc.collect()
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(StoreTooLarge):
        mirror.take_in(copy)
    taken = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Twenty pieces of 4 MB are as much as a whole copy may be, and each is let go before the next.
    assert peak < WITHIN_BYTES + (70 * MB if kind == "many small bombs" else 0)
    assert taken < WITHIN_S * (5 if kind in ("many small bombs", "rows in many pieces") else 1)
    assert store.people() == ()


def test_a_record_that_could_not_be_read_again_is_not_handed_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = Mirror(store, "v", lambda: NOW)
    store.add_person("p", "Ann")
    monkeypatch.setattr(mirrors, "MOST_ROWS", 0)
    with pytest.raises(StoreTooLarge):
        mirror.change()
    monkeypatch.undo()
    change = mirror.change()
    assert change is not None
    assert change["base"] == ""


def test_inflating_gives_what_was_packed_and_refuses_the_rest() -> None:
    plain = bytes(range(256)) * 1000
    packed = zlib.compress(plain)
    assert inflated(packed, len(plain)) == plain
    assert inflated(zlib.compress(b""), 0) == b""
    with pytest.raises(TooMuch):
        inflated(packed, len(plain) - 1)
    for damaged in (b"", b"x", packed[:-5]):
        with pytest.raises(ValueError, match=r"damaged|cut off"):
            inflated(damaged, len(plain))


def test_deep_lists_and_many_values_are_refusals() -> None:
    assert parsed('{"a": [1, 2]}', 3) == {"a": [1, 2]}
    with pytest.raises(TooMuch):
        parsed(b'{"a": [1, 2]}', 2)
    with pytest.raises(TooMuch):
        parsed("[" * 100_000)
    with pytest.raises(RecordTooLarge):
        from_json('{"format":"backwise-record","version":1,"people":[' + "[]," * 3 * MB + "[]]}")
    with pytest.raises(RecordUnreadable):
        from_json("[" * 100_000)
    with pytest.raises(FileRefused):
        history_of(b'{"history":[' + b"[]," * 3 * MB + b"[]]}")
    with pytest.raises(FileRefused):
        unzipped(b"PK\x03\x04" + b"PK\x01\x02" * 5000)


def test_memory_is_let_go_with_whoever_held_it() -> None:
    memory = Memory(10 * SMALL)
    first = memory.share(8 * SMALL)
    with pytest.raises(StoreBusy):
        memory.share(3 * SMALL)
    assert memory.share(SMALL).size == SMALL
    first = memory.share(9 * SMALL, first)
    assert memory.taken == 9 * SMALL
    del first
    assert memory.share(10 * SMALL).size == memory.taken


def test_large_work_gets_only_a_part_of_all_time() -> None:
    clock, slept = Hand(), list[float]()
    turns, saved, share = Turns(clock, slept.append), number("limits.turns_saved_s"), number("limits.turn_share")
    with turns.turn(SMALL + 1), turns.turn(SMALL + 1):
        clock.at += 4 * saved
    with turns.turn(SMALL):
        clock.at += 1
    assert slept == []
    with turns.turn(SMALL + 1):
        pass
    assert slept == [pytest.approx((3 * saved - share * (4 * saved + 1)) / share)]
    clock.at += 1000
    with turns.turn(SMALL + 1):
        pass
    assert len(slept) == 1


def test_two_large_pieces_of_work_never_run_at_once() -> None:
    turns, at_work, most = Turns(sleep=lambda _: None), 0, 0

    def work() -> None:
        nonlocal at_work, most
        with turns.turn(SMALL + 1):
            at_work += 1
            most = max(most, at_work)
            time.sleep(0.005)
            at_work -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_tries_come_back() -> None:
    clock = Hand()
    tries = Tries(2, 60, clock)
    for _ in range(2):
        assert tries.wait_s() == 0
        tries.count()
    assert tries.wait_s() == 60
    clock.at = 61
    assert tries.wait_s() == 0


def test_writes_are_counted_and_go_on_after_a_while(store: Store) -> None:
    clock = Hand()
    person = store.within(Allowance(clock=clock))
    store.add_person("p", "Ann")
    for at in range(whole("limits.writes_a_minute")):
        person.set_preference("p", "x", at)
    with pytest.raises(StoreBusy, match="in 61 seconds"):
        person.set_preference("p", "x", "more")
    assert person.preferences("p")["x"] == whole("limits.writes_a_minute") - 1
    clock.at = 61
    person.set_preference("p", "x", "later")
    assert person.preferences("p")["x"] == "later"


def test_a_record_holds_only_so_many_people(store: Store) -> None:
    most = whole("limits.people")
    for at in range(most):
        store.add_person(f"p{at}", "Somebody")
    with pytest.raises(StoreTooLarge, match=str(most)):
        store.add_person("one more", "Nobody")
    assert store.add_person("p0", "Somebody").id == "p0"
    assert len(store.people()) == most


def test_a_visit_fills_only_so_much_memory(store: Store) -> None:
    store.add_person("p", "Ann")
    text = '"' + "x" * 1_900_000 + '"'
    most = whole("limits.visit_bytes") // len(text)
    for at in range(most - 2):
        store.save_plan("p", PlanRecord(f"p{at}", NOW, NOW.date(), 4, text, "c", "r"))
    with pytest.raises(StoreFull, match=say("limits.visit_full")):
        _fill(store, text)
    assert len(store.plans("p")) * len(text) <= whole("limits.visit_bytes")


def _fill(store: Store, text: str) -> None:
    for at in range(3):
        store.save_plan("p", PlanRecord(f"more-{at}", NOW, NOW.date(), 4, text, "c", "r"))
