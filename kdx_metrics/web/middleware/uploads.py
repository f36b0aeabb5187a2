"""Streamlit's upload address: only editors, only into their own page, and not too much at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.identity.people import Person
from kdx_metrics.identity.service import Identity
from kdx_metrics.plan.text import whole_number
from kdx_metrics.publications.proposal.limits import MEBIBYTE, Limits
from kdx_metrics.web.addresses import address_of
from kdx_metrics.web.csrf import is_foreign

FULL = (
    "送られたファイルがこの画面に残せる大きさを超えました。画面を開き直してからもう一度お試しください"
    "(ほかにも開いている画面は閉じて、数分お待ちください)。"
)
MARK = "/upload_file/"  # with whatever stands before it: better one address too many than one too few
WRITING = ("PUT", "POST", "DELETE", "PATCH")
FRAMING = 64 * 1024  # bytes of a multipart body besides the file
MINUTE = 60.0
TIMES = 3  # how often a full upload may be sent anew within a minute
PAGES_KEPT = 1000

# The cookies that a page's WebSocket began with, by Streamlit's session id; None for a page that is not open.
CookiesOfPage = Callable[[str], Mapping[str, str] | None]
# Bytes of the files that Streamlit holds, by its session id: until the page is closed, known to a widget or not.
UploadedBytes = Callable[[], Mapping[str, int]]
PAGES_OF_A_PERSON = 2  # full uploads that one person may have under way or in open pages


def is_sent_upload(scope: Scope) -> bool:
    """True if the request brings a file or takes one away."""
    return scope["type"] == "http" and MARK in scope["path"] and scope["method"] in WRITING


@dataclass(eq=False)
class Uploads:
    """Decides from the headers alone, before a byte of the body is read."""

    identity: Identity
    limits: Limits
    cookies_of_page: CookiesOfPage
    uploaded_bytes: UploadedBytes
    allowed_origins: tuple[str, ...] = ()
    ticks: Callable[[], float] = monotonic
    _sent: dict[str, deque[float]] = field(default_factory=dict)
    _owners: dict[str, int] = field(default_factory=dict)  # person by page with files
    _under_way: dict[str, int] = field(default_factory=dict)  # bytes by page
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def received(self, request: HTTPConnection, method: str) -> Iterator[None]:
        """Let go, after a request that was let in, of the room that `refusal` has reserved for it."""
        try:
            yield
        finally:
            if method != "DELETE":
                with self._lock:
                    page = _page_of(request.url.path)
                    self._under_way[page] = self._under_way.get(page, 0) - self._size(request)

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
        if self._size(request) > self.limits.file_bytes + FRAMING:
            yield 413, "too_large", f"1ファイルは{self.limits.file_bytes / MEBIBYTE:.4g}MBまでです。"
        if self._is_too_fast(page):
            yield 429, "too_many", "一度に送られたファイルが多すぎます。しばらくしてからお試しください。"
        if person is not None and not self._has_room(page, person, self._size(request)):
            yield 413, "too_much", FULL

    def _size(self, request: HTTPConnection) -> int:
        """Bytes of the body; the most that is taken where it is not announced."""
        announced = request.headers.get("content-length", "")
        if not announced:
            return self.limits.file_bytes + FRAMING
        number = whole_number(announced)
        return self.limits.file_bytes + FRAMING + 1 if number is None else number

    def _has_room(self, page: str, person: Person, size: int) -> bool:
        """Reserve room for a file in what a page and a person may hold, True where there is some."""
        most = self.limits.files * (self.limits.file_bytes + FRAMING)
        with self._lock:
            held = dict(self.uploaded_bytes())
            for name, size_under_way in self._under_way.items():
                held[name] = held.get(name, 0) + size_under_way
            self._owners = {name: owner for name, owner in self._owners.items() if held.get(name)} | {page: person.id}
            self._under_way = {name: under_way for name, under_way in self._under_way.items() if under_way}
            of_person = sum(held.get(name, 0) for name, owner in self._owners.items() if owner == person.id)
            if held.get(page, 0) + size > most or of_person + size > PAGES_OF_A_PERSON * most:
                return False
            self._under_way[page] = self._under_way.get(page, 0) + size
            return True

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
