"""Sets one paper, in a process of its own: JSON comes in, the PDF goes out. It knows nothing of Backwise.

typst remembers its last ten papers, up to a hundred megabytes each, and cannot be told to forget them. A process that
ends forgets everything, and starts in the time that the forgetting would take.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import typst


def typeset(files: dict[str, str], fonts: str, standard: str) -> bytes:
    """The PDF of `files`, which are texts by their names: main.typ, and all that it asks for."""
    named: Any = {name: text.encode() for name, text in files.items()}
    # The library's own types name paths alone; it takes files by name as well, so that nothing is written to a disk.
    compile_files: Any = typst.compile
    try:
        own = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
        made: bytes = compile_files(named, font_paths=own, format="pdf", pdf_standards=standard)
    except typst.TypstError:
        # Letters that our font lacks, in a name or a note: those of the machine then, and boxes where it has none.
        all_there_are = typst.Fonts(include_system_fonts=True, font_paths=[fonts])
        made = compile_files(named, font_paths=all_there_are, format="pdf")
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(**json.load(sys.stdin.buffer)))
