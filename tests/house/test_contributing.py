"""The map in CONTRIBUTING.md shows the rooms as they are, and its commands run."""

from __future__ import annotations

import re

import pytest

from kdx_metrics.settings import ROOT
from tests.command import main

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^\| `([\w./]+)` \|", TEXT, re.MULTILINE)
COMMANDS = re.findall(r"`(?:\.venv/bin/)?python -m kdx_metrics ([^`…]+)`", TEXT)
TARGETS = re.findall(r"^make (\w+)", TEXT, re.MULTILINE)
HIDDEN = ("__pycache__", "static", "templates", "versions")


def packages() -> set[str]:
    """Folders with Python in them, as the map spells them."""
    folders = {file.parent for top in ("kdx_metrics", "pages") for file in (ROOT / top).rglob("*.py")}
    return {f"{folder.relative_to(ROOT)}/" for folder in folders if folder.name not in HIDDEN} - {"kdx_metrics/"}


def test_each_room_stands_in_the_map_and_each_row_of_the_map_is_there() -> None:
    assert packages() <= set(ROOMS)
    assert [room for room in ROOMS if not (ROOT / room).exists()] == []


@pytest.mark.parametrize(("number", "package"), [(1, "kdx_metrics"), (2, "pages")])
def test_the_map_names_the_rooms_in_the_order_of_their_contract(number: int, package: str) -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[number].split("]")[0]
    layers = re.findall(r"\w+", re.sub(r"#.*", "", contract))[::-1]
    rooms = [room.split("/")[1] for room in ROOMS if re.fullmatch(rf"{package}/\w+/", room)]
    assert sorted(rooms, key=layers.index) == rooms
    assert {layer for layer in layers if (ROOT / package / layer).is_dir()} == set(rooms)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_it_quotes_has_these_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, *words = command.split()
    assert main([name, "--help"]) == 0
    help_text = capsys.readouterr().out
    assert [word for word in words if word.startswith("--") and word not in help_text] == []


def test_a_target_of_make_that_it_quotes_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert TARGETS
    assert [target for target in TARGETS if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []
