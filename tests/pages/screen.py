"""One visitor's screen in Streamlit's AppTest: open a page, read what it shows, choose, click."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from kdx_metrics.settings import ROOT

EVERYWHERE = ("as_of", "dept")
PATIENCE = 60  # seconds; a page takes a tenth of one


@dataclass
class Screen:
    """A session that starts on 全体概況; every method that changes something runs the page again."""

    at: AppTest = field(
        default_factory=lambda: AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=PATIENCE)
    )

    def open(self, page: str = "overview", **query: str | list[str]) -> Screen:
        """Go to a page with what its address holds; 時点 and 所管課 are on every page, and so read at the first."""
        self.at.query_params.update({name: query.pop(name) for name in EVERYWHERE if name in query})
        if page != "overview":
            self.at.run().switch_page(f"{page}.py")
        self.at.query_params.update(query)
        return self.run()

    def run(self) -> Screen:
        """Run the page; whatever it raised is raised here."""
        self.at.run()
        assert [error.message for error in self.at.exception] == []
        return self

    def set(self, **state: object) -> Screen:
        """Put values into the session, as widgets would, and run."""
        for key, value in state.items():
            self.at.session_state[key.replace("__", "-")] = value
        return self.run()

    def at_date(self, day: date) -> Screen:
        """Choose 時点."""
        self.at.date_input(key="as_of").set_value(day)
        return self.run()

    def numbers(self, card: str) -> Screen:
        """Open 「数値と根拠」 of a card."""
        self.at.session_state[f"numbers-{card}"] = True
        return self.run()

    @property
    def html(self) -> str:
        """Everything written as HTML, as it is sent, the stylesheet aside."""
        return "\n".join(each.value for each in self._all("html") if "<style>" not in each.value)

    @property
    def text(self) -> str:
        """What a reader reads of it, and all other plain texts."""
        return "\n".join([_read(self.html), *(each.value for each in self.at.text)])

    @property
    def heading(self) -> str:
        """The page's title."""
        return self._of("h1")[0]

    @property
    def titles(self) -> list[str]:
        """The titles of cards and sections, in order."""
        return self._of(r"h2 class='kdx-title'")

    @property
    def findings(self) -> list[str]:
        """The sentence under each title."""
        return self._of(r"p class='kdx-finding'")

    @property
    def reasons(self) -> list[str]:
        """The reasons of the attention list."""
        return self._of(r"p class='kdx-reason'")

    @property
    def links(self) -> list[str]:
        """The labels of links to other pages."""
        return [each.value for each in self._all("page_link")]

    @property
    def alarms(self) -> list[str]:
        """What the page reports as broken."""
        return [re.sub(r"\\(.)", r"\1", each.value) for each in self.at.error]

    def table(self, alt: str) -> pd.DataFrame:
        """The table so described; a missing value is NaN or None."""
        (found,) = (each.value for each in self.at.dataframe if each.proto.alt == alt)
        return found

    @property
    def tables(self) -> list[str]:
        """What each table says it holds."""
        return [each.proto.alt for each in self.at.dataframe]

    def figure(self, key: str) -> dict[str, Any]:
        """The plotly figure of a card: its `data` and `layout`."""
        found: dict[str, Any] = json.loads(self._chart(key).spec)
        return found

    def alt(self, key: str) -> str:
        """What the figure of a card says to those who do not see it."""
        return str(self._chart(key).alt)

    @property
    def figures(self) -> list[str]:
        """The cards that hold a figure."""
        return [str(each.key).removeprefix("chart-") for each in self._all("plotly_chart")]

    def _chart(self, key: str) -> Any:  # noqa: ANN401  # a protobuf message without types
        (found,) = (each.proto for each in self._all("plotly_chart") if each.key == f"chart-{key}")
        return found

    def _all(self, kind: str) -> list[Any]:
        return list(self.at.get(kind))

    def _of(self, tag: str) -> list[str]:
        return [_read(found) for found in re.findall(rf"<{tag}[^>]*>(.*?)</{tag[:2].strip()}", self.html, re.DOTALL)]


def _read(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def column(frame: pd.DataFrame, name: str) -> list[Any]:
    """One column as plain values, None where there is none."""
    return [None if pd.isna(value) else value for value in frame[name].tolist()]
