"""Many audits at once, one process per core, each warmed once."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audit.content import loader
from audit.content.loader import Content
from audit.files.errors import BadInput, Complaint
from audit.model import Lang
from audit.publishing.write_outputs import Wanted, write_all
from audit.rendering import brand
from audit.rendering.brand import Brand
from audit.storage.audit_folder import load_known, load_previous


@dataclass(frozen=True)
class Job:
    """One audit to print, all that a worker has to know of it."""

    folder: Path
    out: Path
    brand: Path | None
    formats: tuple[str, ...]
    lang: Lang | None
    templates: Path | None = None  # for Word


@dataclass(frozen=True)
class Done:
    """What came of it: files, or what is wrong with the audit."""

    folder: Path
    files: tuple[Path, ...] = ()
    complaints: tuple[Complaint, ...] = ()


def run(jobs: Sequence[Job], workers: int) -> Iterator[Done]:
    """Every audit, in the order in which they are ready; one that is bad does not stop the others.

    What a report takes most memory for, the typesetting, has a process of its own for each.
    """
    workers = max(1, min(workers, len(jobs)))
    with ProcessPoolExecutor(workers, mp_context=_warm_server(), initializer=_end_with_us) as pool:
        left, begun = deque(jobs), dict[Future[Done], Job]()
        while left or begun:  # no more than is at work: interrupted, that is finished and the rest not begun
            while left and len(begun) < workers:
                job = left.popleft()
                begun[_begin(pool, job)] = job
            for ready in wait(begun, return_when=FIRST_COMPLETED).done:
                yield _done(ready, begun.pop(ready))


def _begin(pool: ProcessPoolExecutor, job: Job) -> Future[Done]:
    try:
        return pool.submit(make, job)
    except BrokenProcessPool as broken:
        never = Future[Done]()
        never.set_exception(broken)
        return never


def _done(ready: Future[Done], job: Job) -> Done:
    try:
        return ready.result()
    except BrokenProcessPool:  # a worker was killed, and takes the others along
        return Done(job.folder, complaints=(Complaint("worker_stopped", str(job.folder)),))


def _end_with_us() -> None:
    """A worker ends with the process that asked for it, even one that was killed."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _warm_server() -> multiprocessing.context.BaseContext:
    """On Linux and macOS a server loads everything once, and workers are forks of it."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["audit.publishing.worker_preload"])
    return context


def make(job: Job) -> Done:
    try:
        audit = load_known(job.folder, words())
        signed = _shared(job.brand) if job.brand else brand.beside(job.folder)
        wanted = Wanted(
            out=job.out,
            formats=job.formats,
            langs=(job.lang or audit.lang,),
            brand=signed,
            templates=job.templates,
        )
        earlier = load_previous(job.folder, words())
        return Done(job.folder, tuple(write_all(audit, words(), wanted, earlier)))
    except BadInput as bad:
        named = (replace(one, file=one.file or str(job.folder)) for one in bad.complaints)
        return Done(job.folder, complaints=tuple(named))


@cache
def _shared(path: Path) -> Brand:
    return brand.load(path)


@cache
def words() -> Content:
    return loader.load()
