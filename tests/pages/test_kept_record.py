"""What a visit keeps of a record is never shown for another record, nor after somebody has written."""

from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from core.journal import SessionEntry, SetEntry
from core.store import Store, memory_url, open_store
from pages.parts.instead import KEY, Before, KeepsNothing
from tests.pages.conftest import ME, START, Home


def page() -> None:
    import streamlit as st

    from pages.parts.visit import record

    known = record()
    st.text([one.seconds for done in known.journal.sessions for one in done.sets] if known else None)
    st.text(id(known))


def trained(store: Store, seconds: int) -> None:
    """A session under the same id as in other records, written as often."""
    sets = (SetEntry("plank", 1, seconds=seconds),)
    store.start_session(ME, SessionEntry(id="s", day=START.date(), started_at=START, sets=sets))


def shown(app: AppTest) -> tuple[str, str]:
    """The seconds of all sets, and which record they come from."""
    app.run()
    assert not app.exception
    first, second = (one.value for one in app.text)
    return first, second


def test_a_record_is_kept_until_somebody_writes(home: Home) -> None:
    home.screened()
    trained(home.store, 20)
    app = AppTest.from_function(page)
    assert shown(app) == (first := shown(app))
    assert first[0] == "[20]"
    home.store.log_set("s", SetEntry("plank", 2, seconds=30), 0)
    second = shown(app)
    assert second[0] == "[20, 30]"
    assert second[1] != first[1]
    home.clock.set(START + timedelta(days=1))
    assert shown(app)[1] != second[1]


def test_two_records_with_the_same_ids_are_not_mixed(home: Home) -> None:
    home.screened()
    trained(home.store, 20)
    other = open_store(memory_url(), "somebody", clock=lambda: START)
    other.add_person(ME, "Me")
    trained(other, 40)
    app = AppTest.from_function(page)
    for _ in range(2):
        assert shown(app)[0] == "[20]"
        app.session_state[KEY] = KeepsNothing(Before(ME, None), other)
        assert shown(app)[0] == "[40]"
        del app.session_state[KEY]
    other.close()
