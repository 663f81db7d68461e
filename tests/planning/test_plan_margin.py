"""The plan with a margin: chance, time, capacity, ways out, mix, lever, and what there is without counts."""

import json
from datetime import date
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.content.loader import Content, load
from audit.facts.facts import make_facts
from audit.model import Lang, Plan, PlannedAction
from audit.planning import make_plan
from audit.storage.audit_folder import load as load_audit
from audit.terminal import plan_text as plan_lines
from tests.conftest import ROOT, audit_of
from tests.planning.basis import BASIS, PLACES, per_month

AS_OF = date(2026, 11, 24)
CALLS = ("cc_dials", "cc_dm", "proposals")


def counted(*counts: tuple[int, int]) -> list[dict[str, str]]:
    steps = [
        {"metric": m, "entered": str(n), "passed": str(k)} for m, (k, n) in zip(CALLS, counts, strict=False)
    ]
    return [*steps, {"metric": "deals_won"}]


def planned(content: Content, places: dict[str, Any] = PLACES, sure: float = 0.8, **answers: Any) -> Plan:
    placed = {key.replace("__", "[") + "]" if "__" in key else key: v for key, v in answers.items()}
    audit = audit_of(content, {**BASIS, "conversions_known": "measured", **placed}, places=places)
    facts = make_facts(audit, content.questions)
    return make_plan(facts, content, audit.as_of, audit.country, sure)


def first(plan: Plan, metric: str = "cc_dials") -> PlannedAction:
    return next(action for action in plan.actions if action.metric == metric)


SCARCE = counted((10, 40), (3, 10))
ONE_CHANNEL = {**PLACES, "channel": ["cold_calls"]}


# --- chance ----------------------------------------------------------------------------------------


def test_the_safe_plan_suffices_eight_times_in_ten(content: Content) -> None:
    """The issue's example in full, every step against a million draws."""
    plan = planned(content, target_value=100, funnel__cold_calls=SCARCE)
    draw: Any = np.random.default_rng(11)
    chances = [draw.beta(10.5, 30.5, 1_000_000), draw.beta(3.5, 7.5, 1_000_000)]
    for metric, at in (("cc_dials", 0), ("cc_dm", 1)):
        share = first(plan, metric).per_period
        assert share.point == pytest.approx(100 / prod([0.25, 0.3][at:]))
        for needed, sure in ((share.even, 0.5), (share.safe, 0.8)):
            sold = draw.binomial(round(needed or 0), prod(chances[at:]))
            assert float((sold >= 100).mean()) == pytest.approx(sure, abs=0.01)
    assert first(plan, "deals_won").per_period.safe == pytest.approx(100)


@settings(max_examples=25)
@given(st.integers(2, 200), st.integers(1, 19), st.integers(1, 9))
def test_more_is_asked_for_more_and_less_for_better(target: int, passed: int, sold: int) -> None:
    content = load()

    def safe(goal: int, k: int) -> float:
        own = counted((k, 20), (sold, 10))
        return (
            first(planned(content, ONE_CHANNEL, target_value=goal, funnel__cold_calls=own)).per_period.safe
            or 0
        )

    base = safe(target, passed)
    assert base >= (
        first(
            planned(
                content,
                ONE_CHANNEL,
                target_value=target,
                funnel__cold_calls=counted((passed, 20), (sold, 10)),
            )
        ).per_period.even
        or 0
    )
    assert safe(target + 1, passed) > base
    assert safe(target, passed + 1) < base


def test_the_probability_can_be_set(content: Content) -> None:
    plans = [planned(content, sure=p, funnel__cold_calls=SCARCE) for p in (0.5, 0.8, 0.95)]
    safe = [first(plan).per_period.safe or 0 for plan in plans]
    assert safe[0] == pytest.approx(first(plans[0]).per_period.even or 0)
    assert safe[0] < safe[1] < safe[2]


