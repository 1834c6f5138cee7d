"""The traffic light of a session: how the back answered, within it and on the morning after (clinical evidence 4.2).

Back pain and nerve-type leg pain count; muscle soreness is kept apart from them and never does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from core.journal import Journal, SessionEntry
from core.knowledge.rules import number, whole
from core.words import Light

ABOVE_BEFORE, HIGHEST_CEILING = number("light.above_before"), number("light.highest_ceiling")
MORNING_RISE, USUAL_DAYS = number("light.morning_rise"), whole("light.usual_days")
GREEN_WORST, GREEN_RISE = number("light.green_worst"), number("light.green_rise")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class PainResponse:
    """How the back answered one session; pain 0 to 10, None where it was not recorded.

    `worst` is the peak in the session, `morning` the pain of the next morning, `usual` the median morning pain of the
    week up to the session; `spread` means that pain moved further down the leg and stayed there.
    """

    before: int | None
    worst: int | None
    morning: int | None
    usual: float | None = None
    stop_sign: bool = False
    spread: bool = False
    sleep_disturbed: bool = False


def light(response: PainResponse, ceiling: int) -> Light:
    """Traffic light of one session (rules light.* in data/rules/light.yaml); `ceiling` is the profile's, 0 to 10.

    Red outweighs everything. A missing score gives UNKNOWN, never GREEN.
    """
    if _is_red(response, ceiling):
        return Light.RED
    if response.before is None or response.worst is None or response.morning is None:
        return Light.UNKNOWN
    calm = response.worst <= GREEN_WORST or response.worst - response.before <= GREEN_RISE
    return Light.GREEN if calm else Light.AMBER


def so_far(response: PainResponse, ceiling: int) -> Light:
    """Light of a session as it would be after a morning like any other, while that morning is still to come.

    What is red stays red; where pain was not recorded, it stays UNKNOWN.
    """
    if response.morning is not None or response.before is None:
        return light(response, ceiling)
    return light(replace(response, morning=0), ceiling)


def response(session: SessionEntry, journal: Journal) -> PainResponse:
    """What the journal tells of the response to one of its sessions.

    The worst pain is the highest score recorded for the session or any exercise in it.
    """
    scores = (session.pain_worst, session.pain_end, *(one.pain for one in session.exercises))
    morning = journal.morning_after(session)
    return PainResponse(
        before=session.pain_before,
        worst=max((score for score in scores if score is not None), default=None),
        morning=morning.pain if morning else None,
        usual=journal.median_morning_pain(session.day, USUAL_DAYS),
        stop_sign=session.stop_sign,
        spread=session.spread,
        sleep_disturbed=morning is not None and morning.sleep_disturbed,
    )


def session_lights(journal: Journal, ceiling: int) -> Mapping[str, Light]:
    """Light of each finished session by its id, in order of day; of the unfinished ones, those that are red already."""
    lights = {one.id: light(response(one, journal), ceiling) for one in journal.sessions}
    finished = {one.id for one in journal.sessions if one.finished}
    return MappingProxyType({key: shown for key, shown in lights.items() if key in finished or shown is Light.RED})


def calm_weeks(journal: Journal, ceiling: int, today: date) -> int:
    """Calendar weeks (from Monday) in a row, up to the last full one, whose sessions were all green.

    A week without a finished session ends the row, and so does a light that is not known. The current week counts
    for nothing, but ends the row too once a session in it is not green; a morning still to come does no harm.
    """
    lights = session_lights(journal, ceiling)
    monday = today - timedelta(days=today.weekday())
    if any(_disturbs(one, lights, today) for one in journal.sessions_between(monday, today)):
        return 0
    weeks = 0
    while _is_calm(journal.sessions_between(monday - WEEK, monday - timedelta(days=1)), lights):
        weeks += 1
        monday -= WEEK
    return weeks


def _is_red(response: PainResponse, ceiling: int) -> bool:
    if response.stop_sign or response.spread or response.sleep_disturbed:
        return True
    if response.worst is not None and response.worst > _ceiling(response.before, ceiling):
        return True
    starts = [score for score in (response.before, response.usual) if score is not None]
    return bool(starts) and response.morning is not None and response.morning >= max(starts) + MORNING_RISE


def _ceiling(before: int | None, ceiling: int) -> float:
    """Absolute for whoever starts low, relative for whoever starts with pain; as it stands where that is unknown."""
    if before is None:
        return ceiling
    return min(HIGHEST_CEILING, max(ceiling, before + ABOVE_BEFORE))


def _is_calm(sessions: tuple[SessionEntry, ...], lights: Mapping[str, Light]) -> bool:
    shown = [lights[one.id] for one in sessions if one.id in lights]
    return bool(shown) and all(one is Light.GREEN for one in shown)


def _disturbs(session: SessionEntry, lights: Mapping[str, Light], today: date) -> bool:
    shown = lights.get(session.id, Light.GREEN)
    still_to_come = session.day + timedelta(days=1) >= today
    return shown in (Light.AMBER, Light.RED) or (shown is Light.UNKNOWN and not still_to_come)
