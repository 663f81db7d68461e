"""The environment in which templates are filled; those of others are fenced in."""

import io
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    StrictUndefined,
    pass_environment,
)
from jinja2.bccache import Bucket
from jinja2.filters import make_attrgetter
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from audit import __version__
from audit.files.atomic_write import write
from audit.files.errors import BadInput
from audit.i18n import notation, typography
from audit.i18n.labels import labels
from audit.model import Estimate, Lang, Text
from audit.rendering import styles
from audit.rendering.brand import Brand
from audit.rendering.html import funnel


class _Fenced(ImmutableSandboxedEnvironment):
    """For templates of others: of a document only its fields, of Python nothing.

    Models have methods that read files (`parse_file`), so a document's methods are out of reach too.
    """

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, type):
            return False
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields or (isinstance(obj, Text) and attr == "in_")
        return bool(super().is_safe_attribute(obj, attr, value))


class _Compiled(BytecodeCache):
    """Keeps compiled templates where Python keeps its own; where it may not write, they compile each time."""

    folder = Path(str(files("audit.report_templates"))) / "__pycache__"

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError), self._file(bucket).open("rb") as handle:
            bucket.load_bytecode(handle)

    def dump_bytecode(self, bucket: Bucket) -> None:
        compiled = io.BytesIO()
        bucket.write_bytecode(compiled)
        with suppress(BadInput):
            write(self._file(bucket), compiled.getvalue())

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"template-{__version__}-{bucket.key}.{sys.implementation.cache_tag}.pyc"


@lru_cache(maxsize=4)  # two languages, two brands
def environment_of(lang: Lang, brand: Brand) -> Environment:
    """Templates that print texts, numbers and dates in `lang`, and escape everything."""

    def finished(value: object) -> object:
        if value is None:
            raise TypeError("nothing to print")
        if isinstance(value, Text):
            return typography.clean(typography.typeset(value.in_(lang)))
        if type(value) is str:  # and no Markup, which is finished
            return typography.clean(value)
        if isinstance(value, date):
            return notation.day(value, lang)
        return notation.number(value, lang) if isinstance(value, int | float) else value

    def of_others(name: str) -> tuple[str, str, None] | None:
        """With its name as its file, for tracebacks."""
        return (brand.templates[name], name, None) if name in brand.templates else None

    shipped = PackageLoader("audit.report_templates", "")
    environment = (_Fenced if brand.templates else Environment)(
        loader=ChoiceLoader([FunctionLoader(of_others), shipped]),
        bytecode_cache=None if brand.templates or sys.dont_write_bytecode else _Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = SimpleNamespace(**labels())
    environment.filters |= {"by": _by, "rate": funnel.rate, "typeset": typography.typeset}
    environment.filters |= {"of": Estimate.of, "whole": notation.whole}
    colours = styles.palette(brand.accent, brand.dark)
    environment.filters["coloured"] = lambda drawing: styles.drawn_in(drawing, colours)
    environment.filters["fixed"] = lambda value, pattern: notation.number(value, lang, pattern)
    return environment


@pass_environment
def _by(environment: Environment, items: Iterable[Any], *attributes: str) -> Iterable[tuple[Any, list[Any]]]:
    """Items grouped by one or more attributes, groups in order of appearance."""
    getters = [make_attrgetter(environment, attribute) for attribute in attributes]
    groups: dict[Any, list[Any]] = {}
    for item in items:
        key = tuple(getter(item) for getter in getters)
        groups.setdefault(key if len(key) > 1 else key[0], []).append(item)
    return groups.items()
