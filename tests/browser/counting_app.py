"""The program with one more address, which tells how much of its visitors the process holds."""

from __future__ import annotations

import gc
import sqlite3
import sys
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import ROUTER, warm
from core.store.mirror import Mirror


async def held(_request: Request) -> JSONResponse:
    """Pieces of packed records in memory, and open databases."""
    gc.collect()
    alive = gc.get_objects()
    mirrors = [one for one in alive if isinstance(one, Mirror)]
    return JSONResponse(
        {
            "pieces": sum(len(vars(one)["_pieces"]) + len(vars(one)["_written"]) for one in mirrors),
            "databases": sum(isinstance(one, sqlite3.Connection) for one in alive),
        }
    )


app = st.App(ROUTER, lifespan=warm, routes=[Route("/held", held)])
