"""The client view: what only the auditor may see, and single sellers, are found in no output."""

from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from audit.content.loader import Content
from audit.facts.facts import make_facts
from audit.model import Audit
from audit.reporting.assemble import make_report
from audit.storage.audit_folder import save_audit, save_voice
from tests.conftest import audit_of
from tests.sellers import seller

SECRET = "Zaychikhin keeps a second ledger"


def with_sellers(content: Content, own: dict[str, Any], *answers: str) -> Audit:
    audit = audit_of(content, own)
    sellers = [seller(content, f"seller_{i}", audit, said) for i, said in enumerate(answers, 1)]
    return audit.model_copy(update={"voices": (*audit.voices, *sellers)})


def test_a_planted_secret_is_found_nowhere(tmp_path: Path, content: Content) -> None:
    own = {
        "report_kind[seller]": "by_hand",
        "figures_per_seller[seller]": {"value": 471, "auditor_only": "true", "note": SECRET},
        "report_minutes[seller]": {"value": 20, "note": "visible note"},
    }
    said = '  report_minutes[seller]: {value: 20, note: "' + SECRET + '"}'
    audit = with_sellers(content, own, said, said, said)
    folder = tmp_path / "audit"
    save_audit(folder, audit)
    for voice in audit.voices:
        save_voice(folder, voice)
    out = tmp_path / "out"
    assert main(["report", str(folder), "--out", str(out)]) == 0
    pdf_text = text_of(out / "report.ru.pdf")
    for output in (pdf_text, *(p.read_text("utf-8") for p in out.glob("*.json"))):
        assert SECRET not in output
        assert "Zaychikhin" not in output
        assert "471" not in output.replace("\u00a0", "")
        assert "seller_1" not in output
    assert "visible note" in pdf_text


def text_of(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.parametrize("command", ["diagnose", "plan", "check"])
def test_the_terminal_shows_the_client_view_too(
    command: str, tmp_path: Path, content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {
        "report_kind[seller]": "by_hand",
        "figures_per_seller[seller]": {"value": 471, "auditor_only": "true", "note": SECRET},
    }
    audit = audit_of(content, own)
    save_audit(tmp_path, audit)
    save_voice(tmp_path, audit.voices[0])
    for more in ([], ["--json"]) if command != "check" else ([],):
        assert main([command, str(tmp_path), *more]) == 0
        out = capsys.readouterr().out
        assert SECRET not in out
        assert "471" not in out


def test_two_sellers_are_not_heard_three_are_one_voice(content: Content) -> None:
    said = ["  report_minutes[seller]: 10", "  report_minutes[seller]: 30", "  report_minutes[seller]: 50"]
    own = {"report_kind[seller]": "by_hand"}
    two = make_facts(with_sellers(content, own, *said[:2]), content.questions)
    three = make_facts(with_sellers(content, own, *said), content.questions)
    assert two.value("report_minutes", "seller") is None
    fact = three.get("report_minutes", "seller")
    assert fact is not None
    assert (fact.value, fact.by) == (30.0, ("seller",))


def test_three_heard_are_needed_not_three_asked(content: Content) -> None:
    said = [
        "  report_minutes[seller]: 10",
        "  report_minutes[seller]: 30",
        "  report_minutes[seller]: dont_know",
    ]
    facts = make_facts(with_sellers(content, {"report_kind[seller]": "by_hand"}, *said), content.questions)
    assert facts.value("report_minutes", "seller") is None


def test_a_seller_with_a_second_role_is_still_a_seller(content: Content) -> None:
    own = {"working_days": {"value": 7, "note": SECRET}}
    audit = audit_of(content, own, roles=("seller", "consultant"))
    assert SECRET not in make_report(audit, content).model_dump_json()


def test_equals_that_differ_are_disputed_and_confirm_nothing(content: Content) -> None:
    own = {"report_kind[seller]": "by_hand", "figures_per_seller[seller]": 5}
    said = "  figures_per_seller[seller]: 40"
    fact = make_facts(with_sellers(content, own, said, said, said), content.questions).get(
        "figures_per_seller", "seller"
    )
    assert fact is not None
    assert fact.state == "disputed"


def test_what_was_measured_outweighs_what_was_told(content: Content) -> None:
    own = {
        "report_kind[seller]": "by_hand",
        "figures_per_seller[seller]": {"value": 5, "grade": "measured"},
    }
    said = "  figures_per_seller[seller]: 40"
    facts = make_facts(with_sellers(content, own, said, said, said), content.questions)
    assert facts.value("figures_per_seller", "seller") == 5


def test_same_audit_same_document(content: Content) -> None:
    own = {"report_kind[seller]": "by_hand", "figures_per_seller[seller]": 40}
    documents = {make_report(audit_of(content, own), content).model_dump_json() for _ in range(2)}
    assert len(documents) == 1
