"""Render all figures: `python -m core.body.figures OUT_DIR [--sheet] [--animated]`.

Writes one SVG for each pose, and with --sheet a contact sheet (PNG) through a browser, for looking at every
figure.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from core.body.drawing.animation import animated_svg
from core.body.drawing.card import HEIGHT_PX, NO_TARGETS, WIDTH_PX, figure_svg
from core.body.drawing.muscles import Targets
from core.body.pose.library import load_poses
from core.knowledge.loading import DATA_DIR
from core.words import Muscle

COLUMNS = 6
TILE_PX = 300


def render_all(
    out_dir: Path, targets: Mapping[str, Targets], animated: bool = False, only: Sequence[str] = ()
) -> list[Path]:
    """Write the pictures of all poses (or `only` some) to `out_dir`; returns the files in the order of the
    data.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    files = []
    for pose in load_poses().values():
        if only and pose.id not in only:
            continue
        draw = animated_svg if animated else figure_svg
        file = out_dir / f"{pose.id}.svg"
        file.write_text(draw(pose, targets.get(pose.id, NO_TARGETS)), encoding="utf-8")
        files.append(file)
    return files


def contact_sheet(files: Sequence[Path], png: Path, dark: bool = False) -> None:
    """One picture of all figures with their names. Needs Playwright and a Chromium at /usr/bin/chromium."""
    from playwright.sync_api import sync_playwright

    tiles = "".join(_tile(file) for file in files)
    style = (
        f"body{{margin:8px;background:{'#0E1117' if dark else '#fff'};color:{'#ddd' if dark else '#333'};"
        f"font:13px sans-serif;display:grid;grid-template-columns:repeat({COLUMNS},{TILE_PX}px);gap:8px}}"
        "figure{margin:0}figcaption{padding:1px 6px}"
    )
    rows = -(-len(files) // COLUMNS)
    height = rows * (round(TILE_PX * HEIGHT_PX / WIDTH_PX) + 30) + 16
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": COLUMNS * (TILE_PX + 8) + 8, "height": height})
        page.set_content(f"<style>{style}</style>{tiles}")
        page.screenshot(path=str(png))
        browser.close()


def _tile(file: Path) -> str:
    data = base64.b64encode(file.read_bytes()).decode()
    return (
        f'<figure><img width="{TILE_PX}" src="data:image/svg+xml;base64,{data}">'
        f"<figcaption>{file.stem}</figcaption></figure>"
    )


def _targets() -> dict[str, Targets]:
    """Target muscles by exercise, with what a set counts for each."""
    rows = [
        row
        for file in sorted((DATA_DIR / "exercises").glob("*.yaml"))
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    return {row["id"]: {Muscle(name): share for name, share in (row.get("muscles") or {}).items()} for row in rows}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--sheet", action="store_true", help="also write contact.png")
    parser.add_argument("--dark", action="store_true", help="contact sheet on a dark page")
    parser.add_argument("--animated", action="store_true", help="write the animations instead")
    parser.add_argument("--only", nargs="*", default=(), help="ids to render")
    args = parser.parse_args()
    files = render_all(args.out_dir, _targets(), args.animated, args.only)
    if args.sheet:
        contact_sheet(files, args.out_dir / "contact.png", args.dark)
    print(f"{len(files)} figures in {args.out_dir}")


if __name__ == "__main__":
    main()
