"""What a Word template can name: the report document as plain data in one language, and its tables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, Literal

from pydantic import BaseModel

from audit.i18n import notation, wording
from audit.i18n.labels import labels, office_labels, office_messages
from audit.model import Chapter, FindingText, Id, Lang, ReportDocument, Text

Kind = Literal["regulation", "letter", "report"]
MOST_TITLE = 255  # characters that Word keeps of a property; a law of its own
SKELETON_ROWS = 5  # fill a page; our judgement
BLANKS = 6  # lines for signatures; our judgement
DASH = "—"


def titles(document: ReportDocument, lang: Lang) -> Mapping[Kind, str]:
    """What each file is called in its properties, with the company's name."""
    words, report = office_messages(lang), labels()["title"].in_(lang)
    said: dict[Kind, str] = {
        "regulation": words.say("regulation_title"),
        "letter": words.say("letter_title"),
        "report": report,
    }
    company = wording.printable(document.company)
    named = {kind: f"{title}: {company}" if company else title for kind, title in said.items()}
    return {kind: title[:MOST_TITLE] for kind, title in named.items()}


def parts(document: ReportDocument, lang: Lang) -> dict[str, Any]:
    """Everything by name: `d` the document, `t` and `r` labels, the rest prepared for tables."""
    return _Parts(document, lang).all()


