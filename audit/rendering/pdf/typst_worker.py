"""Sets pages in a process of its own, which gives its memory back and takes nobody along if it dies.

Run as a script, not imported: it loads the typesetter and nothing of ours. Standard input is one JSON
object: `template` and `fonts` are paths, `jobs` what paper.typ is given, a text for each file. Standard
output is a line of JSON, `sizes` in bytes or `refused` with the typesetter's reason, then the PDF files.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from typst import Compiler, Fonts, TypstError, TypstWarning

if TYPE_CHECKING:
    from typst import PDFStandard

STANDARDS: "list[PDFStandard]" = ["ua-1", "a-3a"]  # accessible; archival, with attachments


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    template = Path(asked["template"])
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    made: list[bytes] = []
    says: dict[str, object]
    try:
        for job in asked["jobs"]:
            setter = Compiler(template, root=template.parent, font_paths=fonts, sys_inputs={"job": job})
            file, warnings = setter.compile_with_warnings(pdf_standards=STANDARDS)
            if warnings:  # words left out, a face that is missing
                raise warnings[0]
            made.append(cast("bytes", file))
        says = {"sizes": [len(file) for file in made]}
    except (TypstError, TypstWarning) as error:
        says, made = {"refused": error.message}, []
    sys.stdout.buffer.writelines([json.dumps(says).encode(), b"\n", *made])


if __name__ == "__main__":
    main()
