"""The floor: a plain Streamlit page of six figures from cache, as a first dashboard would be written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def figures() -> list[go.Figure]:
    """The six figures, built once."""
    kept = json.loads(Path(os.environ["BENCH_FIGURES"]).read_text(encoding="utf-8"))
    return [go.Figure(one) for one in kept]


st.set_page_config(layout="wide")
st.title("Six figures")
st.caption(f"pandas {pd.__version__}")
left, right = st.columns(2)
for place, figure in enumerate(figures()):
    (left if place % 2 == 0 else right).plotly_chart(figure, key=f"figure-{place}")
