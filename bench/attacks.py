"""Attacks on a server of one's own: each is bounded, counts what the server answers, and lets go of all it holds."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bench.client import RunError, Visitor

Tally = Counter[str]  # answer of the server, or what became of the connection → how often
MEGABYTE = 1_000_000
PATIENCE = 20.0  # seconds for one answer
BREATH = 0.2  # seconds between two tries of one attacker
SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
LOST = (OSError, EOFError, TimeoutError, ConnectionClosed, InvalidStatus, RunError)


@dataclass(frozen=True)
class Force:
    """Numbers of an attack: connections and attackers at a time."""

    half_open: int
    messages: int
    visitors: int
    uploaders: int
    spellers: int


@dataclass(frozen=True)
class Target:
    """A server at `host:port`; `cookie` is the session of an editor, who may upload."""

    host: str
    port: int
    cookie: str

    @property
    def url(self) -> str:
        """The address of its first page."""
        return f"http://{self.host}:{self.port}"

    async def ask(self, method: str, path: str, *headers: str, body: bytes = b"") -> tuple[str, list[str]]:
        """Status of the answer, or what became of the connection; and the answer's header lines."""
        lines = f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Connection: close", *headers
        writer = None
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await asyncio.open_connection(self.host, self.port)
                writer.write("\r\n".join([*lines, "", ""]).encode())
                answer = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
                if body:
                    await asyncio.wait([answer], timeout=BREATH)  # a refusal comes before the body
                if not answer.done():
                    writer.write(body)
                head = (await answer).decode("latin-1").split("\r\n")
                return head[0].split(" ")[1], head[1:]
        except (OSError, EOFError, TimeoutError) as error:
            return type(error).__name__, []
        finally:
            if writer is not None:
                writer.close()


Attack = Callable[[Target, Force, float], Coroutine[Any, Any, Tally]]


async def half_open(target: Target, force: Force, end: float) -> Tally:
    """Requests whose headers never end, kept alive by a byte now and then."""
    tally, held = Tally(), []
    for _ in range(force.half_open):
        try:
            reader, writer = await asyncio.open_connection(target.host, target.port)
        except OSError as error:
            tally[type(error).__name__] += 1
            continue
        writer.write(f"GET / HTTP/1.1\r\nHost: {target.host}\r\nX-Slow: ".encode())
        held.append((reader, writer))
    while time.monotonic() < end:
        await asyncio.sleep(1)
        for _, writer in held:
            if not writer.is_closing():
                writer.write(b"a")
    tally["closed by the server"] = sum(reader.at_eof() or writer.is_closing() for reader, writer in held)
    tally["held open"] = len(held) - tally["closed by the server"]
    for _, writer in held:
        writer.close()
    return tally


async def big_messages(target: Target, force: Force, end: float) -> Tally:
    """Messages of 150 MB and, from every other attacker, of 19 MB (just within the bound); none is ever finished."""
    tally = Tally()

    async def unfinished(megabytes: int) -> AsyncIterator[bytes]:
        chunk = bytes(MEGABYTE)
        for _ in range(megabytes):
            yield chunk
        tally["held unfinished"] += 1
        await asyncio.sleep(end - time.monotonic())
        raise EOFError

    async def send(number: int) -> None:
        address = f"ws://{target.host}:{target.port}/_stcore/stream"
        async with connect(address, compression=None, max_size=None, open_timeout=PATIENCE) as socket:
            await socket.send(unfinished(150 if number % 2 else 19))

    await _crowd(force.messages, send, end, tally)
    return tally


