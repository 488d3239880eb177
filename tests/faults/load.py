"""Requests at a fixed rate, whatever the answers take: latency counts from when each was due.

`python -m tests.faults.load ADDRESS RATE SECONDS PATH…` in a process of its own, so that it does
not share an interpreter with what it measures; prints JSON.
"""

import asyncio
import json
import statistics
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

CONNECTIONS = 32


class Load:
    def __init__(self, address: str, paths: list[str]) -> None:
        place = urlsplit(address)
        self.host, self.port = place.hostname, place.port
        self.requests = [
            f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: br\r\n\r\n".encode()
            for path in paths
        ]
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.due: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()

    async def run(self, rate: float, seconds: float) -> None:
        """Every connection takes the next request that is due."""
        workers = [asyncio.create_task(self._work()) for _ in range(CONNECTIONS)]
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.due.put_nowait((due, self.requests[number * 7919 % len(self.requests)]))
        for _ in workers:
            self.due.put_nowait(None)
        await asyncio.gather(*workers)

    async def _work(self) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        while (request := await self.due.get()) is not None:
            due, data = request
            try:
                writer.write(data)
                status = await self._read(reader)
            except (OSError, asyncio.IncompleteReadError, ValueError):
                status = 0
                reader, writer = await asyncio.open_connection(self.host, self.port)
            self.statuses[status] += 1
            self.seconds.append(time.perf_counter() - due)
        writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> int:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next(line for line in lines if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        return int(lines[0].split()[1])


def main(address: str, rate: str, seconds: str, *paths: str) -> None:
    load = Load(address, list(paths))
    asyncio.run(load.run(float(rate), float(seconds)))
    cuts = statistics.quantiles(load.seconds, n=1000)
    result = {
        "requests": len(load.seconds),
        "statuses": {str(status): count for status, count in load.statuses.items()},
        "median_ms": cuts[499] * 1000,
        "p99_ms": cuts[989] * 1000,
        "max_ms": max(load.seconds) * 1000,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
