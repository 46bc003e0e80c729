"""Many web archives read on all cores; one writer, which goes on where it was broken off."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Event

from crawler.worker import Worker
from railwatch.app import now
from railwatch.archive_store import store_batch
from railwatch.archives import ArchiveReader, Batch
from railwatch.imports import Imports
from railwatch.progress import measured
from storage.archives import ArchiveFile, note_read, read_to
from storage.database import write

log = logging.getLogger(__name__)

# What the readers may be ahead of the writer, for each core.
BATCHES_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read from a byte on."""

    path: Path
    file: ArchiveFile
    offset: int


@dataclass
class Readers:
    """Reads files on some cores, each file in a process that may be ended.

    `queue` brings (job, batch), (job, the error that ended it) and, at a job's end, (job, None).
    """

    reader: ArchiveReader
    cores: int
    queue: Queue[tuple[Job, Batch | OSError | None]] = field(init=False)
    stopped: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.queue = Queue(BATCHES_AHEAD * self.cores)

    def results(self, jobs: list[Job]) -> Iterator[tuple[Job, Batch | OSError]]:
        """What the files bring, as it comes; those of one file in their order."""
        running = len(jobs)
        with ThreadPoolExecutor(self.cores) as threads:
            for job in jobs:
                threads.submit(self.read, job)
            try:
                while running:
                    job, result = self.queue.get()
                    if result is None:
                        running -= 1
                    else:
                        yield job, result
            finally:
                self.stopped.set()
                while running:
                    running -= self.queue.get()[1] is None

    def read(self, job: Job) -> None:
        """Read one file, in a thread that does nothing but wait for its process."""
        worker = Worker()
        try:
            for batch in self.reader.batches(job.path, worker, offset=job.offset):
                self.queue.put((job, batch))
                if self.stopped.is_set():
                    break
        except OSError as error:
            self.queue.put((job, error))
        finally:
            worker.stop()
            self.queue.put((job, None))


def backfill(
    imports: Imports, files: Iterable[Path], reader: ArchiveReader, *, pages: Path, again: bool
) -> None:
    """Store the articles of these archives. One that was read to its end is passed over, unless
    it has changed or `again` is set.
    """
    jobs = [job for path in dict.fromkeys(files) if (job := open_job(imports, path, again=again))]
    total = sum(job.file.size - job.offset for job in jobs)
    readers = Readers(reader, cores=max(1, min(len(jobs), len(os.sched_getaffinity(0)))))
    reached = {job: job.offset for job in jobs}
    with measured(total, "reading archives") as advance:
        for job, result in readers.results(jobs):
            if isinstance(result, OSError):
                imports.fail(f"{job.path}: {result.strerror}.")
                continue
            with write(imports.run.db):
                store_batch(imports, job.path, result, pages=pages)
                note_read(imports.run.db, job.file, result.end, now=now())
            advance(result.end - reached[job])
            reached[job] = result.end


def open_job(imports: Imports, path: Path, *, again: bool) -> Job | None:
    """What is left to be read of a file; None where nothing is, or it cannot be opened."""
    try:
        file = ArchiveFile.at(path)
    except OSError as error:
        imports.fail(f"{path}: {error.strerror}.")
        return None
    offset = 0 if again else read_to(imports.run.db, file)
    if offset >= file.size and file.size:
        log.info("%s was read before", path)
        return None
    return Job(path, file, offset)
