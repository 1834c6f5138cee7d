"""The first thing that a browser gets: Streamlit's own document, which says what it is before any script has run.

Streamlit's is blank until all its scripts are there. This one shows the program's name at once and asks early for
the scripts of the elements that a page begins with; the page then takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

from core.knowledge.texts import say

DOCUMENT = Path(get_static_dir()) / "index.html"
SCRIPTS = Path(get_static_dir()) / "static" / "js"
EMPTY = '<div id="root"></div>'
NAMELESS = "<title>Streamlit</title>"

EVERYWHERE = ("Html", "BidiComponent", "Button", "ButtonGroup")
"""Elements of Streamlit that nearly every page has, by the names of their scripts."""
ALSO = {
    "": ("Checkbox", "NumberInput", "Progress"),
    "exercises": ("TextInput", "Selectbox", "Checkbox", "Multiselect", "PlotlyChart"),
    "progress": ("Metric", "PlotlyChart"),
    "people": ("TextInput",),
    "my_data": ("Checkbox", "DownloadButton", "FileUploader"),
}
"""What one page has besides; the first page has no name of its own."""

# Inside the element that the page is put into: the first thing that it draws takes this away.
OPENING = """<div id="root"><style>
.bw-opening {{ font-family: system-ui, sans-serif; text-align: center; padding: 30vh 1rem 0; color: #0d161d; }}
.bw-opening b {{ font-size: 2rem; font-weight: 600; }}
@media (prefers-color-scheme: dark) {{
  html {{ background: #10181d; }} .bw-opening {{ color: #e9eff1; }}
}}
</style><div class="bw-opening"><b>Backwise</b><p>{words}</p></div></div>"""

IMPORTS = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


def shells(pages: Iterable[str], base: str = "") -> list[Route]:
    """An address for each page, below the path that the program is served at; the first page's name is empty."""
    root = f"/{base.strip('/')}".rstrip("/")
    return [Route(f"{root}/{page}", _answer(page), methods=["GET"]) for page in pages]


@cache
def shell(page: str) -> str:
    """The document of one page; where a newer Streamlit writes it otherwise, what is not found stays as it is."""
    document = DOCUMENT.read_text(encoding="utf-8")
    known = set(re.findall(r"\./static/js/([\w.-]+\.js)", document))
    early = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in scripts_of((*EVERYWHERE, *ALSO.get(page, ())), known)
    )
    opening = OPENING.format(words=escape(say("shell.opening")))
    return (
        document.replace("</head>", f"{early}</head>", 1)
        .replace(NAMELESS, "<title>Backwise</title>", 1)
        .replace(EMPTY, opening, 1)
    )


def scripts_of(elements: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    """Files of the elements' scripts and of all that these import, besides the `known` ones."""
    found = dict.fromkeys(known)
    start = len(found)
    waiting = [path.name for one in elements for path in sorted(SCRIPTS.glob(f"{one}.*.js"))]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += _imported(name)
    return list(found)[start:]


@cache
def _imported(script: str) -> list[str]:
    return IMPORTS.findall((SCRIPTS / script).read_text(encoding="utf-8"))


def _answer(page: str):
    def document(_request: Request) -> HTMLResponse:
        return HTMLResponse(shell(page), headers={"Cache-Control": "no-cache"})

    return document
