"""The pages outside Streamlit: Jinja templates under a policy that allows no script at all."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from kdx_metrics.database.actors import ROLE_WORDS
from kdx_metrics.plan.fiscal_calendar import wareki_and_time
from kdx_metrics.web.addresses import url_of

TEMPLATES = Path(__file__).parent / "templates"
CSS = (TEMPLATES / "account.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    + "'"
)
HEADERS = {"cache-control": "no-store", "content-security-policy": POLICY}

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
ENVIRONMENT.globals["url"] = url_of
ENVIRONMENT.globals["css"] = Markup(CSS)  # noqa: S704  # our own file, and its hash is in the policy


@dataclass(frozen=True)
class Html:
    """Renders the templates with the site's `title`, and moments in the city's `zone`."""

    title: str
    zone: ZoneInfo

    def page(self, template: str, heading: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401  # whatever the template shows
        """A page, never cached."""
        body = ENVIRONMENT.get_template(template).render(
            {"error": "", "message": "", "title": self.title, "heading": heading, "roles": ROLE_WORDS} | context,
            when=self._when,
        )
        return HTMLResponse(body, status, headers=HEADERS)

    def _when(self, moment: datetime | None) -> str:
        return "まだありません" if moment is None else wareki_and_time(moment.astimezone(self.zone))
