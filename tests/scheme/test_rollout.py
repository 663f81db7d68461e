"""The roll-out's calendar: the same weeks as the tasks and the letter, in order, and legible when drawn."""

import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from audit.content.loader import Content
from audit.facts.facts import make_facts
from audit.i18n.notation import day
from audit.model import LANGS, Lang, Phase, Readiness, ReportDocument, RollOut
from audit.planning.working_days import Workdays
from audit.rendering import charts
from audit.rendering import html as html_page
from audit.rendering.html import calendar
from audit.reporting.assemble import make_report
from audit.scheme.rollout_phases import make_phases
from audit.scheme.rollout_weeks import PREPARATION, roll_out
from tests.conftest import audit_of
from tests.papers import ROLL_OUT

STAGES = ("leadgen", "conversion", "repeat")
TO_FRIDAY = timedelta(days=4)
WORKED = [Workdays(country, week) for country in ("RU", "KZ", "CN", "US", "") for week in (5, 6)]
LETTER = 0.56  # of its size, what a letter of Golos Text takes on the average


def answered(content: Content, rules: str | None, as_of: str) -> ReportDocument:
    answers = {f"rules[{stage}]": rules for stage in STAGES} if rules else {}
    return make_report(audit_of(content, answers, as_of=as_of), content)


def spans(document: ReportDocument) -> dict[str, tuple[str, str]]:
    return {one.id: (one.first.isoformat(), one.last.isoformat()) for one in document.roll_out.phases}


def test_rules_come_first_and_new_year_is_left_out(content: Content) -> None:
    document = answered(content, "none", "2026-12-08")
    assert spans(document) == {
        "preparation": ("2026-12-14", "2027-01-15"),  # four weeks, and the one of the holidays between
        "talk": ("2027-01-18", "2027-01-22"),
        "trial": ("2027-01-25", "2027-02-05"),
        "launch": ("2027-02-08", "2027-02-08"),
        "recount": ("2027-03-09", "2027-03-12"),  # the 8th of March is not worked
        "review": ("2027-05-11", "2027-05-14"),
    }
    assert document.roll_out.left_out == (date(2027, 1, 4),)
    preparation = document.roll_out.phases[0]
    assert preparation.name.en == "Preparing the rules: Lead generation, Lead conversion, Repeat sales"
    assert preparation.owner.en == "head of sales, owner"


def test_a_week_of_preparation_after_the_holidays(content: Content) -> None:
    document = answered(content, "usable", "2026-12-30")
    assert spans(document)["preparation"] == ("2027-01-11", "2027-01-15")
    assert document.roll_out.left_out == (date(2027, 1, 4),)
    assert "lawyer" in document.roll_out.phases[0].name.en


def test_where_readiness_is_unknown_answers_are_prepared(content: Content) -> None:
    preparation = answered(content, None, "2026-11-24").roll_out.phases[0]
    assert preparation.name.en == "Preparation: answers to the questions left open"
    assert (preparation.last - preparation.first).days == 11  # two weeks


@pytest.mark.parametrize("as_of", ["2026-08-04", "2026-12-08", "2026-12-30", "2027-04-01"])
@pytest.mark.parametrize("rules", ["none", "usable"])
def test_tasks_and_letter_name_the_same_dates(as_of: str, rules: str, content: Content) -> None:
    document = answered(content, rules, as_of)
    phases = {one.id: one for one in document.roll_out.phases}
    tasks = {one.what: one for one in document.papers.tasks}
    for step in ("talk", "trial", "launch", "recount", "review"):
        task, phase = tasks[content.tell(f"task_{step}")], phases[step]
        assert (task.starts, task.shown_by, task.owner) == (phase.first, phase.ends_with, phase.owner)
        assert phase.last in (task.due, task.starts)
    if rules == "none":
        adopt = next(t for t in document.papers.tasks if t.shown_by == content.tell("task_adopt_done"))
        assert adopt.due == phases["preparation"].last
    letter = next(one for one in document.papers.letter.chapters if one.id == "trial")
    for lang in LANGS:
        said = " ".join(one.text.in_(lang) for one in letter.paragraphs)
        for named in (phases["trial"].first, phases["trial"].last, phases["launch"].first):
            assert day(named, lang) in said


