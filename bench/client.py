"""A visitor without a browser, who speaks Streamlit's protocol over a WebSocket and counts the traffic."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

GOOD = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class RunError(Exception):
    """The page failed to be drawn."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a page, with the seconds until it was complete and the bytes and messages received."""

    seconds: float
    received: int
    messages: int


@dataclass
class Visitor:
    """A session; `base` is the server's http address, `page` the page's path, empty for the first page.

    `cached` holds the hashes of cacheable messages received so far.
    """

    base: str
    page: str = ""
    query: str = ""
    cookie: str = ""
    page_hash: str = ""
    session_id: str = ""
    cached: set[str] = field(default_factory=set)
    fragments: dict[str, str] = field(default_factory=dict)
    socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Open the connection."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self.socket = await connect(
            self.base.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # websockets sends a plain str
            additional_headers=headers,
            max_size=None,
            compression=None,
            open_timeout=60,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        if self.socket is not None:
            await self.socket.close()

    async def run(self, fragment: str = "") -> Run:
        """Request the page, or a fragment of it, and read until it is complete, as the front end does.

        Raises RunError if the page fails.
        """
        assert self.socket is not None
        request = BackMsg()
        state = request.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page_hash
        state.page_name = self.page
        state.fragment_id = fragment
        state.cached_message_hashes.extend(self.cached)
        state.context_info.timezone = "Asia/Tokyo"
        state.context_info.timezone_offset = -540
        state.context_info.locale = "ja-JP"
        state.context_info.url = f"{self.base}/{self.page}"
        state.context_info.color_scheme = "light"
        started = time.perf_counter()
        await self.socket.send(request.SerializeToString())
        received = messages = 0
        while True:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            received += len(data)
            messages += 1
            message = ForwardMsg.FromString(data)
            if message.metadata.cacheable:
                self.cached.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = message.new_session.page_script_hash
                self.session_id = message.new_session.initialize.session_id
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash
            elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
                raise RunError(message.session_event.script_compilation_exception.message)
            elif kind == "delta" and message.delta.fragment_id:
                self.fragments.setdefault(message.delta.fragment_id, "")
            elif kind == "script_finished" and message.script_finished in GOOD:
                return Run(time.perf_counter() - started, received, messages)
