"""Pages as HTML: templates without scripts, relative addresses, every text of data escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kdx_metrics.papers.handout import html_environment
from kdx_metrics.site.content import Edition, Page
from kdx_metrics.site.open_data import open_data
from kdx_metrics.site.pages import pages_of
from kdx_metrics.wording.voices import NO_ANSWER

TEMPLATES = Path(__file__).parent / "templates"
STYLE = "site.css"


def files_of(edition: Edition) -> dict[str, bytes]:
    """Every file of an edition by its path."""
    pages = list(pages_of(edition))
    return {
        **dict(_rendered(edition, pages)),
        STYLE: (TEMPLATES / STYLE).read_bytes(),
        **dict(open_data(edition.summary)),
    }


def _rendered(edition: Edition, pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    environment = html_environment(TEMPLATES)
    menu = [(page.path, page.title) for page in pages if page.path.count("/") == 0 or page.path.endswith("/index.html")]
    common = {"strategy": edition.strategy, "as_of": edition.summary.as_of, "menu": menu, "no_answer": NO_ANSWER}
    for page in pages:
        samples = not edition.samples.isdisjoint(page.shows)
        html = environment.get_template(page.template).render(**common, **page.content, page=page, samples=samples)
        yield page.path, html.encode()
