"""A visitor without a browser: one WebSocket that speaks Streamlit's protocol and counts what travels."""

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
    """The page failed instead of being drawn."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a page: seconds from the request until it was whole, and the bytes and messages that came."""

    seconds: float
    received: int
    messages: int


@dataclass
class Visitor:
    """One session. `base` is the server's http address, `page` the page's name in the address ("" is the first)."""

    base: str
    page: str = ""
    query: str = ""
    cookie: str = ""
    page_hash: str = ""
    kept: set[str] = field(default_factory=set)
    fragments: dict[str, str] = field(default_factory=dict)
    socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Open the connection."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self.socket = await connect(
            self.base.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # a plain str is what travels
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
        """Ask for the page (or one fragment of it) and read until it is whole, as the front end does."""
        assert self.socket is not None
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page_hash
        state.page_name = self.page
        state.fragment_id = fragment
        state.cached_message_hashes.extend(self.kept)
        state.context_info.timezone = "Asia/Tokyo"
        state.context_info.timezone_offset = -540
        state.context_info.locale = "ja-JP"
        state.context_info.url = f"{self.base}/{self.page}"
        state.context_info.color_scheme = "light"
        started = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        received = messages = 0
        while True:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            received += len(data)
            messages += 1
            message = ForwardMsg.FromString(data)
            if message.metadata.cacheable:
                self.kept.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page_hash = message.new_session.page_script_hash
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash
            elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
                raise RunError(message.session_event.script_compilation_exception.message)
            elif kind == "delta" and message.delta.fragment_id:
                self.fragments.setdefault(message.delta.fragment_id, "")
            elif kind == "script_finished" and message.script_finished in GOOD:
                return Run(time.perf_counter() - started, received, messages)
