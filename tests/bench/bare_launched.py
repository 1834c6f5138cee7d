"""The floor page under the program's own launcher: the same warm-up, addresses and middleware."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from app import MIDDLEWARE, ROUTES, warm  # noqa: E402 (stands on the path above)

app = st.App(HERE / "bare.py", lifespan=warm, routes=ROUTES, middleware=MIDDLEWARE)
