"""A plan as a short text for a link, and back: nothing is stored anywhere, and nothing but the plan is in it.

The text is one sign for the version, then in base 32 a checksum and the deflated plan. Capitals and digits only: a QR
code packs them tightly. Deflate starts from a frozen dictionary (data/links/dictionary_1.txt) of ids and sentences that
plans are made of; changing that file would break every link given out, so a test holds its checksum.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import TypeAdapter, ValidationError

from core.errors import BackwiseError
from core.exporting.validity import Validity
from core.knowledge.loading import DATA_DIR
from core.knowledge.texts import say
from core.planning.plan import Plan, Prescription
from core.planning.soundness import MOST_SESSIONS_A_WEEK, MOST_WEEKS, unsound

UNDATED, VERSION = "1", "2"
"""Links of the first version carry no days; they open for good, and so must those of every later one."""

PARAMETER = "p"
DICTIONARY = DATA_DIR / "links" / "dictionary_1.txt"
CHECK_BYTES = 4
BASE32_BLOCK = 8
MOST_SIGNS = 8_000
MOST_BYTES = 1_000_000
MOST_VALID_DAYS = 366
"""Longer than any screening holds: whoever writes a link cannot make it hold for years."""

NOT_A_PLAN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, ValidationError,
)  # fmt: skip
"""What reading a stranger's text can end in."""

_PLAN = TypeAdapter(Plan)
_WHAT = tuple(one.name for one in fields(Prescription))


class LinkDamaged(BackwiseError):
    """The text of a link is cut off, mistyped, or not one of ours."""


class LinkTooNew(BackwiseError):
    """The link was made by a newer version of Backwise."""


@dataclass(frozen=True)
class Opened:
    """What a link holds: the plan, and how long it is valid; None for one of the first version, which does not say."""

    plan: Plan
    validity: Validity | None


def plan_link(plan: Plan, validity: Validity, base_url: str) -> str:
    """The address that opens this plan; `base_url` is that of the page which reads it.

    Raises:
        ValueError: the plan has no session.
    """
    return f"{base_url.rstrip('/')}?{PARAMETER}={plan_to_text(plan, validity)}"


def text_of_link(link: str) -> str:
    """The plan's part of an address, empty where it has none."""
    return parse_qs(urlsplit(link).query).get(PARAMETER, [""])[0]


def impersonal(plan: Plan) -> Plan:
    """The plan without its reasons: they tell what a back is sensitive to, and a link may be seen by anybody."""
    weeks = (
        replace(
            week, sessions=tuple(replace(one, prescriptions=_without_why(one.prescriptions)) for one in week.sessions)
        )
        for week in plan.weeks
    )
    return replace(plan, weeks=tuple(weeks))


def _without_why(prescriptions: tuple[Prescription, ...]) -> tuple[Prescription, ...]:
    return tuple(replace(one, why=()) for one in prescriptions)


def plan_to_text(plan: Plan, validity: Validity) -> str:
    """The plan without its reasons, and its days, as capitals and digits; equal ones give equal text.

    Weeks without a session are left out, and the others counted anew.

    Raises:
        ValueError: the plan has no session.
    """
    held = [week for week in impersonal(plan).weeks if week.sessions]
    if not held:
        raise ValueError("a plan without a session has no link")
    weeks = tuple(replace(week, number=number) for number, week in enumerate(held, start=1))
    head, *rest = _packed(replace(plan, weeks=weeks))
    days = [(validity.made_on - plan.starts_on).days, (validity.until - validity.made_on).days]
    plain = json.dumps([[*head, *days], *rest], ensure_ascii=False, separators=(",", ":")).encode()
    press = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=_dictionary())
    body = press.compress(plain) + press.flush()
    return VERSION + base64.b32encode(_check(body) + body).decode().rstrip("=")


def plan_from_text(text: str) -> Opened:
    """What `plan_to_text` wrote, of this version or the one before, equal in all but the reasons.

    Raises:
        LinkTooNew: a newer version wrote it.
        LinkDamaged: it is cut off, mistyped or not of this kind.
    """
    text = text.strip().upper()
    if not text or len(text) > MOST_SIGNS:
        raise LinkDamaged(say("link.damaged"))
    if text[0] not in (UNDATED, VERSION):
        raise (
            LinkTooNew(say("link.newer"))
            if text[0].isdigit() and text[0] > VERSION
            else LinkDamaged(say("link.damaged"))
        )
    try:
        packed = _inflated(text[1:])
        validity = None if text[0] == UNDATED else _validity(packed[0])
        return Opened(_unpacked(packed), validity)
    except NOT_A_PLAN as error:
        raise LinkDamaged(say("link.damaged")) from error


def _validity(head: list[Any]) -> Validity:
    """The two days at the end of a head, taken out of it: days since the plan's start, and days from there on."""
    valid_days, made = head.pop(), head.pop()
    if type(made) is not int or type(valid_days) is not int or not 0 <= valid_days <= MOST_VALID_DAYS:
        raise ValueError("not days of a plan")
    made_on = date.fromisoformat(head[0]) + timedelta(days=made)
    return Validity(made_on, made_on + timedelta(days=valid_days))