def test_a_percentage_without_counts_is_marked(content: Content) -> None:
    told = planned(
        content, funnel__cold_calls=[{"metric": "cc_dials", "percent": "5"}, {"metric": "deals_won"}]
    )
    assert first(told).assumed
    assert not first(planned(content, funnel__cold_calls=SCARCE)).assumed
    surer = planned(
        content,
        share_error="tenth",
        funnel__cold_calls=[{"metric": "cc_dials", "percent": "5"}, {"metric": "deals_won"}],
    )
    assert (first(surer).per_period.safe or 0) < (first(told).per_period.safe or 0)


def test_fewer_than_five_give_no_rate(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=counted((10, 40), (3, 4)))
    assert plan.no_plan_yet
    assert "funnel[cold_calls]" in plan.missing
    assert "only 4 entered" in plan.no_plan_yet.en
    assert planned(content, funnel__cold_calls=counted((0, 0))).no_plan_yet


def test_what_comes_by_itself_is_leaned_on_first_then_the_sellers(content: Content) -> None:
    inbound = [{"metric": "in_accepted", "entered": "400", "passed": "100"}, {"metric": "deals_won"}]
    both = {"funnel__cold_calls": SCARCE, "funnel__inbound": inbound}
    plenty = planned(content, **both, supply__inbound=300)
    assert per_month(plenty, "cc_dials") == 0
    assert 80 < (first(plenty, "in_accepted").per_period.safe or 0) < 130
    tight = planned(content, **both, supply__inbound=85)  # enough on average, not 8 times in 10
    assert per_month(tight, "cc_dials") == 0
    assert (first(tight).per_period.safe or 0) > 0
    assert first(tight, "in_accepted").per_period.safe == pytest.approx(85)


def test_open_deals_and_the_base_lighten_the_plan(content: Content) -> None:
    alone = planned(content, funnel__cold_calls=SCARCE)
    helped = planned(content, funnel__cold_calls=SCARCE, open_deals=20)
    assert first(helped).per_period.point == pytest.approx((20 - 20 * 0.3) / 0.25 / 0.3)
    assert (first(helped).per_period.safe or 0) < (first(alone).per_period.safe or 0)


def test_sizes_that_differ_ask_for_more_margin(content: Content) -> None:
    money = {
        "target_kind": "revenue",
        "target_value": 2000,
        "average_sale": 100,
        "funnel__cold_calls": counted((300, 1000)),
    }
    same = planned(content, **money, largest_of_ten=101)
    wide = planned(content, **money, largest_of_ten=400)
    unsaid = planned(content, **money)
    assert first(same).per_period.point == first(wide).per_period.point
    assert (first(same).per_period.safe or 0) < (first(wide).per_period.safe or 0)
    assert any("differ in size" in text.en for text in unsaid.assumptions)
    assert not any("differ in size" in text.en for text in wide.assumptions)


def test_today_is_compared_with_the_target(content: Content) -> None:
    known = {"funnel__cold_calls": counted((300, 1000), (60, 300))}
    assert planned(content, ONE_CHANNEL, **known).today is None
    much = planned(content, ONE_CHANNEL, **known, touches_month__cold_calls=600).today
    little = planned(content, ONE_CHANNEL, **known, touches_month__cold_calls=100).today
    counted_today = planned(content, ONE_CHANNEL, **known, funnel_months=2)
    assert much
    assert little
    assert much.probability > 0.9
    assert little.probability < 0.01
    assert first(counted_today).today == 500


# --- people and days -------------------------------------------------------------------------------


def test_leave_and_learning_leave_more_to_the_others(content: Content) -> None:
    plain = planned(content, funnel__cold_calls=SCARCE)
    short = planned(
        content, funnel__cold_calls=SCARCE, leave_days__seller=4, newcomers__seller=2, newcomer_percent=50
    )
    assert first(short).per_period == first(plain).per_period
    assert first(short).per_seller_per_day.point == pytest.approx(first(plain).per_period.point / 3 / 16)


def test_no_days_left_is_said(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=SCARCE, leave_days__seller=20)
    assert plan.no_plan_yet
    assert "leave" in plan.no_plan_yet.en


def test_the_season_moves_what_comes_by_itself(content: Content) -> None:
    inbound = [{"metric": "in_accepted", "entered": "400", "passed": "100"}, {"metric": "deals_won"}]
    known = {"funnel__inbound": inbound, "supply__inbound": 100}
    assert planned(content, **known).feasible is not False
    low = planned(content, **known, season_percent=50)
    assert low.short_by[0].amount == pytest.approx(80 - 50)


