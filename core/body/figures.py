"""Render all figures: `python -m core.body.figures pages/static/figures [--sheet docs/figures.png]`.

Writes one still SVG for each exercise and, in the folder `moving`, the animation of those that move; in the folder
`plain` the same of exercises that can be done without their weight, for people who have none. A contact sheet (PNG)
for looking at every figure needs Playwright with a Chromium.
"""

from __future__ import annotations

import argparse
import base64
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from core.body.drawing.animation import animated_svg, is_moving
from core.body.drawing.card import HEIGHT_PX, WIDTH_PX, figure_svg
from core.body.drawing.muscles import Targets
from core.body.drawing.words import describe
from core.body.pose.library import load_poses
from core.body.pose.pose import Gear, LoadPlace, LoadShape, Pose
from core.knowledge.loading import DATA_DIR
from core.words import Muscle

MOVING, PLAIN = "moving", "plain"
COLUMNS = 6
TILE_PX = 300


class Shown(NamedTuple):
    """What a figure has to know of its exercise: its name, its muscles with what a set counts for each, and whether it
    is also done without a weight.
    """

    name: str
    targets: Targets
    also_plain: bool = False


def load_shown(data_dir: Path = DATA_DIR) -> Mapping[str, Shown]:
    """Name and muscles of every exercise by id, read beside the catalogue because the body stands below it."""
    rows = [
        row
        for file in sorted((data_dir / "exercises").glob("*.yaml"))
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    return MappingProxyType(
        {
            row["id"]: Shown(
                row["name"], {Muscle(one): share for one, share in row["muscles"].items()}, _is_also_plain(row)
            )
            for row in rows
        }
    )


def _is_also_plain(row: Mapping[str, Any]) -> bool:
    """True where the weight is optional and one way to be equipped has none of the things it could be."""
    weights = {"dumbbell", "kettlebell", "barbell", "calf_machine", "cable", "band"}
    return bool(row["load"].get("optional")) and any(weights.isdisjoint(way) for way in row["equipment"])


def without_load(pose: Pose) -> Pose:
    """The pose with empty hands, and nothing on the knees."""
    gear = tuple(one for one in pose.gear if one is not Gear.KNEE_WEIGHT)
    return replace(pose, load_shape=LoadShape.NONE, load_place=LoadPlace.HELD, typical_share=0.0, gear=gear)


def still(exercise_id: str, shown: Shown, *, plain: bool = False) -> str:
    """The still picture of an exercise as SVG text, `plain` without its weight."""
    pose = _pose(exercise_id, plain)
    return figure_svg(pose, shown.targets, alt=shown.name, words=describe(pose, shown.name))


def moving(exercise_id: str, shown: Shown, *, plain: bool = False) -> str:
    """The animation of an exercise as SVG text, empty where start and hardest position are the same."""
    pose = _pose(exercise_id, plain)
    svg = animated_svg(pose, shown.targets, alt=shown.name, words=describe(pose, shown.name, moving=True))
    return svg if is_moving(svg) else ""


def _pose(exercise_id: str, plain: bool) -> Pose:
    pose = load_poses()[exercise_id]
    return without_load(pose) if plain else pose


def render_all(out_dir: Path) -> list[Path]:
    """Write all pictures to `out_dir`, remove those of exercises that are gone; returns the still ones in order."""
    stills = {out_dir / f"{name}.svg": still(name, shown) for name, shown in load_shown().items()}
    animations = {out_dir / MOVING / f"{name}.svg": moving(name, shown) for name, shown in load_shown().items()}
    plain = [(name, shown) for name, shown in load_shown().items() if shown.also_plain]
    wanted = stills | {out_dir / PLAIN / f"{name}.svg": still(name, shown, plain=True) for name, shown in plain}
    animations |= {out_dir / PLAIN / MOVING / f"{name}.svg": moving(name, shown, plain=True) for name, shown in plain}
    wanted |= {file: svg for file, svg in animations.items() if svg}
    for file in out_dir.rglob("*.svg"):
        if file not in wanted:
            file.unlink()
    for file, svg in wanted.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(svg, encoding="utf-8")
    return list(stills)


def contact_sheet(files: Sequence[Path], png: Path) -> None:
    """One picture of all figures with their names, drawn by Chromium, Playwright's own where none is installed."""
    from playwright.sync_api import sync_playwright

    tiles = "".join(_tile(file) for file in files)
    style = (
        f"body{{margin:8px;font:13px sans-serif;color:#333;display:grid;gap:8px;"
        f"grid-template-columns:repeat({COLUMNS},{TILE_PX}px)}}figure{{margin:0}}figcaption{{padding:1px 6px}}"
    )
    rows = -(-len(files) // COLUMNS)
    height = rows * (round(TILE_PX * HEIGHT_PX / WIDTH_PX) + 30) + 16
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": COLUMNS * (TILE_PX + 8) + 8, "height": height})
        page.set_content(f"<style>{style}</style>{tiles}")
        png.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(png))
        browser.close()


def _tile(file: Path) -> str:
    data = base64.b64encode(file.read_bytes()).decode()
    return (
        f'<figure><img width="{TILE_PX}" src="data:image/svg+xml;base64,{data}">'
        f"<figcaption>{file.stem}</figcaption></figure>"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--sheet", type=Path, help="also write a contact sheet (PNG) here")
    args = parser.parse_args()
    files = render_all(args.out_dir)
    if args.sheet:
        contact_sheet(files, args.sheet)
    print(f"{len(files)} figures in {args.out_dir}")


if __name__ == "__main__":
    main()
