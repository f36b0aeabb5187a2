"""Structured logs of the program and its server, one JSON object per line on stderr."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Iterable

import structlog

# Their own handlers, which write plain text, are removed so that the root's JSON handler gets their records.
SERVER_LOGGERS = ("streamlit", "uvicorn")
SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


def configure(level: str) -> None:
    """Log records of at least `level` (DEBUG … ERROR) as JSON on stderr; may be called again."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _below(SERVER_LOGGERS):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    # Both log visitors' IP addresses, uvicorn.error only below WARNING; the log must hold no personal data.
    logging.getLogger("uvicorn.access").propagate = False
    logging.getLogger("uvicorn.error").setLevel(max(root.level, logging.WARNING))
    # `script_error` logs the trace of a failed run with its reference number, so Streamlit's record is not needed.
    logging.getLogger("streamlit.error_util").addFilter(_not_a_failed_run)


def _below(roots: Iterable[str]) -> list[str]:
    names = list(logging.Logger.manager.loggerDict)
    return [name for root in roots for name in names if name == root or name.startswith(f"{root}.")]


def _not_a_failed_run(record: logging.LogRecord) -> bool:
    return record.msg != "Uncaught app execution"


def script_error(error: Exception) -> str:
    """Log the trace of a failed page and return the short reference number that the page shows."""
    reference = secrets.token_hex(3).upper()
    logger = structlog.stdlib.get_logger("kdx_metrics.pages")
    logger.error("script_error", reference=reference, exc_info=error)
    return reference