def test_a_head_without_hours_makes_the_scheme_infeasible(content: Content) -> None:
    short = planned(content, funnel__cold_calls=SCARCE, head_hours=1)
    assert [s.of for s in short.short_by] == ["head"]
    assert short.feasible is False
    assert not planned(content, funnel__cold_calls=SCARCE, head_hours=4).short_by


# --- the calendar ----------------------------------------------------------------------------------


def test_the_period_is_the_next_one_with_its_holidays(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=SCARCE, target_period="quarter", cycle_days=30)
    calendar = plan.calendar
    assert calendar
    assert (calendar.starts, calendar.ends) == (date(2027, 1, 1), date(2027, 3, 31))
    assert calendar.working_days == 56  # ten days off in January, two in February and March
    assert calendar.touches_by["cold_calls"] == date(2027, 3, 1)
    assert date(2027, 1, 4) not in [week.starts for week in calendar.weeks]  # nobody works that week


def test_the_weeks_add_up_to_the_plan(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=SCARCE, cycle_days=20)
    assert plan.calendar
    rows = [*plan.calendar.earlier, *(one for week in plan.calendar.weeks for one in week.amounts)]
    for kind in ("point", "even", "safe"):
        total = sum(getattr(one.amount, kind) for one in rows if one.metric == "cc_dials")
        assert total == pytest.approx(getattr(first(plan).per_period, kind))


def test_a_cycle_longer_than_the_period_is_too_late_to_begin(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=SCARCE, cycle_days=90)
    assert plan.calendar
    assert plan.calendar.touches_by["cold_calls"] < AS_OF
    assert any("too late" in text.en for text in plan.calendar.says)


# --- ways out --------------------------------------------------------------------------------------

REPORT = {"report_kind__seller": "by_hand", "report_every__seller": "day", "report_minutes__seller": 60}
TIMED = {"action_minutes__cc_dials": 10, "action_minutes__cc_dm": 20, "action_minutes__deals_won": 30}


def test_every_way_out_is_computed_and_leads_out(content: Content) -> None:
    own = counted((300, 1000), (60, 300))
    tight = {"funnel__cold_calls": own, "target_value": 80, "selling_minutes__seller": 200, **TIMED}
    plan = planned(content, ONE_CHANNEL, **tight, **REPORT)
    kinds = {way.kind for way in plan.ways_out}
    assert {"people", "conversion", "target", "report", "odds"} <= kinds
    people = next(way for way in plan.ways_out if way.kind == "people")
    more = {**tight, "sellers__seller": int(people.then)}
    helped = planned(content, ONE_CHANNEL, **more, **REPORT)
    assert helped.feasible_safe
    for way in plan.ways_out:
        if way.kind == "conversion":
            counts = [(300, 1000), (60, 300)]
            at = CALLS.index(way.metric or "")
            counts[at] = (round(way.then * counts[at][1] * 1.02), counts[at][1])
            mended = planned(
                content,
                ONE_CHANNEL,
                **{**tight, "funnel__cold_calls": counted(*counts)},
                report_every__seller="day",
                report_minutes__seller=60,
            )
            assert mended.feasible_safe, way.says.en
    goal = next(way for way in plan.ways_out if way.kind == "target")
    lower = planned(
        content,
        ONE_CHANNEL,
        **{**tight, "target_value": int(goal.then)},
        report_every__seller="day",
        report_minutes__seller=60,
    )
    assert lower.feasible_safe


def test_a_plan_that_fits_needs_no_way_out(content: Content) -> None:
    plan = planned(
        content, ONE_CHANNEL, funnel__cold_calls=counted((300, 1000), (60, 300)), target_value=5, **TIMED
    )
    assert plan.feasible_safe
    assert plan.ways_out == ()