ANY_DAY = st.dates(date(2025, 1, 1), date(2030, 12, 31))
READINESS = st.sampled_from(sorted(PREPARATION))


def phases_of(as_of: date, readiness: Readiness, workdays: Workdays, content: Content) -> RollOut:
    facts = make_facts(audit_of(content, {}), content.questions)
    return make_phases(facts, content, readiness, roll_out(as_of, readiness, workdays))


@given(ANY_DAY, READINESS, st.sampled_from(WORKED))
def test_phases_follow_one_another_and_no_week_of_holidays_has_one(
    content: Content, as_of: date, readiness: Readiness, workdays: Workdays
) -> None:
    made = phases_of(as_of, readiness, workdays, content)
    assert made.phases[0].first > as_of
    assert all(one.first <= one.last for one in made.phases)
    assert all(one.last < two.first for one, two in pairwise(made.phases))
    assert all(workdays.is_worked(one.last) for one in made.phases if one.id != "launch")
    for monday in made.left_out:
        assert not any(monday <= one.first <= monday + TO_FRIDAY for one in made.phases)
        assert not any(monday <= one.last <= monday + TO_FRIDAY for one in made.phases)


# --- the chart ---------------------------------------------------------------------------------------


def drawn(made: RollOut, lang: Lang) -> str:
    spoken = html_page.labels()["calendar_holidays"].in_(lang)
    return str(calendar.drawn(made, lang, spoken))


def boxes(drawing: str) -> list[tuple[float, float, float, str]]:
    """The texts of a drawing: line, left, right, words; as wide as letters are on the average."""
    found = []
    pattern = r'<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]* text-anchor="(\w+)"[^>]*>([^<]*)'
    for x, y, size, anchor, said in re.findall(pattern, drawing):
        width = len(unescape(said)) * float(size) * LETTER
        left = float(x) - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        found.append((float(y), left, left + width, said))
    return sorted(found)


@given(ANY_DAY, READINESS, st.sampled_from(WORKED), st.sampled_from(LANGS))
def test_no_text_of_the_chart_is_cut_off_or_over_another(
    content: Content, as_of: date, readiness: Readiness, workdays: Workdays, lang: Lang
) -> None:
    found = boxes(drawn(phases_of(as_of, readiness, workdays, content), lang))
    assert all(left >= -1 and right <= charts.WIDTH + 1 for _, left, right, _ in found), found
    for one, two in pairwise(found):
        assert one[0] != two[0] or one[2] <= two[1] + 0.5, (one, two)


@pytest.mark.parametrize("lang", LANGS)
def test_the_chart_says_its_dates_aloud(lang: Lang) -> None:
    title = unescape(re.findall(r"<title>(.*?)</title>", drawn(ROLL_OUT, lang))[0]).replace("\u202f", " ")
    said = {"ru": "28–30 дек. 2026 г.", "en": "28–30 Dec 2026"}
    holidays = {"ru": "праздники: 4–8 янв. 2027 г.", "en": "holidays: 4–8 Jan 2027"}
    assert said[lang] in title
    assert title.endswith(holidays[lang])
    assert ROLL_OUT.phases[0].name.in_(lang) in title
    assert "…" not in drawn(ROLL_OUT, lang)


def test_names_are_escaped() -> None:
    named: Phase = ROLL_OUT.phases[1].model_copy(
        update={"name": ROLL_OUT.phases[1].name.model_copy(update={"en": "<b>"})}
    )
    made = ROLL_OUT.model_copy(update={"phases": (ROLL_OUT.phases[0], named, *ROLL_OUT.phases[2:])})
    assert "<b>" not in drawn(made, "en")
    assert Markup.escape("<b>") in drawn(made, "en")


@pytest.mark.parametrize("lang", LANGS)
def test_paper_and_screen_show_chart_and_table(lang: Lang, content: Content) -> None:
    document = answered(content, "none", "2026-12-08")
    for html in (html_page.paper(document, lang), html_page.screen(document, lang)):
        section = html[html.index('id="first_steps"') :].split("</section>")[0].replace("\xa0", " ")
        assert section.count("<svg") == 1
        assert day(date(2027, 2, 8), lang) in section
        assert day(date(2027, 2, 5), lang) in section
        table = section[section.index("<table") :]
        assert table.count('scope="row"') == len(document.roll_out.phases)
