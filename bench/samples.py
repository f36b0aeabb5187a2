"""Data of any size, made of the shipped files by repeating the action plan under new numbers."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from bench.servers import ROOT

NUMBER = "取組番号"


def action_plan(rows: int) -> bytes:
    """Action plan of `rows` 取組 in the template's columns, as a UTF-8 CSV with BOM."""
    with (ROOT / "data" / "action_plan.csv").open(encoding="utf-8-sig", newline="") as file:
        shipped = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(shipped[0]), lineterminator="\r\n")
    writer.writeheader()
    for number in range(rows):
        row = shipped[number % len(shipped)]
        writer.writerow({**row, NUMBER: f"A{number // len(shipped):04}-{row[NUMBER].replace('-', '')}"})
    return out.getvalue().encode("utf-8-sig")


def data_folder(folder: Path, rows: int) -> Path:
    """Copy of the shipped data folder without its archive, with an action plan of `rows` 取組."""
    folder.mkdir(parents=True)
    for path in (ROOT / "data").glob("*.*"):
        shutil.copy(path, folder)
    (folder / "action_plan.csv").write_bytes(action_plan(rows))
    return folder