def test_too_few_enquiries_have_their_own_ways_out(content: Content) -> None:
    inbound = [{"metric": "in_accepted", "entered": "400", "passed": "100"}, {"metric": "deals_won"}]
    plan = planned(content, {**PLACES, "channel": ["inbound"]}, funnel__inbound=inbound, supply__inbound=50)
    kinds = [way.kind for way in plan.ways_out]
    assert {"leads", "conversion", "target", "odds"} <= set(kinds)
    leads = next(way for way in plan.ways_out if way.kind == "leads")
    enough = planned(
        content, {**PLACES, "channel": ["inbound"]}, funnel__inbound=inbound, supply__inbound=leads.then
    )
    assert not enough.short_by_safe


# --- mix and lever ---------------------------------------------------------------------------------

TWO = {**PLACES, "channel": ["cold_calls", "field"]}
VISITS = [{"metric": "fs_new_visits", "entered": "200", "passed": "40"}, {"metric": "deals_won"}]


def test_the_mix_fills_the_cheapest_channel_to_its_limit(content: Content) -> None:
    own = {"funnel__cold_calls": counted((300, 1000)), "funnel__field": VISITS, "reach__field": 60}
    plan = planned(
        content,
        TWO,
        **own,
        action_minutes__cc_dials=30,
        action_minutes__fs_new_visits=10,
        action_minutes__deals_won=10,
    )
    assert plan.mix
    lines = {line.channel: line for line in plan.mix.lines}
    assert lines["field"].minutes_per_sale == pytest.approx(5 * 10 + 10)
    assert lines["field"].best == pytest.approx(60 / 5)
    assert lines["cold_calls"].best == pytest.approx(20 - 12)
    assert lines["cold_calls"].sales_per_hour == pytest.approx(60 / (30 / 0.3 + 10))
    assert plan.mix.hours_best < plan.mix.hours_now


def test_without_times_there_is_no_mix(content: Content) -> None:
    plan = planned(content, TWO, funnel__cold_calls=counted((300, 1000)), funnel__field=VISITS)
    assert plan.mix is None
    assert plan.lever  # by actions


def test_the_lever_is_the_conversion_that_saves_most(content: Content) -> None:
    own = counted((900, 1000), (60, 300))
    plan = planned(content, ONE_CHANNEL, funnel__cold_calls=own, **TIMED)
    assert plan.lever
    assert (plan.lever.metric, plan.lever.channel) == ("cc_dm", "cold_calls")
    assert plan.lever.then == pytest.approx(0.25)  # odds of 1 to 4 become 1 to 3
    better = planned(content, ONE_CHANNEL, funnel__cold_calls=counted((900, 1000), (75, 300)), **TIMED)
    saved = (plan.hours[0].needed - better.hours[0].needed) * 4 * 20
    assert plan.lever.saves_minutes == pytest.approx(saved)


# --- without counts --------------------------------------------------------------------------------


def test_guesses_make_no_plan_but_a_table(content: Content) -> None:
    guess = {"guess_low__cold_calls": 1, "guess_high__cold_calls": 5}
    plan = planned(content, **{"conversions_known": "cannot_name", **guess}, cycle_days=10)
    assert plan.no_plan_yet
    assert plan.actions == ()
    (row,) = plan.what_if
    assert row.per_period.point == pytest.approx(20 / 0.03)
    assert (row.per_period.even or 0) < (row.per_period.safe or 0)
    assert plan.tally
    assert plan.tally.steps["cold_calls"][-1] == "deals_won"
    assert plan.tally.possible_from >= date(2026, 11, 24)
    assert plan.tally.weeks == 4


def test_a_conversion_of_nothing_on_the_only_way_is_named(content: Content) -> None:
    plan = planned(content, ONE_CHANNEL, funnel__cold_calls=counted((0, 50)))
    assert plan.no_plan_yet
    assert "nobody passes" in plan.no_plan_yet.en


def test_the_same_audit_has_the_same_plan(content: Content) -> None:
    assert planned(content, funnel__cold_calls=SCARCE) == planned(content, funnel__cold_calls=SCARCE)


