"""From a template in data/handout/ and plain values to a PDF: selectable text, vector pictures, no network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from core.knowledge.loading import DATA_DIR

TEMPLATES = DATA_DIR / "handout"
FONTS = TEMPLATES / "fonts"
SHARED = "common.typ"

# PDF/UA-1: headings, tables and pictures are tagged, so that a screen reader can read the paper too.
STANDARD = "ua-1"


class Paper(StrEnum):
    """Sizes of paper, by typst's names."""

    A4 = "a4"
    LETTER = "us-letter"


def typeset(template: str, values: Mapping[str, Any], pictures: Mapping[str, str], paper: Paper) -> bytes:
    """The PDF of a template: `values` as its data.json, `pictures` as SVG text by file name."""
    import typst

    text = json.dumps({**values, "paper": paper.value}, ensure_ascii=False)
    files = {
        "main.typ": (TEMPLATES / f"{template}.typ").read_bytes(),
        SHARED: (TEMPLATES / SHARED).read_bytes(),
        "data.json": text.encode(),
        **{name: svg.encode() for name, svg in pictures.items()},
    }
    try:
        return _compiled(files, _fonts(with_the_machines=False), STANDARD)
    except typst.TypstError:
        # Letters that our font lacks, in a name or a note: those of the machine then, and boxes where it has none.
        return _compiled(files, _fonts(with_the_machines=True), None)


def _compiled(files: Mapping[str, bytes], fonts: Any, standard: str | None) -> bytes:
    import typst

    # The library's own types name paths alone; it takes files by name as well, so that nothing is written to a disk.
    compile_files: Any = typst.compile
    made: bytes = compile_files(dict(files), font_paths=fonts, format="pdf", pdf_standards=standard)
    return made


@cache
def _fonts(*, with_the_machines: bool) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=with_the_machines, font_paths=[str(FONTS)])
