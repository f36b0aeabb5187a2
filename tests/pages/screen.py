"""One visitor's screen in Streamlit's AppTest: open a page, read what it shows, choose, click."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any, Literal

import pandas as pd
from streamlit.testing.v1 import AppTest

from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.settings import ROOT

SPAN = re.compile("</?span[^>]*>")  # around a date, within which no line ends
PATIENCE = 60  # seconds; a page takes a tenth of one


def read_table(html: str) -> pd.DataFrame:
    """An HTML table as a reader takes it: numbers as numbers, 「－」 as no value."""
    headers = [_read(cell) for cell in re.findall(r"<th [^>]*>(.*?)</th>", html, re.DOTALL)]
    cells = [
        (kind, unescape(label), unescape(SPAN.sub("", text)))
        for kind, label, text in re.findall(r"<td class='(.)'[^>]* data-label='([^']*)'>(.*?)</td>", html, re.DOTALL)
    ]
    labels = list(dict.fromkeys([*headers, *(label for _, label, _ in cells)]))  # sentences below a row have no header
    rows: list[dict[str, object]] = []
    for kind, label, text in cells:
        if label == labels[0]:
            rows.append({})
        rows[-1][label] = _value(kind, text)
    return pd.DataFrame(rows, columns=labels)


def _value(kind: str, text: str) -> object:
    if text == NO_VALUE:
        return None
    return float(text.translate({0x2212: "-", ord("±"): None, ord(","): None})) if kind == "n" else text


@dataclass
class Screen:
    """A session that starts on 全体概況; every method that changes something runs the page again."""

    at: AppTest = field(
        default_factory=lambda: AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=PATIENCE)
    )

    def open(self, page: str = "overview", **query: str | list[str]) -> Screen:
        """Go to a page with what its address holds, as one who follows a link."""
        if page != "overview":
            self.at.switch_page(f"{page}.py")
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
        return self._of(r"p class='kdx-finding[^']*'")

    @property
    def terms(self) -> dict[str, str]:
        """The texts of definition lists by their terms; of a term that comes again, the last."""
        return dict(zip(self._of("dt"), self._of("dd"), strict=True))

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
        return self.told("error")

    def told(self, kind: Literal["error", "warning", "info", "success", "toast", "caption"]) -> list[str]:
        """What the page says in boxes of this kind, as a reader reads it: without the backslashes of Markdown."""
        return [re.sub(r"\\(.)", r"\1", each.value) for each in self._all(kind)]

    def table(self, alt: str) -> pd.DataFrame:
        """The table so described, a grid's as it was given, another's as it is read; a missing value is NaN or None."""
        grids = {each.proto.alt: each.value for each in self.at.dataframe}
        (read,) = (table for name, table in self._tables() if name == alt)
        return grids.get(alt, read)

    @property
    def tables(self) -> list[str]:
        """What each table says it holds."""
        return [name for name, _ in self._tables()]

    def _tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        for name, body in re.findall(
            r"<div class='kdx-table[^>]* aria-label='([^']*)'>(.*?)</div>", self.html, re.DOTALL
        ):
            yield unescape(name), read_table(body)

    def figure(self, key: str) -> dict[str, Any]:
        """The plotly figure of a card: its `data` and `layout`."""
        figure: dict[str, Any] = json.loads(self._chart(key).spec)
        return figure

    def alt(self, key: str) -> str:
        """What the figure of a card says to those who do not see it."""
        return str(self._chart(key).alt)

    @property
    def small_figures(self) -> dict[str, str]:
        """Cards that are drawn as HTML, each with what its picture says to those who do not see it."""
        return dict(re.findall(r"<article id='([^']*)'.*?<img [^>]*alt=\"([^\"]*)\"", self.html, re.DOTALL))

    @property
    def figures(self) -> list[str]:
        """The cards that hold a figure."""
        return [str(each.key).removeprefix("chart-") for each in self._all("plotly_chart")]

    def _chart(self, key: str) -> Any:  # noqa: ANN401  # a protobuf message without types
        (element,) = (each.proto for each in self._all("plotly_chart") if each.key == f"chart-{key}")
        return element

    def _all(self, kind: str) -> list[Any]:
        return list(self.at.get(kind))

    def _of(self, tag: str) -> list[str]:
        return [_read(text) for text in re.findall(rf"<{tag}[^>]*>(.*?)</{tag[:2].strip()}", self.html, re.DOTALL)]


def _read(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def column(frame: pd.DataFrame, name: str) -> list[Any]:
    """One column as plain values, None where there is none."""
    return [None if pd.isna(value) else value for value in frame[name].tolist()]
