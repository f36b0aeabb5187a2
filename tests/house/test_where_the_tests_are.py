"""tests/README.md names a test for each class of bad inputs; none of them may have moved away."""

from __future__ import annotations

import re

from kdx_metrics.settings import ROOT

TESTS = ROOT / "tests"
ROWS = re.findall(
    r"^\| (\d+)(?:–(\d+))? ?[^|]*\| (.*) \|$", (TESTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


def named() -> list[tuple[str, str]]:
    """File and test of every reference; `…::test` is in the file before it, `test_so_…` only how it begins."""
    found: list[tuple[str, str]] = []
    for *_, places in ROWS:
        file = ""
        for place, test in re.findall(r"`([\w/…]+(?:\.py)?)(?:::([\w.…]+))?`", places):
            file = file if place == "…" else place
            if file.endswith(".py") and "/" in file:
                found.append((file, test))
    return found


def test_every_class_from_1_to_55_has_a_row() -> None:
    numbers = [number for first, last, _ in ROWS for number in range(int(first), int(last or first) + 1)]
    assert numbers == list(range(1, 56))


def is_there(file: str, test: str) -> bool:
    """Whether the file defines the test; the file alone, where no test is named."""
    beginning = test.rsplit(".", maxsplit=1)[-1]  # `Record.assert_quiet`
    defined = f"def {beginning.rstrip('…')}" + ("" if beginning.endswith("…") else "(")
    return (TESTS / file).is_file() and (not test or defined in (TESTS / file).read_text(encoding="utf-8"))


def test_every_test_that_is_named_is_where_it_is_said_to_be() -> None:
    assert len(named()) > len(ROWS)
    assert [(file, test) for file, test in named() if not is_there(file, test)] == []
