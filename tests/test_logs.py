from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from kdx_metrics import logs


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.stdlib.get_logger("kdx_metrics.x").info("published", table="取組")
    structlog.stdlib.get_logger("kdx_metrics.x").debug("not asked for")
    (line,) = written(capsys)
    assert (line["event"], line["table"], line["level"], line["logger"]) == (
        "published",
        "取組",
        "info",
        "kdx_metrics.x",
    )
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("text", ['x"}\n{"event": "ready', "x\r\n{}", "x\u2028y", "\x1b[31mx", "\x00"])
def test_what_a_visitor_writes_makes_no_line_of_its_own(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.stdlib.get_logger("kdx_metrics.x").info("refused", asked=text)
    logging.getLogger("uvicorn.error").warning("refused %s", text)
    ours, theirs = capsys.readouterr().err.rstrip("\n").split("\n")
    assert json.loads(ours)["asked"] == text
    assert json.loads(theirs)["event"] == f"refused {text}"


def test_the_servers_own_lines_become_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler())
    logs.configure("INFO")
    logging.getLogger("uvicorn.error").warning("shutting %s", "down")
    (line,) = written(capsys)
    assert (line["event"], line["logger"]) == ("shutting down", "uvicorn.error")


def test_no_visitors_address_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    logging.getLogger("uvicorn.access").info('192.0.2.1:5 - "GET / HTTP/1.1" 200')
    logging.getLogger("uvicorn.error").info('192.0.2.1:5 - "WebSocket /_stcore/stream" [accepted]')
    assert written(capsys) == []


def test_a_failed_page_is_logged_once_under_the_number_that_its_reader_sees(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    error = RuntimeError("out of tea")
    logging.getLogger("streamlit.error_util").error("Uncaught app execution", exc_info=error)
    reference = logs.script_error(error)
    (line,) = written(capsys)
    assert (line["event"], line["reference"]) == ("script_error", reference)
    assert len(reference) == 6
    assert "RuntimeError: out of tea" in line["exception"]
