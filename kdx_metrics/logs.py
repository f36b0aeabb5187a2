"""Structured logs: one JSON object a line on stderr, from this program and from its server alike."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Iterable

import structlog

# Their own handlers write plain text; without them their records rise to the root's JSON handler.
SERVER_LOGGERS = ("streamlit", "uvicorn")
SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


def configure(level: str) -> None:
    """Send everything of at least `level` (DEBUG … ERROR) to stderr as JSON; may be called again."""
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
    # Both name each visitor's IP address, uvicorn.error below WARNING: no personal data goes to the log.
    logging.getLogger("uvicorn.access").propagate = False
    logging.getLogger("uvicorn.error").setLevel(max(root.level, logging.WARNING))
    # Streamlit writes the trace of a failed run itself; `script_error` writes it with the reference number.
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
