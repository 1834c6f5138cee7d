"""Who is drawn: several persons of both sexes, several ages and skins, one chosen for each exercise by its
id.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum

from core.body.anthropometry import Body
from core.words import Sex


class Hair(StrEnum):
    """How the hair is worn."""

    SHORT = "short"
    BUZZ = "buzz"
    BOB = "bob"
    BUN = "bun"
    PONYTAIL = "ponytail"
    CURLY = "curly"
    SCARF = "scarf"


@dataclass(frozen=True)
class Look:
    """Colours and shape of one person. The far side of the body is drawn in the shade colours."""

    name: str
    body: Body
    skin: str
    skin_shade: str
    hair: Hair
    hair_colour: str
    top: str
    top_shade: str
    legs: str
    legs_shade: str
    shoe: str
    long_legs: bool = False
    long_sleeves: bool = False
    beard: bool = False

    @property
    def is_woman(self) -> bool:
        """True where the figure has a woman's proportions."""
        return self.body.sex is Sex.FEMALE


LOOKS = (
    Look(
        "Amina",
        Body(1.68, 65.0, Sex.FEMALE),
        "#A8704B",
        "#8A5A3C",
        Hair.PONYTAIL,
        "#2A201D",
        "#3E908C",
        "#31736F",
        "#2B3A55",
        "#223047",
        "#5A6B8C",
    ),
    Look(
        "Jonas",
        Body(1.80, 80.0, Sex.MALE),
        "#EBBE9B",
        "#CC9E7E",
        Hair.SHORT,
        "#6A4A33",
        "#4A79B4",
        "#3A6192",
        "#343C49",
        "#2A313C",
        "#44505E",
    ),
    Look(
        "Grace",
        Body(1.65, 66.0, Sex.FEMALE),
        "#6E4630",
        "#573725",
        Hair.BUN,
        "#1D1718",
        "#8479BD",
        "#6A6099",
        "#2F3B4C",
        "#26303E",
        "#7A5C86",
        long_legs=True,
    ),
    Look(
        "Kofi",
        Body(1.78, 78.0, Sex.MALE),
        "#5B3A29",
        "#472D20",
        Hair.BUZZ,
        "#191515",
        "#6FA8C9",
        "#5889A6",
        "#2B3A55",
        "#223047",
        "#3F7F93",
    ),
    Look(
        "Ingrid",
        Body(1.70, 70.0, Sex.FEMALE),
        "#F0CBB0",
        "#D2AB91",
        Hair.BOB,
        "#B9BDC3",
        "#7C6291",
        "#634E75",
        "#39424F",
        "#2E3641",
        "#4A5563",
        long_legs=True,
    ),
    Look(
        "Mateo",
        Body(1.74, 76.0, Sex.MALE),
        "#C48E66",
        "#A37452",
        Hair.CURLY,
        "#2A211E",
        "#5C8A72",
        "#486E5A",
        "#333B4D",
        "#293040",
        "#566579",
        beard=True,
    ),
    Look(
        "Leila",
        Body(1.64, 62.0, Sex.FEMALE),
        "#D9A57F",
        "#B98867",
        Hair.SCARF,
        "#4B5E86",
        "#5F79A8",
        "#4C628A",
        "#2E3748",
        "#252D3B",
        "#8391A8",
        long_legs=True,
        long_sleeves=True,
    ),
    Look(
        "Henrik",
        Body(1.77, 82.0, Sex.MALE),
        "#F0C6A8",
        "#D1A688",
        Hair.SHORT,
        "#C3C6CA",
        "#4E8595",
        "#3F6B78",
        "#3A4350",
        "#303743",
        "#56616F",
    ),
)


def look_for(exercise_id: str) -> Look:
    """The person who shows an exercise, always the same one."""
    return LOOKS[zlib.crc32(f"figure {exercise_id}".encode()) % len(LOOKS)]