def test_the_example_company_is_right_eight_times_in_ten(content: Content) -> None:
    """Three channels, two of them as they come, and open deals: a million months of the bundled example."""
    audit = load_audit(ROOT / "questionnaires" / "example", content)
    plan = make_plan(make_facts(audit, content.questions), content, audit.as_of, audit.country)
    draw: Any = np.random.default_rng(3)

    def sold(attempts: float, *counts: tuple[int, int]) -> Any:
        chances = [draw.beta(k + 0.5, n - k + 0.5, 1_000_000) for k, n in counts]
        return draw.binomial(round(attempts), prod(chances))

    anyway = sold(145 * 0.9, (609, 1740), (219, 609)) + sold(110 * 0.9, (264, 1320), (116, 264))
    anyway += sold(14, (41 + 219 + 116, 108 + 609 + 264))
    for kind, sure in (("even", 0.5), ("safe", 0.8)):
        touches = getattr(first(plan, "pt_touches").per_period, kind)
        total = anyway + sold(touches, (108, 900), (41, 108))
        assert float((total >= 60).mean()) == pytest.approx(sure, abs=0.01)


@pytest.mark.parametrize(("known", "marked"), [("by_feel", True), ("measured", False)])
def test_a_plan_from_guesses_says_so_everywhere(known: str, marked: bool, content: Content) -> None:
    told = [{"metric": "cc_dials", "percent": "5"}, {"metric": "deals_won"}]
    plan = planned(content, funnel__cold_calls=told, **{"conversions_known": known})
    assert plan.guessed is marked
    says = plan_lines.lines(plan, content, "en")
    assert ("whole plan is a supposition" in says) is marked
    assert "* — the margin rests on an assumption" in says
    width = "within 30%" if marked else "within 15%"
    assert any(width in text.en for text in plan.assumptions)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("sure", [0.8, 0.85])
def test_the_three_plans_are_never_mixed_up_in_print(lang: Lang, sure: float, content: Content) -> None:
    plan = planned(content, ONE_CHANNEL, sure, funnel__cold_calls=SCARCE)
    lines = plan_lines.lines(plan, content, lang).splitlines()
    odds = {0.8: ("8 из 10", "8 in 10"), 0.85: ("85 из 100", "85 in 100")}[sure][lang == "en"]
    head = next(line for line in lines if odds in line)
    assert head.split(odds)[0].index("5 ") > head.index({"ru": "без запаса", "en": "no margin"}[lang])
    data = json.loads(plan_lines.data(plan, lang))
    assert data["probability"] == sure
    assert list(data["actions"][0]["per_period"]) == ["point", "even", "safe"]


def test_a_hopeless_supply_still_has_four_ways_out(content: Content) -> None:
    inbound = [{"metric": "in_accepted", "entered": "400", "passed": "300"}, {"metric": "deals_won"}]
    plan = planned(content, {**PLACES, "channel": ["inbound"]}, funnel__inbound=inbound, supply__inbound=10)
    assert [way.kind for way in plan.ways_out if way.kind == "conversion" and not way.enough]
    assert len(plan.ways_out) >= 4


def test_a_short_month_is_said_where_the_plan_no_longer_fits(content: Content) -> None:
    """January 2027 has 15 working days in Russia, where an average month has 20.6."""
    own = {"funnel__cold_calls": counted((300, 1000), (60, 300)), **TIMED}
    first_quarter = planned(content, ONE_CHANNEL, **own, selling_minutes__seller=500)
    need = first_quarter.hours[0].needed_safe or 0
    audit = audit_of(
        content,
        {
            **BASIS,
            "conversions_known": "measured",
            "selling_minutes[seller]": round(need * 1.1),
            "funnel[cold_calls]": own["funnel__cold_calls"],
            "action_minutes[cc_dials]": 10,
            "action_minutes[cc_dm]": 20,
            "action_minutes[deals_won]": 30,
        },
        places=ONE_CHANNEL,
        as_of="2026-12-02",
    )
    plan = make_plan(make_facts(audit, content.questions), content, audit.as_of, "RU")
    assert plan.feasible_safe
    assert plan.calendar
    assert plan.calendar.working_days == 15
    assert any("fewer days than usual" in text.en for text in plan.calendar.says)


def test_a_target_of_zero_is_said_to_be_zero(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=SCARCE, target_value=0)
    assert plan.no_plan_yet
    assert "zero" in plan.no_plan_yet.en
    assert "target" in plan.no_plan_yet.en