class _Parts:
    def __init__(self, document: ReportDocument, lang: Lang) -> None:
        self.document, self.lang = document, lang
        self.words = office_messages(lang)
        self.labels = {label: text.in_(lang) for label, text in labels().items()}

    def all(self) -> dict[str, Any]:
        document, say = self.document, self.words.say
        country = wording.country_name(document.country, self.lang) if document.country else ""
        return {
            "d": plain(document, self.lang),
            "t": SimpleNamespace(**{label: text.in_(self.lang) for label, text in office_labels().items()}),
            "r": SimpleNamespace(**self.labels),
            "title": say("regulation_title"),
            "company": wording.printable(document.company),
            "country": country,
            "country_branch": say("country_branch", country=country),
            "as_of": notation.day(document.as_of, self.lang),
            "draft_of": say("draft_of", on=document.as_of),
            **self._regulation(),
            **self._letter(),
            **self._tables(),
            **self._report(),
        }

    def of(self, text: Text | None) -> str:
        return self.words.of(text) if text else ""

    def named(self, thing: Id) -> str:
        return self.of(self.document.names[thing])

    # --- the regulation ------------------------------------------------------------------------------

    def _regulation(self) -> dict[str, Any]:
        """Warnings and the box stand outside the numbering."""
        regulation = self.document.papers.regulation
        apart = {c.id: self._chapter(c, "") for c in regulation.chapters if c.id in ("warnings", "may_i")}
        numbered = [c for c in regulation.chapters if c.id not in apart]
        return {
            "stamp": self.of(regulation.stamp),
            "chapters": [self._chapter(c, str(n)) for n, c in enumerate(numbered, 1)],
            **apart,
            "skeletons": [self._skeleton(one) for one in plain(regulation.skeletons, self.lang)],
            "skeleton_notes": plain(regulation.skeleton_notes, self.lang),
            "thresholds": plain(regulation.thresholds, self.lang),
            "agenda": plain(regulation.agenda, self.lang),
            "blanks": [""] * BLANKS,
        }

    def _chapter(self, chapter: Chapter, number: str) -> SimpleNamespace:
        return SimpleNamespace(
            id=chapter.id,
            number=number,
            title=self.of(chapter.title),
            paragraphs=list(self._paragraphs(chapter, number)),
        )

    def _paragraphs(self, chapter: Chapter, number: str) -> Iterator[SimpleNamespace]:
        clause = 0
        for one in chapter.paragraphs:
            clause += one.kind == "clause"
            numbered = f"{number}.{clause}" if one.kind == "clause" and number else ""
            yield SimpleNamespace(kind=one.kind, text=self.of(one.text), number=numbered)

    def _skeleton(self, skeleton: SimpleNamespace) -> SimpleNamespace:
        """Rows for what is known to be done there, and room for what people add."""
        for row in skeleton.rows:
            row.action = "; ".join(row.actions)
        blank = SimpleNamespace(where="", action="")
        skeleton.rows = [*skeleton.rows, *[blank] * max(1, SKELETON_ROWS - len(skeleton.rows))]
        return skeleton

    def _letter(self) -> dict[str, Any]:
        letter = self.document.papers.letter
        return {
            "letter": [self._chapter(chapter, "") for chapter in letter.chapters],
            "talk": [self._chapter(chapter, "") for chapter in letter.talk],
        }

    # --- tables --------------------------------------------------------------------------------------

    def _tables(self) -> dict[str, Any]:
        return {
            "metrics": list(self._metrics()),
            "forms": list(self._forms()),
            "counted": list(self._counted()),
        }

    def _metrics(self) -> Iterator[SimpleNamespace]:
        for line in {line.metric: line for line in self.document.recommendation.lines}.values():
            metric = plain(self.document.metrics[line.metric], self.lang)
            metric.unit = self.named(f"unit_{metric.unit}")
            metric.reason = self.of(line.reason)
            yield metric

    def _forms(self) -> Iterator[SimpleNamespace]:
        for form in self.document.scheme.forms:
            shown = plain(form, self.lang)
            shown.title = self.words.say(f"form_{form.cadence}", role=self.named(form.role))
            for line in shown.lines:
                line.plan = DASH if line.plan is None else self._number(line.plan)
            yield shown

    def _counted(self) -> Iterator[SimpleNamespace]:
        for one in self.document.papers.counted:
            yield SimpleNamespace(
                name=self.of(self.document.metrics[one.metric].name),
                system=self.named(one.system) if one.system else self.words.say("by_hand"),
                where=self.of(one.where) or DASH,
                rest=self.of(one.first or one.by_hand_because),
            )

    # --- the report ----------------------------------------------------------------------------------

    def _report(self) -> dict[str, Any]:
        document = self.document
        return {
            "levels": [self._level(level) for level in document.maturity],
            "findings": [self._finding(told) for told in document.findings],
            "funnel": [self._funnel_row(row) for row in plain(document.funnel, self.lang)],
            "review": [self._reviewed(row) for row in plain(document.review.lines, self.lang)],
            "actions": list(self._actions()),
            "answers": [self._answer(said) for said in plain(document.answers, self.lang)],
        }

    def _level(self, level: Any) -> SimpleNamespace:
        label = "level" if level.level == level.highest else "level_to"
        says = self._labelled(label, level=level.level, highest=level.highest)
        where = self.named(level.where) if level.where else ""
        return SimpleNamespace(dimension=self.named(level.dimension), where=where, says=says)

    def _finding(self, told: FindingText) -> SimpleNamespace:
        found: SimpleNamespace = plain(told, self.lang)
        found.verdict = self.labels[told.verdict]
        found.severity = self._labelled("severity", severity=self.named(told.severity))
        found.where = found.where or ""
        found.source = "; ".join(found.source)
        found.remedy = [f"{step.do} ({self.labels[f'effort_{step.effort}']})" for step in found.remedy]
        return found

    def _funnel_row(self, row: SimpleNamespace) -> SimpleNamespace:
        unknown = self.labels["not_known"]
        for count in ("entered", "passed"):
            known = getattr(row, count)
            setattr(row, count, unknown if known is None else self._number(known))
        row.rate = unknown if row.percent is None else self._labelled("percent", n=self._number(row.percent))
        return row

    def _reviewed(self, row: SimpleNamespace) -> SimpleNamespace:
        row.verdict = self.labels[f"review_{row.verdict}"]
        return row

    def _actions(self) -> Iterator[SimpleNamespace]:
        for action in self.document.plan.actions:
            name = self.of(self.document.metrics[action.metric].name)
            month, day = action.per_period, action.per_seller_per_day
            yield SimpleNamespace(
                name=f"{name} ({self.named(action.channel)})" if action.channel else name,
                role=self.named(action.role),
                point=self._number(month.point, "#,##0.0"),
                even=self._number(month.even, "#,##0.0"),
                safe=self._number(month.safe, "#,##0.0"),
                day=self._number(day.point, "#,##0.00"),
            )

    def _answer(self, said: SimpleNamespace) -> SimpleNamespace:
        said.grade = self.named(said.grade)
        notes: Sequence[str] = said.notes
        said.answer = " ".join([said.answer, *(f"({note})" for note in notes)])
        return said

    def _labelled(self, label: str, **values: object) -> str:
        return self.labels[label].format(**values)

    def _number(self, value: float | None, pattern: str = "#,##0.##") -> str:
        return DASH if value is None else notation.number(value, self.lang, pattern)


def plain(value: Any, lang: Lang) -> Any:
    """Texts become strings, documents namespaces: no model, and none of its methods, reaches a template."""
    if isinstance(value, Text):
        return wording.printable(value.in_(lang))
    if isinstance(value, BaseModel):
        return SimpleNamespace(**{f: plain(getattr(value, f), lang) for f in type(value).model_fields})
    if isinstance(value, Mapping):
        return {key: plain(one, lang) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one, lang) for one in value]
    if isinstance(value, date):
        return notation.day(value, lang)
    return wording.printable(value) if isinstance(value, str) else value
