"""Words no rule of ours may oblige anybody to: sanctions that labour law forbids. Guarded where words load.

Warnings, and quotations of what is practised, may name them. Source: sources: law_8.
"""

import re
from collections.abc import Iterator, Mapping

from audit.model import CauseText, Law, Text

FORBIDDEN = re.compile(
    r"штраф|удержать|не оплачивается|лишить|аннулировать|по усмотрению руководителя"
    r"|\bfines?\b|dock pay|forfeit",
    re.IGNORECASE,
)
OBLIGING = (
    "paper_",
    "letter_",
    "task_",
    "rule_",
    "rhythm_",
)  # of the report's sentences, those to follow
MAY_NAME_THEM = ("warning", "may_i", "cold")  # of a country's law: what is answered, and warned of


def unlawful(
    causes: Mapping[str, CauseText], law: Law, prose: Mapping[str, Text]
) -> Iterator[tuple[str, str]]:
    """Every shipped sentence that obliges somebody and holds such a word: where it stands, and the word."""
    for at, text in _obliging(causes, law, prose):
        if found := FORBIDDEN.search(f"{text.ru}\n{text.en}"):
            yield at, found[0]


def _obliging(
    causes: Mapping[str, CauseText], law: Law, prose: Mapping[str, Text]
) -> Iterator[tuple[str, Text]]:
    for cause in causes.values():
        for text in (*(step.do for step in cause.remedy), cause.monday, cause.mended_when):
            yield f"causes/{cause.id}.yaml", text
    for country in law.countries.values():
        yield from (("law.yaml", text) for field, text in country if field not in MAY_NAME_THEM)
    for engagement in law.engagements.values():
        yield from (("law.yaml", text) for _, text in engagement)
    for sentence, text in prose.items():
        if sentence.startswith(OBLIGING):
            yield f"prose.yaml: {sentence}", text
