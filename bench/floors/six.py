"""Floor for Streamlit, a plain page of six cached figures as a first dashboard would be written."""

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
    contents = json.loads(Path(os.environ["BENCH_FIGURES"]).read_text(encoding="utf-8"))
    return [go.Figure(content) for content in contents]


st.set_page_config(layout="wide")
st.title("Six figures")
st.caption(f"pandas {pd.__version__}")
left, right = st.columns(2)
for number, figure in enumerate(figures()):
    (left if number % 2 == 0 else right).plotly_chart(figure, key=f"figure-{number}")
