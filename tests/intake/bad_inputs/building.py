"""Generates the files of bad-inputs.md, classes 1–37, 61–75, 91: each a case with what must be read, or said, of it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kdx_metrics.intake.checking import CheckLimits
from kdx_metrics.plan.tables import TableName

AS_AT = date(2026, 10, 31)

ACTION = {
    "取組番号": "A-01",
    "柱": "P1",
    "期": "2",
    "取組名": "オンライン申請の拡大",
    "所管課": "DX推進室",
    "到達目標": "主な手続がオンラインでできる",
    "開始予定": "2025-04-01",
    "完了予定": "2027-03-31",
    "状況": "実施中",
    "進捗率": "40",
    "重み": "1",
    "課題": "",
    "今後の対応": "",
    "更新日": "2026-10-01",
    "出典": "サンプル",
    "備考": "",
}
KPI = {
    "指標番号": "K-01",
    "柱": "P1",
    "指標名": "オンライン申請の件数",
    "単位": "件",
    "方向性": "増加",
    "集計": "時点",
    "基準日": "2023-03-31",
    "基準値": "400",
    "第1期目標": "800",
    "第2期目標": "1200",
    "第3期目標": "1600",
    "第4期目標": "2000",
    "許容幅": "",
    "所管課": "DX推進室",
    "算出方法": "",
    "出典": "サンプル",
    "備考": "",
}
TARGET = {"指標番号": "K-01", "年度": "令和7年度", "目標値": "1000", "備考": ""}
ACTUAL = {"指標番号": "K-01", "時点": "2026-09-30", "実績値": "900", "出典": "サンプル", "備考": ""}
YEAR = {
    "取組番号": "A-01",
    "年度": "2025",
    "実施予定": "様式の整理",
    "実績": "様式を整理した",
    "自己評価": "",
    "本部評価": "",
    "評価理由": "",
    "今後の方向性": "継続",
    "予算額": "",
    "決算額": "",
    "うち交付金等": "",
    "交付金等の名称": "",
    "出典": "サンプル",
    "備考": "",
}
VOICE = {
    "番号": "V001",
    "種類": "意見募集",
    "受付日": "2025-05-01",
    "意見": "手続きを家でできるようにしてほしい",
    "公開": "可",
    "件名": "",
    "市の考え方": "",
    "対応": "",
    "柱": "",
    "取組番号": "",
    "指標番号": "",
    "出典": "サンプル",
}
LINK = {"取組番号": "A-01", "指標番号": "K-01", "関係": "成果", "説明": ""}
MILESTONE = {
    "日付": "2026-01-07",
    "終了日": "",
    "区分": "本部会議",
    "名称": "第1回本部会議",
    "内容": "",
    "出典": "https://example.jp/",
}
EFFECT = {"取組番号": "A-01", "年度": "令和7年度", "種類": "削減時間", "見込": "100", "実績": "80", "単位": ""}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One issue as it must be said: the cell (or `3行` for a row, "" for the file), the code and both sentences."""

    at: str
    code: str
    message: str
    fix: str


@dataclass(frozen=True)
class Case:
    """One bad input: its class in bad-inputs.md, its bytes, and everything that must come of them.

    `reads` gives typed values by row and English column name; `repairs` cells before → after. No issues means
    that the file may be published. `kpis` and `actions` are files beside it, `strategy` other parts of the strategy.
    """

    number: int
    name: str
    data: bytes
    table: TableName | None = None
    kpis: bytes | None = None
    actions: bytes | None = None
    milestones: bytes | None = None
    strategy: Mapping[str, object] = field(default_factory=dict)
    limits: CheckLimits = field(default_factory=CheckLimits)
    encoding: str | None = "utf-8"
    said: tuple[Said, ...] = ()
    reads: Mapping[tuple[int, str], object] = field(default_factory=dict)
    repairs: tuple[tuple[str, str, str], ...] = ()

    @property
    def id(self) -> str:
        """Name of the test."""
        return f"{self.number:02}-{self.name}"


def table_text(base: Row, rows: Sequence[Row], header: Sequence[str] | None = None) -> str:
    """CSV text: each row is `base` with its own cells put over it, in columns of their own where `base` has none."""
    header = list(dict.fromkeys([*base, *(name for row in rows for name in row)])) if header is None else header
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([{**base, **row}.get(name, "") for name in header] for row in rows)
    return out.getvalue()


def actions(*rows: Row, header: Sequence[str] | None = None) -> str:
    """An action_plan.csv."""
    return table_text(ACTION, rows or ({},), header)


def kpis(*rows: Row, header: Sequence[str] | None = None) -> str:
    """A kpis.csv."""
    return table_text(KPI, rows or ({},), header)


def targets(*rows: Row, header: Sequence[str] | None = None) -> str:
    """A kpi_targets.csv."""
    return table_text(TARGET, rows or ({},), header)


def years(*rows: Row, header: Sequence[str] | None = None) -> str:
    """An action_years.csv."""
    return table_text(YEAR, rows or ({},), header)


def voices(*rows: Row, header: Sequence[str] | None = None) -> str:
    """A voices.csv."""
    return table_text(VOICE, rows or ({},), header)


def links(*rows: Row, header: Sequence[str] | None = None) -> str:
    """A links.csv."""
    return table_text(LINK, rows or ({},), header)


def actuals(*rows: Row, header: Sequence[str] | None = None) -> str:
    """A kpi_actuals.csv."""
    return table_text(ACTUAL, rows or ({},), header)


def effects(*rows: Row, header: Sequence[str] | None = None) -> str:
    """An effects.csv."""
    return table_text(EFFECT, rows or ({},), header)


def milestones(*rows: Row, header: Sequence[str] | None = None) -> str:
    """A milestones.csv."""
    return table_text(MILESTONE, rows or ({},), header)


def zipped(*names: str, mimetype: str = "") -> bytes:
    """A ZIP file with empty members of these names: what an .xlsx is inside; an .ods begins with its `mimetype`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "")
    return out.getvalue()
