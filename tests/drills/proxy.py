"""A TCP proxy between every two parts of the house: it cuts, freezes, forgets and slows.

`python -m drills.proxy` reads its routes as JSON from the standard input and is then turned by
lines of JSON on its control port: `{"routes": ["db-intake"], "mode": "slow", "ms": 200}`.
"""

import asyncio
import json
import sys
from dataclasses import dataclass, field
from typing import Any

PASS, CUT, STALL, HOLE, SLOW = "pass", "cut", "stall", "hole", "slow"
CHUNK = 64 * 1024


@dataclass
class Route:
    """From a port of ours to a port of theirs."""

    port: int
    to: int
    mode: str = PASS
    ms: int = 0
    age: int = 0
    lines: set[asyncio.StreamWriter] = field(default_factory=set)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    def turn(self, mode: str, ms: int) -> None:
        """`cut` ends connections and takes none; `stall` keeps them and carries nothing;
        `hole` forgets those that stand, for ever and in silence; `slow` delays what is carried."""
        self.mode, self.ms = (PASS if mode == HOLE else mode), ms
        self.age += mode == HOLE
        if mode == CUT:
            for line in list(self.lines):
                line.transport.abort()
        if mode == STALL:
            self.free.clear()
        else:
            self.free.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            if self.mode == CUT:
                raise ConnectionError
            await self.free.wait()
            back, there = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        born = self.age
        self.lines |= {writer, there}
        ways = (self._carry(reader, there, born), self._carry(back, writer, born))
        await asyncio.gather(*ways, return_exceptions=True)
        self.lines -= {writer, there}

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, born: int
    ) -> None:
        try:
            while data := await reader.read(CHUNK):
                await self.free.wait()
                if born < self.age:
                    continue
                if self.mode == SLOW:
                    await asyncio.sleep(self.ms / 1000)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            if not writer.is_closing():
                writer.close()


async def run(routes: dict[str, Route], control: int) -> None:
    """Serves all routes until the standard input ends."""

    async def turn(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            told: dict[str, Any] = json.loads(line)
            for name in told["routes"]:
                routes[name].to = told.get("to") or routes[name].to  # for new connections
                routes[name].turn(told["mode"], int(told.get("ms", 0)))
            writer.write(b"ok\n")
            await writer.drain()

    for route in routes.values():
        route.free.set()
        await asyncio.start_server(route.serve, "127.0.0.1", route.port, backlog=512)
    await asyncio.start_server(turn, "127.0.0.1", control)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Entry point of the process."""
    told = json.loads(sys.stdin.readline())
    routes = {name: Route(port, to) for name, (port, to) in told["routes"].items()}
    asyncio.run(run(routes, told["control"]))


if __name__ == "__main__":
    main()
