"""A visitor of the Dash page: its callback over HTTP, as Dash's own front end asks."""

from __future__ import annotations

import time

import httpx2

from bench.load import Act

COUNT = 6
OUTPUTS = [{"id": f"figure-{number}", "property": "figure"} for number in range(COUNT)]
ASKED = {
    "output": ".." + "...".join(f"{one['id']}.figure" for one in OUTPUTS) + "..",
    "outputs": OUTPUTS,
    "inputs": [{"id": "again", "property": "n_clicks", "value": 1}],
    "changedPropIds": ["again.n_clicks"],
}


def acting(client: httpx2.AsyncClient, url: str) -> Act:
    """A visitor's action: every figure anew."""

    async def act() -> float:
        began = time.perf_counter()
        answer = await client.post(f"{url}/_dash-update-component", json=ASKED)
        answer.raise_for_status()
        return time.perf_counter() - began

    return act
