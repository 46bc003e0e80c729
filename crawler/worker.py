"""Processes that parse, so that no page holds up the crawl, whatever it holds."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import resource
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Of the processor: a busy machine parses no less.
SECONDS = 10.0
# Of the clock, for what waits and does not work; the first call loads the libraries too.
PATIENCE = 180.0
MAX_MEMORY = 2 << 30


class ParsingFailed(Exception):
    """What was to be parsed took too long, too much memory, or set off an error; says which."""


class ParsingHung(ParsingFailed):
    """It took too long and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"parsing took more than {seconds:g} seconds")


class ParsingLost(ParsingFailed):
    """The process was ended by others, or broke down: the same may be read another time."""

    def __init__(self) -> None:
        super().__init__("parsing broke off, out of memory perhaps")


class Worker:
    """One process that answers one call at a time; one that hangs is replaced.

    `seconds` is the processor time that a call may take.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._process: Any = None
        self._line: Connection | None = None

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns over there. Raises ParsingFailed.

        Without a thread that waits for it: that would get its turns from a busy crawl but slowly.
        Only a process that starts, and may have its libraries to load, is waited for in one.
        """
        async with self._lock:
            with self._losses_told():
                line = self._line
                if line is None:
                    line = await asyncio.to_thread(self._start)
                line.send((function, args, kwargs))
                await _readable(line)
                answer: T = _told(line)
                return answer

    def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `call`, for callers that wait for the answer. Raises ParsingFailed."""
        with self._losses_told():
            line = self._line or self._start()
            line.send((function, args, kwargs))
            if not line.poll(PATIENCE):
                raise ParsingHung(PATIENCE)
            answer: T = _told(line)
            return answer

    @contextmanager
    def _losses_told(self) -> Iterator[None]:
        """End a process that hangs, and tell why one has ended. Raises ParsingFailed."""
        try:
            yield
        except (OSError, EOFError) as lost:
            raise self._cause_of_loss() from lost
        except (ParsingHung, asyncio.CancelledError):  # an answer that nobody waits for
            self.stop()
            raise

    def _cause_of_loss(self) -> ParsingFailed:
        """Why the process has ended."""
        process = self._process
        self.stop()
        if process is not None and process.exitcode == -signal.SIGPROF:
            return ParsingHung(self._seconds)
        return ParsingLost()

    def _start(self) -> Connection:
        context = multiprocessing.get_context("forkserver")
        line, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._seconds), daemon=True)
        process.start()
        theirs.close()
        self._process, self._line = process, line
        return line

    def stop(self) -> None:
        """End the process; the next call starts another."""
        process = self._process
        # Whoever waits for an answer holds the line too, and sees it end with the process.
        self._process = self._line = None
        if process is not None:
            process.kill()
            process.join()


class Workers:
    """Several workers, so that a page that hangs leaves a way for the others."""

    def __init__(self, count: int, *, seconds: float = SECONDS) -> None:
        self._all = [Worker(seconds=seconds) for _ in range(count)]
        # The last that was used is the next: the others start only when they are needed.
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._free.put_nowait(worker)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Worker]:
        """A worker that is free, for as long as the block runs; who waits longest is next."""
        worker = await self._free.get()
        try:
            yield worker
        finally:
            self._free.put_nowait(worker)

    def stop(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.stop()


async def _readable(line: Connection) -> None:
    """Wait for an answer, or the end of the process. Raises ParsingHung."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(line.fileno(), came.set)
    try:
        async with asyncio.timeout(PATIENCE):
            await came.wait()
    except TimeoutError:
        raise ParsingHung(PATIENCE) from None
    finally:
        loop.remove_reader(line.fileno())


def _told(line: Connection) -> Any:
    """The answer that has come. Raises ParsingFailed for an error, EOFError for none."""
    error, answer = line.recv()
    if error is not None:
        raise ParsingFailed(error)
    return answer


@cache
def shared_worker() -> Worker:
    """The one worker of this process, for what comes one after the other."""
    return Worker()


@cache
def shared_workers() -> Workers:
    """The workers of this process, for all its spiders: one a core and one more, at most four.

    Each waits now and then for the process that crawls; a core is then free for another.
    """
    return Workers(min(4, len(os.sched_getaffinity(0)) + 1))


def load_ahead(*modules: str) -> None:
    """Begin to load what the workers will need: once for all of them, while this process loads its
    own. To be called before the first worker starts.
    """
    forkserver.set_forkserver_preload(list(modules))
    forkserver.ensure_running()


def _serve(line: Connection, seconds: float) -> None:
    """Answer calls until the crawl ends. The system ends a call that takes too long by SIGPROF.

    An interrupt is left to the process that asks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was loaded ahead is never looked through, and stays in memory shared by all
    gc.set_threshold(10_000)  # of what a page is read into, most is freed without being looked for
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    while True:
        try:
            function, args, kwargs = line.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(function, args, kwargs)
        signal.setitimer(signal.ITIMER_PROF, 0)
        with suppress(OSError):  # nobody asks any more
            line.send(answer)


def _answer(function: Callable[..., Any], args: Any, kwargs: Any) -> tuple[str | None, Any]:
    try:
        return None, function(*args, **kwargs)
    except Exception as error:  # whatever a page sets off, the crawl goes on
        return f"parsing failed ({type(error).__name__}: {error})"[:300], None
