"""Floor for Streamlit with the dashboard's settings, the same page with loaded objects frozen for the collector."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pandas as pd  # noqa: F401  # loaded before the freeze, as in the dashboard
import plotly.graph_objects as go
import streamlit as st


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Freeze the objects loaded so far."""
    go.Figure(go.Bar(x=[1]))
    gc.collect()
    gc.freeze()
    yield


app = st.App(Path(__file__).with_name("six.py"), lifespan=lifespan)
