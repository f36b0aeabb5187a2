"""WebSockets that end at the first message which is not let in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def pass_while(
    allowed: Callable[[Message], Awaitable[bool]], code: int, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """Run the app on a WebSocket; close that with `code` at the first message which is not `allowed`."""
    closed = False

    async def receive_allowed() -> Message:
        nonlocal closed
        message = await receive()
        if message["type"] == "websocket.receive" and not await allowed(message):
            closed = True
            await send({"type": "websocket.close", "code": code})
            return {"type": "websocket.disconnect", "code": code}
        return message

    async def send_while_open(message: Message) -> None:
        if not closed:
            await send(message)

    await app(scope, receive_allowed, send_while_open)
