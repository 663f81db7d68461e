"""The plan's arithmetic, as properties and at its edges."""

import json
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.content.loader import Content, load
from audit.facts.facts import make_facts
from audit.model import LANGS, Plan
from audit.planning import make_plan
from audit.terminal import plan_text
from tests.conftest import audit_of
from tests.planning.basis import BASIS, PLACES, per_month


def funnel(*percents: float) -> list[dict[str, str]]:
    steps = zip(("cc_dials", "cc_dm", "proposals"), percents, strict=False)
    return [{"metric": m, "percent": repr(p)} for m, p in steps] + [{"metric": "deals_won"}]


def planned(content: Content, places: dict[str, Any] = PLACES, **answers: Any) -> Plan:
    placed = {key.replace("__", "[") + "]" if "__" in key else key: v for key, v in answers.items()}
    audit = audit_of(content, {**BASIS, **placed}, places=places)
    return make_plan(make_facts(audit, content.questions), content)


percents = st.lists(st.integers(1, 100), min_size=1, max_size=3)


@settings(max_examples=60)
@given(percents, st.integers(1, 500))
def test_actions_times_rates_give_the_target(rates: list[int], target: int) -> None:
    plan = planned(load(), target_value=target, funnel__cold_calls=funnel(*rates))
    first = plan.actions[0]
    assert first.per_period.point * prod(r / 100 for r in rates) == pytest.approx(target)
    assert first.per_seller_per_day.point * 4 * 20 == pytest.approx(first.per_period.point)
    assert per_month(plan, "deals_won") == pytest.approx(target)


@settings(max_examples=40)
@given(percents, st.integers(0, 200))
def test_more_enquiries_never_mean_more_dials(rates: list[int], supply: int) -> None:
    own = {"funnel__cold_calls": funnel(*rates)}
    inbound = [{"metric": "in_accepted", "percent": "20"}, {"metric": "deals_won"}]
    without = planned(load(), **own)
    plan = planned(load(), **own, funnel__inbound=inbound, supply__inbound=supply)
    assert per_month(plan, "cc_dials") <= per_month(without, "cc_dials") + 1e-6
    assert per_month(plan, "deals_won") == pytest.approx(20)


@pytest.mark.parametrize("missing", ["target_value", "working_days", "sellers[seller]", "target_period"])
def test_without_target_days_or_people_there_is_no_plan(missing: str, content: Content) -> None:
    answers = {k: v for k, v in {**BASIS, "funnel[cold_calls]": funnel(30)}.items() if k != missing}
    audit = audit_of(content, answers, places=PLACES)
    plan = make_plan(make_facts(audit, content.questions), content)
    assert plan.no_plan_yet
    assert missing in plan.missing
    assert plan.actions == ()


def test_an_unknown_conversion_is_not_guessed(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=[{"metric": "cc_dials"}, {"metric": "deals_won"}])
    assert plan.no_plan_yet
    assert "funnel[cold_calls]" in plan.missing


def test_a_conversion_of_nothing_gives_no_plan_and_no_crash(content: Content) -> None:
    assert planned(content, funnel__cold_calls=funnel(0)).no_plan_yet


def test_money_becomes_sales(content: Content) -> None:
    plan = planned(
        content,
        target_kind="revenue",
        target_value=900_000,
        target_period="quarter",
        average_sale=15_000,
        funnel__cold_calls=funnel(10),
    )
    assert plan.target_per_month == pytest.approx(20)


def test_the_base_covers_its_part_where_the_target_includes_it(content: Content) -> None:
    places = {**PLACES, "stage": ["leadgen", "conversion", "repeat"]}
    base = {
        "role_stages__seller": ["leadgen", "conversion", "repeat"],
        "target_kind": "all_sales",
        "base_clients__seller": 100,
        "base_touches_month": 1,
        "base_response": 2,
    }
    plan = planned(content, places, funnel__cold_calls=funnel(10), **base)
    assert per_month(plan, "base_touches") == pytest.approx(400)
    assert per_month(plan, "deals_won") == pytest.approx(20 - 8)


