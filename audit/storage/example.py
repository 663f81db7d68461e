"""The bundled example company, copied where somebody wants to look at it."""

from importlib.resources import files
from pathlib import Path

from audit.files.atomic_write import make_own_folder, write
from audit.files.errors import BadInput, Complaint
from audit.storage.audit_folder import PRIVATE

SELLERS = ("voices/seller_1.yaml", "voices/seller_2.yaml", "voices/seller_3.yaml")
PARTS = ("audit.yaml", "voices/owner.yaml", *SELLERS)


def copy_to(folder: Path) -> None:
    """Lay the example into a folder. Refuses a folder that holds another audit."""
    source = files("audit.questionnaires") / "example"
    for part in PARTS:
        there = folder / part
        if there.exists() and not (there.is_file() and there.read_bytes() == (source / part).read_bytes()):
            raise BadInput(Complaint("folder_taken", str(folder)))
    make_own_folder(folder / "voices")
    for part in PARTS:
        write(folder / part, (source / part).read_bytes(), PRIVATE)
