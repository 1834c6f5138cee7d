"""The way between a browser and the program, which a test can cut, or leave hanging without a word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

CHUNK = 65536


class Line:
    """Passes bytes on to one port of this machine; `address` is where the browser goes."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        # A loop in a thread of its own: Playwright's runs in that of the tests.
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._is_cut = False
        self._ends: set[asyncio.StreamWriter] = set()
        starting = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._pass_on, "127.0.0.1", 0), self._loop)
        self._server = starting.result()
        self.port = int(self._server.sockets[0].getsockname()[1])

    @property
    def address(self) -> str:
        """What the browser opens."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Both ends learn at once that the connection is gone, and no new one comes about."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._end_all)

    def hang(self) -> None:
        """Nothing passes any more, and neither end learns of it."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def mend(self) -> None:
        """From now on connections come about again. What hung is gone: it was never delivered."""
        self._is_cut = False

        def flow_anew() -> None:
            if not self._flowing.is_set():
                self._end_all()
                self._flowing.set()

        self._loop.call_soon_threadsafe(flow_anew)

    def close(self) -> None:
        """End everything."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def _end_all(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        await self._flowing.wait()
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, far_writer}
        await asyncio.gather(self._copy(reader, far_writer), self._copy(far_reader, writer))
        self._ends -= {writer, far_writer}

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if not self._flowing.is_set():
                    # What was on its way when the line began to hang never arrives.
                    await self._flowing.wait()
                    return
                writer.write(data)
                await writer.drain()
        writer.transport.abort()


@contextmanager
def line_to(target_port: int) -> Iterator[Line]:
    """A line that is closed at the end."""
    line = Line(target_port)
    try:
        yield line
    finally:
        line.close()
