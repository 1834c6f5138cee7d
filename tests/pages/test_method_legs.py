"""The leg model on the method page: one pose with two answers, and everything it was held against."""

from __future__ import annotations

from core.knowledge.texts import say
from core.legs.logs import logs_seen
from core.legs.validation import checked_directions, checked_moments, checked_ratios
from tests.pages.visitor import Visitor


def opened(**state: object) -> Visitor:
    return Visitor("method", part="Leg model", **state)


def html_of(visitor: Visitor) -> str:
    return "\n".join(block.value for block in visitor.app.html)


def test_one_pose_has_two_answers() -> None:
    shown = html_of(opened())
    assert say("method.legs.back") in shown
    assert say("method.legs.legs") in shown
    assert "data:image/svg+xml" in shown


def test_every_miss_is_on_the_page() -> None:
    tables = html_of(opened(**{f"method.legs.{name}": True for name in ("ratios", "directions", "moments")}))
    assert tables.count(say("method.legs.outside")) == sum(not one.is_inside for one in checked_ratios())
    assert tables.count(f">{say('method.legs.wrong')}") == sum(not one.is_right for one in checked_directions())
    for checked in checked_moments():
        assert (f"{checked.row.published:g} " in tables) or checked.row.is_sealed
    sealed = [one.row.task for one in checked_moments() if one.row.is_sealed]
    open_tasks = {one.row.task for one in checked_moments() if not one.row.is_sealed}
    assert not [task for task in sealed if task in tables and task not in open_tasks]


def test_what_real_logs_said_is_told_with_its_numbers() -> None:
    text = opened().text
    for row in logs_seen():
        assert f"{row.error:.2f}" in text