def test_a_base_that_covers_the_target_leaves_no_zeros_to_report(content: Content) -> None:
    places = {**PLACES, "stage": ["leadgen", "conversion", "repeat"]}
    base = {
        "role_stages__seller": ["leadgen", "conversion", "repeat"],
        "target_kind": "all_sales",
        "base_touches_day__seller": 10,
        "base_response": 25,
    }
    plan = planned(content, places, funnel__cold_calls=funnel(10), **base)
    assert {action.metric for action in plan.actions} == {"base_touches"}
    assert any("needs no new clients" in text.en for text in plan.assumptions)


@pytest.mark.parametrize(("known", "marked"), [("by_feel", True), ("dont_know", True), ("measured", False)])
def test_guessed_conversions_are_marked(known: str, marked: bool, content: Content) -> None:
    plan = planned(content, funnel__cold_calls=funnel(10), conversions_known=known)
    assert any("what people said" in text.en for text in plan.assumptions) is marked


def test_too_few_addressees_say_by_how_many(content: Content) -> None:
    places = {**PLACES, "channel": ["field"]}
    visits = [{"metric": "fs_new_visits", "percent": "10"}, {"metric": "deals_won"}]
    short = planned(content, places, funnel__field=visits, reach__field=150)
    assert short.feasible is False
    assert (short.short_by[0].of, short.short_by[0].amount) == ("leads", pytest.approx(50))
    assert planned(content, places, funnel__field=visits, reach__field=200).feasible is True


def test_attempts_are_not_people(content: Content) -> None:
    assert planned(content, funnel__cold_calls=funnel(10), reach__cold_calls=150).feasible is True


def test_too_few_minutes_say_by_how_much(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=funnel(1), action_minutes__cc_dials=20)
    assert plan.feasible is False
    assert plan.short_by[0].of == "minutes"
    assert plan.short_by[0].amount == pytest.approx(25 * 20 - 300)


def test_without_times_feasibility_is_unknown(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=funnel(1))
    assert plan.feasible is None


def test_an_untimed_action_is_marked(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=funnel(50))
    assert plan.feasible is True
    # half a dial a day per seller: 300 minutes would let each take 600
    assert any("600" in text.en for text in plan.assumptions)


def test_minutes_are_the_least_where_an_action_was_not_timed(content: Content) -> None:
    plan = planned(content, funnel__cold_calls=funnel(50, 100), action_minutes__cc_dials=8)
    (hours,) = plan.hours
    assert (hours.needed, hours.untimed) == (pytest.approx(4), ("cc_dm",))
    assert hours.says is not None
    assert "at least 4\xa0minutes a day per person; unknown for: Decision-maker conv" in hours.says.en
    for lang in LANGS:
        assert hours.says.in_(lang) in plan_text.lines(plan, content, lang)
    assert "at least 4 / at least 4" in plan_text.lines(plan, content, "en")
    assert json.loads(plan_text.data(plan, "en"))["hours"]["at_least"] is True


def test_minutes_nobody_knows_are_not_called_zero(content: Content) -> None:
    (hours,) = (plan := planned(content, funnel__cold_calls=funnel(50))).hours
    assert hours.says is not None
    assert "unknown. Not timed: Cold dials" in hours.says.en
    assert "Seller: unknown / unknown / unknown / 300" in plan_text.lines(plan, content, "en")


def test_what_was_counted_is_no_guess_whatever_was_said_of_conversions(content: Content) -> None:
    counted = [{"metric": "cc_dials", "entered": "400", "passed": "40"}, {"metric": "deals_won"}]
    plan = planned(content, conversions_known="by_feel", funnel__cold_calls=counted)
    assert not plan.guessed
    assert not any(action.assumed for action in plan.actions)
    assert planned(content, conversions_known="by_feel", funnel__cold_calls=funnel(10)).guessed


def test_channels_share_by_what_was_said_else_evenly(content: Content) -> None:
    places = {**PLACES, "channel": ["cold_calls", "field"]}
    field = [{"metric": "fs_new_visits", "percent": "10"}, {"metric": "deals_won"}]
    own = {"funnel__cold_calls": funnel(10), "funnel__field": field}
    even = planned(content, places, **own)
    said = planned(content, places, **own, channel_share__cold_calls=80, channel_share__field=20)
    assert per_month(even, "fs_new_visits") == pytest.approx(100)
    assert [a for a in even.assumptions if "evenly" in a.en]
    assert per_month(said, "fs_new_visits") == pytest.approx(40)
    assert not [a for a in said.assumptions if "evenly" in a.en]
