"""A page with one button that writes one entry, in the home that the program itself uses."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import warm

app = st.App(Path(__file__).with_name("writing_page.py"), lifespan=warm)
