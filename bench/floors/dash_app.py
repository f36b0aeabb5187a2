"""Floor for another framework, the same six figures from one Dash callback."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

logging.getLogger("werkzeug").setLevel(logging.ERROR)
COUNT = 6
figures = [go.Figure(content) for content in json.loads(Path(os.environ["BENCH_FIGURES"]).read_text(encoding="utf-8"))]
app = Dash(__name__)
app.layout = html.Div([html.Button("again", id="again"), *(dcc.Graph(id=f"figure-{n}") for n in range(COUNT))])


@app.callback([Output(f"figure-{n}", "figure") for n in range(COUNT)], Input("again", "n_clicks"))
def draw(_clicks: int | None) -> list[go.Figure]:
    """Answer with all figures."""
    return figures


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
