"""Streamlit's upload address: only editors, only into their own page, and not too much at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.identity.people import Person
from kdx_metrics.identity.service import Identity
from kdx_metrics.publications.limits import MEBIBYTE, Limits
from kdx_metrics.web.addresses import address_of
from kdx_metrics.web.csrf import is_foreign

MARK = "/upload_file/"  # with whatever stands before it: better one address too many than one too few
FRAMING = 64 * 1024  # bytes of a multipart body besides the file
MINUTE = 60.0
TIMES = 3  # how often a full upload may be sent anew within a minute
PAGES_KEPT = 1000

# The cookies that a page's WebSocket began with, by Streamlit's session id; None for a page that is not open.
CookiesOfPage = Callable[[str], Mapping[str, str] | None]


def is_upload(path: str) -> bool:
    """True if the address takes files in or away."""
    return MARK in path


@dataclass(eq=False)
class Uploads:
    """Decides from the headers alone, before a byte of the body is read."""

    identity: Identity
    limits: Limits
    cookies_of_page: CookiesOfPage
    allowed_origins: tuple[str, ...] = ()
    ticks: Callable[[], float] = monotonic
    _sent: dict[str, deque[float]] = field(default_factory=dict)

    def refusal(self, request: HTTPConnection, method: str) -> Response | None:
        """The answer to a request that is not let in, told to the audit log too; None for one that is."""
        address = address_of(request)
        person = self.identity.check(request.cookies, address).person
        objection = next(self._objections(request, method, person, address), None)
        if objection is None:
            return None
        status, reason, words = objection
        self.identity.notice("upload_refused", person.account if person else "", address, reason=reason)
        return PlainTextResponse(words, status, headers={"cache-control": "no-store"})

    def _objections(
        self, request: HTTPConnection, method: str, person: Person | None, address: str
    ) -> Iterator[tuple[int, str, str]]:
        """Objections to the request: status, reason for the audit log, words for the sender."""
        page = _page_of(request.url.path)
        if is_foreign(request.headers, self.allowed_origins):
            yield 403, "cross_site", "ほかのサイトからは送れません。"
        if person is None or person.must_change:
            yield 401, "not_signed_in", "サインインしてから送ってください。"
        elif not person.may(EDITORS):
            yield 403, "role", "ファイルを送れるのは編集者と管理者です。"
        elif not self._is_their_page(page, person, address):
            yield 403, "other_page", "ほかの方の画面には送れません。"
        if method == "DELETE":
            return
        size = request.headers.get("content-length", "")
        if size.isdecimal() and int(size) > self.limits.file_bytes + FRAMING:
            yield 413, "too_large", f"1ファイルは{self.limits.file_bytes / MEBIBYTE:.4g}MBまでです。"
        if self._is_too_fast(page):
            yield 429, "too_many", "一度に送られたファイルが多すぎます。しばらくしてからお試しください。"

    def _is_their_page(self, page: str, person: Person, address: str) -> bool:
        cookies = self.cookies_of_page(page)
        if cookies is None:
            return True  # Streamlit answers that there is no such page
        owner = self.identity.check(cookies, address, use=False).person
        return owner is not None and owner.id == person.id

    def _is_too_fast(self, page: str) -> bool:
        now = self.ticks()
        if page not in self._sent and len(self._sent) >= PAGES_KEPT:
            self._sent = {key: times for key, times in self._sent.items() if now - times[-1] < MINUTE}
        times = self._sent.setdefault(page, deque(maxlen=TIMES * self.limits.files))
        if len(times) == times.maxlen and now - times[0] < MINUTE:
            return True
        times.append(now)
        return False


def _page_of(path: str) -> str:
    """Streamlit's session id: what follows MARK."""
    return path.partition(MARK)[2].partition("/")[0]
