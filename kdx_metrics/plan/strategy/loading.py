"""Reading of a strategy.toml, and what is said where it cannot be used."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kdx_metrics.plan.strategy.parts import Strategy

_SECTION = re.compile(r"\s*\[{1,2}\s*([\w-]+)")
_WORDS: Mapping[str, str] = {
    "missing": "が書かれていません",
    "extra_forbidden": "という項目はありません",
    "too_short": "が一つもありません",
    "string_too_short": "が空です",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a strategy.toml: the line that it is about (None: the whole file), its key, and words."""

    line: int | None
    key: str
    message: str


class StrategyError(Exception):
    """Error of a strategy.toml that cannot be used; the message is one Japanese line, `problems` are all there is."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def load_strategy(path: Path) -> Strategy:
    """Read a strategy.toml.

    Raises StrategyError with one Japanese line when the file is missing, is not TOML or breaks a rule.
    """
    try:
        return read_strategy(path.read_bytes())
    except OSError as error:
        raise StrategyError(f"{path} を読めません({error.strerror})。") from error
    except StrategyError as error:
        raise StrategyError(f"{path.name}{error}", error.problems) from error


def read_strategy(data: bytes) -> Strategy:
    """Read the bytes of a strategy.toml. Raises StrategyError with all that is wrong and the lines where it stands."""
    try:
        text = data.decode("utf-8-sig")
        return Strategy.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "文字コードが UTF-8 ではありません。UTF-8 で保存してください。"
        raise StrategyError(f" の{message}", (Problem(line, "", message),)) from error
    except tomllib.TOMLDecodeError as error:
        raise StrategyError(f" の書き方に誤りがあります({error})。", (_syntax(error, text),)) from error
    except ValidationError as error:
        problems = tuple(_problem(details, text) for details in error.errors(include_url=False))
        raise StrategyError(f": {problems[0].message}", problems) from error


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    numbered = re.search(r"line (\d+)", str(error))
    line = int(numbered[1]) if numbered else len(text.splitlines())
    mend = '引用符「"」やかっこの閉じ忘れ、「=」の抜け、同じ項目の重なりがないか確かめてください。'
    return Problem(line, "", f"この行か、その前の行の書き方に誤りがあります。{mend}")


def _problem(details: Mapping[str, Any], text: str) -> Problem:
    path: tuple[str | int, ...] = details["loc"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    if details["type"] == "value_error":
        reason = str(details["ctx"]["error"])
        message = f"{key} {reason}".strip() + "。"
    else:
        reason = _WORDS.get(details["type"], f"の値 {details['input']!r} は使えません")
        message = f"「{key}」{reason}。"
    return Problem(_line(path, message, text), key, message)


def _line(path: tuple[str | int, ...], message: str, text: str) -> int | None:
    """Line of a key, else of the last 「word」 of the message in its section, else of the section's head."""
    named = _SECTION.match(message)
    section = str(path[0]) if path else named[1] if named else ""
    nth = path[1] if len(path) > 1 and isinstance(path[1], int) else None
    mine = [
        (number, line)
        for number, line, its_section, its_nth in _placed(text)
        if its_section == section and nth in {None, its_nth}
    ]
    for key in (part for part in path[1:] if isinstance(part, str)):
        for number, line in mine:
            if re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return number
    for word in re.findall("「([^」]+)」", message):
        if hits := [number for number, line in mine if word in line]:
            return hits[-1]
    return mine[0][0] if mine else None


def _placed(text: str) -> Iterator[tuple[int, str, str, int]]:
    """Number of each line, its text, its section, and which of the sections of that name it is, from 0."""
    section, seen = "", Counter[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _SECTION.match(line):
            section = head[1]
            seen[section] += 1
        yield number, line, section, seen[section] - 1
