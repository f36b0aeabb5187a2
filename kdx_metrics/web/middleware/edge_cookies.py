"""Names, path and security of our cookies, as browsers keep them.

Over https their names begin with `__Host-` at the root and with `__Secure-` below a path: a browser takes such a cookie
from this host over https only, so that neither a page over http nor another host of the domain can plant one. Inside,
the names are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

OURS = "kdx_"  # how all names of our own begin
HOST, SECURE = "__Host-", "__Secure-"
EVERY_NAME_OF_OURS = (OURS, HOST + OURS, SECURE + OURS)
PATH = re.compile(r";\s*path=[^;]*", re.IGNORECASE)

RawHeaders = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Cookies:
    """Cookies of a connection: `secure` over https, below the path `base`."""

    secure: bool
    base: str

    @property
    def prefix(self) -> str:
        """Beginning of our names in the browser."""
        if not self.secure:
            return ""
        return SECURE if self.base else HOST

    def received(self, headers: RawHeaders) -> list[tuple[bytes, bytes]]:
        """Headers of a request with plain names; cookies of ours that came under another name are left out."""
        return [
            (name, "; ".join(self._plain(value.decode("latin-1"))).encode("latin-1") if name == b"cookie" else value)
            for name, value in headers
        ]

    def sent(self, headers: RawHeaders) -> list[tuple[bytes, bytes]]:
        """Headers of an answer whose cookies are as the browser is to keep them."""
        return [
            (name, self._kept(value.decode("latin-1")).encode("latin-1") if name.lower() == b"set-cookie" else value)
            for name, value in headers
        ]

    def _plain(self, cookies: str) -> Iterator[str]:
        for cookie in filter(None, (part.strip() for part in cookies.split(";"))):
            if not cookie.startswith(EVERY_NAME_OF_OURS):
                yield cookie
            elif cookie.startswith(self.prefix + OURS):
                yield cookie.removeprefix(self.prefix)

    def _kept(self, cookie: str) -> str:
        if cookie.startswith(OURS):
            cookie = f"{self.prefix}{PATH.sub('', cookie)}; Path={self.base or '/'}"
        return f"{cookie}; Secure" if self.secure and not re.search(r";\s*secure\b", cookie, re.IGNORECASE) else cookie
