"""Equipment around the person: which drawing belongs to which word of a pose's `gear`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.body.drawing.furniture import FURNITURE
from core.body.drawing.loads import Loads
from core.body.drawing.machines import MACHINES
from core.body.drawing.pen import Pen, Shape
from core.body.drawing.scene import Scene
from core.body.drawing.small_gear import SMALL_GEAR
from core.body.pose.pose import Gear

GEAR: Mapping[Gear, Callable[[Pen, Scene], Loads]] = {**FURNITURE, **MACHINES, **SMALL_GEAR}


def gear_shapes(pen: Pen, scene: Scene) -> Loads:
    """Shapes of all equipment of a pose, behind and in front of the person."""
    behind: list[Shape] = []
    front: list[Shape] = []
    for word in scene.pose.gear:
        shapes = GEAR[word](pen, scene)
        behind += shapes.behind
        front += shapes.front
    return Loads(tuple(behind), tuple(front))
