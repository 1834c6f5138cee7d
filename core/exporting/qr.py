"""A link as a QR code, drawn as vectors."""

from __future__ import annotations

import io
from typing import Any

from core.exporting.link import PARAMETER

QUIET_ZONE = 4


def qr_svg(link: str) -> str:
    """The QR code of a link as SVG text, with the quiet zone that readers need; packs a plan's part tightly."""
    import segno
    from segno import consts

    start, mark, plan = link.partition(f"?{PARAMETER}=")
    # A plan's text is capitals and digits, which take two thirds of the room in a part of their own.
    parts: Any = [(start + mark, consts.MODE_BYTE), (plan, consts.MODE_ALPHANUMERIC)] if plan else link
    out = io.BytesIO()
    segno.make(parts, micro=False).save(
        out, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=True, light="#ffffff", dark="#000000", omitsize=True
    )
    return out.getvalue().decode()
