"""Files that went wrong in every way one can think of: good ones with bytes, lines and cells changed at random."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.plan.tables import TableName, tables
from tests.publications.support import ROOT, actions, actuals, kpis, milestones, strategy

NASTY_CELLS = (
    "",
    "−5",
    "１０１",
    "1e309",
    "NaN",
    "0x10",
    "平成33年4月1日",
    "2026-02-30",
    "45000",
    "=cmd|' /C calc'!A0",
    "<img src=x onerror=alert(1)>",
    "$x$**b**",
    "\t+1",
    "\x00",
    "\x1b[31m",
    "😀" * 40,
    "か\u3099",
    "髙﨑",
    "あ" * 40_000,
    'a"b',
    "1\n2",
    "未集計",
    "-",
    "P9",
    "A-01",
    "K-01",
    "9" * 400,
    "令和8年10月31日",
    "\ufeff",
    "\u202egnp.exe",
)
NASTY_BYTES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'"',
    b",",
    b"\r",
    b"\n",
    b"\t",
    b";",
    b"\x80",
    b"\x1a",
    b"PK\x03\x04",
)
ENCODINGS = ("utf-8-sig", "utf-8", "cp932", "euc_jp", "utf-16")
NAMES = ("x.csv", "x.xlsx", "../x.csv", "x.csv.exe", "あ" * 300 + ".csv", "x.exe:$s.csv", "", "CON.csv", "a\x00b.csv")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file as somebody might send it."""

    name: str
    data: bytes


YEARLY_TARGETS = "指標番号,年度,目標値,備考\nK01,令和6年度,11000,\nK01,令和7年度,12500,見直し\nK12,R8年度,180,\n"


def mutants(seed: int, count: int) -> Iterator[Mutant]:
    """`count` files, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # to vary files, no secret
    good = _good_files()
    for _ in range(count):
        data = chance.choice(good)
        for _ in range(chance.choices((1, 2, 3), (6, 2, 1))[0]):
            data = chance.choice(WAYS)(data, chance)
        name = chance.choice(NAMES) if chance.random() < 0.3 else ("x.xlsx" if data[:2] == b"PK" else "x.csv")
        yield Mutant(name, data)


def _good_files() -> list[bytes]:
    small = [upload.data for upload in (actions(), kpis(1, 2), actuals(1, 2), milestones())]
    files = [ROOT / "data" / table.file_name for table in tables(strategy()).values()]
    shipped = [file.read_bytes() for file in files if file.exists()] + [YEARLY_TARGETS.encode()]
    return [*small, *small, *shipped, _workbook("action_plan", small[0]), _workbook("kpi_actuals", small[2])]


def _workbook(name: TableName, data: bytes) -> bytes:
    """A small table as a workbook, in the template's columns."""
    spec = tables(strategy())[name]
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return template(spec, [[row.get(header, "") for header in spec.headers.values()] for row in rows])


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.randint(0, 200) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    end = start + chance.randint(0, 2_000)
    return data[:end] + data[start:end] + data[end:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(NASTY_BYTES) * chance.randint(1, 3) + data[at:]


def _encode(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8-sig", errors="replace").encode(chance.choice(ENCODINGS), errors="replace")


def _separate(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b",", chance.choice((b"\t", b";", b"|", b"\xef\xbc\x8c")))


def _shuffle(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _cells(data: bytes, chance: random.Random) -> bytes:
    """Nasty words in one to five cells, headers included."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace").replace("\0", ""), newline="")))
    for _ in range(chance.randint(1, 5)):
        row = chance.choice(rows) if rows else []
        if row:
            row[chance.randrange(len(row))] = chance.choice(NASTY_CELLS)
    out = io.StringIO(newline="")
    csv.writer(out, escapechar="\\").writerows(rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _columns(data: bytes, chance: random.Random) -> bytes:
    """A column lost, doubled or moved."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace").replace("\0", ""), newline="")))
    width = max(map(len, rows), default=0)
    order = list(range(width))
    chance.choice((chance.shuffle, lambda places: places and places.pop(), lambda places: places.extend(places[:2])))(
        order
    )
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[row[position] for position in order if position < len(row)] for row in rows])
    return out.getvalue().encode("cp932" if chance.random() < 0.5 else "utf-8", errors="replace")


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _drop,
    _double,
    _insert,
    _encode,
    _separate,
    _shuffle,
    _cells,
    _cells,
    _cells,
    _columns,
)
