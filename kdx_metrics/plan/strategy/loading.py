"""Reading of a strategy.toml, and what is said where it cannot be used."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from kdx_metrics.plan.strategy.parts import Strategy


class StrategyError(Exception):
    """Error of a strategy.toml that cannot be used; the message is one Japanese line."""


def load_strategy(path: Path) -> Strategy:
    """Read a strategy.toml.

    Raises StrategyError with one Japanese line when the file is missing, is not TOML or breaks a rule.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StrategyError(f"{path} を読めません({error.strerror})。") from error
    except UnicodeDecodeError as error:
        raise StrategyError(f"{path.name} の文字コードが UTF-8 ではありません。UTF-8 で保存してください。") from error
    except tomllib.TOMLDecodeError as error:
        raise StrategyError(f"{path.name} の書き方に誤りがあります({error})。") from error
    try:
        return Strategy.model_validate(content)
    except ValidationError as error:
        raise StrategyError(f"{path.name}: {_one_line(error)}") from error


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    words = {
        "missing": "が書かれていません",
        "extra_forbidden": "という項目はありません",
        "too_short": "が一つもありません",
        "string_too_short": "が空です",
    }
    if first["type"] == "value_error":
        reason = str(first["ctx"]["error"])
        return f"{where} {reason}".strip() + "。"
    reason = words.get(first["type"], f"の値 {first['input']!r} は使えません")
    return f"「{where}」{reason}。"
