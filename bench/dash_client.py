"""A visitor of the Dash page, who requests its callback over HTTP as Dash's front end does."""

from __future__ import annotations

import time

import httpx2

from bench.load import Action

COUNT = 6
OUTPUTS = [{"id": f"figure-{number}", "property": "figure"} for number in range(COUNT)]
REQUEST = {
    "output": ".." + "...".join(f"{output['id']}.figure" for output in OUTPUTS) + "..",
    "outputs": OUTPUTS,
    "inputs": [{"id": "again", "property": "n_clicks", "value": 1}],
    "changedPropIds": ["again.n_clicks"],
}


def acting(client: httpx2.AsyncClient, url: str) -> Action:
    """A visitor's action, which requests all figures again."""

    async def act() -> float:
        began = time.perf_counter()
        answer = await client.post(f"{url}/_dash-update-component", json=REQUEST)
        answer.raise_for_status()
        return time.perf_counter() - began

    return act
