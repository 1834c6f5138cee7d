"""Head and hair from the side in the head's own frame: x to the front, y to the crown, shares of stature."""

from __future__ import annotations

from collections.abc import Sequence

from core.body.drawing.pen import Pen, Shape
from core.body.drawing.people import Hair, Look
from core.body.geometry import Point, anterior, unit
from core.body.pose.joints import Trunk

Outline = Sequence[tuple[float, float]]

FACE: Outline = (
    (-0.050, 0.012), (-0.044, 0.042), (-0.018, 0.061), (0.016, 0.060), (0.040, 0.043), (0.047, 0.016),
    (0.048, 0.006), (0.0575, -0.011), (0.050, -0.019), (0.0485, -0.036), (0.038, -0.053), (0.018, -0.056),
    (-0.012, -0.042), (-0.032, -0.034), (-0.046, -0.014),
)  # fmt: skip
SHORT: Outline = (
    (-0.054, -0.012), (-0.057, 0.020), (-0.045, 0.054), (-0.014, 0.072), (0.024, 0.070), (0.050, 0.050),
    (0.050, 0.034), (0.034, 0.040), (0.010, 0.040), (-0.006, 0.028), (-0.012, 0.006), (-0.026, -0.014),
    (-0.040, -0.028),
)  # fmt: skip
BUZZ: Outline = (
    (-0.052, -0.010), (-0.053, 0.018), (-0.043, 0.047), (-0.014, 0.065), (0.020, 0.063), (0.044, 0.044),
    (0.042, 0.036), (0.028, 0.042), (0.004, 0.040), (-0.006, 0.026), (-0.012, 0.004), (-0.026, -0.012),
    (-0.040, -0.026),
)  # fmt: skip
BOB: Outline = (
    (-0.058, -0.030), (-0.062, 0.012), (-0.050, 0.052), (-0.014, 0.073), (0.026, 0.069), (0.050, 0.044),
    (0.046, 0.030), (0.026, 0.042), (0.004, 0.034), (0.000, 0.004), (0.002, -0.030), (-0.022, -0.048),
    (-0.046, -0.048),
)  # fmt: skip
PULLED: Outline = (
    (-0.052, -0.004), (-0.055, 0.022), (-0.044, 0.051), (-0.014, 0.069), (0.022, 0.067), (0.048, 0.046),
    (0.046, 0.032), (0.028, 0.044), (0.004, 0.040), (-0.004, 0.022), (-0.010, 0.000), (-0.026, -0.014),
    (-0.042, -0.022),
)  # fmt: skip
CURLY: Outline = (
    (-0.056, -0.016), (-0.068, 0.008), (-0.064, 0.036), (-0.050, 0.062), (-0.026, 0.078), (0.004, 0.084),
    (0.034, 0.076), (0.055, 0.055), (0.050, 0.036), (0.032, 0.042), (0.010, 0.038), (-0.006, 0.026),
    (-0.012, 0.006), (-0.028, -0.014), (-0.042, -0.030),
)  # fmt: skip
SCARF: Outline = (
    (-0.050, -0.070), (-0.064, -0.030), (-0.064, 0.018), (-0.050, 0.055), (-0.014, 0.074), (0.026, 0.069),
    (0.048, 0.044), (0.046, 0.030), (0.024, 0.036), (0.008, 0.020), (0.008, -0.014), (0.022, -0.044),
    (0.040, -0.056), (0.030, -0.074), (0.002, -0.092), (-0.030, -0.096),
)  # fmt: skip
TAIL: Outline = (
    (-0.044, 0.050), (-0.070, 0.046), (-0.088, 0.020), (-0.092, -0.022), (-0.080, -0.062),
    (-0.070, -0.030), (-0.060, 0.010),
)  # fmt: skip
BEARD: Outline = (
    (0.050, -0.024), (0.044, -0.022), (0.026, -0.026), (0.006, -0.020), (-0.008, 0.000), (-0.014, -0.030),
    (0.000, -0.050), (0.022, -0.062), (0.042, -0.056), (0.051, -0.038),
)  # fmt: skip
OUTLINES = {
    Hair.SHORT: SHORT, Hair.BUZZ: BUZZ, Hair.BOB: BOB, Hair.BUN: PULLED, Hair.PONYTAIL: PULLED,
    Hair.CURLY: CURLY, Hair.SCARF: SCARF,
}  # fmt: skip


class HeadFrame:
    """Turns head coordinates into metres."""

    def __init__(self, trunk: Trunk, stature_m: float) -> None:
        self._up = unit(trunk.vertex - trunk.neck)
        self._front = anterior(self._up)
        self._stature = stature_m
        self.centre = trunk.neck + self._up * 0.070 * stature_m + self._front * 0.014 * stature_m

    def at(self, x: float, y: float) -> Point:
        """Point of the head in metres."""
        return self.centre + (self._front * x + self._up * y) * self._stature

    def outline(self, points: Outline) -> list[Point]:
        """Outline of the head in metres."""
        return [self.at(x, y) for x, y in points]


def head_shapes(pen: Pen, trunk: Trunk, stature_m: float, look: Look) -> list[Shape]:
    """Neck excluded; hair behind, face, ear, eye, hair in front."""
    frame = HeadFrame(trunk, stature_m)
    shapes = []
    if look.hair is Hair.PONYTAIL:
        shapes.append(Shape(pen.smooth(frame.outline(TAIL)), look.hair_colour))
    if look.hair is Hair.BUN:
        shapes.append(Shape(pen.circle(frame.at(-0.056, 0.046), 0.025 * stature_m), look.hair_colour))
    shapes.append(Shape(pen.smooth(frame.outline(FACE)), look.skin))
    if look.beard:
        shapes.append(Shape(pen.smooth(frame.outline(BEARD)), look.hair_colour))
    if look.hair is not Hair.SCARF:
        shapes.append(Shape(pen.circle(frame.at(-0.008, -0.006), 0.010 * stature_m), look.skin_shade))
    shapes.append(Shape(pen.smooth(frame.outline(OUTLINES[look.hair])), look.hair_colour))
    shapes.append(Shape(pen.circle(frame.at(0.032, 0.004), 0.0048 * stature_m), "#2A2321"))
    return shapes


def head_silhouette(pen: Pen, trunk: Trunk, stature_m: float) -> str:
    """The head as one outline, for the pale start position."""
    return pen.smooth(HeadFrame(trunk, stature_m).outline(FACE))
