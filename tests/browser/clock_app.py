"""The program with one more address, which moves its clock on without starting it anew."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import MIDDLEWARE, ROUTER, ROUTES, warm
from pages.parts.home import NOW


async def clock(request: Request) -> PlainTextResponse:
    """Stop the clock so many hours from now; 0 lets it run again."""
    hours = float(request.query_params["hours"])
    os.environ.pop(NOW, None)
    if hours:
        os.environ[NOW] = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
    return PlainTextResponse("")


app = st.App(ROUTER, lifespan=warm, routes=[*ROUTES, Route("/clock", clock)], middleware=MIDDLEWARE)