def _inflated(text: str) -> Any:
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % BASE32_BLOCK))
    except binascii.Error as error:
        raise ValueError("not base 32") from error
    check, body = raw[:CHECK_BYTES], raw[CHECK_BYTES:]
    if check != _check(body):
        raise ValueError("the checksum differs")
    press = zlib.decompressobj(-15, zdict=_dictionary())
    try:
        plain = press.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise ValueError("not deflated") from error
    if not press.eof:
        raise ValueError("longer than any plan")
    return json.loads(plain.decode(), parse_constant=_no_number)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of a plan")


def _check(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(CHECK_BYTES, "big")


@cache
def _dictionary() -> bytes:
    return DICTIONARY.read_bytes()


def _packed(plan: Plan) -> list[Any]:
    """The plan as nested lists: each different prescription and each sentence stands there once."""
    dumped = _PLAN.dump_python(plan, mode="json")
    texts: dict[str, int] = {}
    kinds: dict[str, int] = {}
    weeks: list[Any] = []
    for week in dumped["weeks"]:
        sessions = []
        for session in week["sessions"]:
            places = [_place(_row(one, texts), kinds) for one in session["prescriptions"]]
            offset = (date.fromisoformat(session["day"]) - plan.starts_on).days - 7 * len(weeks)
            ids = [one["exercise_id"] for one in session["prescriptions"]]
            short = [[ids.index(name) if name in ids else name, sets] for name, sets in session["short"]]
            sessions.append([session["number"], offset, places, short])
        weeks.append([week["number"], week["kind"], sessions, list(week["sets_per_muscle"].items())])
    head = [dumped[name] for name in ("starts_on", "dose_id", "template", "notes", "catalog_version", "rules_version")]
    return [head, list(texts), [json.loads(one) for one in kinds], _folded(weeks)]


def _folded(weeks: list[Any]) -> list[Any]:
    """The weeks, one that only repeats the last one's sessions kept as its number."""
    folded: list[Any] = []
    for at, week in enumerate(weeks):
        same = at and week[1:] == weeks[at - 1][1:] and week[0] == weeks[at - 1][0] + 1
        folded.append(week[0] if same else week)
    return folded


def _unfolded(weeks: list[Any]) -> list[Any]:
    unfolded: list[Any] = []
    for week in weeks:
        unfolded.append([week, *unfolded[-1][1:]] if isinstance(week, int) else week)
    return unfolded


def _row(prescription: Mapping[str, Any], texts: dict[str, int]) -> list[Any]:
    row = [prescription[name] for name in _WHAT]
    row[_WHAT.index("why")] = [_place(text, texts) for text in prescription["why"]]
    row[_WHAT.index("change")] = _place(prescription["change"], texts)
    # Most rows end in defaults; what stands there anyway need not be written.
    while row and row[-1] is None:
        row.pop()
    return row


def _place(value: Any, known: dict[str, int]) -> int:
    key = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return known.setdefault(key, len(known))


def _unpacked(packed: Any) -> Plan:
    head, texts, kinds, weeks = packed
    starts_on = date.fromisoformat(head[0])
    prescriptions = [_prescription(row, texts) for row in kinds]
    weeks = _unfolded(weeks)
    sizes = [len(week[2]) for week in weeks]
    if not 1 <= len(weeks) <= MOST_WEEKS or not 1 <= min(sizes) <= max(sizes) <= MOST_SESSIONS_A_WEEK:
        raise ValueError("not of the size of a plan")
    if [week[0] for week in weeks] != list(range(1, len(weeks) + 1)):
        raise ValueError("weeks out of order")
    plan = _PLAN.validate_python(
        {
            **dict(zip(("dose_id", "template", "notes", "catalog_version", "rules_version"), head[1:], strict=True)),
            "starts_on": starts_on,
            "weeks": [_week(at, week, prescriptions, starts_on) for at, week in enumerate(weeks)],
        }
    )
    if why := unsound(plan):
        raise ValueError(why)
    return plan


def _week(at: int, week: Any, prescriptions: list[dict[str, Any]], starts_on: date) -> dict[str, Any]:
    number, kind, sessions, muscles = week
    return {
        "number": number,
        "kind": kind,
        "sessions": [_session(at, one, prescriptions, starts_on) for one in sessions],
        "sets_per_muscle": dict(muscles),
    }


def _session(at: int, session: Any, prescriptions: list[dict[str, Any]], starts_on: date) -> dict[str, Any]:
    number, offset, places, short = session
    own = [prescriptions[place] for place in places]
    return {
        "number": number,
        "day": date.fromordinal(starts_on.toordinal() + 7 * at + offset),
        "prescriptions": own,
        "short": [(own[name]["exercise_id"] if isinstance(name, int) else name, sets) for name, sets in short],
    }


def _prescription(row: list[Any], texts: list[str]) -> dict[str, Any]:
    values = dict(zip(_WHAT, [*row, *[None] * (len(_WHAT) - len(row))], strict=True))
    return values | {"why": [texts[place] for place in values["why"]], "change": texts[values["change"]]}