async def long_addresses(target: Target, force: Force, end: float) -> Tally:
    """Pages that ask for a query string of a megabyte."""
    tally = Tally()

    async def ask(_number: int) -> None:
        async with Visitor(target.url, query="a" * MEGABYTE) as visitor, asyncio.timeout(PATIENCE):
            await visitor.run()

    await _crowd(max(force.messages // 2, 1), ask, end, tally)
    return tally


async def many_sessions(target: Target, force: Force, end: float) -> Tally:
    """Visitors who open a page and leave."""
    tally = Tally()

    async def visit(_number: int) -> None:
        async with Visitor(target.url) as visitor, asyncio.timeout(PATIENCE):
            await visitor.run()
        tally["drawn"] += 1

    await _crowd(force.visitors, visit, end, tally)
    return tally


async def uploads(target: Target, force: Force, end: float) -> Tally:
    """Files of 9 MB from strangers and, from every other attacker, of an editor into a page of their own."""
    tally = Tally()
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + bytes(9 * MEGABYTE)
    body += b"\r\n--x--\r\n"
    framing = "Content-Type: multipart/form-data; boundary=x", f"Content-Length: {len(body)}"

    async def send(number: int) -> None:
        async with Visitor(target.url, cookie=target.cookie) as visitor, asyncio.timeout(PATIENCE):
            await visitor.run()
            _, headers = await target.ask("GET", "/_stcore/health")
            token = next(line for line in headers if "_streamlit_xsrf=" in line).partition("_xsrf=")[2].split(";")[0]
            cookies = f"_streamlit_xsrf={token}" + (f"; {target.cookie}" if number % 2 else "")
            path = f"/_stcore/upload_file/{visitor.session_id}/"
            for file in range(20):
                signed = *framing, f"X-Xsrftoken: {token}", f"Cookie: {cookies}"
                status, _ = await target.ask("PUT", f"{path}{file}", *signed, body=body)
                tally[f"{'editor' if number % 2 else 'stranger'} {status}"] += 1
                await asyncio.sleep(BREATH)

    await _crowd(force.uploaders, send, end, tally)
    return tally


async def spellings(target: Target, force: Force, end: float) -> Tally:
    """The same scripts under ever new spellings of their paths, and names that no file has."""
    tally = Tally()
    script = max(SCRIPTS.glob("*.js"), key=lambda file: file.stat().st_size).name

    async def ask(number: int) -> None:
        for turn in range(50):
            times = 50 * number + turn + 1
            for path in (
                f"/static/js/{'/' * times}{script}",
                f"/static/{'./' * times}js/{script}",
                f"/static/js/{'../js/' * (times % 99)}{script}",
                f"/static/{'%2e/' * (times % 99)}js/{script}",
                f"/static/js/{script}?{times}",
                f"/static/{'a' * 3000}{times}",
                f"/{'b' * 3000}{times}",
            ):
                status, _ = await target.ask("GET", path, "Accept-Encoding: br")
                tally[status] += 1
            await asyncio.sleep(BREATH)

    await _crowd(force.spellers, ask, end, tally)
    return tally


ATTACKS: dict[str, Attack] = {
    "half-open requests": half_open,
    "unfinished messages": big_messages,
    "long query strings": long_addresses,
    "sessions opened and left": many_sessions,
    "uploads": uploads,
    "spellings of /static": spellings,
}


async def _crowd(size: int, act: Callable[[int], Coroutine[Any, Any, None]], end: float, tally: Tally) -> None:
    """Let `size` attackers act again and again until the end, and count how each was stopped."""

    async def attacker(number: int) -> None:
        while time.monotonic() < end:
            try:
                async with asyncio.timeout(end - time.monotonic() + 1):
                    await act(number)
            except ConnectionClosed as closed:
                tally[f"closed {closed.rcvd.code if closed.rcvd else 'without a word'}"] += 1
            except InvalidStatus as refusal:
                tally[f"refused {refusal.response.status_code}"] += 1
            except LOST as error:
                if time.monotonic() < end:
                    tally[type(error).__name__] += 1
            await asyncio.sleep(BREATH)

    await asyncio.gather(*(attacker(number) for number in range(size)))


async def _all(target: Target, force: Force, seconds: float) -> dict[str, dict[str, int]]:
    end = time.monotonic() + seconds
    tallies = await asyncio.gather(*(attack(target, force, end) for attack in ATTACKS.values()))
    return {name: dict(tally) for name, tally in zip(ATTACKS, tallies, strict=True)}


def attack_all(target: Target, force: Force, seconds: float) -> dict[str, dict[str, int]]:
    """Make all attacks at once, in a process of their own; name → answers."""
    return asyncio.run(_all(target, force, seconds))
