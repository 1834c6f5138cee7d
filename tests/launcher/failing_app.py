"""The program around a page that fails in the ways that its address asks for."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import MIDDLEWARE, ROUTES, warm

app = st.App(Path(__file__).with_name("failing_page.py"), lifespan=warm, routes=ROUTES, middleware=MIDDLEWARE)
