"""Sign-ins on the pages: a tab whose sign-in has ended shows the sign-in page, and saves nothing that was tapped."""

from __future__ import annotations

import pytest

from core.errors import SignInEnded
from core.knowledge.texts import say
from core.store import Held, Store, sentences
from core.words import SignInEnd
from pages.parts import identity
from pages.parts.browser_name import browser_name
from pages.parts.held import _refuse_ended
from tests.pages.conftest import ANN, DOC, EVE, NAMES, Clock, Reception
from tests.pages.visitor import Visitor


def is_over(visitor: Visitor, why: str) -> bool:
    """Whether a tab shows nothing but the way in, and why."""
    return visitor.keys == {"account.in"} and say(f"home.over.{why}", **identity.TIMES) in visitor.text


def test_a_tap_after_the_sign_out_in_another_tab_writes_nothing(reception: Reception) -> None:
    tab = reception.visit(DOC)
    reception.stores[DOC].end_sign_in(reception.sign_in, SignInEnd.OUT)
    tab.press("share.invite")
    assert is_over(tab, "out")
    assert tab.error == sentences.SIGN_IN_ENDED
    assert reception.stores[DOC].invitations() == ()
    assert is_over(tab.run(), "out")


def test_a_form_that_is_sent_after_the_sign_out_writes_nothing(reception: Reception) -> None:
    tab = reception.visit(EVE).type("people.add.name", "Nobody")
    reception.stores[EVE].end_sign_in(reception.sign_in, SignInEnd.OUT)
    assert is_over(tab.press("people.add.go"), "out")
    assert reception.stores[EVE].people() == ()


@pytest.mark.parametrize("name", ["today", "people", "my_data"])
def test_no_page_shows_a_record_to_a_tab_that_is_over(reception: Reception, name: str) -> None:
    tab = reception.visit(ANN, name)
    reception.stores[ANN].end_sign_in(reception.sign_in, SignInEnd.ELSEWHERE)
    assert is_over(tab.run(), "elsewhere")
    assert is_over(Visitor(name), "elsewhere")


def test_a_tab_of_another_account_says_whose_it_was_and_how_to_go_on(reception: Reception) -> None:
    tab = reception.visit(ANN)
    reception.stores[ANN].end_sign_in(reception.sign_in, SignInEnd.REPLACED)
    assert is_over(tab.run(), "replaced")
    assert say("home.over.whose", name=NAMES[ANN]) in tab.text
    assert f'<a href="">{say("home.over.go_on")}</a>' in tab.text
    assert NAMES[ANN] not in reception.visit(EVE).text


def test_the_way_to_the_sign_in_is_sent_again_where_another_run_dropped_it(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[float] = []
    seconds = [1000.0]
    monkeypatch.setattr(identity.st, "login", lambda: sent.append(seconds[0]))
    monkeypatch.setattr(identity.time, "monotonic", lambda: seconds[0])
    tab = reception.visit(ANN)
    reception.stores[ANN].end_sign_in(reception.sign_in, SignInEnd.OUT)
    tab.run().press("account.in")
    tab.run()
    assert sent == [1000.0, 1000.0]
    seconds[0] += identity.LEAVES_WITHIN
    tab.run()
    assert len(sent) == 2


def test_a_clinician_who_does_not_tap_for_half_an_hour_is_signed_out(reception: Reception, clock: Clock) -> None:
    tab = reception.visit(DOC).press("share.invite")
    clock.forward(minutes=29)
    (made,) = reception.stores[DOC].invitations()
    tab.run()
    clock.forward(minutes=29)
    assert tab.run().title == "People"
    clock.forward(minutes=30)
    tab.press(f"share.withdraw.{made.id}")
    assert is_over(tab, "idle")
    assert reception.stores[DOC].invitations() == (made,)
    # The same account goes on by signing in again, in another visit of the same browser.
    reception.at(DOC, "again")
    assert Visitor("people").press(f"share.withdraw.{made.id}").title == "People"
    assert reception.stores[DOC].invitations() == ()


def test_a_patient_logs_on_after_a_long_rest_and_not_the_next_day(reception: Reception, clock: Clock) -> None:
    clock.forward(days=3)
    tab = reception.visit(ANN, "today").set("before.pain", 2).press("today.start.planned")
    (log,) = [key for key in tab.starting("runner.") if key.endswith(".log")]
    clock.forward(hours=11, minutes=59)
    tab.press(log)
    assert len(reception.home.sessions[-1].sets) == 1
    (log,) = [key for key in tab.starting("runner.") if key.endswith(".log")]
    clock.forward(hours=12)
    assert is_over(tab.press(log), "idle")
    assert len(reception.home.sessions[-1].sets) == 1


def test_a_sign_in_that_is_on_no_list_begins_only_while_it_is_new(reception: Reception) -> None:
    reception.at(EVE, age_s=700)
    assert is_over(Visitor(), "unknown")
    reception.at(EVE, age_s=500)
    assert Visitor().keys - {"account.in"}


def test_my_data_lists_the_browsers_and_ends_them(reception: Reception) -> None:
    phone = reception.visit(EVE)
    first = reception.sign_in
    for browser in ("desk", "library"):
        reception.at(EVE, browser)
        tab = Visitor("my_data")
    assert len(tab.starting("sign_in.end.")) == 2
    tab.press(f"sign_in.end.{first}")
    assert len(tab.starting("sign_in.end.")) == 1
    tab.press("sign_in.end_others")
    assert tab.starting("sign_in.") == []
    reception.at(EVE, "desk")
    assert is_over(Visitor(), "elsewhere")
    reception.at(EVE)
    assert is_over(phone.run(), "elsewhere")


def test_deleting_everything_ends_all_others_and_shows_what_is_left(reception: Reception) -> None:
    phone = reception.visit(ANN)
    reception.at(ANN, "desk")
    tab = Visitor("my_data").tick("data.sure").press("data.erase")
    assert say("data.erased") in tab.text
    reception.at(ANN)
    assert is_over(phone.run(), "elsewhere")


def test_a_file_is_not_made_for_a_tab_that_is_over(reception: Reception, clock: Clock) -> None:
    own = reception.stores[ANN]
    database = own._database.under(Held("s", lambda: clock.now, browser="Chrome on Android"))
    tab = Store(database, ANN, lambda: clock.now)
    _refuse_ended(tab, None)
    own.end_sign_in("s", SignInEnd.OUT)
    with pytest.raises(SignInEnded):
        _refuse_ended(tab, None)


def test_an_account_has_a_mark_that_tells_nothing_of_it(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "get_cookie_secret", lambda: "a")
    marks = []
    for account in (ANN, DOC, ANN):
        reception.who = account
        marks.append(identity.account_mark())
    assert marks[0] == marks[2] != marks[1]
    monkeypatch.setattr(identity, "get_cookie_secret", lambda: "b")
    assert identity.account_mark() != marks[0]
    monkeypatch.setattr(identity.st, "user", {"is_logged_in": False})
    assert identity.account_mark() == ""
    monkeypatch.setattr(identity.st, "user", {})
    assert identity.account_mark() == ""


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Mac"),
        ("<script>", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_a_browser_has_a_coarse_name(agent: str, name: str) -> None:
    assert browser_name(agent) == name
