"""What describes the files to other programs: `schema`."""

from __future__ import annotations

import argparse
import json
from typing import Any

DOCUMENTS = ("audit", "voice", "report", "measured")
NOTES = {  # for programs and their authors, in one language as JSON Schema itself
    "audit": "audit.yaml. Not checked here: that places, overridden causes and the country are known ones, "
    "and that the day is between 2000 and 2199.",
    "voice": "A file of voices/. A bare value is short for {value: ...}; `dont_know`, `not_applicable` for "
    "a state. Not checked here: that a question exists and stands at that place, and that its value is one "
    "of its options or within its bounds (sales-audit explain ID).",
    "report": "report.json: the whole report, every text in both languages.",
    "measured": "measured.json, as `measure` writes it; personal data are not in it.",
}


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of one kind of document."""
    print(json.dumps(schema_of(arguments.document), ensure_ascii=False, indent=1))
    return 0


def schema_of(document: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of "audit", "voice", "report" or "measured", as it stands in a file."""
    from audit.model import Audit, Measurement, ReportDocument, Voice

    made: dict[str, Any]
    if document == "audit":
        made = Audit.model_json_schema()
        for in_memory in ("voices", "measured"):  # these have files of their own
            del made["properties"][in_memory]
        made["$defs"] = {name: one for name, one in made["$defs"].items() if name == "Override"}
    elif document == "voice":
        made = Voice.model_json_schema()
        del made["properties"]["strangers"]
        made["required"] = ["roles"]
        answers = made["properties"]["answers"]
        _refer(made, answers)
    else:
        made = (ReportDocument if document == "report" else Measurement).model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "description": NOTES[document]}


def _refer(made: dict[str, Any], answers: dict[str, Any]) -> None:
    """An answer may stand short, and its time is the audit's day where none is given."""
    made["$defs"]["Answer"]["required"] = []
    plain = [{"type": kind} for kind in ("string", "number", "boolean", "array")]
    for pattern, one in answers.get("patternProperties", {}).items():
        answers["patternProperties"][pattern] = {"anyOf": [one, *plain]}
    if isinstance(answers.get("additionalProperties"), dict):
        answers["additionalProperties"] = {"anyOf": [answers["additionalProperties"], *plain]}
