"""Many audits at once, one process per core, each warmed once."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audit import brand, content, publish
from audit.brand import Brand
from audit.content import Content
from audit.files import BadInput, Complaint
from audit.folder import load_previous
from audit.model import Lang


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
    with ProcessPoolExecutor(workers, mp_context=_warm_server()) as pool:
        try:
            for ready in as_completed([pool.submit(make, job) for job in jobs]):
                yield ready.result()
        except BaseException:  # interrupted: what is begun is finished, the rest is not begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _warm_server() -> multiprocessing.context.BaseContext:
    """On Linux and macOS a server loads everything once, and workers are forks of it."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["audit.warm"])
    return context


def make(job: Job) -> Done:
    try:
        audit = publish.loaded(job.folder, words())
        signed = _shared(job.brand) if job.brand else brand.beside(job.folder)
        earlier, langs = load_previous(job.folder, words()), (job.lang or audit.lang,)
        files = publish.write_all(audit, words(), signed, job.out, job.formats, langs, job.templates, earlier)
        return Done(job.folder, tuple(files))
    except BadInput as bad:
        return Done(job.folder, complaints=bad.complaints)


@cache
def _shared(path: Path) -> Brand:
    return brand.load(path)


@cache
def words() -> Content:
    return content.load()
